"""Documents of a bonus: sent in, saved, deleted."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from xiangyin.kernel.errors import DomainError

from ..forms import DeleteEvidenceForm, PaperForm
from ..models import Bonus, BonusPaper
from ..services.bonus_papers import delete_paper, keep_paper
from .desk import DeskView
from .evidence import private_file


class OfBonusView(DeskView):
    """Something about the documents of one bonus, for those whose right reaches it."""

    right = "placements.see_evidence"

    @cached_property
    def bonus(self) -> Bonus:
        seen = Bonus.objects.visible_to(self.request.user, self.right)
        return get_object_or_404(
            seen.select_related("county", "unit"), pk=self.kwargs["pk"]
        )

    @cached_property
    def paper(self) -> BonusPaper:
        papers = self.bonus.papers.select_related("unit", "bonus")
        return get_object_or_404(papers, pk=self.kwargs["paper"])

    def attempt(self, form, act, done: str):
        """Do it; refused, the page of the bonus says why."""
        if not form.is_valid():
            for told in form.errors.values():
                messages.error(self.request, " ".join(told))
        else:
            try:
                act(form.cleaned_data)
            except DomainError as refusal:
                messages.error(self.request, refusal.message)
            except ValidationError as refusal:
                messages.error(self.request, " ".join(refusal.messages))
            else:
                messages.success(self.request, done)
        return redirect("placements_bonuses:inspect", self.kwargs["pk"])


class PaperView(OfBonusView):
    http_method_names = ["get"]

    def get(self, request, **kwargs):
        paper = self.paper
        return private_file(paper.file, f"{self.bonus.given_on:%Y-%m}-{paper.pk}")


class AddPaperView(OfBonusView):
    http_method_names = ["post"]
    right = "placements.keep"

    def post(self, request, **kwargs):
        bonus = self.bonus
        return self.attempt(
            PaperForm(request.POST, request.FILES),
            lambda told: keep_paper(bonus, told["file"], by=request.user),
            _("Document kept."),
        )


class DeletePaperView(OfBonusView):
    http_method_names = ["post"]
    right = "placements.keep"

    def post(self, request, **kwargs):
        paper = self.paper
        return self.attempt(
            DeleteEvidenceForm(request.POST),
            lambda told: delete_paper(paper, by=request.user, note=told["note"]),
            _("Document deleted. The history keeps its hash."),
        )
