"""The resident's phone: what it is about, the form, the code, done. No script needed."""

from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from xiangyin.gateways import messages as gateway
from xiangyin.kernel.bodies import bounded
from xiangyin.kernel.errors import DomainError, WrongState
from xiangyin.kernel.once import once
from xiangyin.kernel.sealing import unseal
from xiangyin.kernel.services.pictures import MOST_BYTES
from xiangyin.kernel.steps import put_errors

from ..forms import AskForm, CodeForm
from ..lifecycles import QuestionState
from ..models import Matter, Question
from ..models.question import LONGEST_TITLE, MOST_PHOTOS
from ..reports.known import known_like
from ..reports.similar import answered_like
from ..services.asking import confirm_question, receive_question, send_code_again
from ..services.contacts import masked
from .hand import county_of, keep_code, opened, remember

MOST_BODY = MOST_PHOTOS * MOST_BYTES + 1024 * 1024


def address_of(request) -> str:
    """Where a request comes from; behind nginx, what nginx says."""
    told = ""
    if getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0):
        told = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    return told or request.META.get("REMOTE_ADDR", "")


@require_safe
def start(request):
    """What is it about? The matter leads to its own form."""
    county = county_of(request)
    matters = Matter.objects.filter(county=county, is_open=True)
    context = {
        "matters": matters,
        "ways": gateway.ways(),
        "device_keeps": "page",
    }
    return render(request, "answers/start.html", context)


def refuse_body(request, *, status):
    """Say that this was too much."""
    words = _("This was too much to send at once, and nothing of it was kept.")
    if _wants_data(request):
        return JsonResponse({"errors": {"photos": [words]}}, status=status)
    context = {"words": words, "most_megabytes": MOST_BODY // 1024 // 1024}
    return render(request, "answers/too_large.html", context, status=status)


@bounded(MOST_BODY, refuse=refuse_body)
@require_http_methods(["GET", "HEAD", "POST"])
@csrf_protect
@never_cache
def ask(request, pk):
    """The form of one matter, or what it sends.

    A phone that was not answered, because the line broke or the server fell, sends it
    again and gets the same answer; it has not been let in yet.
    """
    answer = _ask(request, pk)
    if request.method == "POST" and _is_taken(answer):
        _let_in(request)
    return answer


def _is_taken(answer) -> bool:
    """Whether it leads on: by its address, or as data for the form's script."""
    is_data = answer.headers.get("Content-Type") == "application/json"
    return answer.status_code == 302 or (answer.status_code == 200 and is_data)


def _let_in(request) -> None:
    """Let this browser open what it sent, by the key that only it knows."""
    key = AskForm.base_fields["client_key"].clean(request.POST.get("client_key"))
    asked = getattr(request, "asked", None)
    question = asked or Question.objects.filter(client_key=key).first()
    if question and (asked or key):
        remember(request, question)


@once
def _ask(request, pk):
    county = county_of(request)
    matter = get_object_or_404(Matter, pk=pk, county=county, is_open=True)
    if matter.route:
        return render(request, "answers/route.html", {"matter": matter})
    told = {"county": county, "matter": matter}
    if request.method != "POST":
        line = request.GET.get("title", "").replace("\0", "")[:LONGEST_TITLE]
        form = AskForm(initial={"title": line}, **told)
        today = timezone.localdate()
        alike = answered_like(line, county=county)
        known = known_like(line, county=county, today=today)
        return _page(request, form, alike=alike, known=known)
    form = AskForm(request.POST, request.FILES, **told)
    if form.is_valid():
        try:
            question = receive_question(
                **form.told(),
                address=address_of(request),
                now=timezone.now(),
                today=timezone.localdate(),
            )
        except ValidationError as refusal:
            put_errors(form, refusal)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            request.asked = question
            return _sent(request, reverse("ask_confirm", args=[question.number]))
    return _page(request, form, status=422)


def _wants_data(request) -> bool:
    return request.headers.get("Accept") == "application/json"


def _sent(request, url):
    return JsonResponse({"next": url}) if _wants_data(request) else redirect(url)


def _page(request, form, *, alike=(), known=(), status=200):
    if status != 200 and _wants_data(request):
        return JsonResponse({"errors": form.errors}, status=status)
    context = {
        "form": form,
        "matter": form.matter,
        "alike": alike,
        "known": known,
        "had_photos": bool(request.FILES) and status != 200,
        "device_keeps": "" if request.GET or status != 200 else "form",
    }
    return render(request, "answers/ask.html", context, status=status)


# Not once_only: a request that is refused there leaves nothing behind, and here the
# count of what was tried must stay.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@csrf_protect
@never_cache
def confirm(request, number):
    """The code of the message: the last step, after which the clock runs."""
    question = opened(request, number)
    if question.state != QuestionState.UNPROVEN:
        return redirect("ask_question", number=question.number)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and "again" in request.POST:
        return _again(request, question)
    if request.method == "POST" and form.is_valid():
        try:
            confirm_question(
                question,
                code=form.cleaned_data["code"],
                now=timezone.now(),
                today=timezone.localdate(),
                address=address_of(request),
                keep=partial(keep_code, request, question),
            )
        except WrongState:  # confirmed a moment ago, by the same press
            return redirect("ask_question", number=question.number)
        except DomainError as refusal:
            form.add_error("code", refusal.message)
        else:
            return redirect("ask_question", number=question.number)
    return _code_page(request, question, form)


def _again(request, question):
    """Send another code, and say so or why not."""
    form = CodeForm()
    try:
        send_code_again(question, now=timezone.now())
    except DomainError as refusal:
        return _code_page(request, question, form, problem=refusal.message)
    return _code_page(request, question, form, said=_("Another code is on its way."))


def _code_page(request, question, form, **more):
    proof = getattr(question, "proof", None)
    is_shown = gateway.is_on_trial() and proof is not None
    context = {
        "question": question,
        "form": form,
        "contact": masked(unseal(question.sealed_contact)),
        "trial_code": unseal(proof.sealed_code) if is_shown else "",
        **more,
    }
    return render(request, "answers/confirm.html", context)
