"""The page to which a message leads: what an application sent is confirmed there.

The link opens nothing by itself. Only the code of the message does, which the
application does not have.
"""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from xiangyin.kernel.errors import DomainError

from ..forms import CodeForm
from ..lifecycles import QuestionState
from ..services.asking import confirm_question, send_code_again
from ..services.posting import posted_as
from .hand import county_of, remember


# Not once_only, for the same reason as the code of a message: see ``asking.confirm``.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@csrf_protect
@never_cache
def confirm_sent(request, token):
    """The code of the message: the last step, after which the clock runs."""
    posted = posted_as(token, county=county_of(request))
    if posted is None:
        raise Http404
    question = posted.question
    if question.state != QuestionState.UNPROVEN:
        return redirect(f"/ask/status/?number={question.number}")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and "again" in request.POST:
        return _again(request, question)
    if request.method == "POST" and form.is_valid():
        try:
            code = confirm_question(
                question,
                code=form.cleaned_data["code"],
                now=timezone.now(),
                today=timezone.localdate(),
            )
        except DomainError as refusal:
            form.add_error("code", refusal.message)
        else:
            remember(request, question, code=code)
            return redirect("ask_question", number=question.number)
    return _page(request, question, form)


def _again(request, question):
    try:
        send_code_again(question, now=timezone.now())
    except DomainError as refusal:
        return _page(request, question, CodeForm(), problem=refusal.message)
    said = _("Another code is on its way.")
    return _page(request, question, CodeForm(), said=said)


def _page(request, question, form, **more):
    context = {"question": question, "form": form, **more}
    return render(request, "answers/confirm_sent.html", context)
