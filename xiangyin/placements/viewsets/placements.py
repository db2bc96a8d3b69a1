"""All placements: what each figure of a bulletin opens."""

import django_filters
from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView

from xiangyin.kernel.models import Unit
from xiangyin.kernel.viewsets import (
    NOBODY,
    OfficeViewSet,
    ReachFilterSet,
    StateColumn,
    county_of,
)

from ..lifecycles import PlacementState
from ..models import ARTICLE_WORDS, WORK_WORDS, Article, Outlet, Placement
from ..reports import Period, entries, ledger_of


def read_period(value: str) -> Period | None:
    """``2026-10``, ``2026-Q4`` or ``2026``; None for anything else."""
    try:
        return Period.parse(value or "")
    except ValueError:
        return None


class MonthFilter(django_filters.CharFilter):
    """Keeps placements whose article appeared in a month, a quarter or a year."""

    def filter(self, queryset, value):
        period = read_period(value)
        if period is None:
            return queryset
        return queryset.carried_between(period.first, period.last)


class BelowFilter(django_filters.ModelChoiceFilter):
    """Keeps a unit's placements and those below it; a county's row has its own only."""

    def filter(self, queryset, value):
        if not value:
            return queryset
        if value.is_root():
            return queryset.filter(unit=value)
        return queryset.filter(unit__path__startswith=value.path)


class CountedFilter(django_filters.ChoiceFilter):
    """Keeps what the month's bulletin counts: no mentions, no doubles."""

    def filter(self, queryset, value):
        period = read_period(self.parent.data.get("month", ""))
        if not value or not period:
            return queryset
        county = county_of(self.parent.request.user)
        counted = [each.pk for each in entries(ledger_of(county), period)]
        return queryset.filter(pk__in=counted)


class PlacementFilterSet(ReachFilterSet):
    unit = BelowFilter(label=_("Unit"), queryset=Unit.objects.all())
    tier = django_filters.ChoiceFilter(
        field_name="article__outlet__tier",
        label=_("Tier"),
        choices=Outlet.Tier.choices,
        widget=forms.RadioSelect,
    )
    month = MonthFilter(
        label=_("Month"), widget=forms.TextInput(attrs={"placeholder": "2026-10"})
    )
    counted = CountedFilter(
        label=_("Bulletin"),
        choices=[("on", _("only what the bulletin counts"))],
        widget=forms.RadioSelect,
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=PlacementState.choices, widget=forms.RadioSelect
    )

    class Meta:
        model = Placement
        fields = ["state", "unit", "tier", "month", "counted", "kind", "prominence"]


class PlacementList(IndexView):
    is_searchable = True

    def get_base_queryset(self):
        return super().get_base_queryset().defer("work__text", "article__text")

    def search_queryset(self, queryset):
        """By the titles of both, the outlet, and the number (which has no Chinese)."""
        asked = self.search_query
        if not asked:
            return queryset
        outlets = Outlet.objects.filter(name__icontains=asked).values("pk")
        theirs = Article.objects.filter(outlet__in=outlets).order_by().values("pk")
        found = Q(article__in=theirs)
        found |= WORK_WORDS.holding(asked, field="work", in_title=True)
        found |= ARTICLE_WORDS.holding(asked, field="article", in_title=True)
        if asked.isascii():
            found |= Q(number__icontains=asked)
        return queryset.filter(found)

    def get_edit_url(self, instance):
        return None

    def get_list_buttons(self, instance):
        return []

    @cached_property
    def verbose_name_plural(self):
        return Placement._meta.verbose_name_plural


class PairColumn(TitleColumn):
    """The work's title, leading to the pair side by side."""

    def __init__(self):
        super().__init__(
            "work",
            label=_("Our work"),
            sort_key="work__title",
            get_url=lambda each: reverse("placements_confirm:pair", args=[each.pk]),
        )


class PlacementViewSet(OfficeViewSet):
    model = Placement
    name = "placements_list"
    url_prefix = "placements/list"
    icon = "clipboard-list"
    see_right = "placements.see"
    change_right = NOBODY
    menu_label = _("All placements")
    index_view_class = PlacementList
    filterset_class = PlacementFilterSet
    exclude_form_fields = []
    select_related = ("unit", "work", "article__outlet")
    list_per_page = 50
    list_export = [
        "number",
        "work.title",
        "unit",
        "article.outlet",
        "article.outlet.tier",
        "article.title",
        "article.address",
        "article.published_on",
        "kind",
        "mode",
        "prominence",
        "state",
    ]
    list_display = [
        PairColumn(),
        Column("unit", label=_("Unit"), sort_key="unit__path"),
        Column(
            "outlet",
            label=_("Outlet"),
            accessor=lambda each: each.article.outlet or each.article.outlet_said,
            sort_key="article__outlet__name",
        ),
        Column(
            "tier",
            label=_("Tier"),
            accessor=lambda each: (
                each.article.outlet.get_tier_display() if each.article.outlet else "–"
            ),
            sort_key="article__outlet__tier",
        ),
        Column(
            "published",
            label=_("Appeared"),
            accessor=lambda each: each.article.published_on.isoformat(),
            sort_key="article__published_on",
        ),
        "kind",
        "prominence",
        StateColumn(PlacementState),
    ]
