"""Fold a text to what two outlets would print alike, and remember where it stood.

Width, case, accents, script (traditional or simplified), spaces and punctuation
differ from outlet to outlet, so they go. What is left is cut into symbols: a CJK
character is a symbol of weight 1, a word or number one of weight 2 (its hash, with
the highest bit set). A long word with digits in it, such as the number of a document
or the end of an address, says as much as a clause does: it weighs 12, or 28 if it is
very long.
"""

import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from .compiling import lean

# Every code point above this separates: private use, tags, unassigned planes.
LAST = 0x323B0
SEPARATOR, IGNORABLE, CLAUSE, SENTENCE = range(4)
# What ends a sentence and what ends a clause, as an editor would cut them out. Quotation
# marks end neither: a slogan between them is not a clause of the reporter's.
SENTENCES = frozenset("。！？；!?;\n\r")
CLAUSES = frozenset("，：…、,.:|·()（）【】[]—>﹁﹂/_=&<{}")
# Marks in the table: a character that stands alone; a fold of several characters
# ("㎏" is "kg"), whose number follows.
ALONE, EXPANDED = 1 << 31, 1 << 30
CODE = EXPANDED - 1
IGNORED = {"Mn", "Me", "Cf"}
# Hangul syllables and ideographs fold to themselves or by the table alone.
PLAIN = [(0x3400, 0xA000), (0xAC00, 0xD7A4), (0x20000, 0x2F800), (0x30000, LAST)]

# Scripts written without spaces, where a word cannot be told by looking: Thai and
# Lao, Burmese, Khmer, kana and bopomofo, ideographs, Yi, old kana.
UNSPACED = [
    (0x0E00, 0x0F00),
    (0x1000, 0x10A0),
    (0x1780, 0x1800),
    (0x2E80, 0x3130),
    (0x31A0, 0xA4D0),
    (0xF900, 0xFB00),
    (0x1AFF0, 0x1B170),
    (0x20000, LAST),
]

U32, UP = np.uint32, np.uintp
WORD = U32(1 << 31)
WORD_SEED, WORD_FACTOR = U32(2166136261), U32(16777619)
NO_WORD = WORD_SEED & ~U32(1)
# Set in the hash of a word with a digit in it, and of such a word of so many
# characters: a code, or a long code.
NUMBER, IDENTIFIER, LONG_WORD = U32(1 << 29), U32(1 << 30), 12
LONG_IDENTIFIER, LONGER_WORD = U32(1 << 28), 24
HASH = LONG_IDENTIFIER - U32(1)
SIX, TAIL = U32(6), U32(0x3F)
# Symbols that the longest fold of a character has, words between them aside.
MOST_EXPANDED = 6
# Folds below ``ALONE`` and above the separators are these many: parts of words.
ABOVE = U32(ALONE - SENTENCE - 1)
PARTS = U32(EXPANDED - SENTENCE - 1)
ZERO, NINE = U32(ord("0")), U32(ord("9"))


class Tables(NamedTuple):
    """The fold of every code point, and the folds of several characters, end to end."""

    folds: np.ndarray
    ends: np.ndarray
    codes: np.ndarray


@lean
def decode(data, at, end):
    """Return the code point at a place of UTF-8 (``LAST`` at most) and its length.

    Half a surrogate pair, as Python may write it, is a code point like any other; a
    byte that is no beginning counts as one character.
    """
    first = U32(data[at])
    if first < U32(0x80):
        return first, 1
    if first >= U32(0xF0):
        size, code = 4, first & U32(0x07)
    elif first >= U32(0xE0):
        size, code = 3, first & U32(0x0F)
    elif first >= U32(0xC0):
        size, code = 2, first & U32(0x1F)
    else:
        return U32(LAST), 1
    size = min(size, end - at)
    for place in range(at + 1, at + size):
        code = (code << SIX) | (U32(data[place]) & TAIL)
    return min(code, U32(LAST)), size


@lean
def weight_of(symbol):
    """Return how much a symbol says: 1 for a character, 2 for a word, more for a code.

    Written without a choice, so that a compiler can do eight at a time.
    """
    word = symbol >> U32(31)
    code = word & (symbol >> U32(30))
    longer = code & (symbol >> U32(28))
    return np.int64(U32(1) + word + U32(10) * code + U32(16) * longer)


@lean
def _grow(word, code):
    """Return the hash of a word with one more character.

    It is never 0; its lowest bit says whether a digit was seen.
    """
    digit = (word & U32(1)) | U32(ZERO <= code <= NINE)
    word = U32(((word | U32(1)) ^ (code << U32(1))) * WORD_FACTOR)
    return U32((word & ~U32(1)) | U32(2) | digit)


@lean
def _symbol_of(word, length):
    """Return the symbol of a word of so many characters."""
    symbol = WORD | (word & HASH)
    if word & U32(1):
        symbol |= NUMBER
        if length >= LONG_WORD:
            symbol |= IDENTIFIER
        if length >= LONGER_WORD:
            symbol |= LONG_IDENTIFIER
    return symbol


@lean
def _expand(tables, number, place, word, symbols, starts, ends, count):
    """Add a fold of several characters; return the count and the word left open."""
    for each in range(tables.ends[number], tables.ends[number + 1]):
        code = tables.codes[each]
        if code >= U32(ALONE) or word == U32(0):
            starts[count] = place
            count += UP(1)
            word = U32(0) if code >= U32(ALONE) else NO_WORD
        last = count - UP(1)
        ends[last] = place + UP(1)
        if code >= U32(ALONE):
            symbols[last] = code & U32(CODE)
        else:
            word = _grow(word, code)
            symbols[last] = _symbol_of(word, np.int64(place) - starts[last] + 1)
    return count, word


