"""Knowledge entries on the staff's side: which there are, and who stands for them."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from wagtail.admin import messages

from xiangyin.kernel.desk import PER_PAGE
from xiangyin.kernel.steps import StepsMixin

from ..forms.knowledge import ConfirmForm, CorrectForm, WithdrawForm
from ..models import Entry
from ..services import knowledge
from .desk import DeskView


class KnowledgeView(DeskView):
    """All entries of the county, whose day is nearest on top."""

    page_title = gettext_lazy("Knowledge")
    template_name = "answers/knowledge.html"

    def get_context_data(self, **kwargs):
        words = self.request.GET.get("q", "").replace("\0", "").strip()[:60]
        found = Entry.objects.visible_to(self.request.user).public()
        if words:
            found = found.filter(Q(title__icontains=words) | Q(text__icontains=words))
        found = found.select_related("unit", "owner", "matter")
        page = Paginator(found.order_by("good_until", "pk"), PER_PAGE)
        page = page.get_page(self.request.GET.get("p"))
        rows = [(entry, self.near(entry)) for entry in page]
        return super().get_context_data(page=page, rows=rows, q=words, **kwargs)

    def near(self, entry) -> str:
        if entry.is_over(self.today):
            return "late"
        is_near = entry.good_until <= self.today + knowledge.DAYS_BEFORE
        return "near" if is_near else ""


class EntryView(StepsMixin, DeskView):
    """One entry: confirm it, correct it, withdraw it; what became of it so far."""

    template_name = "answers/entry.html"
    above = [("answers:knowledge", gettext_lazy("Knowledge"))]
    forms = ("confirm", "correct", "withdraw")

    def dispatch(self, request, *args, **kwargs):
        self.kwargs = kwargs
        self.reload()
        return super().dispatch(request, *args, **kwargs)

    def reload(self):
        """Fetch anew; beyond reach it is missing."""
        seen = Entry.objects.visible_to(self.request.user)
        seen = seen.select_related("unit", "county", "owner", "matter", "question")
        self.entry = get_object_or_404(seen, pk=self.kwargs["pk"])

    def get_page_title(self):
        return self.entry.title

    def form_for(self, step, data=None):
        if not knowledge.stands_for(self.entry, self.request.user):
            return None
        if self.entry.withdrawn_at:
            return None
        if step == "correct":
            return CorrectForm(data, entry=self.entry)
        return (ConfirmForm if step == "confirm" else WithdrawForm)(data)

    def take_confirm(self, data, form):
        knowledge.confirm_entry(
            self.entry, by=self.request.user, today=self.today, **data
        )
        return self.done(_("Confirmed."))

    def take_correct(self, data, form):
        told = knowledge.correct_entry(self.entry, by=self.request.user, **data)
        return self.done(self.told(_("Corrected."), told))

    def take_withdraw(self, data, form):
        told = knowledge.withdraw_entry(self.entry, by=self.request.user, **data)
        return self.done(self.told(pgettext("entry", "Withdrawn."), told))

    @staticmethod
    def told(words, count) -> str:
        said = ngettext("%(n)d asker is told.", "%(n)d askers are told.", count)
        return f"{words} {said % {'n': count}}"

    def done(self, words):
        messages.success(self.request, words)
        return redirect("answers:entry", pk=self.entry.pk)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            entry=self.entry,
            is_over=self.entry.is_over(self.today),
            told=len(knowledge.told_it(self.entry)),
            changes=self.entry.changes.select_related("by"),
            **kwargs,
        )
