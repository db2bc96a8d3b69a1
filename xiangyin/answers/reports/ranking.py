"""Units one by one, for a county that wants it: like with like.

A unit stands beside those of its group that were asked about as much. Without five
questions that were due it has no share, and no place.
"""

from dataclasses import dataclass
from datetime import date

from xiangyin.kernel.models import Unit

from .figures import GROUPS, Row, apart, by_unit

# At least so many received, the most first.
BANDS = (100, 20, 5)


@dataclass(frozen=True)
class Line:
    """A unit's row, and its place among its like; none where its share is left out."""

    unit: Unit
    row: Row
    place: int | None


@dataclass(frozen=True)
class Band:
    """Units of one group that received at least ``least`` questions, and no more band."""

    group: str
    least: int
    most: int | None
    lines: list[Line]

    @property
    def label(self) -> str:
        return str(Unit.Kind(self.group).label)


def bands(county: Unit, *, since: date, until: date, today: date) -> list[Band]:
    """Groups in the order of the catalogue, in each the bands from many to few."""
    rows = by_unit(county, since=since, until=until, today=today)
    units = Unit.objects.in_bulk([int(row.key) for row in rows])
    found = []
    for group in GROUPS:
        mine = [row for row in rows if units[int(row.key)].kind == group]
        lines = [(units[int(row.key)], row) for row in apart(mine)]
        found += _banded(group, lines)
    return found


def _banded(group: str, lines: list[tuple[Unit, Row]]) -> list[Band]:
    found, most = [], None
    for least in BANDS:
        inside = [
            (unit, row)
            for unit, row in lines
            if row.received >= least and (most is None or row.received <= most)
        ]
        if inside:
            found.append(Band(group, least, most, _placed(inside)))
        most = least - 1
    return found


def _placed(inside: list[tuple[Unit, Row]]) -> list[Line]:
    """By the share answered in time, the best first; equal shares share a place."""

    def share(row: Row) -> float:
        told = row.on_time
        return told.part / told.whole if told.is_told else -1.0

    order = sorted(inside, key=lambda each: (-share(each[1]), each[0].path))
    shares = [share(row) for _unit, row in order]
    return [
        Line(unit, row, shares.index(mine) + 1 if mine >= 0 else None)
        for (unit, row), mine in zip(order, shares, strict=True)
    ]
