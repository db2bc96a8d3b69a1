"""What a printed bulletin says, in its order; how it is set is for others.

The layout of official documents (GB/T 9704-2012): a title, the figures first, the
tables, how it was counted, the office's name and the day; the charts are an annex.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from .bulletin import Bulletin
from .charts import Chart
from .charts import told as plain
from .columns import Cell, Column, columns, parts
from .illustrated import charts_of
from .words import definition, period_name, title
from .writable import on_one_line

# As many as stand on a page with their heading.
MOST_BARS = 30
CHINESE = "零一二三四五六七八九十"


@dataclass(frozen=True)
class Imprint:
    """Who signs, when, and until when units may object; by default today's county."""

    office: str = ""
    day: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 1


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class Grid:
    """A table: its heading in one row or two, its lines, and the sum where it has one.

    ``groups`` are ``(text, columns it spans)`` over ``heading``; a text over one
    column alone has its heading empty below it.
    """

    groups: tuple[tuple[str, int], ...]
    heading: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    has_sum: bool = True

    @property
    def is_grouped(self) -> bool:
        return any(self.heading)

    @property
    def widths(self) -> tuple[float, ...]:
        """The columns' shares of the page's width, by what stands in them."""
        names = [name for name, span in self.groups for _each in range(span)]
        needs = [
            1
            + max(
                wide(self.heading[at] or names[at]) / 2,
                *(wide(line[at]) for line in self.lines),
                4,
            )
            for at in range(len(self.heading))
        ]
        needs[0] = min(max(needs[0], 12), 24 if len(needs) > 8 else 40)
        return tuple(round(need / sum(needs), 4) for need in needs)


@dataclass(frozen=True)
class Picture:
    chart: Chart


@dataclass(frozen=True)
class Paper:
    title: str
    body: tuple[Heading | Text | Grid, ...]
    annex: str
    annex_word: str
    annex_label: str
    pictures: tuple[Heading | Picture | Grid, ...]
    office: str
    day: str
    on: date
    is_chinese: bool = field(default=True)


def paper(told: Bulletin, imprint: Imprint | None = None) -> Paper:
    imprint = imprint or Imprint()
    on = imprint.day or timezone.localdate()
    headings = Headings()
    body: list[Heading | Text | Grid] = [Text(on_one_line(lead(told)))]
    body += [headings(_("The units")), grid(told, columns(told))]
    if told.has_parts:
        body += [headings(_("How points came about")), grid(told, parts(told))]
    body.append(headings(_("How it was counted")))
    body += [Text(on_one_line(line)) for line in definition(told)]
    if imprint.until:
        body.append(headings(_("Who does not agree")))
        body.append(
            Text(
                _("A unit that does not agree with its line says so by %(day)s.")
                % {"day": _day(imprint.until)}
            )
        )
    pictures = _pictures(told)
    return Paper(
        title=on_one_line(title(told)),
        body=tuple(body),
        annex=_("The figures in pictures and tables") if pictures else "",
        annex_word=_("Annex: "),
        annex_label=_("Annex"),
        pictures=tuple(pictures),
        office=on_one_line(imprint.office or str(told.county)),
        day=_day(on),
        on=on,
        is_chinese=_is_chinese(),
    )


class Headings:
    """Numbers headings as their level asks: 一、 and （一）, or 1. and (1)."""

    def __init__(self, level: int = 1):
        self.level, self.at = level, 0

    def __call__(self, text: str) -> Heading:
        self.at += 1
        if not _is_chinese():
            number = f"{self.at}. " if self.level == 1 else f"({self.at}) "
        elif self.level == 1:
            number = f"{in_chinese(self.at)}、"
        else:
            number = f"（{in_chinese(self.at)}）"
        return Heading(number + text, self.level)


def in_chinese(number: int) -> str:
    """A number up to 19 as a heading has it.

    >>> in_chinese(3), in_chinese(10), in_chinese(12)
    ('三', '十', '十二')
    """
    return CHINESE[number] if number <= 10 else f"十{CHINESE[number - 10]}"


def wide(text: str) -> int:
    """How wide a text is, in half characters."""
    return sum(1 if each.isascii() else 2 for each in text)


def lead(told: Bulletin) -> str:
    """The figures in one paragraph: the whole, the changes, the tiers."""
    total = told.total
    changes = [(_("the year before"), "year_before")]
    if told.period.months == 1:
        changes.insert(0, (_("the month before"), "before"))
    elif told.period.months == 3:
        changes.insert(0, (_("the quarter before"), "before"))
    clauses = [
        _("against %(when)s %(items)s and %(points)s")
        % {
            "when": when,
            "items": items_moved(total.items - getattr(total, f"items_{name}")),
            "points": points_moved(total.points - getattr(total, f"points_{name}")),
        }
        for when, name in changes
    ]
    tiers = [
        _("%(tier)s %(count)s") % {"tier": tier.label, "count": total.counts[tier.code]}
        for tier in told.tiers
    ]
    return _(
        "In %(period)s other outlets carried %(items)s items of %(county)s, which makes"
        " %(points)s points: %(changes)s. By tier: %(tiers)s."
    ) % {
        "period": period_name(told.period),
        "county": told.county,
        "items": total.items,
        "points": plain(total.points),
        "changes": _("; ").join(clauses),
        "tiers": _(", ").join(tiers),
    }


def items_moved(by: int) -> str:
    if not by:
        return _("as many items")
    if by > 0:
        return ngettext("%(count)s item more", "%(count)s items more", by) % {
            "count": by
        }
    return ngettext("%(count)s item fewer", "%(count)s items fewer", -by) % {
        "count": -by
    }


def points_moved(by: Decimal) -> str:
    if not by:
        return _("as many points")
    if by > 0:
        return _("%(count)s points more") % {"count": plain(by)}
    return _("%(count)s points fewer") % {"count": plain(-by)}


def grid(told: Bulletin, shown: Sequence[Column]) -> Grid:
    """The lines and their sum under headings that are grouped where they can be."""
    groups: list[tuple[str, int]] = []
    for column in shown:
        name = column.group or column.heading
        if column.group and groups and groups[-1][0] == name:
            groups[-1] = (name, groups[-1][1] + 1)
        else:
            groups.append((name, 1))
    return Grid(
        groups=tuple(groups),
        heading=tuple(column.short if column.group else "" for column in shown),
        lines=tuple(
            tuple(_told(column, column.of(row)) for column in shown)
            for row in (*told.rows, told.total)
        ),
    )


def _told(column: Column, value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return on_one_line(value)
    text = plain(value)
    is_change = column.key.endswith(("_before", "_year"))
    return f"+{text}" if is_change and value > 0 else text


def _pictures(told: Bulletin) -> list[Heading | Picture | Grid]:
    headings = Headings(level=2)
    laid: list[Heading | Picture | Grid] = []
    for chart in charts_of(told):
        laid.append(headings(chart.title))
        for part in chart.split(MOST_BARS):
            laid += [Picture(part), under(part)]
    return laid


def under(chart: Chart) -> Grid:
    """The table of a chart."""
    return Grid(
        groups=tuple((name, 1) for name in chart.headings),
        heading=("",) * len(chart.headings),
        lines=tuple(
            tuple(on_one_line(plain(cell)) for cell in row) for row in chart.rows
        ),
        has_sum=False,
    )


def _day(day: date) -> str:
    """2026年11月5日: Arabic, in full, without noughts in front."""
    return date_format(day, "DATE_FORMAT")


def _is_chinese() -> bool:
    return (get_language() or "").startswith("zh")
