"""A month's bulletin: what was carried, by unit and tier, and the points for it.

Only confirmed placements count, each by the scheme in force on the day the
article appeared. Where the scheme says so, one work counts once within outlets
of one owner: the dearest. A mere mention counts only where the scheme says so.
Nobody's likes, reads, log-ins or minutes are counted, here or anywhere.
"""

import calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from xiangyin.kernel.models import Unit

from ..models import Outlet, Placement, Scheme

NOTHING, CENT = Decimal(0), Decimal("0.01")
TIERS = tuple(Outlet.Tier)
FRONT = frozenset({Placement.Prominence.LEAD, Placement.Prominence.FRONT})


class Entry(NamedTuple):
    """One confirmed placement, with what it earns and whether it counts.

    Plain values in the order of ``COLUMNS``: a year of a large office has thousands.
    """

    pk: int
    path: str
    work: int
    kind: str
    mode: str
    prominence: str
    day: date
    outlet: int
    tier: str
    owner: str
    points: Decimal = NOTHING
    counted: bool = False


COLUMNS = (
    "pk",
    "unit__path",
    "work_id",
    "kind",
    "mode",
    "prominence",
    "article__published_on",
    "article__outlet_id",
    "article__outlet__tier",
    "article__outlet__owner",
)


@dataclass(frozen=True)
class Row:
    """One unit's line, the units below it included; or the sum of all lines."""

    unit: Unit | None
    counts: dict[str, int]
    items: int
    points: Decimal
    items_before: int = 0
    points_before: Decimal = NOTHING

    @property
    def change(self) -> Decimal:
        return self.points - self.points_before

    @property
    def cells(self) -> list[tuple[str, int]]:
        """Tier and count, in the order of the tiers."""
        return [(tier.value, self.counts[tier.value]) for tier in TIERS]


@dataclass(frozen=True)
class Bulletin:
    """The month as the office reports it. ``total`` is the sum of ``rows``."""

    county: Unit
    year: int
    month: int
    rows: tuple[Row, ...]
    total: Row
    schemes: tuple[Scheme, ...] = ()
    waiting: int = 0
    counted: frozenset[int] = field(default_factory=frozenset)

    @property
    def key(self) -> str:
        return f"{self.year}-{self.month:02}"

    @property
    def tiers(self) -> tuple:
        return TIERS

    @property
    def is_empty(self) -> bool:
        return not self.total.items


def month_of(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def month_before(year: int, month: int) -> tuple[int, int]:
    return (year - 1, 12) if month == 1 else (year, month - 1)


def months_between(first: date, last: date) -> list[tuple[int, int]]:
    """Every month from ``first`` to ``last``, the latest first."""
    months, at = [], (last.year, last.month)
    while at >= (first.year, first.month):
        months.append(at)
        at = month_before(*at)
    return months


class Points:
    """A county's schemes, and what a placement earns by the one of its day."""

    def __init__(self, county):
        schemes = Scheme.objects.filter(unit=county).order_by("-starts_on")
        self.schemes = list(schemes.prefetch_related("rows"))
        self.rows = {
            (scheme.pk, row.tier): row
            for scheme in self.schemes
            for row in scheme.rows.all()
        }

    def on(self, day: date) -> Scheme | None:
        return next((each for each in self.schemes if each.starts_on <= day), None)

    def of(self, entry: Entry) -> Decimal:
        scheme = self.on(entry.day)
        if scheme is None or not self.counts(entry, scheme):
            return NOTHING
        row = self.rows.get((scheme.pk, entry.tier))
        if row is None:
            return NOTHING
        points = row.solo if entry.mode == Placement.Mode.SOLO else row.roundup
        if entry.prominence in FRONT:
            points *= scheme.front_page_factor
        return points.quantize(CENT)

    def counts(self, entry: Entry, scheme: Scheme | None) -> bool:
        mention = entry.kind == Placement.Kind.MENTION
        return not mention or bool(scheme and scheme.counts_mentions)

    def once(self, entry: Entry) -> tuple:
        """Placements with the same answer count once together."""
        scheme = self.on(entry.day)
        if scheme and not scheme.once_an_owner:
            return (entry.pk,)
        return (entry.work, entry.owner or entry.outlet)


def entries(county, first: date, last: date, *, points: Points) -> list[Entry]:
    """Every confirmed placement of these days, the counted ones marked."""
    placements = (
        Placement.objects.filter(county=county)
        .confirmed()
        .carried_between(first, last)
        .order_by("article__published_on", "pk")
    )
    found = [Entry(*values) for values in placements.values_list(*COLUMNS)]
    earned = {each.pk: points.of(each) for each in found}
    dearest: dict[tuple, Entry] = {}
    for each in found:
        if not points.counts(each, points.on(each.day)):
            continue
        best = dearest.setdefault(points.once(each), each)
        if earned[each.pk] > earned[best.pk]:
            dearest[points.once(each)] = each
    counted = {each.pk for each in dearest.values()}
    return [
        each._replace(points=earned[each.pk], counted=True)
        if each.pk in counted
        else each
        for each in found
    ]


def bulletin(county: Unit, year: int, month: int) -> Bulletin:
    """Compile a month. Units without a placement stand in it with nought."""
    points = Points(county)
    first, last = month_of(year, month)
    now = entries(county, first, last, points=points)
    before = entries(county, *month_of(*month_before(year, month)), points=points)
    units = [county, *Unit.objects.below(county).filter(depth=2)]
    by_path = {unit.path: unit for unit in units}
    mine, earlier = _by_unit(now, by_path), _by_unit(before, by_path)
    rows = [_row(unit, mine[unit.pk], earlier[unit.pk]) for unit in units]
    rows = [row for row in rows if row.unit != county or row.items or row.items_before]
    rows.sort(key=lambda row: (-row.points, -row.items, row.unit.path))
    days = {entry.day for entry in now}
    used = {points.on(day) for day in days or {last}} - {None}
    return Bulletin(
        county=county,
        year=year,
        month=month,
        rows=tuple(rows),
        total=_sum(rows),
        schemes=tuple(sorted(used, key=lambda scheme: scheme.starts_on)),
        waiting=Placement.objects.filter(county=county)
        .to_confirm()
        .carried_between(first, last)
        .count(),
        counted=frozenset(entry.pk for entry in now if entry.counted),
    )


def _by_unit(found: Iterable[Entry], units: dict[str, Unit]) -> dict:
    """Counted entries by the town or department they belong to."""
    step = Unit.steplen
    groups: dict[int, list[Entry]] = defaultdict(list)
    for entry in found:
        if entry.counted:
            groups[units[entry.path[: 2 * step]].pk].append(entry)
    return groups


def _row(unit: Unit, now: list[Entry], before: list[Entry]) -> Row:
    counts = {tier.value: 0 for tier in TIERS}
    for entry in now:
        counts[entry.tier] += 1
    return Row(
        unit=unit,
        counts=counts,
        items=len(now),
        points=sum((entry.points for entry in now), NOTHING),
        items_before=len(before),
        points_before=sum((entry.points for entry in before), NOTHING),
    )


def _sum(rows: list[Row]) -> Row:
    return Row(
        unit=None,
        counts={
            tier.value: sum(row.counts[tier.value] for row in rows) for tier in TIERS
        },
        items=sum(row.items for row in rows),
        points=sum((row.points for row in rows), NOTHING),
        items_before=sum(row.items_before for row in rows),
        points_before=sum((row.points_before for row in rows), NOTHING),
    )
