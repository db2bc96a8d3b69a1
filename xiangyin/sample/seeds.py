"""Reading the seed files: what the sample county is made of."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

SEEDS = Path(__file__).parent / "seeds"


@cache
def read(name: str) -> dict:
    """One seed file, by name."""
    with (SEEDS / name).open("rb") as file:
        return tomllib.load(file)


@dataclass(frozen=True, kw_only=True)
class StorySeed:
    """A story and the tip it grew from; ``day`` is its ``MM-DD`` of publication."""

    key: str
    day: str
    unit: str
    section: str
    title: str
    lead: str
    body: str
    tip: str
    picture: str
    alt: str
    caption: str
    theme: str = ""
    where: str = ""
    when: str = ""
    contact: str = ""
    rewritten: str = ""

    @property
    def language(self) -> str:
        return "en" if self.section == "english" else "zh-hans"


@dataclass(frozen=True, kw_only=True)
class TipSeed:
    """A tip that did not become a published story, and what became of it."""

    key: str
    day: str
    unit: str
    text: str
    fate: str
    where: str = ""
    when: str = ""
    contact: str = ""
    reason: str = ""
    into: str = ""


def stories() -> list[StorySeed]:
    return [StorySeed(**row) for row in _rows("stories", "story")]


def tips() -> list[TipSeed]:
    return [TipSeed(**row) for row in _rows("tips", "tip")]


def _rows(folder: str, table: str):
    for path in sorted((SEEDS / folder).glob("*.toml")):
        yield from read(f"{folder}/{path.name}")[table]


def last_occurrence(day: str, *, today: date) -> date:
    """The latest past date of a ``MM-DD``, or the day ``-3`` days from ``today``.

    >>> last_occurrence("03-18", today=date(2026, 11, 23))
    datetime.date(2026, 3, 18)
    >>> last_occurrence("12-01", today=date(2026, 11, 23))
    datetime.date(2025, 12, 1)
    >>> last_occurrence("-2", today=date(2026, 11, 23))
    datetime.date(2026, 11, 21)
    """
    if day.startswith("-"):
        return today - timedelta(days=int(day[1:]))
    month, number = (int(part) for part in day.split("-"))
    if (month, number) == (2, 29):
        number = 28
    this_year = date(today.year, month, number)
    return this_year if this_year < today else this_year.replace(year=today.year - 1)
