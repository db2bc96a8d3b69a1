"""Learn of a story and of an article what laying them side by side will ask for.

Both are read once, however many texts they are laid against.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from .folding import CLAUSE, weight_of

SEED = 3
# Three symbols are hashed to so many bits; all of them say whether a story holds them at
# all, and the higher ones where.
BITS, HEAD_BITS = 16, 13
SHIFT, LOWER = np.uint64(64 - BITS), BITS - HEAD_BITS
U64 = np.uint64
ONE, SIX, LAST = U64(1), U64(6), U64(63)
FACTOR = np.uint64(0x9E3779B97F4A7C15)
# Clauses that weigh less are markup, addresses and lists, not prose.
PROSE = 4


class Ground(NamedTuple):
    """What is known of an article before any story is laid against it.

    ``marks`` say which threes it has; ``weights``, ``fresh`` and ``prose`` (what is fresh in clauses of some length) are
    sums over the symbols before each place, ``slots`` the hashes of three symbols,
    ``clauses`` where each clause begins. ``places`` is scratch.
    """

    slots: np.ndarray
    marks: np.ndarray
    weights: np.ndarray
    fresh: np.ndarray
    prose: np.ndarray
    clauses: np.ndarray
    places: np.ndarray


class Entered(NamedTuple):
    """A story, by those of its threes that the article may have: which there are, the
    last of each slot, and the one before each. ``places`` is where they stand."""

    marks: np.ndarray
    heads: np.ndarray
    following: np.ndarray
    slots: np.ndarray
    places: np.ndarray


@njit(cache=True, nogil=True)
def make_ground(room):
    return Ground(
        np.empty(room, np.uint16),
        np.zeros(1 << BITS >> 6, np.uint64),
        np.zeros(room + 1, np.int32),
        np.zeros(room + 1, np.float64),
        np.zeros(room + 1, np.float64),
        np.empty(room + 1, np.int32),
        np.empty(room + 1, np.int32),
    )


@njit(cache=True, nogil=True)
def make_entered(room):
    return Entered(
        np.zeros(1 << BITS >> 6, np.uint64),
        np.full(1 << HEAD_BITS, -1, np.int32),
        np.empty(room, np.int32),
        np.empty(room, np.uint16),
        np.empty(room, np.int32),
    )


@njit(cache=True, nogil=True)
def _find_slots(symbols, slots):
    """Write the slot of the three symbols at each place."""
    for place in range(len(symbols) - SEED + 1):
        value = np.uint64(symbols[place]) * FACTOR + np.uint64(symbols[place + 1])
        value = (value * FACTOR + np.uint64(symbols[place + 2])) * FACTOR
        slots[place] = value >> SHIFT


@njit(cache=True, nogil=True)
def survey(symbols, breaks, dull, ground):
    """Learn what is to be known of an article; return how many clauses it has."""
    _find_slots(symbols, ground.slots)
    ground.marks[:] = 0
    for place in range(len(symbols) - SEED + 1):
        slot = U64(ground.slots[place])
        ground.marks[slot >> SIX] |= ONE << (slot & LAST)
    weight, fresh, count = 0, 0.0, np.uintp(0)
    for place in range(len(symbols)):
        ground.clauses[count] = place
        count += np.uintp(place == 0 or breaks[place] >= CLAUSE)
        each = weight_of(symbols[place])
        weight += each
        fresh += each * (1.0 - dull[place])
        ground.weights[place + 1] = weight
        ground.fresh[place + 1] = fresh
    ground.clauses[count] = len(symbols)
    _find_prose(ground, np.int64(count))
    return np.int64(count)


@njit(cache=True, nogil=True)
def _find_prose(ground, clauses):
    for clause in range(clauses):
        begin, end = ground.clauses[clause], ground.clauses[clause + 1]
        counts = ground.weights[end] - ground.weights[begin] >= PROSE
        before = ground.prose[begin] - (ground.fresh[begin] if counts else 0.0)
        for place in range(begin + 1, end + 1):
            ground.prose[place] = before + (ground.fresh[place] if counts else 0.0)


@njit(cache=True, nogil=True)
def known(slots, count, marks, places):
    """Write the places whose three symbols are marked; return how many."""
    found = np.uintp(0)
    for place in range(count):
        slot = U64(slots[place])
        # Written in any case, kept if it is marked.
        places[found] = place
        found += (marks[slot >> SIX] >> (slot & LAST)) & ONE
    return np.int64(found)


@njit(cache=True, nogil=True)
def enter(story, marks, entered):
    """Enter the threes of a story that are marked into a table of chains, which is
    empty; return how many there are."""
    _find_slots(story, entered.slots)
    count = known(entered.slots, len(story) - SEED + 1, marks, entered.places)
    for each in range(count):
        place = entered.places[each]
        slot = U64(entered.slots[place])
        entered.marks[slot >> SIX] |= ONE << (slot & LAST)
        entered.following[place] = entered.heads[slot >> U64(LOWER)]
        entered.heads[slot >> U64(LOWER)] = place
    return count


@njit(cache=True, nogil=True)
def leave(count, entered):
    """Empty the table of what was entered."""
    for each in range(count):
        slot = U64(entered.slots[entered.places[each]])
        entered.marks[slot >> SIX] = 0
        entered.heads[slot >> U64(LOWER)] = -1


@njit(cache=True, nogil=True)
def dull_of(articles, article, dullness):
    """Return how dull each symbol of one of the articles is, from 0 to 1.

    ``dullness`` is of each of the fingerprints, and, the last one, of all the rest.
    """
    size = articles.symbol_ends[article + 1] - articles.symbol_ends[article]
    dull = np.full(size, dullness[-1], np.float32)
    for each in range(articles.print_ends[article], articles.print_ends[article + 1]):
        begin = articles.places[each]
        for place in range(begin, begin + articles.lengths[each]):
            dull[place] = max(dull[place], dullness[each])
    return dull
