"""How words sound, for those who type pinyin or take one character for another."""

import re
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import rjieba
from pypinyin import lazy_pinyin

from .written import is_unspaced

SHORTEST, LONGEST, LONGEST_PAIR = 2, 6, 8
# Words of grammar alone suggest nothing.
EMPTY = frozenset("的了着过和与及或在是有就都也还又把被从向对为以于而但这那其之个们等")
# What is no Chinese character is told sign by sign.
APART: Any = list
BLURS = [
    (re.compile(r"^([zcs])h"), r"\1"),
    (re.compile(r"^l"), "n"),
    (re.compile(r"^r"), "n"),
    (re.compile(r"^hu"), "f"),
    (re.compile(r"([aei])ng$"), r"\1n"),
]


class Sound(NamedTuple):
    """A word's pinyin, its initials, and how it sounds to an ear of the south."""

    full: str
    initials: str
    blurred: str


@lru_cache(maxsize=50_000)
def sound(word: str) -> Sound:
    """
    >>> sound("春耕")
    Sound(full='chungeng', initials='cg', blurred='cungen')
    >>> sound("5g基站").initials
    '5gjz'
    """
    parts = syllables(word)
    initials = "".join(part[0] if len(part) < 7 else part for part in parts)
    if word.isascii():
        return Sound(word, word, word)
    return Sound("".join(parts), initials, "".join(map(blurred, parts)))


def syllables(word: str) -> list[str]:
    """The pinyin of each character; other signs stand for themselves.

    >>> syllables("5g基站")
    ['5', 'g', 'ji', 'zhan']
    """
    return lazy_pinyin(word, errors=APART, v_to_u=False)


def blurred(syllable: str) -> str:
    """What many do not hear apart written alike: zh and z, n and l, in and ing."""
    for sign, plain in BLURS:
        syllable = sign.sub(plain, syllable)
    return syllable


def telling_words(title: str, lead: str) -> set[str]:
    """Words of a headline and a lead, in written form, that somebody may look for.

    Two that follow one another in the headline are one as well.

    >>> sorted(telling_words(" 春耕备耕 gdp ", " 茶湾 "))
    ['gdp', '备耕', '春耕', '春耕备耕', '茶湾']
    """
    found: set[str] = set()
    for run in title.split():
        pieces = list(rjieba.cut(run)) if is_unspaced(run) else [run]
        found.update(pieces)
        pairs = (first + second for first, second in pairwise(pieces))
        found.update(pair for pair in pairs if len(pair) <= LONGEST_PAIR)
        if len(run) <= LONGEST:
            found.add(run)
    for run in lead.split():
        found.update(rjieba.cut(run) if is_unspaced(run) else [run])
    return {word for word in found if _tells(word)}


def _tells(word: str) -> bool:
    if not SHORTEST <= len(word) <= LONGEST_PAIR * 3 or word.isdigit():
        return False
    return word[0] not in EMPTY and word[-1] not in EMPTY
