"""Pictures of figures. Each is drawn from the rows of its own table.

A chart is a table whose second column is drawn as bars, so that picture and table
cannot differ. One specification serves the screen (SVG) and paper (PNG): bars from
nought, each with its number beside it; what is marked is darker, which a print
without colour and an eye that does not tell colours see as well.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

import vl_convert
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from .document import plain_number
from .tiers import BUILT_IN, Tiers

FONTS = (
    "PingFang SC, Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, SimHei,"
    " WenQuanYi Micro Hei, sans-serif"
)
INK, MARKED, PLAIN = "#262626", "#9a3412", "#8b929c"
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
COLOUR = {
    "condition": {"test": "datum.marked", "value": MARKED},
    "value": PLAIN,
}
TOLD = {"field": "told", "type": "nominal"}
CONFIG: dict[str, Any] = {
    "font": FONTS,
    "background": "white",
    "padding": 4,
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 14,
        "labelColor": INK,
        "labelPadding": 6,
        "ticks": False,
        "domainColor": INK,
        "grid": False,
    },
    "text": {"fontSize": 13, "color": INK},
}
TOP = 15
# Days from ours to theirs: the last day of each group, and none after the last.
WAITS = (0, 1, 2, 3, 7, 14, 30)

Cell = str | int | Decimal


@dataclass(frozen=True)
class Chart:
    """A table, and its picture: ``rows`` are label, number, and what else is told.

    ``marked`` are the rows drawn darker; ``note`` says what that means. ``is_upright``
    bars stand side by side, as time does; otherwise they lie one under the other.
    """

    name: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    marked: frozenset[int] = frozenset()
    is_upright: bool = False
    scale: tuple[float, float] | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain values, points as numbers; :meth:`from_json` makes it again."""
        rows = [
            [plain_number(cell) if isinstance(cell, Decimal) else cell for cell in row]
            for row in self.rows
        ]
        told = {each.name: getattr(self, each.name) for each in fields(self)}
        return told | {"rows": rows, "marked": sorted(self.marked)}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Chart":
        kept = dict(told)
        kept["headings"] = tuple(kept["headings"])
        kept["rows"] = tuple(
            tuple(
                Decimal(str(cell)) if isinstance(cell, float) else cell for cell in row
            )
            for row in kept["rows"]
        )
        kept["marked"] = frozenset(kept["marked"])
        return cls(**kept)

    def split(self, most: int) -> list["Chart"]:
        """Charts of at most ``most`` bars each, drawn to one scale, to fit a page."""
        if len(self.rows) <= most:
            return [self]
        values = [float(row[1]) for row in self.rows]
        return [
            replace(
                self,
                rows=self.rows[start : start + most],
                marked=frozenset(
                    at - start for at in self.marked if start <= at < start + most
                ),
                scale=(min(0.0, *values), max(0.0, *values)),
            )
            for start in range(0, len(self.rows), most)
        ]

    @property
    def is_empty(self) -> bool:
        return not any(row[1] for row in self.rows)

    @property
    def alt(self) -> str:
        """For those who do not see the picture; the figures are in the table."""
        if not self.note:
            return self.title
        return _("%(title)s. %(note)s") % {"title": self.title, "note": self.note}

    @cached_property
    def specification(self) -> dict[str, Any]:
        """Vega-Lite, for whoever draws it in a browser."""
        values = [
            {
                "at": number,
                "value": float(row[1]),
                "told": told(row[1]),
                "marked": number in self.marked,
            }
            for number, row in enumerate(self.rows)
        ]
        labels = [" ".join(str(row[0]).split()) for row in self.rows]
        return {
            "$schema": SCHEMA,
            "data": {"values": values},
            "transform": [{"calculate": "max(datum.value, 0)", "as": "end"}],
            **(_upright if self.is_upright else _lying)(labels, self.scale),
            "config": CONFIG,
        }

    @property
    def svg(self) -> str:
        return _svg(json.dumps(self.specification))

    def png(self, *, scale: float = 2) -> bytes:
        """For paper: 2 is about 200 dots an inch over the width of a page."""
        return vl_convert.svg_to_png(self.svg, scale=scale)


@lru_cache(maxsize=64)
def _svg(specification: str) -> str:
    return vl_convert.vegalite_to_svg(specification)


Scale = tuple[float, float] | None


def _lying(labels: list[str], scale: Scale) -> dict[str, Any]:
    axis = {**_named(labels), "labelLimit": 220, "domain": False}
    number = _measured(scale)
    return {
        "width": 430,
        "height": {"step": 25},
        "encoding": {"y": {"field": "at", "type": "ordinal", "axis": axis}},
        "layer": [
            {
                "mark": {"type": "bar", "height": {"band": 0.68}},
                "encoding": {"x": {**number, "field": "value"}, "color": COLOUR},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 5},
                "encoding": {"x": {**number, "field": "end"}, "text": TOLD},
            },
        ],
    }


def _upright(labels: list[str], scale: Scale) -> dict[str, Any]:
    axis = {**_named(labels), "labelAngle": 0, "labelFontSize": 12, "labelLimit": 90}
    number = _measured(scale)
    return {
        "width": 620,
        "height": 200,
        "encoding": {"x": {"field": "at", "type": "ordinal", "axis": axis}},
        "layer": [
            {
                "mark": {"type": "bar", "width": {"band": 0.68}},
                "encoding": {"y": {**number, "field": "value"}, "color": COLOUR},
            },
            {
                "mark": {"type": "text", "baseline": "bottom", "dy": -4},
                "encoding": {"y": {**number, "field": "end"}, "text": TOLD},
            },
        ],
    }


