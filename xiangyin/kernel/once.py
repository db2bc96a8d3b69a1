"""The door of once and only once: a request with a client key is done one time.

``once_only`` guards every view from the middleware; a view that measures its body
before anybody reads it is ``csrf_exempt`` there and wears :func:`once` inside.
"""

import hashlib
import json
import re
from collections.abc import Callable
from functools import wraps
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import MessageDecoder, MessageEncoder
from django.db import OperationalError, transaction
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render, resolve_url
from django.urls import Resolver404, resolve
from django.utils.crypto import salted_hmac

from .models import ClientKey
from .services.client_keys import (
    SentOtherwise,
    StillBusy,
    claim,
    find,
    keep_answer,
)

FIELD = "client_key"
HEADER = "Idempotency-Key"
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
SHAPE = re.compile(r"[\w-]{8,64}", re.ASCII)
FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
NO_CONTENT = (201, 204)
LOCK_NOT_AVAILABLE = "55P03"

Call = Callable[[], HttpResponseBase]


def new_key() -> str:
    return str(uuid4())


class once_only:  # noqa: N801 -- named as settings list it, like its neighbours
    """Let a request with a client key be done once, whatever view it is for."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in SAFE or reads_its_own_body(request):
            return self.get_response(request)
        return answer_once(request, lambda: self.get_response(request))


def once(view):
    """The same for one view, which the middleware leaves alone."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.method in SAFE:
            return view(request, *args, **kwargs)
        return answer_once(request, lambda: view(request, *args, **kwargs))

    return guarded


def reads_its_own_body(request: HttpRequest) -> bool:
    """Whether the view wants to see the body before anybody parses it."""
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return True
    return getattr(view, "csrf_exempt", False)


def answer_once(request: HttpRequest, call: Call) -> HttpResponseBase:
    """Answer a request under its key; without a key, as it comes."""
    key = key_of(request)
    if not key:
        return call()
    owner, fingerprint = owner_of(request), fingerprint_of(request, key)
    try:
        used = find(owner, key, fingerprint=fingerprint)
        if used:
            return same_answer(request, used)
        with transaction.atomic():
            return _do_or_repeat(request, call, owner, key, fingerprint)
    except SentOtherwise as refusal:
        return refuse(request, refusal, status=422)
    except OperationalError as error:
        if not waited_in_vain(error):
            raise
        return refuse(request, StillBusy(), status=409)


def _do_or_repeat(request, call, owner, key, fingerprint) -> HttpResponseBase:
    mine, is_new = claim(owner, key, fingerprint=fingerprint)
    if not is_new:
        return same_answer(request, mine)
    response = call()
    if is_refusal(request, response):
        transaction.set_rollback(True)
    elif is_kept(response):
        keep_answer(mine, **what_to_keep(request, response))
    else:  # a page shows something and does nothing: see decision 16
        mine.delete()
    return response


def key_of(request: HttpRequest) -> str:
    """The key the client sent, or nothing if it sent none or no proper one."""
    key = request.headers.get(HEADER) or request.POST.get(FIELD, "")
    return key if SHAPE.fullmatch(key) else ""


def owner_of(request: HttpRequest) -> str:
    """Whose key it is: nobody gets another's answer by guessing a key."""
    if request.user.is_authenticated:
        return f"person:{request.user.pk}"
    session = request.session.session_key or ""
    return f"session:{hashlib.sha256(session.encode()).hexdigest()}"


def fingerprint_of(request: HttpRequest, key: str) -> str:
    """What was asked, so that it can be told from something else and not read.

    Under the server's secret, because a form may carry what a thief of the
    database could otherwise find by trying.
    """
    told = [request.method, request.get_full_path()]
    if request.content_type in FORMS:
        told += _fields(request)
    else:
        told.append(hashlib.sha256(request.body).hexdigest())
    said = json.dumps(told, ensure_ascii=False)
    return salted_hmac(f"client key {key}", said, algorithm="sha256").hexdigest()


def _fields(request: HttpRequest) -> list:
    """Every field and file; a form's parts are bounded by a new word each time."""
    left_out = {FIELD, "csrfmiddlewaretoken"}
    told: list = [
        [name, values] for name, values in request.POST.lists() if name not in left_out
    ]
    for name, files in request.FILES.lists():
        for file in files:
            digest = hashlib.sha256()
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
            told.append([name, file.name, digest.hexdigest()])
    return told


def is_refusal(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether nothing was to be done: a fault, a refusal told, somebody unknown."""
    if response.status_code >= 400:
        return True
    if any(word.level >= messages.ERROR for word in said_now(request)):
        return True
    leads_to = response.headers.get("Location", "")
    return bool(leads_to) and leads_to.startswith(resolve_url(settings.LOGIN_URL))


def is_kept(response: HttpResponseBase) -> bool:
    """Whether the answer tells of something done: it leads on, or is data."""
    if "Location" in response.headers or response.status_code in NO_CONTENT:
        return True
    kind = response.headers.get("Content-Type", "")
    return kind.startswith("application/json") and not response.streaming


def said_now(request: HttpRequest) -> list[Message]:
    """The messages that this request put in."""
    storage = getattr(request, "_messages", None)
    return storage._queued_messages if storage is not None else []


def what_to_keep(request: HttpRequest, response: HttpResponseBase) -> dict:
    words = [
        Message(word.level, str(word.message), word.extra_tags)
        for word in said_now(request)
    ]
    kind = response.headers.get("Content-Type", "")
    is_data = isinstance(response, HttpResponse) and kind.startswith("application/json")
    return {
        "status": response.status_code,
        "location": response.headers.get("Location", ""),
        "data": response.content.decode() if is_data else "",
        "words": json.dumps(words, cls=MessageEncoder) if words else "",
    }


def same_answer(request: HttpRequest, used: ClientKey) -> HttpResponse:
    """The answer that was given, and its words unless they still wait to be read."""
    if used.location:
        response: HttpResponse = HttpResponseRedirect(used.location)
        response.status_code = used.status
    else:
        response = HttpResponse(
            used.data, content_type="application/json", status=used.status
        )
    waiting = messages.get_messages(request)
    unread = {str(word.message) for word in waiting}
    waiting.used = False
    for word in json.loads(used.words or "[]", cls=MessageDecoder):
        if str(word.message) not in unread:
            messages.add_message(request, word.level, word.message, word.extra_tags)
    return response


def refuse(request: HttpRequest, refusal, *, status: int) -> HttpResponse:
    """Say why, as a page or as data; with a new key for who wants to go on."""
    if request.headers.get("Accept", "").startswith("application/json"):
        told = {"errors": {"": [str(refusal.message)]}}
        if status == 422:
            told[FIELD] = new_key()
        return JsonResponse(told, status=status)
    used = getattr(refusal, "used", None)
    context = {"refusal": refusal, "done": used.location if used else ""}
    return render(request, f"{status}.html", context, status=status)


def waited_in_vain(error: OperationalError) -> bool:
    """Whether a lock did not come in time; any other trouble is no matter of keys."""
    state = getattr(error.__cause__, "sqlstate", "")
    return state == LOCK_NOT_AVAILABLE or "database is locked" in str(error)
