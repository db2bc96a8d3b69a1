"""The charts of a bulletin: its figures, and what they are made of."""

from collections import Counter
from collections.abc import Callable

import numpy as np

from xiangyin.kernel.papers.charts import Chart

from ..models import Outlet, Work
from . import charts
from .bulletin import Bulletin, month_totals
from .words import line_name

AT_ONCE = 5_000


def trend(told: Bulletin) -> Chart:
    """Twelve months up to the last one of the period."""
    months = month_totals(told)
    first = len(months) - told.period.months
    return charts.trend(
        [(period.key, total.items, total.points) for period, total in months],
        marked=range(max(0, first), len(months)),
    )


def tiers(told: Bulletin) -> Chart:
    return charts.tiers(told.total.counts, told.tiers)


def units(told: Bulletin) -> Chart:
    """A bar a line, in the bulletin's order; what is shared is taken off no bar."""
    return charts.units(
        (line_name(row), row.items, row.points)
        for row in told.rows
        if not row.is_shared
    )


def outlets(told: Bulletin) -> Chart:
    if told.now is None:
        return charts.outlets({})
    ledger, lines = told.now.ledger, told.now.lines
    counts = np.bincount(lines.outlet[told.chosen], minlength=len(ledger.outlets))
    found = {
        ledger.outlets[at].pk: int(counts[at]) for at in np.flatnonzero(counts).tolist()
    }
    names = Outlet.objects.filter(unit=told.county).in_bulk()
    carried: Counter[str] = Counter()
    for key, count in found.items():
        carried[str(names[key])] += count
    return charts.outlets(carried)


def days(told: Bulletin) -> Chart:
    """From the day of the work to the day of each article that counts."""
    if told.now is None:
        return charts.days(())
    lines, chosen = told.now.lines, told.chosen
    works, at = np.unique(lines.work[chosen], return_inverse=True)
    ours = _published(works.tolist())
    begun = np.array([ours[work] for work in works.tolist()], np.int64)
    return charts.days((lines.day[chosen] - begun[at]).tolist())


def _published(works: list[int]) -> dict[int, int]:
    """The ordinal of the day of each work."""
    found: dict[int, int] = {}
    for start in range(0, len(works), AT_ONCE):
        part = Work.objects.filter(pk__in=works[start : start + AT_ONCE]).order_by()
        found |= {
            pk: day.toordinal() for pk, day in part.values_list("pk", "published_on")
        }
    return found


CHARTS: dict[str, Callable[[Bulletin], Chart]] = {
    "trend": trend,
    "tiers": tiers,
    "units": units,
    "outlets": outlets,
    "days": days,
}


def chart(told: Bulletin, name: str) -> Chart:
    """One of them; of a kept bulletin as it was drawn when it was compiled."""
    if told.charts is not None:
        return Chart.from_json(told.charts[name])
    return CHARTS[name](told)


def charts_of(told: Bulletin) -> list[Chart]:
    """All of them that show something, in the order of a printed bulletin."""
    drawn = (chart(told, name) for name in CHARTS)
    return [each for each in drawn if not each.is_empty]
