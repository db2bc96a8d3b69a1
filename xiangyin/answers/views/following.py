"""The asker's own page: where it stands, adding, rating, withdrawing, deleting."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from xiangyin.kernel.errors import DomainError
from xiangyin.kernel.steps import put_errors

from ..forms import AddForm, ForgetForm, RateForm, StatusForm
from ..lifecycles import QuestionState
from ..reports.promised import corrected, promised
from ..reports.telling import told
from ..services import asker, waiting
from ..services.codes import find_question
from ..services.correcting import may_correct
from .asking import address_of
from .hand import code_of, county_of, opened, remember, shut

STEPS = ("add", "rate", "withdraw", "forget")


# Not once_only, for the same reason as the code of a message: see ``asking.confirm``.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@csrf_protect
@never_cache
def look_up(request):
    """Number and query code open a question; neither tells anything alone."""
    form = StatusForm(
        request.POST or None, initial={"number": request.GET.get("number", "")[:24]}
    )
    if request.method == "POST" and form.is_valid():
        try:
            question = find_question(
                **form.cleaned_data,
                county=county_of(request),
                address=address_of(request),
                now=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            if question:
                remember(request, question)
                return redirect("ask_question", number=question.number)
            form.add_error(
                None,
                _("Number and code do not belong together. Look at both again."),
            )
    return render(request, "answers/look_up.html", {"form": form})


@require_safe
@never_cache
def question(request, number):
    """The asker's page of one question."""
    found = opened(request, number)
    if found.state == QuestionState.UNPROVEN:
        return redirect("ask_confirm", number=found.number)
    return _page(request, found)


@require_POST
@never_cache
def step(request, number, step):
    """One thing the asker does. A refusal is told on the page, with what was typed."""
    found = opened(request, number)
    form = forms_of(found, request.POST).get(step)
    if form is None:
        raise Http404
    if not form.is_valid():
        return _page(request, found, bound={step: form}, status=422)
    try:
        words = TAKEN[step](found, form)
    except ValidationError as refusal:
        put_errors(form, refusal)
        return _page(request, found, bound={step: form}, status=422)
    except DomainError as refusal:
        form.add_error(None, refusal.message)
        return _page(request, found, bound={step: form}, status=409)
    messages.success(request, words)
    return redirect("ask_question", number=found.number)


def forms_of(found, data=None) -> dict:
    """What can be done now, each with its form."""
    forms = {"forget": ForgetForm(data)}
    if found.is_open and found.state != QuestionState.UNPROVEN:
        forms["add"] = AddForm(data)
        forms["withdraw"] = ForgetForm(data)
    rated = found.ratings.filter(round=found.round).exists()
    if found.state == QuestionState.ANSWERED and not rated:
        forms["rate"] = RateForm(data)
    return forms


def _add(found, form):
    waiting.add_words(found, **form.cleaned_data, today=timezone.localdate())
    return _("It was added. The unit reads it.")


def _rate(found, form):
    asker.rate_reply(found, **form.told(), today=timezone.localdate())
    if found.round > 1 and found.is_open:
        return _("The question is open again, and somebody else checks the reply.")
    return _("Your word is kept.")


def _withdraw(found, form):
    asker.withdraw_question(found)
    return _("The question is withdrawn.")


def _forget(found, form):
    everything = form.cleaned_data["everything"] == "yes"
    asker.forget_asker(found, everything=everything)
    return _("Deleted. The case itself stays, without you.")


TAKEN = {"add": _add, "rate": _rate, "withdraw": _withdraw, "forget": _forget}


def _page(request, found, *, bound=None, status=200):
    forms = {**forms_of(found), **(bound or {})}
    for name, form in forms.items():
        form.auto_id = f"id_{name}_%s"  # forms share a page, not their ids
    context = {
        "question": found,
        "told": told(found, today=timezone.localdate()),
        "undertakings": promised(found.leading, today=timezone.localdate()),
        "corrected": corrected(found),
        "may_correct": may_correct(found),
        "photos": found.photos.count(),
        "forms": forms,
        "code": code_of(request, found),
        "opened": next(iter(bound or {}), ""),
    }
    return render(request, "answers/question.html", context, status=status)


@require_safe
@never_cache
def copy(request, number):
    """Everything that is kept of the asker, to take along."""
    answer = JsonResponse(
        asker.copy_of(opened(request, number)),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="{number}.json"'
    return answer


@require_POST
def close(request):
    """Shut what was opened in this browser."""
    shut(request)
    messages.success(request, _("Closed. Number and query code open it again."))
    return redirect("ask_status")
