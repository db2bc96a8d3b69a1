"""Tell a shared source from reuse: both texts quote the same law or speech."""

import re
from functools import lru_cache

import numpy as np
from numba import njit

from .segments import cut
from .winnowing import Packed

# What stands between quotation marks, and the articles of a law: to the end of a line
# that begins with one, or to the end of the sentence that does.
NUMBERED = "第[一二三四五六七八九十百零〇\\d]{1,12}[条條]"
QUOTED = re.compile(
    "“[^“”]*”|「[^「」]*」|『[^『』]*』"
    f"|^\\s*{NUMBERED}[^\\n]*|(?<=[。！？；：]){NUMBERED}\\s[^\\n。]*。?",
    re.MULTILINE,
)
# The share of the passages that must be quotation, in both texts; and the longest
# name or slogan that is none.
NEARLY_ALL, NAME = 0.85, 12


def _bytes_of(marks: str) -> tuple[int, ...]:
    return tuple(int.from_bytes(mark.encode()) for mark in marks)


OPENING, CLOSING = _bytes_of("“「『"), _bytes_of("”」』")
[BEGINS_LAW], ENDS_LAW = _bytes_of("第"), _bytes_of("条條")
# The first bytes of all these.
LEADS = tuple(
    sorted({mark >> 16 for mark in (*OPENING, *CLOSING, BEGINS_LAW, *ENDS_LAW)})
)
# Bytes from the beginning of "第…条" to its last character.
LONGEST_LAW = 3 * 14


def quotes_alone(articles: Packed, article: int, stories: Packed, story: int, passages):
    """Whether all that two texts share is what both quote."""
    theirs = sum([each[3] - each[2] for each in passages])
    begin, end = articles.ends[article], articles.ends[article + 1]
    if _most_quoted(articles.data[begin:end]) < NEARLY_ALL * theirs or not theirs:
        return False
    quoted = _quoted(cut(articles, article))
    said = sum(int(quoted[start:end].sum()) for _, _, start, end in passages)
    if said < NEARLY_ALL * theirs:
        return False
    ours = sum([each[1] - each[0] for each in passages])
    quoted = _quoted(cut(stories, story))
    return sum(int(quoted[s:e].sum()) for s, e, _, _ in passages) >= NEARLY_ALL * ours


@njit(cache=True, nogil=True)
def _most_quoted(data):
    """Return how many characters of a text are quotation at most, quickly: those
    between marks that open and close, or all where an article of law may begin."""
    most, size, law = 0, 0, -LONGEST_LAW
    opened = np.full(3, -1, np.int64)
    for at in range(len(data) - 2):
        first = np.int64(data[at])
        size += first & 0xC0 != 0x80
        if first not in LEADS:
            continue
        mark = (first << 16) | (np.int64(data[at + 1]) << 8) | np.int64(data[at + 2])
        if mark == BEGINS_LAW:
            law = at
        elif mark in ENDS_LAW and at - law < LONGEST_LAW:
            return len(data)
        for kind in range(3):
            if mark == OPENING[kind]:
                opened[kind] = size
            elif mark == CLOSING[kind] and opened[kind] >= 0:
                length = size - opened[kind] + 1
                most += length if length > NAME else 0
                opened[kind] = -1
    return most


@lru_cache(maxsize=64)
def _quoted(text: str) -> np.ndarray:
    marks = np.zeros(len(text), bool)
    for found in QUOTED.finditer(text):
        if found.end() - found.start() > NAME:
            marks[found.start() : found.end()] = True
    return marks
