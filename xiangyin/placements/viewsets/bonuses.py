"""Points given besides placements, each with its reason and its document."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, StatusFlagColumn
from wagtail.admin.views.generic import CreateView, IndexView

from xiangyin.kernel.viewsets import NOBODY, OfficeViewSet, ReachFilterSet

from ..forms import BonusForm
from ..models import Bonus
from ..reports.words import number
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
        data = self.form.cleaned_data
        return give_bonus(data.pop("unit"), by=self.request.user, **data)

    def get_success_buttons(self):
        return []


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
    filterset_class = BonusFilterSet
    select_related = ("unit", "given_by")
    list_per_page = 50
    list_display = [
        "reason",
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
