"""Fold a text to what two outlets would print alike, and remember where it stood.

Width, case, accents, script (traditional or simplified), spaces and punctuation
differ from outlet to outlet, so they go. What is left is cut into symbols: a CJK
character is a symbol of weight 1, a word or number one of weight 2.
"""

import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from .hashing import run_hashes

# Every code point above this separates: private use, tags, unassigned planes.
LAST = 0x323B0
SEPARATOR, IGNORABLE = 0, 1
# Folds of more than one character ("㎏" is "kg") stand in the table as a number past
# the last code point.
EXPANDED = 0x110000
IGNORED = {"Mn", "Me", "Cf"}
# Hangul syllables and ideographs fold to themselves or by the table alone.
PLAIN = [(0x3400, 0xA000), (0xAC00, 0xD7A4), (0x20000, 0x2F800), (0x30000, LAST)]
WORD = np.uint64(1 << 63)

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


@dataclass(frozen=True, eq=False)
class Folded:
    """A folded text. ``origin`` gives each folded character's place in the original;
    ``starts`` the places in ``codes`` where a symbol begins, and one past the last.
    """

    codes: np.ndarray
    origin: np.ndarray
    starts: np.ndarray
    symbols: np.ndarray
    weights: np.ndarray

    def __len__(self) -> int:
        return len(self.codes)

    @cached_property
    def text(self) -> str:
        return self.codes.tobytes().decode("utf-32-le")

    @cached_property
    def reach(self) -> np.ndarray:
        """Return the weight of all symbols before each place, and of them all."""
        return np.concatenate(([0], np.cumsum(self.weights)))

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the range in the original of the folded range ``start`` to ``end``."""
        return int(self.origin[start]), int(self.origin[end - 1]) + 1


def normalise(text: str) -> str:
    """Return ``text`` folded, as one string.

    >>> normalise("《後來》:Café №１，㎏")
    '后来cafeno1kg'
    """
    return fold(text).text


def fold(text: str) -> Folded:
    """Fold a text and cut it into symbols.

    >>> folded = fold("東河大橋, opened 2026!")
    >>> folded.text, folded.weights.tolist()
    ('东河大桥opened2026', [1, 1, 1, 1, 2, 2])
    >>> folded.original(4, 10)
    (6, 12)
    """
    table, expansions, unspaced = _tables()
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    folds = table[np.minimum(points, LAST)]
    origin = np.flatnonzero(folds > IGNORABLE)
    codes = folds[origin]
    if codes.size and codes.max() >= EXPANDED:
        codes, origin = _expand(codes, origin, expansions)

    alone = unspaced[codes]
    breaks = np.cumsum(folds == SEPARATOR)[origin]
    begins = np.ones(len(codes), bool)
    begins[1:] = alone[1:] | alone[:-1] | (breaks[1:] != breaks[:-1])
    starts = np.append(np.flatnonzero(begins), len(codes))
    alone = alone[starts[:-1]]

    symbols = codes[starts[:-1]].astype(np.uint64)
    words = np.flatnonzero(~alone)
    hashes = run_hashes(codes.astype(np.uint64), starts[words], starts[words + 1])
    symbols[words] = hashes | WORD
    return Folded(codes, origin, starts, symbols, 2 - alone.astype(np.int64))


def _expand(codes, origin, expansions):
    """Put the characters of each long fold in its place, all at the same origin."""
    longs = {
        int(place): expansions[codes[place] - EXPANDED]
        for place in np.flatnonzero(codes >= EXPANDED)
    }
    copies = np.ones(len(codes), np.int64)
    copies[list(longs)] = [len(long) for long in longs.values()]
    ends = np.cumsum(copies)
    codes = np.repeat(codes, copies)
    for place, long in longs.items():
        codes[ends[place] - len(long) : ends[place]] = [ord(char) for char in long]
    return codes, np.repeat(origin, copies)


@lru_cache(maxsize=1)
def _tables() -> tuple[np.ndarray, list[str], np.ndarray]:
    """Return the fold of every code point, the long folds, and the unspaced ones."""
    lines = Path(__file__).with_name("t2s.txt").read_text(encoding="utf-8").split()
    simplified = dict(zip(*lines, strict=True))
    table = np.arange(LAST + 1, dtype=np.uint32)
    expansions: list[str] = []
    plain = np.zeros(LAST + 1, bool)
    for first, last in PLAIN:
        plain[first:last] = True
    for char, folded in simplified.items():
        table[ord(char)] = ord(folded)
    for point in np.flatnonzero(~plain).tolist():
        table[point] = _fold_of(chr(point), simplified, expansions)
    table[LAST] = SEPARATOR
    unspaced = np.zeros(LAST + 1, bool)
    for first, last in UNSPACED:
        unspaced[first:last] = True
    return table, expansions, unspaced


def _fold_of(char: str, simplified: dict[str, str], expansions: list[str]) -> int:
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
    expansions.append("".join(folded))
    return EXPANDED + len(expansions) - 1
