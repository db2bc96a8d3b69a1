"""A period's bulletin: what was carried, by unit and tier, and the points for it.

Only confirmed placements count, each by the scheme in force on the day the article
appeared. A month is the unit of account: what counts once, counts once within it,
and months sum to quarters and years. Nobody's likes, reads, log-ins or minutes are
counted, here or anywhere.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np
from django.utils import timezone

from xiangyin.engines.points import Month, Settled, Span, settle
from xiangyin.engines.points.rules import hundredths, in_points
from xiangyin.engines.points.settling import SPANS
from xiangyin.kernel.models import Unit

from ..models import Bonus, Outlet, Placement, Scheme
from .counting import Counted, Dated, Ledger
from .period import Period, last_day
from .tiers import BUILT_IN, Tiers

NOTHING = Decimal(0)
PRINT = (Outlet.Form.NEWSPAPER, Outlet.Form.BULLETIN)
AIR = (Outlet.Form.TELEVISION, Outlet.Form.RADIO)
GROUPS = ("print", "air", "web")


@dataclass(frozen=True)
class Parts:
    """Of what a line's points are the sum: earned − cut − short + bonus − penalty."""

    earned: Decimal = NOTHING
    cut: Decimal = NOTHING
    short: Decimal = NOTHING
    bonus: Decimal = NOTHING
    penalty: Decimal = NOTHING
    missing: int = 0

    @property
    def points(self) -> Decimal:
        return self.earned - self.cut - self.short + self.bonus - self.penalty


@dataclass(frozen=True)
class Row:
    """One unit's line, the units below it included; or the sum of all lines.

    ``is_shared`` marks the line that takes off what several units' lines count
    together; ``forms`` are the central outlets by print, air and web.
    """

    unit: Unit | None
    counts: dict[str, int]
    forms: dict[str, int]
    items: int
    parts: Parts
    is_shared: bool = False
    items_before: int = 0
    points_before: Decimal = NOTHING
    items_year_before: int = 0
    points_year_before: Decimal = NOTHING
    rank: int | None = None

    @property
    def kind(self) -> str:
        if self.unit is None:
            return "shared" if self.is_shared else "total"
        return self.unit.kind

    @property
    def points(self) -> Decimal:
        return self.parts.points

    @property
    def change(self) -> Decimal:
        return self.points - self.points_before

    @property
    def cells(self) -> list[tuple[str, int]]:
        """Tier and count, in the order of the tiers."""
        return list(self.counts.items())


@dataclass(frozen=True)
class Bulletin:
    """The period as the office reports it. ``total`` is the sum of ``rows``.

    ``tiers`` are those that its rows tell of. ``now`` are the lines it was compiled
    from. A kept one has instead what was told of them: ``words`` how it was counted,
    ``charts`` as JSON by name, ``lines``; its tiers are called as they were then.
    """

    county: Unit
    period: Period
    rows: tuple[Row, ...]
    total: Row
    schemes: tuple[Scheme, ...] = ()
    waiting: int = 0
    is_over: bool = True
    tiers: Tiers = BUILT_IN
    words: tuple[str, ...] = ()
    charts: Mapping[str, Any] | None = None
    lines: tuple[dict[str, Any], ...] = ()
    now: Counted | None = field(default=None, repr=False)

    @property
    def key(self) -> str:
        return self.period.key

    @property
    def is_empty(self) -> bool:
        return not (self.total.items or any(row.points for row in self.rows))

    @property
    def shows_ranks(self) -> bool:
        return any(row.rank for row in self.rows)

    @property
    def has_parts(self) -> bool:
        """Whether points are anything else than what placements earned."""
        return any(row.points != row.parts.earned for row in self.rows)

    @cached_property
    def chosen(self) -> np.ndarray:
        """Which lines of ``now`` count within the period."""
        if self.now is None:
            return np.zeros(0, bool)
        inside = _months_of(self.now, self.period)
        return self.now.tally.counted & np.isin(self.now.lines.month, inside)

    @cached_property
    def counted(self) -> frozenset[int]:
        """The placements that count, by primary key."""
        if self.now is None:
            return frozenset()
        return frozenset(self.now.lines.key[self.chosen].tolist())