@lean
def read(data, begin, end, folds, codes):
    """Write the fold of every character of UTF-8; return how many there are.

    Places are unsigned, here and below: signed ones are checked for being negative
    each time, which costs as much as the rest.
    """
    at, stop, count = UP(begin), UP(end), UP(0)
    while at + UP(3) <= stop:
        first = U32(data[at])
        if (first >> U32(4)) == U32(0xE):
            second, third = U32(data[at + UP(1)]), U32(data[at + UP(2)])
            point = (first & U32(0x0F)) << U32(12)
            point |= ((second & TAIL) << SIX) | (third & TAIL)
            at += UP(3)
        elif first < U32(0x80):
            point = first
            at += UP(1)
        else:
            point, size = decode(data, np.int64(at), end)
            at += UP(size)
        codes[count] = folds[point]
        count += UP(1)
    while at < stop:
        point, size = decode(data, np.int64(at), end)
        at += UP(size)
        codes[count] = folds[point]
        count += UP(1)
    return count


@lean
def count_room(codes):
    """Return how many symbols folds come to at most."""
    long = 0
    for place in range(len(codes)):
        long += codes[place] - U32(EXPANDED) < U32(ALONE - EXPANDED)
    return len(codes) + MOST_EXPANDED * long + 1


@lean
def _read_word(codes, place, word, symbols, starts, ends, count):
    """Go on with a word, or begin one; return count, place and hash after it."""
    if word == U32(0):
        word = NO_WORD
        starts[count] = place
        count += UP(1)
    while place < UP(len(codes)) and codes[place] - U32(SENTENCE + 1) < PARTS:
        word = _grow(word, codes[place])
        place += UP(1)
    last = count - UP(1)
    ends[last] = place
    symbols[last] = _symbol_of(word, np.int64(place) - starts[last])
    return count, place, word


@lean
def fold_text(codes, tables, symbols, starts, ends, breaks):
    """Write the symbols of a text, from the folds of its characters, and their places.

    ``breaks`` says which symbols begin a sentence or a clause. The arrays need
    ``count_room``. Returns how many symbols there are. A ``word`` of 0 is none.
    """
    count, place, word, before = UP(0), UP(0), U32(0), U32(SENTENCE)
    while place < UP(len(codes)):
        code = codes[place]
        if code - U32(SENTENCE + 1) >= ABOVE and code != U32(IGNORABLE):
            # A symbol or a separator: written in any case, kept if it is a symbol, so
            # that nothing has to be guessed.
            kept = UP(code >> U32(31))
            symbols[count] = code & U32(CODE)
            starts[count] = place
            place += UP(1)
            ends[count] = place
            breaks[count] = before
            # All bits after a separator, none after a symbol.
            before = U32(max(before, code) & (kept - UP(1)))
            count += kept
            word = U32(0)
            continue
        breaks[count] = before
        known = count
        if code >= U32(EXPANDED):
            count, word = _expand(
                tables, code & U32(CODE), place, word, symbols, starts, ends, count
            )
            breaks[known + UP(1) : count] = 0
            place += UP(1)
        elif code != U32(IGNORABLE):
            count, place, word = _read_word(
                codes, place, word, symbols, starts, ends, count
            )
        else:
            place += UP(1)
        before *= U32(count == known)
    return np.int64(count)


@lru_cache(maxsize=1)
def tables() -> Tables:
    """Return the tables; made once a process from ``t2s.txt`` and Unicode's data."""
    lines = Path(__file__).with_name("t2s.txt").read_text(encoding="utf-8").split()
    simplified = dict(zip(*lines, strict=True))
    folds = np.arange(LAST + 1, dtype=np.uint32)
    plain = np.zeros(LAST + 1, bool)
    for first, last in PLAIN:
        plain[first:last] = True
    for char, folded in simplified.items():
        folds[ord(char)] = ord(folded)
    longs: list[str] = []
    for point in np.flatnonzero(~plain).tolist():
        folds[point] = _fold_of(chr(point), simplified, longs)
    folds[LAST] = SEPARATOR
    alone = np.zeros(LAST + 1, bool)
    for first, last in UNSPACED:
        alone[first:last] = True
    single = (folds > SENTENCE) & (folds < EXPANDED)
    folds[single] |= np.where(alone[folds[single]], np.uint32(ALONE), np.uint32(0))
    codes = np.array([ord(char) for long in longs for char in long], np.uint32)
    codes |= np.where(alone[codes], np.uint32(ALONE), np.uint32(0))
    ends = np.concatenate(([0], np.cumsum([len(long) for long in longs])))
    return Tables(folds, ends.astype(np.int64), codes)


def _fold_of(char: str, simplified: dict[str, str], longs: list[str]) -> int:
    if char in SENTENCES or char in CLAUSES:
        return SENTENCE if char in SENTENCES else CLAUSE
    if unicodedata.category(char) in IGNORED:
        return IGNORABLE
    # Accents go too: they are marks when written decomposed, so they must not count
    # when composed.
    bare = "".join(
        part
        for part in unicodedata.normalize("NFKD", char).casefold()
        if unicodedata.category(part) not in IGNORED
    )
    folded = [
        simplified.get(part, part)
        for part in unicodedata.normalize("NFKC", bare).casefold()
        if part.isalnum()
    ]
    if len(folded) <= 1:
        return ord(folded[0]) if folded else SEPARATOR
    longs.append("".join(folded))
    return EXPANDED + len(longs) - 1
