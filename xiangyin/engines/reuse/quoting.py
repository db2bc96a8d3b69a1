"""Tell a shared source from reuse: both texts quote the same law or speech."""

import re
from functools import lru_cache

import numpy as np

from .compiling import kernel, lean
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

UP = np.uintp


def _bytes_of(marks: str) -> tuple[int, ...]:
    return tuple(int.from_bytes(mark.encode()) for mark in marks)


OPENING, CLOSING = _bytes_of("“「『"), _bytes_of("”」』")
[BEGINS_LAW], ENDS_LAW = _bytes_of("第"), _bytes_of("条條")
# Which bytes any of these begins with, and which come second.
LEAD, SECOND = np.zeros((2, 256), np.uint8)
for _mark in (*OPENING, *CLOSING, BEGINS_LAW, *ENDS_LAW):
    LEAD[_mark >> 16] = SECOND[(_mark >> 8) & 0xFF] = 1
# Bytes from the beginning of "第…条" to its last character.
LONGEST_LAW = 3 * 14


def quotes_alone(articles: Packed, article: int, stories: Packed, story: int, passages):
    """Whether all that two texts share is what both quote."""
    return _quotes(cut(articles, article), passages, 2) and _quotes(
        cut(stories, story), passages, 0
    )


def _quotes(text: str, passages, side: int) -> bool:
    quoted = _quoted(text)
    said = sum(int(quoted[each[side] : each[side + 1]].sum()) for each in passages)
    shared = sum(each[side + 1] - each[side] for each in passages)
    return shared > 0 and said >= NEARLY_ALL * shared


@kernel
def may_quote(articles, numbers, spans, ends):
    """Say quickly of which articles the passages may be quotation alone: most are not.

    ``spans`` are passages in characters, of each article those before its number in
    ``ends``.
    """
    longest = 0
    for number in numbers:
        longest = max(longest, articles.ends[number + 1] - articles.ends[number])
    places, may = np.empty(longest + 1, np.int32), np.zeros(len(numbers), np.bool_)
    for each in range(len(numbers)):
        number, shared = numbers[each], 0
        passages = spans[ends[each] : ends[each + 1]]
        for passage in passages:
            shared += passage[3] - passage[2]
        data = articles.data[articles.ends[number] : articles.ends[number + 1]]
        may[each] = most_quoted(data, passages, places) >= NEARLY_ALL * shared
    return may


@lean
def _find_leads(data, places):
    """Write the places of bytes that any of the marks may begin with."""
    found = UP(0)
    for at in range(len(data) - 2):
        # Written in any case, kept if it is one.
        places[found] = at
        found += UP(LEAD[data[at]] & SECOND[data[at + 1]])
    return np.int64(found)


@kernel
def most_quoted(data, passages, places):
    """Return how many characters of passages are quotation at most: those between
    marks that open and close, or all where an article of law may begin."""
    most, law, at, size = 0, -LONGEST_LAW, 0, 0
    opened = np.full(3, -1, np.int64)
    for each in range(_find_leads(data, places)):
        size += _characters(data[at : places[each]])
        at = np.int64(places[each])
        mark = (np.int64(data[at]) << 16) | (np.int64(data[at + 1]) << 8)
        mark |= np.int64(data[at + 2])
        if mark == BEGINS_LAW:
            law = at
        elif mark in ENDS_LAW and at - law < LONGEST_LAW:
            return len(data)
        for kind in range(3):
            if mark == OPENING[kind]:
                opened[kind] = size
            elif mark == CLOSING[kind] and opened[kind] >= 0:
                most += _overlap(passages, opened[kind], size + 1)
                opened[kind] = -1
    return most


@lean
def _characters(data):
    count = 0
    for place in range(len(data)):
        count += (data[place] & 0xC0) != 0x80
    return count


@lean
def _overlap(passages, begin, end):
    """Return how much of a quotation stands in passages; nothing of a name."""
    shared = 0
    if end - begin > NAME:
        for passage in passages:
            shared += max(min(end, passage[3]) - max(begin, passage[2]), 0)
    return shared


@lru_cache(maxsize=64)
def _quoted(text: str) -> np.ndarray:
    marks = np.zeros(len(text), bool)
    for found in QUOTED.finditer(text):
        if found.end() - found.start() > NAME:
            marks[found.start() : found.end()] = True
    return marks
