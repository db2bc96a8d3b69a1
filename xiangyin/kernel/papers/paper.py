"""What a printed paper says, in its order; how it is set is for others.

The layout of official documents (GB/T 9704-2012): a title, the figures first, the
tables, how it was counted, the office's name and the day; the charts are an annex.
"""

from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language

from .charts import Chart
from .charts import told as plain
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


class Headings:
    """Numbers headings as their level asks: 一、 and （一）, or 1. and (1)."""

    def __init__(self, level: int = 1):
        self.level, self.at = level, 0

    def __call__(self, text: str) -> Heading:
        self.at += 1
        if not is_chinese():
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


def in_full(day: date) -> str:
    """2026年11月5日: Arabic, in full, without noughts in front."""
    return date_format(day, "DATE_FORMAT")


def is_chinese() -> bool:
    return (get_language() or "").startswith("zh")
