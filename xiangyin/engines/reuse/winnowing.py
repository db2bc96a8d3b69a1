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
from numba import njit

from .folding import fold_text, tables, weight_of

GRAM = 6
WINDOW = 8
# What stands after so many bytes of a text is not looked at: a bound on memory.
MOST_BYTES = 1 << 24
# Fingerprints are cut to this many bits, wherever they are kept, so that a lookup in a
# small table and in a large one mean the same.
BITS = 40

FACTOR = np.uint64(0x9E3779B97F4A7C15)
INVERSE = np.uint64(pow(0x9E3779B97F4A7C15, -1, 1 << 64))
SPREAD = np.uint64(0xD6E8FEB86659FD93)
ONE, TOP = np.uint64(1), np.uint64(64 - BITS)
LARGEST = np.uint64(0xFFFFFFFFFFFFFFFF)


@njit(cache=True, nogil=True)
def mix(value):
    """Spread every bit over the whole number (the finaliser of MurmurHash3)."""
    value = (value ^ (value >> np.uint64(33))) * np.uint64(0xFF51AFD7ED558CCD)
    value = (value ^ (value >> np.uint64(33))) * np.uint64(0xC4CEB9FE1A85EC53)
    return value ^ (value >> np.uint64(33))


@njit(cache=True, nogil=True)
def gram_hashes(symbols, count, hashes, lengths):
    """Write the hash and the length of the gram that starts at each symbol.

    A code that is a gram by itself gets a small hash, to be chosen for sure. Grams at
    the end of the text that do not reach the weight are left out. Returns how many
    there are.
    """
    rolling, power = np.uint64(0), ONE
    weight, start = 0, 0
    for end in range(count):
        value = (np.uint64(symbols[end]) + ONE) * SPREAD
        rolling = rolling * FACTOR + value
        power *= FACTOR
        weight += weight_of(symbols[end])
        while weight >= GRAM:
            hashes[start] = mix(rolling) >> np.uint64(8 if start == end else 0)
            lengths[start] = end - start + 1
            power *= INVERSE
            rolling -= (np.uint64(symbols[start]) + ONE) * SPREAD * power
            weight -= weight_of(symbols[start])
            start += 1
    return start


@njit(cache=True, nogil=True)
def _smallest(hashes, start, end):
    """Return the place of the smallest hash of a range, the rightmost of equals."""
    best = start
    for place in range(start + 1, end):
        if hashes[place] <= hashes[best]:
            best = place
    return best


@njit(cache=True, nogil=True)
def winnow(hashes, count, window, places):
    """Write the places of the grams chosen, the rightmost of equals; return how many."""
    if count == 0:
        return 0
    first = min(window, count)
    best = _smallest(hashes, 0, first)
    places[0] = best
    chosen = 1
    for place in range(first, count):
        if hashes[place] <= hashes[best]:
            best = place
        elif best <= place - window:
            best = _smallest(hashes, place - window + 1, place + 1)
        else:
            continue
        places[chosen] = best
        chosen += 1
    return chosen


@njit(cache=True, nogil=True)
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


class Packed(NamedTuple):
    """Texts end to end in UTF-8, half surrogates included, and where each ends."""

    data: np.ndarray
    ends: np.ndarray


class Scanned(NamedTuple):
    """Folded texts end to end: text n's symbols and fingerprints lie between the n-th
    and the next number of ``symbol_ends`` and ``print_ends``.

    ``starts`` and ``ends`` are places of symbols in characters of the original,
    ``breaks`` say which symbols begin a sentence or clause. A fingerprint covers
    ``lengths`` symbols from ``places`` on; ``news`` says that its text has not held it
    before.
    """

    symbols: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    breaks: np.ndarray
    symbol_ends: np.ndarray
    prints: np.ndarray
    places: np.ndarray
    lengths: np.ndarray
    news: np.ndarray
    print_ends: np.ndarray


def pack(texts: Sequence[str]) -> Packed:
    """Return texts as the kernels read them."""
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    ends = np.zeros(len(encoded) + 1, np.int64)
    np.cumsum([len(each) for each in encoded], out=ends[1:])
    return Packed(np.frombuffer(b"".join(encoded), np.uint8), ends)


def scan(texts: Packed, window: int = WINDOW) -> Scanned:
    """Fold and winnow texts.

    >>> found = scan(pack(["東河大橋，opened 2026!", ""]))
    >>> found.symbol_ends.tolist(), found.ends[:6].tolist()
    ([0, 6, 6], [1, 2, 3, 4, 11, 16])
    """
    sizes = np.minimum(np.diff(texts.ends), MOST_BYTES)
    # No fold has more than six symbols, and only characters of three bytes have them.
    longest = 2 * int(sizes.max(initial=0)) + 2
    room = 2 * int(sizes.sum()) + 2
    return Scanned(*_scan(texts.data, texts.ends, tables(), window, longest, room))


@njit(cache=True, nogil=True)
def _scan(data, offsets, folds, window, longest, room):
    texts = len(offsets) - 1
    symbols, breaks = np.empty(room, np.uint32), np.empty(room, np.uint8)
    starts, ends = np.empty(room, np.int32), np.empty(room, np.int32)
    symbol_ends = np.zeros(texts + 1, np.int64)
    prints, print_news = np.empty(room, np.uint64), np.empty(room, np.bool_)
    print_places = np.empty(room, np.int32)
    print_lengths = np.empty(room, np.uint8)
    print_ends = np.zeros(texts + 1, np.int64)
    hashes, lengths = np.empty(longest, np.uint64), np.empty(longest, np.uint8)
    places = np.empty(longest, np.int32)
    slots = 16
    while slots < longest:
        slots *= 2
    seen, owners = np.empty(slots, np.uint64), np.full(slots, -1, np.int32)
    at = total = 0
    for text in range(texts):
        size = fold_text(
            data,
            offsets[text],
            min(offsets[text + 1], offsets[text] + MOST_BYTES),
            folds,
            symbols[at:],
            starts[at:],
            ends[at:],
            breaks[at:],
        )
        grams = gram_hashes(symbols[at : at + size], size, hashes, lengths)
        for each in range(winnow(hashes, grams, window, places)):
            place = places[each]
            value = hashes[place] >> TOP
            prints[total] = value
            print_places[total] = place
            print_lengths[total] = lengths[place]
            print_news[total] = _is_new(value, text, seen, owners)
            total += 1
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
        print_places[:total],
        print_lengths[:total],
        print_news[:total],
        print_ends,
    )
