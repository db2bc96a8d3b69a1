"""Pictures of figures. Each is drawn from the rows of its own table.

A chart is a table whose second column is drawn as bars, so that picture and table
cannot differ. One specification serves the screen (SVG) and paper (PNG): bars from
nought, each with its number beside it; what is marked is darker, which a print
without colour and an eye that does not tell colours see as well.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

import vl_convert
from django.utils.translation import gettext as _

FONTS = (
    "PingFang SC, Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, SimHei,"
    " WenQuanYi Micro Hei, sans-serif"
)
INK, MARKED, PLAIN = "#262626", "#9a3412", "#8b929c"
# Without a ground of its own the picture lies on a page that may be dark.
BY_NIGHT = {INK: "#e9e2d5", MARKED: "#ec8b73", PLAIN: "#8b929c"}
ON_CREAM = {PLAIN: "#7b828d"}
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

Cell = str | int | Decimal


def _instead(colours: Mapping[str, str]) -> str:
    return "".join(
        f'[{how}="{was}"]{{{how}:{now}}}'
        for was, now in colours.items()
        for how in ("fill", "stroke")
    )


DAY_AND_NIGHT = (
    f"{_instead(ON_CREAM)}@media (prefers-color-scheme:dark){{{_instead(BY_NIGHT)}}}"
)


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

    def drawn(self, *, width: int) -> str:
        """The picture with bars up to ``width``, for a narrower screen."""
        return _svg(json.dumps({**self.specification, "width": width}))

    def unboxed(self, *, width: int = 0) -> str:
        """The picture without a ground, in the colours of the page that it lies on."""
        told = {**self.specification, "config": {**CONFIG, "background": "transparent"}}
        if width:
            told["width"] = width
        head, end, rest = _svg(json.dumps(told)).partition(">")
        return f"{head}{end}<style>{DAY_AND_NIGHT}</style>{rest}"

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


def plain_number(points: Decimal) -> int | float:
    """Points as JSON writes them: whole where they are whole.

    >>> plain_number(Decimal("12.00")), plain_number(Decimal("3.33"))
    (12, 3.33)
    """
    return int(points) if points == points.to_integral_value() else float(points)
