"""The placements that count, as columns that a database keeps and figures are read from.

One line a placement and unit: a placement of a work that units share has a line for
each of them, of which the first is its own unit's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from xiangyin.engines.points import Sharing, shares

from ..models import Work
from .counting import KINDS, Counted

AT_ONCE = 5_000
KIND_NUMBERS = {kind: number for number, kind in enumerate(KINDS)}


@dataclass(frozen=True)
class CountedLines:
    """Columns of equal length. Days are ordinals, points hundredths."""

    key: np.ndarray
    work: np.ndarray
    outlet: np.ndarray
    unit: np.ndarray
    day: np.ndarray
    published: np.ndarray
    points: np.ndarray
    kind: np.ndarray
    is_own: np.ndarray

    def __len__(self) -> int:
        return len(self.key)

    def only(self, chosen: np.ndarray) -> Self:
        """The lines that ``chosen`` (a mask) leaves."""
        return type(self)(*(getattr(self, each.name)[chosen] for each in fields(self)))

    @property
    def placements(self) -> list[int]:
        """The placements that count, by primary key."""
        return self.key[self.is_own].tolist()

    @property
    def waits(self) -> np.ndarray:
        """How many days after ours each appeared; one before ours on the same day."""
        return np.maximum(self.day - self.published, 0)

    def packed(self) -> bytes:
        """As a database keeps them: one column after the other."""
        return b"".join(
            getattr(self, name).astype(dtype).tobytes()
            for name, dtype in KEPT_AS.items()
        )

    @classmethod
    def unpacked(cls, kept: Sequence[bytes]) -> Self:
        """The inverse of :meth:`packed`, of many months at once."""
        columns: dict[str, list[np.ndarray]] = {name: [] for name in KEPT_AS}
        for told in kept:
            count, start = len(told) // WIDE, 0
            for name, dtype in KEPT_AS.items():
                columns[name].append(np.frombuffer(told, dtype, count, start))
                start += count * dtype.itemsize
        return cls(
            **{
                name: np.concatenate(parts or [np.zeros(0, KEPT_AS[name])])
                for name, parts in columns.items()
            }
        )


KEPT_AS = {
    "key": np.dtype("<u4"),
    "work": np.dtype("<u4"),
    "outlet": np.dtype("<u4"),
    "unit": np.dtype("<u4"),
    "day": np.dtype("<i4"),
    "published": np.dtype("<i4"),
    "points": np.dtype("<i4"),
    "kind": np.dtype("<u1"),
    "is_own": np.dtype("?"),
}
WIDE = sum(dtype.itemsize for dtype in KEPT_AS.values())


def lines_by_month(counted: Counted) -> list[CountedLines]:
    """What a period comes to, month by month, in the order of days and keys."""
    lines = _with_shares(counted)
    order = np.lexsort((~lines.is_own, lines.key, lines.day))
    lines = lines.only(order)
    months = np.searchsorted(_firsts(counted), lines.day, side="right") - 1
    return [lines.only(months == month) for month in range(counted.period.months)]


def _firsts(counted: Counted) -> np.ndarray:
    months = counted.period.months_in
    return np.array([_ordinal(*month) for month in months], np.int64)


def _ordinal(year: int, month: int) -> int:
    return np.datetime64(f"{year}-{month:02}-01").item().toordinal()


def _with_shares(counted: Counted) -> CountedLines:
    """A line each, and one more for each further unit that shares the work."""
    lines, tally = counted.lines, counted.tally
    chosen = np.flatnonzero(tally.counted)
    at, units, points, own = [chosen], [counted.parts[chosen]], [], []
    points.append(tally.earned[chosen].copy())
    own.append(np.ones(len(chosen), bool))
    sharing = _sharing(counted)
    place = {int(line): number for number, line in enumerate(chosen)} if sharing else {}
    more: list[tuple[int, int, int]] = []
    shared = np.isin(lines.work[chosen], np.fromiter(sharing, np.int64))
    for line in chosen[shared].tolist():
        others = sharing[int(lines.work[line])]
        rules = lines.schemes[lines.scheme[line]]
        split = rules is None or rules.sharing is Sharing.SPLIT
        given = shares(int(tally.earned[line]), 1 + len(others), split=split)
        points[0][place[line]] = given[0]
        more += [
            (line, unit, part) for unit, part in zip(others, given[1:], strict=True)
        ]
    if more:
        table = np.array(more, np.int64)
        at.append(table[:, 0])
        units.append(table[:, 1])
        points.append(table[:, 2])
        own.append(np.zeros(len(table), bool))
    where = np.concatenate(at)
    return CountedLines(
        key=lines.key[where],
        work=lines.work[where],
        outlet=_keys(counted)[lines.outlet[where]],
        unit=np.concatenate(units),
        day=lines.day[where],
        published=_published(lines.work[where]),
        points=np.concatenate(points),
        kind=np.array([KIND_NUMBERS[shape.kind] for shape in lines.shapes], np.int64)[
            lines.shape[where]
        ],
        is_own=np.concatenate(own),
    )


def _keys(counted: Counted) -> np.ndarray:
    return np.array([each.pk for each in counted.ledger.outlets], np.int64)


def _sharing(counted: Counted) -> dict[int, list[int]]:
    """For works that several lines of a bulletin share: the units besides their own."""
    ledger = counted.ledger
    through = Work.shared_with.through.objects.filter(work__county=ledger.county)
    rows = through.order_by("work_id", "unit__path")
    found: dict[int, list[int]] = {}
    seen: dict[int, set[int]] = {}
    for work, own, other in rows.values_list("work_id", "work__unit", "unit_id"):
        lines = seen.setdefault(work, {ledger.row_of[own]})
        if ledger.row_of[other] not in lines:
            lines.add(ledger.row_of[other])
            found.setdefault(work, []).append(other)
    return found


def _published(works: np.ndarray) -> np.ndarray:
    """The day of each line's work, as an ordinal."""
    keys, at = np.unique(works, return_inverse=True)
    days: dict[int, int] = {}
    for start in range(0, len(keys), AT_ONCE):
        part = Work.objects.filter(pk__in=keys[start : start + AT_ONCE].tolist())
        found = part.order_by().values_list("pk", "published_on")
        days |= {pk: day.toordinal() for pk, day in found}
    return np.array([days[pk] for pk in keys.tolist()], np.int64)[at]
