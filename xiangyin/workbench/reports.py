"""This month in four figures, each with last month's and the list behind it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from xiangyin.kernel.models import Unit
from xiangyin.kernel.rights import may
from xiangyin.newsroom.models import Tip
from xiangyin.newsroom.reports import published_in
from xiangyin.placements.models import Outlet, Placement, name_tiers
from xiangyin.placements.reports import (
    Entry,
    Ledger,
    Period,
    entries,
    ledger_of,
    month_before,
    month_of,
)

WEEKS = 12


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number, the same for last month, and where its list is."""

    name: str
    value: int
    before: int
    url: str
    meaning: str


@dataclass(frozen=True)
class Week:
    """How many placements appeared in the week that began on ``first``."""

    first: date
    count: int


def home_county(person) -> Unit | None:
    """The county whose figures ``person`` sees; the operator's, where there is one."""
    if person.county is not None:
        return person.county
    counties = list(Unit.objects.counties()[:2])
    return counties[0] if len(counties) == 1 else None


def counted(person, ledger: Ledger, period: Period) -> list[Entry]:
    """Placements of a period that the bulletin counts, within reach."""
    units = Unit.objects.reached_by(person, "placements.see")
    reached = set(units.values_list("pk", flat=True))
    return [entry for entry in entries(ledger, period) if entry.unit in reached]


def tips_of(person, first: date, last: date):
    """Tips that came in from ``first`` to ``last``, newest first."""
    tips = Tip.objects.visible_to(person).filter(opened_on__range=(first, last))
    return tips.order_by("-opened_on", "-pk")


def four_figures(person, *, today: date) -> list[Figure]:
    """The month up to now beside the whole of last month."""
    county = home_county(person)
    if county is None or not may(person, "placements.see"):
        return []
    now = (today.year, today.month)
    spans = [month_of(*now), month_of(*month_before(*now))]
    key = f"{today.year}-{today.month:02}"
    books = ledger_of(county)
    carried = [
        counted(person, books, Period(*month, 1)) for month in (now, month_before(*now))
    ]
    outlets = [{each.outlet for each in found} for found in carried]
    tips = [tips_of(person, *span).count() for span in spans]
    stories = [published_in(person, *span).count() for span in spans]
    ledger = reverse("placements_list:index")
    rows = [
        (
            _("tips received"),
            tips,
            reverse("workbench:tips", args=[key]),
            _("Tips that came in this month, whatever became of them."),
        ),
        (
            _("stories published"),
            stories,
            reverse("workbench:stories", args=[key]),
            _("Stories that became public for the first time this month."),
        ),
        (
            _("placements confirmed"),
            [len(found) for found in carried],
            f"{ledger}?month={key}&counted=on",
            _("As the bulletin counts: confirmed, no mere mentions, no doubles."),
        ),
        (
            _("outlets that carried us"),
            [len(found) for found in outlets],
            reverse("workbench:outlets", args=[key]),
            _("Different outlets among those placements."),
        ),
    ]
    return [
        Figure(name=name, value=value, before=before, url=url, meaning=meaning)
        for name, (value, before), url, meaning in rows
    ]


def outlets_of(person, year: int, month: int) -> list[tuple]:
    """Outlets that carried us in a month, with how often, the most first."""
    county = home_county(person)
    if county is None:
        return []
    found = counted(person, ledger_of(county), Period(year, month, 1))
    times = Counter(each.outlet for each in found)
    outlets = Outlet.objects.in_bulk(times)
    name_tiers(outlets.values())
    return [(outlets[pk], count) for pk, count in times.most_common()]


def by_week(person, *, today: date, weeks: int = WEEKS) -> list[Week]:
    """Confirmed placements by the week they appeared in, the last ``weeks`` weeks."""
    this = today - timedelta(days=today.weekday())
    firsts = [this - timedelta(weeks=back) for back in reversed(range(weeks))]
    days = (
        Placement.objects.visible_to(person)
        .confirmed()
        .carried_between(firsts[0], today)
        .order_by()
        .values_list("article__published_on")
        .annotate(Count("pk"))
    )
    counts: Counter[date] = Counter()
    for day, many in days:
        counts[day - timedelta(days=day.weekday())] += many
    return [Week(first, counts[first]) for first in firsts]
