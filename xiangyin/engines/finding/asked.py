"""What somebody typed, read into what a text must hold.

Words with a space between them must all be there. What stands in quotes must stand so
in the text. A run of up to four characters is one word; a longer one is cut into words,
which must all be there. A date is found in every spelling of it.
"""

import re
from dataclasses import dataclass
from functools import cached_property

import rjieba

from ..words import LONGEST_QUERY, MOST_TERMS, WHOLE_RUN, fold
from .days import Day, taken_out
from .written import FACT, is_unspaced, needed, written

QUOTED = re.compile('["“”「『《]([^"“”「」『』《》]+)["“”」』》]')
BETWEEN = re.compile(r"[^\w.,:/-]+")


@dataclass(frozen=True)
class Wanted:
    """One thing that a text must hold.

    ``said`` is in written form. ``needle`` is looked for in the text itself, where its
    tokens do not say enough.
    """

    said: str
    tokens: frozenset[str]
    needle: str = ""
    day: Day | None = None

    @cached_property
    def seen_as(self) -> str:
        """What to count in a written text."""
        if self.day:
            return self.day.written
        return self.needle or (self.said if is_unspaced(self.said) else f" {self.said}")


@dataclass(frozen=True)
class Asked:
    """A query as it was understood."""

    query: str
    wanted: tuple[Wanted, ...]

    @property
    def tokens(self) -> frozenset[str]:
        return frozenset().union(*(each.tokens for each in self.wanted))

    @property
    def needles(self) -> list[str]:
        return [each.needle for each in self.wanted if each.needle]

    @property
    def words(self) -> list[Wanted]:
        """What is wanted, without days."""
        return [each for each in self.wanted if each.day is None]

    @cached_property
    def whole(self) -> str:
        """All of it as it was typed, in written form and without its ends."""
        return written(self.query[:LONGEST_QUERY]).strip()


def read(query: str) -> Asked:
    """Read a query. Never fails, whatever is typed.

    >>> [each.said for each in read('石溪鎮 "春耕备耕" 5G').wanted]
    ['春耕备耕', '石溪镇', '5g']
    >>> [each.said for each in read("2026年3月5日 开镰").wanted]
    ['§d20260305', '开镰']
    >>> read("！！").wanted
    ()
    """
    folded = fold(query[:LONGEST_QUERY].replace("\0", " "))
    quoted = [written(part).strip() for part in QUOTED.findall(folded)]
    days, rest = taken_out(QUOTED.sub(" ", folded))
    found = [_day(day) for day in days]
    found += [word(part, exact=True) for part in quoted if part]
    for chunk in BETWEEN.split(rest):
        found += [word(piece) for piece in _cut(written(chunk).strip())]
    return Asked(query, tuple(dict.fromkeys(found))[:MOST_TERMS])


def word(piece: str, *, exact: bool = False) -> Wanted:
    """What a text must hold to hold ``piece``, which is in written form."""
    tokens = frozenset(needed(piece))
    runs = piece.split()
    last = runs[-1]
    is_one = len(runs) == 1 and len(tokens) == 1
    if is_one and (is_unspaced(piece) or not exact):
        return Wanted(piece, tokens)
    before = "" if is_unspaced(runs[0]) else " "
    begun = not exact and last.isalpha() and len(last) > 2
    after = "" if is_unspaced(last) or begun else " "
    return Wanted(piece, tokens, f"{before}{piece}{after}")


def _day(day: Day) -> Wanted:
    return Wanted(day.token, frozenset({day.token}), day=day)


def _cut(chunk: str) -> list[str]:
    """A short chunk is one word, whatever scripts it mixes; a long one is cut.

    >>> _cut("5g 基站"), _cut("2026 春耕备耕"), _cut("138 5")
    (['5g 基站'], ['2026', '春耕备耕'], ['138 5'])
    """
    runs = chunk.split()
    if not runs:
        return []
    if len(runs) > 1 and all(not is_unspaced(run) for run in runs):
        return [chunk]  # a number with a point, an address
    if sum(map(len, runs)) <= WHOLE_RUN:
        return [chunk]
    found: list[str] = []
    for run in runs:
        found += _words_of(run) if is_unspaced(run) else [run]
    return found


def _words_of(run: str) -> list[str]:
    """A short run is one word; a long one is cut. Characters that no dictionary joins stay together, for
    they are somebody's name; one that stands alone between two words says nothing.

    >>> _words_of("茶湾村的沈桂香")
    ['茶湾村', '沈桂香']
    """
    if len(run) <= WHOLE_RUN:
        return [run]
    found: list[str] = []
    loose = ""
    for word in [*rjieba.cut(run), ""]:
        if len(word) == 1:
            loose += word
            continue
        found += [loose] if len(loose) > 1 else []
        found += [word] if word else []
        loose = ""
    return found or [run]


def fact(kind: str, key: int) -> str:
    """The token of what is no word: a section, a unit, a county's site.

    >>> fact("s", 4)
    '§s4'
    """
    return f"{FACT}{kind}{key}"
