"""Placements by week as bars: one specification, drawn on the server, kept a day."""

import hashlib
import json

import altair
import vl_convert
from django.core.cache import cache
from django.utils.translation import get_language, gettext

from .reports import Week

FONTS = "PingFang SC, Noto Sans CJK SC, Microsoft YaHei, sans-serif"
INKS = {
    "light": {"ink": "#2e2e2e", "bar": "#9aa5a9", "accent": "#007d7e"},
    "dark": {"ink": "#e6e6e6", "bar": "#6f7c81", "accent": "#4fc3c4"},
}
DAY = 24 * 60 * 60


def chart_of(weeks: list[Week], *, theme: str) -> str:
    """An SVG with a bar and a number for each week; the running week stands out."""
    values = [
        {"week": f"{week.first:%m-%d}", "count": week.count, "now": week is weeks[-1]}
        for week in weeks
    ]
    said = json.dumps([values, theme, get_language()], ensure_ascii=False)
    key = f"workbench.chart.{hashlib.sha256(said.encode()).hexdigest()}"
    svg = cache.get(key)
    if svg is None:
        svg = draw(values, INKS[theme])
        cache.set(key, svg, DAY)
    return svg


def draw(values: list[dict], inks: dict) -> str:
    base = altair.Chart(altair.Data(values=values)).encode(
        x=altair.X(
            "week:O",
            sort=None,
            title=gettext("week from"),
            axis=altair.Axis(labelAngle=0, labelOverlap=True),
        ),
        y=altair.Y("count:Q", axis=None, scale=altair.Scale(domainMin=0)),
    )
    colour = altair.condition(
        "datum.now", altair.value(inks["accent"]), altair.value(inks["bar"])
    )
    chart = altair.layer(
        base.mark_bar(width={"band": 0.72}).encode(color=colour),
        base.mark_text(baseline="bottom", dy=-3).encode(text="count:Q"),
    ).properties(width=520, height=140)
    chart = (
        chart.configure(font=FONTS, background="transparent")
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=13,
            titleFontSize=13,
            titleFontWeight="normal",
            labelColor=inks["ink"],
            titleColor=inks["ink"],
            ticks=False,
            domainColor=inks["bar"],
            labelPadding=6,
        )
        .configure_text(fontSize=13, color=inks["ink"])
    )
    return vl_convert.vegalite_to_svg(chart.to_dict())
