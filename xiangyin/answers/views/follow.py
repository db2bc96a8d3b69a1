"""Following an answer: the contact, the code, and the link by which it ends.

No script needed, and nobody logs in. These pages are never kept.
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from xiangyin.gateways import messages as gateway
from xiangyin.kernel.errors import DomainError, WrongState
from xiangyin.kernel.sealing import unseal
from xiangyin.kernel.steps import put_errors

from ..forms import CodeForm
from ..forms.following import FollowForm
from ..models import Follower
from ..reports.similar import published
from ..services.contacts import masked
from ..services.following import (
    ask_to_follow,
    prove_following,
    send_code_again,
    stop_following,
)
from .asking import address_of
from .hand import county_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def follow(request, number):
    """One contact, to which a code is sent. Whether it follows already is not told."""
    shown = get_object_or_404(published(county_of(request)), question__number=number)
    form = FollowForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            follower = ask_to_follow(
                shown.question,
                **form.cleaned_data,
                language=get_language() or "zh-hans",
                address=address_of(request),
                now=timezone.now(),
            )
        except ValidationError as refusal:
            put_errors(form, refusal)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("ask_follow_code", page=follower.page)
    context = {"shown": shown, "form": form}
    status = 422 if form.errors else 200
    return render(request, "answers/follow.html", context, status=status)


# Not once_only, for the same reason as the code of a message: see ``asking.confirm``.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@csrf_protect
@never_cache
def prove(request, page):
    """The code of the message: then the contact is told."""
    follower = _found(request, page=page)
    number = follower.question.number
    if follower.proven_at:
        return redirect("ask_follow", number=number)
    if request.method == "POST" and "again" in request.POST:
        return _again(request, follower)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            prove_following(
                follower,
                code=form.cleaned_data["code"],
                now=timezone.now(),
                address=address_of(request),
            )
        except WrongState:  # proven a moment ago, or not public any more
            return redirect("ask_follow", number=number)
        except DomainError as refusal:
            form.add_error("code", refusal.message)
        else:
            said = _("You follow it now. Each message says how to hear no more.")
            messages.success(request, said)
            return redirect("ask_follow", number=number)
    return _page(request, follower, form)


def _again(request, follower):
    try:
        send_code_again(follower, now=timezone.now())
    except DomainError as refusal:
        return _page(request, follower, CodeForm(), problem=refusal.message)
    follower.refresh_from_db()
    said = _("Another code is on its way.")
    return _page(request, follower, CodeForm(), said=said)


def _page(request, follower, form, **more):
    code = unseal(follower.sealed_code) if gateway.is_on_trial() else ""
    context = {
        "number": follower.question.number,
        "form": form,
        "contact": masked(unseal(follower.sealed_contact)),
        "trial_code": code,
        **more,
    }
    status = 422 if form.errors else 200
    return render(request, "answers/follow_code.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def end(request, stop):
    """Where the link of a message leads. Opening it ends nothing: a press does."""
    follower = _found(request, stop=stop)
    if follower.proven_at is None:
        raise Http404
    if request.method == "POST":
        stop_following(follower)
        return redirect("ask_follow_ended")
    context = {
        "number": follower.question.number,
        "contact": masked(unseal(follower.sealed_contact)),
        "since": follower.proven_at,
    }
    return render(request, "answers/follow_end.html", context)


@require_safe
@never_cache
def ended(request):
    """It is over. The page is the same for everybody."""
    return render(request, "answers/follow_ended.html")


def _found(request, **by) -> Follower:
    rows = Follower.objects.filter(question__county=county_of(request), **by)
    follower = rows.select_related("question").first()
    if follower is None:
        raise Http404
    return follower
