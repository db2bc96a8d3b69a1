"""The month's points as bars, one specification for the page and for print."""

import altair
import vl_convert
from django.utils.translation import gettext as _

from .bulletin import Bulletin

FONTS = "PingFang SC, Noto Sans CJK SC, Microsoft YaHei, sans-serif"
INK, ACCENT, GREY = "#262626", "#9a3412", "#9ca3af"


def bars(bulletin: Bulletin) -> str:
    """An SVG: one bar a unit with its points written beside it, from nought."""
    rows = [row for row in bulletin.rows if row.items] or list(bulletin.rows[:1])
    values = [
        {
            "unit": str(row.unit),
            "points": float(row.points),
            "told": f"{row.points.normalize():f}",
            "first": at == 0,
        }
        for at, row in enumerate(rows)
    ]
    base = altair.Chart(altair.Data(values=values)).encode(
        y=altair.Y("unit:N", sort=None, title=None),
        x=altair.X("points:Q", title=_("points"), axis=None),
    )
    colour = altair.condition("datum.first", altair.value(ACCENT), altair.value(GREY))
    chart = altair.layer(
        base.mark_bar(height={"band": 0.7}).encode(color=colour),
        base.mark_text(align="left", dx=5).encode(text="told:N"),
    ).properties(width=520, height={"step": 26})
    chart = (
        chart.configure(font=FONTS, background="transparent")
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=14,
            labelLimit=180,
            labelColor=INK,
            ticks=False,
            domain=False,
            labelPadding=8,
        )
        .configure_text(fontSize=13, color=INK)
    )
    return vl_convert.vegalite_to_svg(chart.to_dict())
