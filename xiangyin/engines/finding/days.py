"""Dates in a text and in a query, in whatever spelling: 3月5日, 2026-03-05, 5 March.

A text that says no year means the one nearest to the day it was published.
"""

import re
from datetime import date
from typing import NamedTuple

FIGURES = {figure: value for value, figure in enumerate("〇一二三四五六七八九")}
FIGURES["零"] = 0
NAMES = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
NUMBER = r"\d{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九]"
YEAR = r"\d{4}|[〇零一二三四五六七八九]{4}"
NAME = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in NAMES)
SPELLINGS = [
    re.compile(rf"(?:(?<!\d)(?P<y>{YEAR})\s*年\s*)?(?<![\d十])(?P<m>{NUMBER})\s*月"
               rf"\s*(?P<d>{NUMBER})\s*[日号]"),
    re.compile(r"(?<![\d.])(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})"
               r"(?![\d.])"),
    re.compile(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m>{NAME})\b(?:,?\s+(?P<y>\d{{4}}))?"),
    re.compile(rf"\b(?P<m>{NAME})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<y>\d{{4}}))?"),
]  # fmt: skip
MONTHS = [
    re.compile(rf"(?<!\d)(?P<y>{YEAR})\s*年\s*(?P<m>{NUMBER})\s*月(?:份)?"),
    re.compile(r"(?<![\d./-])(?P<y>\d{4})-(?P<m>\d{1,2})(?![\d./-])"),
]


class Day(NamedTuple):
    """A day, or a whole month (``day`` is 0), perhaps of no said year (0)."""

    year: int
    month: int
    day: int

    @property
    def token(self) -> str:
        """How it is kept: by its year where that is known."""
        return f"§d{self.year:04d}{self.month:02d}{self.day:02d}"

    @property
    def written(self) -> str:
        """How it mostly stands in a written text."""
        month = f" {self.month} 月"
        return f"{month} {self.day} " if self.day else f" {self.year} 年{month}"

    def spellings(self) -> str:
        """A pattern for how this day is written in a folded text."""
        month, last = f"0?{self.month}", f"0?{self.day}"
        year = f"(?:{self.year}年)?" if self.year else ""
        if not self.day:
            return rf"{self.year}年{month}月|{self.year}-{month}(?!\d)"
        said = rf"{year}(?<!\d){month}月{last}[日号]"
        return rf"{said}|\d{{4}}[-/.]{month}[-/.]{last}(?!\d)"


def days_in(folded: str, published: date | None = None) -> set[str]:
    """The tokens of every day that a folded text names.

    >>> sorted(days_in("3月5日开镰", date(2026, 3, 8)))
    ['§d00000305', '§d20260300', '§d20260305']
    """
    found: set[str] = set()
    for day in _read(folded, SPELLINGS):
        year = day.year or _year_of(day, published)
        found.add(Day(0, day.month, day.day).token)
        if year:
            found |= {
                Day(year, day.month, day.day).token,
                Day(year, day.month, 0).token,
            }
    found |= {day.token for day in _read(folded, MONTHS)}
    return found


def taken_out(folded: str) -> tuple[list[Day], str]:
    """The days a query names, and what else it says.

    >>> taken_out("石溪 2026-03-05")
    ([Day(year=2026, month=3, day=5)], '石溪  ')
    """
    found: list[Day] = []
    for spelling in (*SPELLINGS, *MONTHS):
        for match in spelling.finditer(folded):
            if day := _day(match):
                found.append(day)
                folded = folded.replace(match.group(), " ", 1)
    return list(dict.fromkeys(found)), folded


def _read(folded: str, spellings):
    for spelling in spellings:
        for match in spelling.finditer(folded):
            if day := _day(match):
                yield day


def _day(match) -> Day | None:
    told = match.groupdict()
    year, month = _number(told["y"] or "0"), _number(told["m"])
    day = _number(told["d"]) if "d" in told else 0
    try:
        date(year or 2000, month, day or 1)
    except ValueError:
        return None
    return Day(year, month, day)


def _number(said: str) -> int:
    """
    >>> _number("二十三"), _number("十"), _number("二〇二六"), _number("mar")
    (23, 10, 2026, 3)
    """
    if said.isascii():
        if said.isdigit():
            return int(said)
        return next(at for at, name in enumerate(NAMES, 1) if name.startswith(said))
    if "十" in said:
        tens, ones = said.split("十")
        return FIGURES.get(tens, 1) * 10 + FIGURES.get(ones, 0)
    return int("".join(str(FIGURES.get(figure, figure)) for figure in said))


def _year_of(day: Day, published: date | None) -> int:
    """The year that puts a day nearest to when its text was published."""
    if published is None:
        return 0
    years = [
        y for y in (published.year - 1, published.year, published.year + 1) if y > 0
    ]
    near = {}
    for year in years:
        try:
            near[year] = abs((date(year, day.month, day.day) - published).days)
        except ValueError:
            continue
    return min(near, key=lambda year: near[year]) if near else 0