def _measured(scale: Scale) -> dict[str, Any]:
    """A length from nought, to a scale of its own or to one that several share."""
    domain = {"domain": list(scale)} if scale else {}
    return {"axis": None, "type": "quantitative", "scale": {"zero": True, **domain}}


def _named(labels: list[str]) -> dict[str, Any]:
    """Bars stand by their number, so that two of one name stay two."""
    return {"labelExpr": f"{json.dumps(labels)}[datum.value]", "title": None}


def told(number: Cell) -> str:
    """A number without noughts at its end.

    >>> told(Decimal("12.50")), told(3)
    ('12.5', '3')
    """
    return f"{number.normalize():f}" if isinstance(number, Decimal) else str(number)


def trend(
    months: Iterable[tuple[str, int, Decimal]], *, marked: Iterable[int] = ()
) -> Chart:
    """Items by month, the earliest first: ``("2026-05", items, points)``."""
    rows = tuple(months)
    chosen = frozenset(marked)
    if len(chosen) == len(rows):
        chosen = frozenset()
    return Chart(
        name="trend",
        title=_("Items carried, by month"),
        headings=(_("Month"), _("Items"), _("Points")),
        rows=rows,
        note=_("Dark: the months told of here.") if chosen else "",
        marked=chosen,
        is_upright=True,
    )


def tiers(counts: Mapping[str, int], shown: Tiers = BUILT_IN) -> Chart:
    """Items by tier, in the county's order, none left out."""
    numbers = [counts.get(code, 0) for code in shown.codes]
    return Chart(
        name="tiers",
        title=_("Items by tier"),
        headings=(_("Tier"), _("Items"), _("Share")),
        rows=tuple(
            (tier.label, number, share)
            for tier, number, share in zip(
                shown, numbers, _shares(numbers), strict=True
            )
        ),
    )


def units(rows: Iterable[tuple[str, int, Decimal]]) -> Chart:
    """Items by unit, in the order in which they come: ``(name, items, points)``."""
    return Chart(
        name="units",
        title=_("Items by unit"),
        headings=(_("Unit"), _("Items"), _("Points")),
        rows=tuple(rows),
    )


def outlets(counts: Mapping[str, int], *, top: int = TOP) -> Chart:
    """Items by outlet, most first, the rest in one bar at the end."""
    order = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    named, rest = order[:top], order[top:]
    rows = list(named)
    if rest:
        name = ngettext(
            "%(count)s other outlet", "%(count)s other outlets", len(rest)
        ) % {"count": len(rest)}
        rows.append((name, sum(count for _name, count in rest)))
    shares = _shares([count for _name, count in rows])
    return Chart(
        name="outlets",
        title=_("Items by outlet"),
        headings=(_("Outlet"), _("Items"), _("Share")),
        rows=tuple((*row, share) for row, share in zip(rows, shares, strict=True)),
    )


def days(waits: Iterable[int]) -> Chart:
    """How many days after ours an article appeared; the median is told and marked.

    One that appeared before ours counts as of the same day.
    """
    return days_counted(Counter(max(0, wait) for wait in waits))


def days_counted(found: Mapping[int, int]) -> Chart:
    """The same, where it is known how many waited how long; none less than nought."""
    counts = [0] * (len(WAITS) + 1)
    for wait, count in found.items():
        counts[_group(wait)] += count
    middle = middle_of(found)
    note = ""
    if middle is not None:
        note = _("Median in days: %(days)s (dark).") % {"days": told(middle)}
    shares = _shares(counts)
    return Chart(
        name="days",
        title=_("Days from our publication to theirs"),
        headings=(_("Days"), _("Items"), _("Share")),
        rows=tuple(zip(_groups(), counts, shares, strict=True)),
        note=note,
        marked=frozenset() if middle is None else frozenset([_group(int(middle))]),
        is_upright=True,
    )


def middle_of(found: Mapping[int, int]) -> Decimal | None:
    """The median of values, each with how often it occurs.

    >>> middle_of({1: 2, 4: 2}), middle_of({})
    (Decimal('2.5'), None)
    """
    many, past = sum(found.values()), 0
    sides: list[int] = []
    for value in sorted(found):
        past += found[value]
        while len(sides) < 2 and past > (many - 1 + len(sides)) // 2:
            sides.append(value)
    return Decimal(sum(sides)) / 2 if many else None


def _group(wait: int) -> int:
    return sum(wait > last for last in WAITS)


def wait_groups() -> list[tuple[int, int | None]]:
    """The first and the last day of each group; the last group has no end.

    >>> wait_groups()[3:6]
    [(3, 3), (4, 7), (8, 14)]
    """
    starts = [0, *(last + 1 for last in WAITS)]
    return list(zip(starts, [*WAITS, None], strict=True))


def _groups() -> list[str]:
    names = [
        str(first) if first == last else f"{first}–{last}"
        for first, last in wait_groups()[1:-1]
    ]
    over = _("over %(days)s") % {"days": WAITS[-1]}
    return [pgettext("days", "same day"), *names, over]


def _shares(counts: Sequence[int]) -> list[str]:
    whole = sum(counts)
    return [f"{100 * count / whole:.1f}%" if whole else "–" for count in counts]
