"""Learn of a story and of an article what laying them side by side will ask for.

Both are read once, however many texts they are laid against.
"""

from typing import NamedTuple

import numpy as np

from .compiling import kernel, lean
from .folding import CLAUSE, weight_of

SEED = 3
# Three symbols are hashed to so many bits; all of them say whether a story holds them at
# all, and the higher ones where.
BITS, HEAD_BITS = 16, 13
U64, UP = np.uint64, np.uintp
SHIFT, LOWER = U64(64 - BITS), U64(BITS - HEAD_BITS)
ONE, SIX, LAST = U64(1), U64(6), U64(63)
FACTOR = U64(0x9E3779B97F4A7C15)
# Clauses that weigh less are markup, addresses and lists, not prose.
PROSE = 4


class Ground(NamedTuple):
    """What is known of an article before any story is laid against it.

    ``slots`` are the hashes of three symbols at each place, ``marks`` say which there
    are; ``weights``, ``fresh`` and ``prose`` (what is fresh in clauses of some length)
    are sums over the symbols before each place, ``clauses`` where each clause begins,
    ``begun`` how many do before each place. ``places`` and ``dull`` are scratch.
    """

    slots: np.ndarray
    marks: np.ndarray
    weights: np.ndarray
    fresh: np.ndarray
    prose: np.ndarray
    clauses: np.ndarray
    begun: np.ndarray
    places: np.ndarray
    dull: np.ndarray


class Entered(NamedTuple):
    """A story, by those of its threes that the article may have: which there are, the
    last of each slot, and the one before each. ``places`` is where they stand, and
    ``taken`` what passages carry."""

    marks: np.ndarray
    heads: np.ndarray
    following: np.ndarray
    slots: np.ndarray
    places: np.ndarray
    taken: np.ndarray


@kernel
def make_ground(room):
    return Ground(
        np.empty(room, np.uint16),
        np.zeros(1 << BITS >> 6, np.uint64),
        np.zeros(room + 1, np.int32),
        np.zeros(room + 1, np.float64),
        np.zeros(room + 1, np.float64),
        np.empty(room + 1, np.int32),
        np.empty(room, np.int32),
        np.empty(room, np.int32),
        np.empty(room, np.float32),
    )


@kernel
def make_entered(room):
    return Entered(
        np.zeros(1 << BITS >> 6, np.uint64),
        np.full(1 << HEAD_BITS, -1, np.int32),
        np.empty(room, np.int32),
        np.empty(room, np.uint16),
        np.empty(room, np.int32),
        np.empty(room, np.bool_),
    )


@lean
def _find_slots(symbols, slots):
    """Write the slot of the three symbols at each place."""
    for place in range(len(symbols) - SEED + 1):
        value = U64(symbols[place]) * FACTOR + U64(symbols[place + 1])
        value = (value * FACTOR + U64(symbols[place + 2])) * FACTOR
        slots[place] = value >> SHIFT


@lean
def survey(articles, article, dullness, ground):
    """Learn what is to be known of an article; return how many clauses it has."""
    begin, end = articles.symbol_ends[article], articles.symbol_ends[article + 1]
    symbols, breaks = articles.symbols[begin:end], articles.breaks[begin:end]
    _find_slots(symbols, ground.slots)
    ground.marks[:] = 0
    for place in range(len(symbols) - SEED + 1):
        slot = U64(ground.slots[place])
        ground.marks[slot >> SIX] |= ONE << (slot & LAST)
    _find_dull(articles, article, dullness, ground.dull[: len(symbols)])
    weight, fresh, count = 0, 0.0, UP(0)
    for place in range(len(symbols)):
        ground.clauses[count], ground.begun[place] = place, count
        count += UP(place == 0 or breaks[place] >= CLAUSE)
        each = weight_of(symbols[place])
        weight += each
        fresh += each * (1.0 - ground.dull[place])
        ground.weights[place + 1] = weight
        ground.fresh[place + 1] = fresh
    ground.clauses[count] = len(symbols)
    _find_prose(ground, np.int64(count))
    return np.int64(count)


@lean
def _find_dull(articles, article, dullness, dull):
    """Write how dull each symbol of one of the articles is, from 0 to 1.

    ``dullness`` is of each of the fingerprints, and, the last one, of all the rest.
    """
    dull[:] = dullness[-1]
    for each in range(articles.print_ends[article], articles.print_ends[article + 1]):
        begin = articles.places[each]
        for place in range(begin, begin + articles.lengths[each]):
            dull[place] = max(dull[place], dullness[each])


@lean
def _find_prose(ground, clauses):
    for clause in range(clauses):
        begin, end = ground.clauses[clause], ground.clauses[clause + 1]
        counts = ground.weights[end] - ground.weights[begin] >= PROSE
        before = ground.prose[begin] - (ground.fresh[begin] if counts else 0.0)
        for place in range(begin + 1, end + 1):
            ground.prose[place] = before + (ground.fresh[place] if counts else 0.0)


@lean
def known(slots, count, marks, places):
    """Write the places whose three symbols are marked; return how many."""
    found = UP(0)
    for place in range(count):
        slot = U64(slots[place])
        # Written in any case, kept if it is marked.
        places[found] = place
        found += UP((marks[slot >> SIX] >> (slot & LAST)) & ONE)
    return found


@lean
def enter(story, marks, entered):
    """Enter the threes of a story that are marked into a table of chains, which is
    empty; return how many there are."""
    _find_slots(story, entered.slots)
    count = known(entered.slots, len(story) - SEED + 1, marks, entered.places)
    for each in range(count):
        place = UP(entered.places[each])
        slot = U64(entered.slots[place])
        entered.marks[slot >> SIX] |= ONE << (slot & LAST)
        entered.following[place] = entered.heads[slot >> LOWER]
        entered.heads[slot >> LOWER] = place
    return count


@lean
def leave(count, entered):
    """Empty the table of what was entered."""
    for each in range(count):
        slot = U64(entered.slots[UP(entered.places[each])])
        entered.marks[slot >> SIX] = 0
        entered.heads[slot >> LOWER] = -1
