"""Points given besides placements, each with its reason and its document."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, StatusFlagColumn, TitleColumn
from wagtail.admin.views.generic import CreateView, IndexView, InspectView

from xiangyin.kernel.rights import may
from xiangyin.kernel.services.audit import latest_history
from xiangyin.kernel.viewsets import NOBODY, OfficeViewSet, ReachFilterSet

from ..forms import BonusForm, PaperForm
from ..models import Bonus
from ..reports.words import number
from ..services.bonus_papers import keep_paper
from ..services.credits import give_bonus


class BonusFilterSet(ReachFilterSet):
    class Meta:
        model = Bonus
        fields = ["unit", "is_withdrawn"]


class BonusColumn(Column):
    """Withdraw, or let count again: a button of its own."""

    cell_template_name = "placements/_bonus_cell.html"


class BonusAdd(CreateView):
    def save_instance(self):
        data = dict(self.form.cleaned_data)
        file = data.pop("file")
        bonus = give_bonus(data.pop("unit"), by=self.request.user, **data)
        if file:
            keep_paper(bonus, file, by=self.request.user)
        return bonus

    def get_success_buttons(self):
        return []


class BonusPage(InspectView):
    """One bonus: why and by what it was given, with the document, and what was done."""

    template_name = "placements/bonus.html"
    page_title = ""

    def get_context_data(self, **kwargs):
        bonus, user = self.object, self.request.user
        sees = may(user, "placements.see_evidence", bonus)
        return {
            **super().get_context_data(**kwargs),
            "bonus": bonus,
            "points": number(bonus.points),
            "sees_papers": sees,
            "papers": list(bonus.papers.select_related("by")) if sees else [],
            "may_keep": may(user, "placements.keep", bonus.county),
            "paper_form": PaperForm(auto_id="paper_%s"),
            "history": latest_history(bonus)[0],
        }


class BonusViewSet(OfficeViewSet):
    model = Bonus
    name = "placements_bonuses"
    url_prefix = "placements/bonuses"
    icon = "plus"
    see_right = "placements.see"
    add_right = "placements.keep"
    change_right = NOBODY
    delete_right = NOBODY
    menu_label = _("Bonuses")
    index_view_class = IndexView
    add_view_class = BonusAdd
    inspect_view_class = BonusPage
    inspect_view_enabled = True
    inspect_template_name = "placements/bonus.html"
    filterset_class = BonusFilterSet
    select_related = ("unit", "given_by")
    list_per_page = 50
    list_display = [
        TitleColumn(
            "reason",
            label=_("reason"),
            get_url=lambda one: reverse("placements_bonuses:inspect", args=[one.pk]),
        ),
        "unit",
        Column("points", label=_("Points"), accessor=lambda one: number(one.points)),
        Column(
            "given_on",
            label=_("Counts in the month of"),
            accessor=lambda one: one.given_on.isoformat(),
            sort_key="given_on",
        ),
        "document",
        "given_by",
        StatusFlagColumn("is_withdrawn", label="", true_label=_("withdrawn")),
        BonusColumn("aside", label=""),
    ]

    def get_form_class(self, for_update=False):
        return BonusForm
