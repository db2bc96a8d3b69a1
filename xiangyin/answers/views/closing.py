"""Closing several waiting questions, each with a reason of its own."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from xiangyin.kernel.errors import DomainError
from xiangyin.kernel.rights import reach, within

from ..forms.after import CloseTogetherForm
from ..lifecycles import TRIAGE
from ..models import Question
from ..services.bulk import MOST_AT_ONCE, close_together
from .desk import DeskView


class CloseTogetherView(DeskView):
    """What waits to be assigned, with a box and a reason for each."""

    right = TRIAGE
    page_title = gettext_lazy("Close several at once")
    template_name = "answers/close_together.html"
    above = [("answers:questions", gettext_lazy("Questions"))]

    def form(self, data=None):
        mine = within(reach(self.request.user, TRIAGE))
        waiting = Question.objects.confirmed().waiting().filter(mine)
        waiting = waiting.soonest_first().select_related("matter")
        return CloseTogetherForm(data, questions=waiting[:MOST_AT_ONCE])

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", self.form())
        return super().get_context_data(**kwargs)

    def post(self, request):
        form = self.form(request.POST)
        if form.is_valid():
            try:
                closed = close_together(form.chosen(), by=request.user)
            except ValidationError as refusal:
                self.put(form, refusal)
            except DomainError as refusal:
                form.add_error(None, refusal.message)
            else:
                told = {"count": closed}
                messages.success(request, _("Closed, and flagged: %(count)d.") % told)
                return redirect("answers:questions")
        return self.render_to_response(self.get_context_data(form=form), status=422)

    @staticmethod
    def put(form, refusal) -> None:
        """Each message at the reason it is about."""
        if not hasattr(refusal, "error_dict"):
            form.add_error(None, refusal)
            return
        for key, words in refusal.message_dict.items():
            form.add_error(f"why_{key}", words)