def bulletin(
    county: Unit,
    period: Period,
    *,
    dated: Dated | None = None,
    today: date | None = None,
    tell: Callable[[], object] = lambda: None,
) -> Bulletin:
    """Compile a period. Units without a placement stand in it with nought.

    ``dated`` are other schemes than the ones in force: one to be tried on all days,
    or those that a frozen bulletin kept. ``tell`` is called three times: each time
    that a period was counted.
    """
    dated = dated or Dated.of(county)
    today = today or timezone.localdate()
    ledger = Ledger(county, dated=dated)
    extra = _extra(ledger)
    now = ledger.count(_with_its_span(period, dated))
    rows = _lines(now, period, extra, today=today)
    tell()
    told: dict[Period, list[Row]] = {}  # the year before a year is both
    for name, other in (("before", period.before), ("year_before", period.year_before)):
        if other not in told:
            then = ledger.count(_with_its_span(other, dated))
            told[other] = _lines(then, other, extra, today=today)
        rows = _beside(rows, told[other], name)
        tell()
    last = dated.on(period.last)
    if last and last.shows_ranks:
        rows = _ranked(rows)
    carried = {code for row in rows for code, many in row.counts.items() if many}
    tiers = ledger.tiers.shown(carried)
    rows = [_with_tiers(row, tiers) for row in rows]
    total = _sum(rows)
    return Bulletin(
        county=county,
        period=period,
        rows=tuple(row for row in rows if _stands(row, county)),
        total=total,
        schemes=_used(now, period, dated),
        waiting=Placement.objects.filter(county=county)
        .to_confirm()
        .carried_between(period.first, period.last)
        .count(),
        is_over=period.last < today,
        tiers=tiers,
        now=now,
    )


