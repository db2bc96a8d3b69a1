"""Choose a few hashes of a text such that texts which share a run share a hash.

Winnowing (Schleimer, Wilkerson and Aiken, "Winnowing: local algorithms for document
fingerprinting", SIGMOD 2003): of every ``WINDOW`` neighbouring grams the smallest hash
is kept, so two texts with ``WINDOW`` whole grams in common always share one. A gram is
the shortest run of symbols of weight ``GRAM`` or more: six CJK characters, three words,
one long code, or a mixture.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .compiling import kernel, lean
from .folding import WORD, count_room, fold_text, read, tables, weight_of

GRAM = 6
WINDOW = 8
# What stands after so many bytes of a text is not looked at: a bound on memory.
MOST_BYTES = 1 << 24
# Fingerprints are cut to this many bits, wherever they are kept, so that a lookup in a
# small table and in a large one mean the same.
BITS = 40

U64, UP = np.uint64, np.uintp
GOLDEN, BLUE = 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93
# Of a hash that was chosen for being small the upper bits are alike: a fingerprint is
# cut from the lower ones.
LOWER, MASK = U64(3), U64((1 << BITS) - 1)
# What each of six characters is multiplied by, the first one first, and what is added.
FACTORS = np.array(
    [pow(GOLDEN, 5 - n, 1 << 64) * BLUE % (1 << 64) for n in range(GRAM)], np.uint64
)
FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH = FACTORS
ADDED = FACTORS.sum()
FACTOR, SPREAD = U64(GOLDEN), U64(BLUE)
# The lowest bits of a hash make place for those of its place: no two in a window are
# equal, though the text may repeat itself.
PLACES = U64(WINDOW - 1)


@lean
def mix(value):
    """Spread every bit over the whole number (the finaliser of MurmurHash3)."""
    value = (value ^ (value >> U64(33))) * U64(0xFF51AFD7ED558CCD)
    value = (value ^ (value >> U64(33))) * U64(0xC4CEB9FE1A85EC53)
    return value ^ (value >> U64(33))


@lean
def _told_apart(value, place):
    return (value & ~PLACES) | (PLACES - (U64(place) & PLACES))


@lean
def _count_grams(symbols):
    """Return how many grams reach the weight before the text ends."""
    weight = 0
    for start in range(len(symbols) - 1, -1, -1):
        weight += weight_of(symbols[start])
        if weight >= GRAM:
            return start + 1
    return 0


@lean
def gram_hashes(symbols, hashes, lengths):
    """Write the hash and the length of the gram that starts at each symbol.

    A code that is a gram by itself gets a small hash, to be chosen for sure. Grams at
    the end of the text that do not reach the weight are left out. Returns how many
    there are.
    """
    # As if there were only characters: the processor takes eight of them at a time.
    for start in range(len(symbols) - GRAM + 1):
        value = ADDED + U64(symbols[start]) * FIRST + U64(symbols[start + 1]) * SECOND
        value += U64(symbols[start + 2]) * THIRD + U64(symbols[start + 3]) * FOURTH
        value += U64(symbols[start + 4]) * FIFTH + U64(symbols[start + 5]) * SIXTH
        hashes[start] = _told_apart(mix(value), start)
        lengths[start] = GRAM
    count = _count_grams(symbols)
    first, last = 0, -GRAM
    for place in range(len(symbols)):
        if symbols[place] >= WORD:
            if place - last >= GRAM:
                _hash_words(symbols, first, min(last + 1, count), hashes, lengths)
                first = max(place - GRAM + 1, 0)
            last = place
    _hash_words(symbols, first, min(last + 1, count), hashes, lengths)
    return count


@lean
def _hash_words(symbols, first, stop, hashes, lengths):
    """Write the hashes and the lengths of grams that may have words in them.

    Each is made of the one before: what is in front goes, what is missing is added.
    """
    value, weight, end = U64(0), 0, first
    for start in range(first, stop):
        while weight < GRAM:
            value = value * FACTOR + (U64(symbols[end]) + U64(1)) * SPREAD
            weight += weight_of(symbols[end])
            end += 1
        length = end - start
        lengths[start] = length
        small = mix(value) >> U64(8 if length == 1 else 0)
        hashes[start] = _told_apart(small, start)
        value -= (U64(symbols[start]) + U64(1)) * FACTORS[GRAM - length]
        weight -= weight_of(symbols[start])


@lean
def _least(values, size, window):
    """Replace each value by the least of it and those after it, ``window`` in all.

    The usual window is doubled thrice, by steps that the compiler sees.
    """
    if window == WINDOW:
        for place in range(size - 1):
            values[place] = min(values[place], values[place + 1])
        for place in range(size - 2):
            values[place] = min(values[place], values[place + 2])
        for place in range(size - 4):
            values[place] = min(values[place], values[place + 4])
        return
    for place in range(size):
        for other in range(place + 1, min(place + window, size)):
            values[place] = min(values[place], values[other])


@lean
def _most(values, size, window):
    """Do the same for the largest."""
    if window == WINDOW:
        for place in range(size - 1):
            values[place] = max(values[place], values[place + 1])
        for place in range(size - 2):
            values[place] = max(values[place], values[place + 2])
        for place in range(size - 4):
            values[place] = max(values[place], values[place + 4])
        return
    for place in range(size):
        for other in range(place + 1, min(place + window, size)):
            values[place] = max(values[place], values[other])


@lean
def winnow(hashes, count, window, least):
    """Write into ``least`` the largest of the least hashes of the windows that each
    gram stands in: a gram that equals it is the smallest of one of them, and chosen."""
    window = min(window, count)
    before = max(window - 1, 0)
    least[:before] = U64(0)
    for place in range(count):
        least[before + place] = hashes[place]
    _least(least[before:], count, window)
    least[count : count + before] = U64(0)
    _most(least, count + before, window)


class Packed(NamedTuple):
    """Texts end to end in UTF-8, half surrogates included, and where each ends."""

    data: np.ndarray
    ends: np.ndarray


class Scanned(NamedTuple):
    """Folded texts end to end: text n's symbols and fingerprints lie between the n-th
    and the next number of ``symbol_ends`` and ``print_ends``.

    ``starts`` and ``ends`` are places of symbols in characters of the original,
    ``breaks`` say which symbols begin a sentence or clause. A fingerprint covers
    ``lengths`` symbols from ``places`` on.
    """

    symbols: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    breaks: np.ndarray
    symbol_ends: np.ndarray
    prints: np.ndarray
    places: np.ndarray
    lengths: np.ndarray
    print_ends: np.ndarray


def pack(texts: Sequence[str]) -> Packed:
    """Return texts as the kernels read them."""
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    ends = np.zeros(len(encoded) + 1, np.int64)
    np.cumsum([len(each) for each in encoded], out=ends[1:])
    return Packed(np.frombuffer(b"".join(encoded), np.uint8), ends)


def scan(texts: Packed, window: int = WINDOW) -> Scanned:
    """Fold and winnow texts, or only fold them, where the window is 0.

    >>> found = scan(pack(["東河大橋，opened 2026!", ""]))
    >>> found.symbol_ends.tolist(), found.ends[:6].tolist()
    ([0, 6, 6], [1, 2, 3, 4, 11, 16])
    """
    return Scanned(*_scan(texts.data, texts.ends, tables(), window))


@lean
def _choose(hashes, lengths, count, window, least, prints, places, sizes):
    """Write the fingerprints of a text; return how many."""
    winnow(hashes, count, window, least)
    total = UP(0)
    for place in range(count):
        # Written in any case, kept if it is chosen: nothing has to be guessed.
        places[total] = place
        total += UP(least[place] == hashes[place])
    for each in range(total):
        place = places[each]
        prints[each] = (hashes[place] >> LOWER) & MASK
        sizes[each] = lengths[place]
    return np.int64(total)


@kernel
def _read_all(data, offsets, folds):
    """Return the folds of all characters, and where those of each text end."""
    texts = len(offsets) - 1
    size = 0
    for text in range(texts):
        size += min(offsets[text + 1] - offsets[text], MOST_BYTES)
    codes, ends = np.empty(size, np.uint32), np.zeros(texts + 1, np.int64)
    for text in range(texts):
        stop = min(offsets[text + 1], offsets[text] + MOST_BYTES)
        count = read(data, offsets[text], stop, folds, codes[ends[text] :])
        ends[text + 1] = ends[text] + np.int64(count)
    return codes[: ends[-1]], ends


@kernel
def _scan(data, offsets, folds, window):
    codes, code_ends = _read_all(data, offsets, folds.folds)
    room = longest = 0
    for text in range(len(offsets) - 1):
        size = count_room(codes[code_ends[text] : code_ends[text + 1]])
        room, longest = room + size, max(longest, size)
    symbols, breaks = np.empty(room, np.uint32), np.empty(room, np.uint8)
    starts, ends = np.empty(room, np.int32), np.empty(room, np.int32)
    symbol_ends = np.zeros(len(offsets), np.int64)
    prints, places = np.empty(room, np.uint64), np.empty(room, np.int32)
    sizes = np.empty(room, np.uint8)
    print_ends = np.zeros(len(offsets), np.int64)
    hashes, lengths = np.empty(longest, np.uint64), np.empty(longest, np.uint8)
    least = np.empty(longest + window, np.uint64)
    at = total = 0
    for text in range(len(offsets) - 1):
        size = fold_text(
            codes[code_ends[text] : code_ends[text + 1]],
            folds,
            symbols[at:],
            starts[at:],
            ends[at:],
            breaks[at:],
        )
        if window:
            count = gram_hashes(symbols[at : at + size], hashes, lengths)
            total += _choose(
                hashes,
                lengths,
                count,
                window,
                least,
                prints[total:],
                places[total:],
                sizes[total:],
            )
        at += size
        symbol_ends[text + 1] = at
        print_ends[text + 1] = total
    return (
        symbols[:at],
        starts[:at],
        ends[:at],
        breaks[:at],
        symbol_ends,
        prints[:total],
        places[:total],
        sizes[:total],
        print_ends,
    )


def among(texts: Scanned, chosen: np.ndarray) -> Scanned:
    """Return scanned texts with some of their fingerprints only."""
    prints, places, lengths, ends = _among(
        chosen, texts.prints, texts.places, texts.lengths, texts.print_ends
    )
    return texts._replace(
        prints=prints, places=places, lengths=lengths, print_ends=ends
    )


@kernel
def _among(chosen, prints, places, lengths, ends):
    room = chosen.sum() + 1
    found, where = np.empty(room, np.uint64), np.empty(room, np.int32)
    sizes, stops = np.empty(room, np.uint8), np.zeros(len(ends), np.int64)
    total = UP(0)
    for text in range(len(ends) - 1):
        for each in range(ends[text], ends[text + 1]):
            found[total] = prints[each]
            where[total] = places[each]
            sizes[total] = lengths[each]
            total += UP(chosen[each])
        stops[text + 1] = total
    return found[:total], where[:total], sizes[:total], stops


@kernel
def mark_new(prints, print_ends, wanted):
    """Say which fingerprints, of those wanted, their text did not hold before."""
    longest = 1
    for text in range(len(print_ends) - 1):
        count = 0
        for each in range(print_ends[text], print_ends[text + 1]):
            count += wanted[each]
        longest = max(longest, count)
    slots = 16
    while slots < 2 * longest:
        slots *= 2
    seen, owners = np.empty(slots, np.uint64), np.full(slots, -1, np.int32)
    new = np.zeros(len(prints), np.bool_)
    for text in range(len(print_ends) - 1):
        for each in range(print_ends[text], print_ends[text + 1]):
            if wanted[each]:
                new[each] = _is_new(prints[each], text, seen, owners)
    return new


@lean
def _is_new(value, text, seen, owners):
    """Whether a text did not hold this fingerprint yet; remember that it does now."""
    slot = np.int64(value) & (len(seen) - 1)
    while owners[slot] == text:
        if seen[slot] == value:
            return False
        slot = (slot + 1) & (len(seen) - 1)
    owners[slot] = text
    seen[slot] = value
    return True
