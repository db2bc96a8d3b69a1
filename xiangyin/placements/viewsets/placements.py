"""All placements: what each figure of a bulletin opens."""

import re

import django_filters
from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView

from xiangyin.kernel.models import Unit
from xiangyin.kernel.viewsets import (
    NOBODY,
    OfficeViewSet,
    ReachFilterSet,
    StateColumn,
    county_of,
)

from ..forms.looking import MOST_MONTHS
from ..lifecycles import PlacementState
from ..models import (
    ARTICLE_WORDS,
    WORK_WORDS,
    Article,
    Outlet,
    Placement,
    Work,
    name_tiers,
)
from ..reports import Period
from ..services.counted_months import counted_lines
from ..services.evidence import NOTHING, PROVEN, kept_of
from .tiers import TierFilter


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


def read_span(told) -> Period | None:
    """The months asked for: by ``month``, or from ``from`` to ``to``."""
    first, last = (read_period(told.get(name, "")) for name in ("from", "to"))
    if first and last and first <= last:
        months = last.number + last.months - first.number
        return (
            Period(first.year, first.month, months) if months <= MOST_MONTHS else None
        )
    return read_period(told.get("month", ""))


class SpanFilter(MonthFilter):
    """Keeps placements whose article appeared from one month to another.

    It stands at ``to``; at ``from`` there is nothing more to keep.
    """

    def filter(self, queryset, value):
        period = read_span(self.parent.data) if value else None
        if period is None:
            return queryset
        return queryset.carried_between(period.first, period.last)


class PassingFilter(django_filters.CharFilter):
    """Keeps everything: another filter reads what is asked here."""

    def filter(self, queryset, value):
        return queryset


class BelowFilter(django_filters.ModelChoiceFilter):
    """Keeps what is a unit's or of those below it, or shared with them.

    A county's row has its own only.
    """

    def filter(self, queryset, value):
        if not value:
            return queryset
        if value.is_root():
            return queryset.filter(unit=value)
        below = Unit.objects.below(value).values("pk")
        shared = Work.shared_with.through.objects.filter(unit__in=below).values("work")
        return queryset.filter(Q(unit__in=below) | Q(work__in=shared))


class CountedFilter(django_filters.ChoiceFilter):
    """Keeps what the bulletins of these months count: no mentions, no doubles."""

    def filter(self, queryset, value):
        period = read_span(self.parent.data)
        if not value or not period:
            return queryset
        lines = counted_lines(county_of(self.parent.request.user), period)
        return queryset.with_keys(lines.placements)


NO_END = 10_000
DAYS = re.compile(r"(\d{1,4})-(\d{1,4})?\Z")


class WaitedFilter(django_filters.CharFilter):
    """Keeps what the bulletins count and appeared so many days after ours: ``4-7``.

    Without an end (``31-``) also what took longer.
    """

    def filter(self, queryset, value):
        asked, period = DAYS.match(value or ""), read_span(self.parent.data)
        if not asked or not period:
            return queryset
        lines = counted_lines(county_of(self.parent.request.user), period)
        first, last = (int(day) if day else NO_END for day in asked.groups())
        found = lines.only((lines.waits >= first) & (lines.waits <= last))
        return queryset.with_keys(found.placements)


class PlacementFilterSet(ReachFilterSet):
    unit = BelowFilter(label=_("Unit"), queryset=Unit.objects.all())
    tier = TierFilter(
        field_name="article__outlet__tier",
        label=_("Tier"),
        widget=forms.RadioSelect,
    )
    month = MonthFilter(
        label=_("Month"), widget=forms.TextInput(attrs={"placeholder": "2026-10"})
    )
    form = django_filters.ChoiceFilter(
        field_name="article__outlet__form",
        label=pgettext_lazy("outlet", "form"),
        choices=Outlet.Form.choices,
        widget=forms.RadioSelect,
    )
    outlet = django_filters.ModelChoiceFilter(
        field_name="article__outlet",
        label=_("Outlet"),
        queryset=Outlet.objects.all(),
    )
    counted = CountedFilter(
        label=_("Bulletin"),
        choices=[("on", _("only what the bulletin counts"))],
        widget=forms.RadioSelect,
    )
    waited = WaitedFilter(
        label=_("Days until carried"),
        widget=forms.TextInput(attrs={"placeholder": "4-7"}),
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=PlacementState.choices, widget=forms.RadioSelect
    )

    has_evidence = django_filters.ChoiceFilter(
        label=_("Evidence"),
        choices=[
            ("True", pgettext_lazy("evidence", "kept")),
            ("False", pgettext_lazy("evidence", "none")),
        ],
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Placement
        fields = [
            "state",
            "unit",
            "tier",
            "form",
            "outlet",
            "month",
            "counted",
            "waited",
            "kind",
            "prominence",
            "has_evidence",
        ]


def _month_filter(label, kept) -> django_filters.CharFilter:
    return kept(label=label, widget=forms.TextInput(attrs={"placeholder": "2026-10"}))


# ``from`` is no name for an attribute.
PlacementFilterSet.base_filters |= {
    "from": _month_filter(pgettext_lazy("months", "From"), PassingFilter),
    "to": _month_filter(pgettext_lazy("months", "To"), SpanFilter),
}


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

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if not self.is_export:
            name_tiers(each.article.outlet for each in context["object_list"])
        return context

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


class EvidenceColumn(StatusTagColumn):
    """Whether there is evidence; where it is wanted and missing, it stands out."""

    def __init__(self):
        super().__init__("has_evidence", label=_("Evidence"), primary=lacks_evidence)

    def get_value(self, instance):
        if instance.has_evidence:
            return pgettext_lazy("evidence", "kept")
        if lacks_evidence(instance):
            return pgettext_lazy("evidence", "missing")
        return pgettext_lazy("evidence", "not needed")


def lacks_evidence(placement: Placement) -> bool:
    return (
        not placement.has_evidence
        and placement.state in PROVEN
        and kept_of(placement.article.outlet) != NOTHING
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
        EvidenceColumn(),
    ]
