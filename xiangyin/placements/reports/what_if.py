"""One period by two schemes: what each line would have, and who moves."""

from dataclasses import dataclass
from decimal import Decimal

from xiangyin.kernel.models import Unit

from ..models import Scheme
from .bulletin import NOTHING, Row, bulletin
from .period import Period


@dataclass(frozen=True)
class Line:
    """A unit by both schemes. ``place`` is among units of its kind, by points."""

    unit: Unit | None
    items: int
    items_then: int
    points: Decimal
    points_then: Decimal
    place: int = 0
    place_then: int = 0

    @property
    def more(self) -> Decimal:
        return self.points_then - self.points

    @property
    def up(self) -> int:
        """By how many places it would rise; negative where it would fall."""
        return self.place - self.place_then


@dataclass(frozen=True)
class WhatIf:
    lines: tuple[Line, ...]
    total: Line

    @property
    def moved(self) -> int:
        """How many units would stand at another place."""
        return sum(1 for line in self.lines if line.up)


def what_if(county: Unit, period: Period, scheme: Scheme) -> WhatIf:
    """Compile a period by the schemes in force and by ``scheme``, and compare."""
    now, then = bulletin(county, period), bulletin(county, period, scheme=scheme)
    before = {row.unit.pk: row for row in now.rows if row.unit}
    after = {row.unit.pk: row for row in then.rows if row.unit}
    lines = []
    for pk, row in {**after, **before}.items():
        old, new = before.get(pk), after.get(pk)
        lines.append(
            Line(
                unit=row.unit,
                items=old.items if old else 0,
                items_then=new.items if new else 0,
                points=old.points if old else NOTHING,
                points_then=new.points if new else NOTHING,
                place=_place(row, old, before),
                place_then=_place(row, new, after),
            )
        )
    lines.sort(key=lambda line: line.unit.path if line.unit else "")
    total = Line(
        unit=None,
        items=now.total.items,
        items_then=then.total.items,
        points=now.total.points,
        points_then=then.total.points,
    )
    return WhatIf(tuple(lines), total)


def _place(row: Row, mine: Row | None, rows: dict[int, Row]) -> int:
    points = mine.points if mine else NOTHING
    same = [other for other in rows.values() if other.kind == row.kind]
    return 1 + sum(other.points > points for other in same)