def month_totals(
    told: Bulletin, months: int = 12, *, today: date | None = None
) -> list[tuple[Period, Row]]:
    """The totals of the months up to the bulletin's last one, the earliest first.

    Each is what that month's own bulletin says, by the same schemes.
    """
    if told.now is None:
        return []
    ledger, end = told.now.ledger, told.period.number + told.period.months
    start = end - months
    whole = Period(start // 12, start % 12 + 1, months)
    counted = ledger.count(_with_its_span(whole, ledger.dated))
    extra, today = _extra(ledger), today or timezone.localdate()
    totals = []
    for year, month in whole.months_in:
        each = Period(year, month, 1)
        totals.append((each, _sum(_lines(counted, each, extra, today=today))))
    return totals


def _stands(row: Row, county: Unit) -> bool:
    """The county's own line, and that of what is shared, only where there is any."""
    if row.unit is None or row.unit == county:
        told = (row.points, row.points_before, row.points_year_before)
        return any((row.items, row.items_before, row.items_year_before, *told))
    return True


def _with_its_span(period: Period, dated: Dated) -> Period:
    """The period from where a cap begins to be used up."""
    longest = max(
        (SPANS[Span(rules.cap_span)] for rules in dated.rules if rules and rules.cap),
        default=1,
    )
    start = period.number - period.number % longest
    return Period(start // 12, start % 12 + 1, period.months + period.number - start)


def _months_of(counted: Counted, period: Period) -> range:
    """The period's months, as ``counted`` numbers them."""
    start = period.number - counted.period.number
    return range(start, start + period.months)


def _lines(
    counted: Counted, period: Period, extra: Counter, *, today: date
) -> list[Row]:
    """A row a unit, and one for what units share."""
    inside = list(_months_of(counted, period))
    items, start = counted.tally.items, counted.period.number
    dated = counted.ledger.dated
    ends = [last_day(*month) for month in counted.period.months_in]
    rules = [dated.rules[dated.at(end)] for end in ends]
    rows = []
    for at, unit in enumerate(counted.ledger.units):
        months = [
            Month(
                number=start + month,
                earned=int(counted.tally.points[month, at]),
                items=int(items[month, at].sum()),
                bonus=extra[at, start + month, "bonus"],
                penalty=extra[at, start + month, "penalty"],
                is_over=end < today,
            )
            for month, end in enumerate(ends)
        ]
        settled = settle(months, unit.kind, rules)
        rows.append(
            _row(
                unit,
                items[inside, at].sum(axis=0),
                counted,
                _parts([settled[month] for month in inside]),
            )
        )
    rows.append(_row(None, -counted.tally.shared[inside].sum(axis=0), counted, Parts()))
    return rows


def _extra(ledger: Ledger) -> Counter:
    """Bonuses and penalties in hundredths, by line, month and which of the two."""
    found: Counter = Counter()
    bonuses = Bonus.objects.filter(county=ledger.county, is_withdrawn=False)
    for unit, day, points in bonuses.values_list("unit_id", "given_on", "points"):
        found[ledger.row_of[unit], _month(day), "bonus"] += hundredths(points)
    for work in ledger.false:
        rules = ledger.dated.rules[ledger.dated.at(work.false_on)]
        cost = hundredths(rules.false_penalty) if rules else 0
        found[ledger.row_of[work.unit_id], _month(work.false_on), "penalty"] += cost
    return found


def _month(day: date) -> int:
    return 12 * day.year + day.month - 1


def _parts(settled: Sequence[Settled]) -> Parts:
    names = ("earned", "cut", "short", "bonus", "penalty")
    sums = {
        name: in_points(sum(getattr(month, name) for month in settled))
        for name in names
    }
    return Parts(**sums, missing=sum(month.missing for month in settled))


def _row(unit: Unit | None, by_shape, counted: Counted, parts: Parts) -> Row:
    counts = dict.fromkeys(counted.ledger.tiers.codes, 0)
    forms = dict.fromkeys(GROUPS, 0)
    for shape, many in zip(counted.lines.shapes, by_shape.tolist(), strict=True):
        counts[shape.tier] += many
        if shape.tier == Outlet.Tier.CENTRAL:
            forms[group_of(shape.form)] += many
    return Row(
        unit=unit,
        counts=counts,
        forms=forms,
        items=sum(counts.values()),
        parts=parts,
        is_shared=unit is None,
    )


def _with_tiers(row: Row, tiers: Tiers) -> Row:
    """The row with a cell for each of these tiers; the others have no item."""
    return replace(row, counts={code: row.counts[code] for code in tiers.codes})


def group_of(form: str) -> str:
    """Print, air or web: the three ways in which a bulletin tells central outlets."""
    if form in PRINT:
        return "print"
    return "air" if form in AIR else "web"


def _beside(rows: list[Row], before: list[Row], name: str) -> list[Row]:
    told = []
    for row, then in zip(rows, before, strict=True):
        values = {f"items_{name}": then.items, f"points_{name}": then.points}
        told.append(Row(**(vars(row) | values)))
    return told


def _ranked(rows: list[Row]) -> list[Row]:
    """Each with its place among units of its kind; equals share a place."""
    ranked = []
    for row in rows:
        same = [other for other in rows if other.unit and other.kind == row.kind]
        place = 1 + sum(other.points > row.points for other in same)
        ranked.append(Row(**(vars(row) | {"rank": place if row.unit else None})))
    return ranked


def _sum(rows: Sequence[Row]) -> Row:
    def added(name):
        return sum((getattr(row, name) for row in rows), NOTHING)

    def counted(name):
        return sum(getattr(row, name) for row in rows)

    parts = Parts(
        **{
            name: sum((getattr(row.parts, name) for row in rows), NOTHING)
            for name in ("earned", "cut", "short", "bonus", "penalty")
        },
        missing=sum(row.parts.missing for row in rows),
    )
    return Row(
        unit=None,
        counts={tier: sum(row.counts[tier] for row in rows) for tier in rows[0].counts},
        forms={group: sum(row.forms[group] for row in rows) for group in GROUPS},
        items=counted("items"),
        parts=parts,
        items_before=counted("items_before"),
        points_before=added("points_before"),
        items_year_before=counted("items_year_before"),
        points_year_before=added("points_year_before"),
    )


def _used(now: Counted, period: Period, dated: Dated) -> tuple[Scheme, ...]:
    """The schemes that counted something; without anything, the last one in force."""
    inside = np.isin(now.lines.month, np.array(_months_of(now, period)))
    numbers = set(np.unique(now.lines.scheme[inside]).tolist()) or {
        dated.at(period.last)
    }
    return tuple(
        scheme
        for number, scheme in enumerate(dated.schemes)
        if number in numbers and scheme
    )
