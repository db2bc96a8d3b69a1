"""The asker corrects name and contact. No script needed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from xiangyin.gateways import messages as gateway
from xiangyin.kernel.errors import DomainError
from xiangyin.kernel.sealing import unseal
from xiangyin.kernel.steps import put_errors

from ..forms import CodeForm
from ..forms.after import ContactForm, NameForm
from ..services import correcting
from ..services.contacts import masked
from .hand import opened


# Not once_only, for the same reason as the code of a message: see ``asking.confirm``.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@csrf_protect
@never_cache
def correct(request, number):
    """What is kept of the asker, each with a form of its own."""
    question = opened(request, number)
    if not correcting.may_correct(question):
        raise Http404
    step = request.POST.get("step", "")
    forms = {
        name: make(request.POST if name == step else None, **about(question, name))
        for name, make in FORMS.items()
    }
    form = forms.get(step)
    if form is not None and form.is_valid():
        try:
            words = TAKEN[step](question, form.cleaned_data)
        except ValidationError as refusal:
            put_errors(form, refusal)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, words)
            return redirect("ask_contact", number=question.number)
    return _page(request, question, forms)


def about(question, name) -> dict:
    if name != "name":
        return {}
    return {"initial": {"name": unseal(question.sealed_name)}}


def _name(question, data):
    correcting.correct_name(question, **data)
    return _("Your name is corrected.")


def _contact(question, data):
    correcting.ask_for_new_contact(question, **data, now=timezone.now())
    return _("A code is on its way. Write it below, and the new contact counts.")


def _code(question, data):
    correcting.prove_new_contact(question, code=data["code"], now=timezone.now())
    return _("From now on we tell you there.")


FORMS = {"name": NameForm, "contact": ContactForm, "code": CodeForm}
TAKEN = {"name": _name, "contact": _contact, "code": _code}


def _page(request, question, forms):
    change = correcting.waiting_change(question, now=timezone.now())
    for name, form in forms.items():
        form.auto_id = f"id_{name}_%s"  # forms share a page, not their ids
    context = {
        "question": question,
        "forms": forms,
        "contact": masked(unseal(question.sealed_contact)),
        "new_contact": masked(unseal(change.sealed_contact)) if change else "",
        "trial_code": (
            unseal(change.sealed_code) if change and gateway.is_on_trial() else ""
        ),
    }
    wrong = any(form.errors for form in forms.values())
    return render(
        request, "answers/contact.html", context, status=422 if wrong else 200
    )
