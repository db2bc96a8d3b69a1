"""A scoring table (计分办法) as plain values, to and from JSON."""

from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self

HUNDRED = Decimal(100)


class Once(StrEnum):
    """What counts once within a month, by its dearest placement."""

    EVERY = "every"  # every placement counts
    OWNER = "owner"  # one work within the outlets of one owner
    WORK = "work"  # one work, wherever it was carried (按最高级别计)


class Sharing(StrEnum):
    """What units that share a work get of its points."""

    SPLIT = "split"
    EACH = "each"


class Span(StrEnum):
    """Over how long a cap is reckoned."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True)
class Row:
    """Points for one tier, and for one form in it where ``form`` is given.

    ``lead`` and ``front`` are whole points of a work carried alone; where they are
    None the points are multiplied by the scheme's factor. ``long_extra`` is added
    to a long article (see :attr:`Rules.long_characters`).
    """

    tier: str
    form: str = ""
    solo: Decimal = Decimal(0)
    roundup: Decimal = Decimal(0)
    lead: Decimal | None = None
    front: Decimal | None = None
    long_extra: Decimal = Decimal(0)


@dataclass(frozen=True)
class Rules:
    """Everything a scheme says.

    ``quotas`` are items a month by kind of unit; each item missing costs
    ``short_cost``. ``false_penalty`` is what a false report costs once, its
    placements earning nothing. ``cap`` limits what placements earn a unit in a
    ``cap_span``; bonuses and penalties stand outside it.

    >>> rules = Rules((Row("city", solo=Decimal(5)),), quotas={"town": 3})
    >>> Rules.from_json(rules.as_json()) == rules
    True
    """

    rows: tuple[Row, ...]
    lead_factor: Decimal = Decimal(2)
    front_factor: Decimal = Decimal(2)
    digest_factor: Decimal = Decimal(1)
    long_characters: int = 0
    long_seconds: int = 0
    counts_mentions: bool = False
    once: Once = Once.OWNER
    sharing: Sharing = Sharing.SPLIT
    cap: Decimal | None = None
    cap_span: Span = Span.QUARTER
    quotas: dict[str, int] = field(default_factory=dict)
    short_cost: Decimal = Decimal(0)
    false_penalty: Decimal = Decimal(0)

    def row_for(self, tier: str, form: str) -> Row | None:
        """The row of this form, or else the tier's row for any form."""
        mine = [row for row in self.rows if row.tier == tier]
        for wanted in (form, ""):
            for row in mine:
                if row.form == wanted:
                    return row
        return None

    @property
    def minds_length(self) -> bool:
        return bool(self.long_characters or self.long_seconds)

    def as_json(self) -> dict[str, Any]:
        """Plain values; points as strings without noughts at their end."""
        told = {each.name: _told(getattr(self, each.name)) for each in fields(self)}
        rows = [
            {each.name: _told(getattr(row, each.name)) for each in fields(row)}
            for row in self.rows
        ]
        return told | {"rows": rows}

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Self:
        """The inverse of :meth:`as_json`. What is missing takes its default."""
        plain = cls(())
        values = {
            name: _read(value, getattr(plain, name))
            for name, value in told.items()
            if name not in ("rows", "cap")
        }
        cap = told.get("cap")
        values["cap"] = None if cap is None else Decimal(cap)
        rows = tuple(_row(row) for row in told["rows"])
        return replace(plain, rows=rows, **values)


def _told(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value) if isinstance(value, StrEnum) else value


def _row(told: dict[str, Any]) -> Row:
    empty = Row("")
    values: dict[str, Any] = {
        name: Decimal(value)
        if name in ("lead", "front") and value is not None
        else _read(value, getattr(empty, name))
        for name, value in told.items()
    }
    return Row(**values)


def _read(value: Any, like: Any) -> Any:
    if isinstance(like, Decimal):
        return Decimal(value)
    return type(like)(value) if isinstance(like, StrEnum) else value


def hundredths(points: Decimal) -> int:
    """Points as a whole number of hundredths.

    >>> hundredths(Decimal("2.5"))
    250
    """
    return int((points * HUNDRED).to_integral_value())


def in_points(count: int) -> Decimal:
    """The inverse of :func:`hundredths`."""
    return Decimal(count) / HUNDRED
