"""Lay a story against an article: exact tiles, chained over small changes.

The article is read from left to right; at each place the longest run that the story
holds too is taken, on the same diagonal as before where there is a choice (greedy
tiling after Wise, 1993). Tiles that follow each other in both texts with small gaps
are a passage. Symbols that stand in familiar phrases count as dull: a passage that is
dull all through is a formula, not reuse.
"""

from typing import NamedTuple

import numpy as np

from .compiling import kernel, lean
from .folding import CLAUSE, NUMBER, SENTENCE, U32, WORD, weight_of
from .surveying import (
    LOWER,
    SEED,
    UP,
    enter,
    known,
    leave,
    make_entered,
    make_ground,
    survey,
)

# Where a text repeats itself, enough places are enough.
TRIES = 16
# A tile of so many symbols sets the diagonal.
STEADY = 6
# Symbols a change may be long, between two tiles of one passage.
GAP = 32
# A passage holds one tile of this weight, or tiles of this weight together, ...
LONG, MASS = 8, 14
# ... and is not mostly gaps.
DENSE = 0.3
# A code weighs so much more than a character.
CODE_WEIGHS = 11
# What is kept of a pair: see ``measure``.
(
    CARRIED,
    MADE_OF,
    MATCHED,
    FRESH,
    BEST,
    SPREAD,
    TILES,
    PIECES,
    OURS,
    THEIRS,
    WHOLE,
    STRETCH,
    NUMBERS,
    OTHER_NUMBERS,
    ARTICLE,
    STORY,
    RUN,
    QUOTED,
    CODE,
) = range(19)
COLUMNS = 19


class Laid(NamedTuple):
    """A row of ``COLUMNS`` for each pair, and its tiles: place in the story, in the
    article, length. ``ends`` is where the tiles of each pair end."""

    rows: np.ndarray
    tiles: np.ndarray
    ends: np.ndarray


@lean
def _run(story, article, ours, theirs):
    length, most = UP(0), min(UP(len(story)) - ours, UP(len(article)) - theirs)
    while length < most and story[ours + length] == article[theirs + length]:
        length += UP(1)
    return length


@lean
def _longest(story, article, head, theirs, diagonal, following):
    """Return the length and the place of the longest run of a chain."""
    length, best, nearest = UP(0), UP(0), np.int64(1 << 50)
    tries = 0
    while head >= 0 and tries < TRIES:
        ours = UP(head)
        run = _run(story, article, ours, theirs)
        far = abs(np.int64(ours) - np.int64(theirs) - diagonal)
        if run > length or (run == length and far < nearest):
            length, best, nearest = run, ours, far
        head = following[ours]
        tries += 1
    return length, best


@lean
def tile(story, article, ground, entered, tiles):
    """Write (place in the story, in the article, length) of tiles; return how many."""
    threes = known(ground.slots, len(article) - SEED + 1, entered.marks, ground.places)
    count, after, diagonal = UP(0), UP(0), np.int64(1 << 40)
    for each in range(threes):
        theirs = UP(ground.places[each])
        if theirs < after:
            continue
        head = entered.heads[ground.slots[theirs] >> LOWER]
        length, best = _longest(
            story, article, head, theirs, diagonal, entered.following
        )
        if length < UP(SEED):
            continue
        tiles[count, 0], tiles[count, 1], tiles[count, 2] = best, theirs, length
        count += UP(1)
        if length >= UP(STEADY):
            diagonal = np.int64(best) - np.int64(theirs)
        after = theirs + length
    return count


@lean
def _last_of(tiles, count, first):
    """Return the last tile of the passage that the first one begins."""
    last = first
    while last + UP(1) < count:
        theirs = tiles[last + UP(1), 1] - tiles[last, 1] - tiles[last, 2]
        ours = tiles[last + UP(1), 0] - tiles[last, 0] - tiles[last, 2]
        if theirs > GAP or abs(ours) > GAP:
            break
        last += UP(1)
    return last


@lean
def _is_number(symbol):
    return symbol >= WORD and (symbol & NUMBER) != 0


@lean
def _other_numbers(story, article, tiles, each):
    """Return how many numbers stand in the article between a tile and the next that do
    not, in that order, in the story."""
    begin, end = tiles[each, 1] + tiles[each, 2], tiles[each + 1, 1]
    others, left = 0, 0
    for theirs in range(begin, end):
        left += _is_number(article[theirs])
    ours, stop = tiles[each, 0] + tiles[each, 2], tiles[each + 1, 0]
    for theirs in range(begin, end):
        if left == 0:
            break
        at, is_number = ours, _is_number(article[theirs])
        while at < stop and story[at] != article[theirs]:
            at += 1
        if at < stop:
            ours = at + 1
        else:
            others += is_number
        left -= is_number
    return others


@lean
def _within(sums, tiles, each):
    """Return what the symbols in a tile come to, by sums over an article."""
    begin = UP(tiles[each, 1])
    return sums[begin + UP(tiles[each, 2])] - sums[begin]


@lean
def _weigh(ground, tiles, first, last):
    """Return the weight of a chain, and that of its whole span."""
    weight = 0
    for each in range(first, last + UP(1)):
        weight += _within(ground.weights, tiles, each)
    end = UP(tiles[last, 1]) + UP(tiles[last, 2])
    return weight, ground.weights[end] - ground.weights[UP(tiles[first, 1])]


@lean
def _freshness(ground, tiles, first, last):
    """Return the fresh weight of a chain and its heaviest fresh tile."""
    fresh = longest = 0.0
    for each in range(first, last + UP(1)):
        own = _within(ground.fresh, tiles, each)
        fresh += own
        longest = max(longest, own)
    return fresh, longest


@lean
def _between(breaks, told, theirs, ours):
    """Whether a clause of the article ends here at least, and a sentence of the story."""
    return (theirs == len(breaks) or breaks[theirs] >= CLAUSE) and (
        ours == len(told) or told[ours] >= SENTENCE
    )


@lean
def _quoted(ground, breaks, told, ours, theirs, size):
    """Return the fresh weight of whole sentences of the story in a tile, where they
    are whole clauses of the article at least."""
    first, last = 0, size
    while first < last and not _between(breaks, told, theirs + first, ours + first):
        first += 1
    while first < last and not _between(breaks, told, theirs + last, ours + last):
        last -= 1
    return ground.prose[theirs + last] - ground.prose[theirs + first]


@lean
def _measure_runs(ground, breaks, told, tiles, first, last, row):
    """Write the longest run of prose, of whole sentences, and the heaviest code.

    Sentences that are no longer than a long tile say nothing and are not looked for.
    """
    longest, code = row[RUN], row[CODE]
    for each in range(first, last + UP(1)):
        ours, begin, size = tiles[each, 0], tiles[each, 1], tiles[each, 2]
        run = _within(ground.prose, tiles, each)
        longest = max(longest, run)
        if run > LONG and run > row[QUOTED]:
            quoted = _quoted(ground, breaks, told, ours, begin, size)
            row[QUOTED] = max(row[QUOTED], quoted)
        if _within(ground.weights, tiles, each) >= size + CODE_WEIGHS:
            for place in range(UP(begin), UP(begin + size)):
                code = max(code, ground.fresh[place + UP(1)] - ground.fresh[place])
    row[RUN], row[CODE] = longest, code


@lean
def _keep(story, article, tiles, first, last, kept, taken, row):
    """Count the tiles of a passage in, and move them to the front."""
    new = size_of_all = numbers = others = 0
    for each in range(first, last + UP(1)):
        if each < last:
            others += _other_numbers(story, article, tiles, each)
        ours, theirs, size = tiles[each, 0], tiles[each, 1], tiles[each, 2]
        tiles[kept, 0], tiles[kept, 1], tiles[kept, 2] = ours, theirs, size
        for place in range(UP(ours), UP(ours + size)):
            new += not taken[place]
            taken[place] = True
        for place in range(UP(theirs), UP(theirs + size)):
            numbers += _is_number(article[place])
        size_of_all += size
        kept += UP(1)
    row[OURS] += new
    row[THEIRS] += size_of_all
    row[NUMBERS] += numbers
    row[OTHER_NUMBERS] += others
    return kept


@lean
def measure(story, article, told, breaks, ground, tiles, count, taken, row):
    """Chain tiles into passages and write what they come to into a row of zeros.

    Returns how many tiles are kept; they are moved to the front of ``tiles``. ``told``
    are the story's breaks.
    """
    kept, pieces, first = UP(0), 0, UP(0)
    while first < count:
        last = _last_of(tiles, count, first)
        weight, whole = _weigh(ground, tiles, first, last)
        if weight < LONG or weight < DENSE * whole:
            first = last + UP(1)
            continue
        fresh, longest = _freshness(ground, tiles, first, last)
        if longest >= LONG or fresh >= MASS:
            if kept == 0:
                taken[:] = False
            _measure_runs(ground, breaks, told, tiles, first, last, row)
            kept = _keep(story, article, tiles, first, last, kept, taken, row)
            pieces += 1
            row[MATCHED] += weight
            row[FRESH] += fresh
            row[BEST] = max(row[BEST], fresh)
            row[SPREAD] += whole
        first = last + UP(1)
    row[TILES], row[PIECES] = kept, pieces
    row[CARRIED] = row[OURS] / max(len(taken), 1)
    row[MADE_OF] = row[THEIRS] / max(len(article), 1)
    return np.int64(kept)


@lean
def count_clauses(ground, clauses, tiles, kept, row):
    """Write the fresh weight of clauses that are carried whole, and of the longest
    stretch of them without another clause between."""
    stretch, after = 0.0, 0
    for tile in range(kept):
        begin, stop = tiles[tile, 1], tiles[tile, 1] + tiles[tile, 2]
        clause = ground.begun[begin]
        while clause < clauses and ground.clauses[clause + 1] <= stop:
            fresh = ground.fresh[ground.clauses[clause + 1]]
            fresh -= ground.fresh[ground.clauses[clause]]
            row[WHOLE] += fresh
            stretch = (stretch if clause == after else 0.0) + fresh
            row[STRETCH] = max(row[STRETCH], stretch)
            clause += 1
            after = clause


@lean
def longest_of(ends, numbers):
    """Return the most symbols of the texts of these numbers."""
    longest = 0
    for number in numbers:
        longest = max(longest, ends[number + 1] - ends[number])
    return longest


@lean
def _weight(symbols):
    weight = U32(0)
    # By place: numba's loop over the values themselves is done one at a time.
    for place in range(len(symbols)):
        weight = U32(weight + U32(weight_of(symbols[place])))
    return np.int64(weight)


@kernel
def with_room(found, total, more):
    """Return an array that has room for more rows."""
    if total + more <= len(found):
        return found
    wider = np.empty((2 * (total + more), found.shape[1]), np.int32)
    wider[:total] = found[:total]
    return wider


@kernel
def align(pairs, stories, articles, dullness):
    """Measure pairs of (article, story), and keep their tiles."""
    entered = make_entered(longest_of(stories.symbol_ends, pairs[:, 1]) + 1)
    longest = longest_of(articles.symbol_ends, pairs[:, 0])
    ground, most, done = make_ground(longest), longest // SEED + 1, 0
    rows = np.zeros((len(pairs), COLUMNS), np.float32)
    tiles = np.empty((8 * len(pairs) + most, 3), np.int32)
    ends = np.zeros(len(pairs) + 1, np.int64)
    while done < len(pairs):
        tiles = with_room(tiles, ends[done], most)
        laid = Laid(rows, tiles, ends)
        done = _align_some(
            pairs, stories, articles, dullness, ground, entered, laid, done, most
        )
    return Laid(rows, tiles[: ends[-1]], ends)


@lean
def _align_some(pairs, stories, articles, dullness, ground, entered, laid, done, most):
    """Measure pairs while there is room for the ``most`` tiles that one may have.

    ``done`` are done already; returns how many are then.
    """
    before, clauses = -1, 0
    while done < len(pairs) and laid.ends[done] + most <= len(laid.tiles):
        article, story = pairs[done]
        if article != before:
            clauses = survey(articles, article, dullness, ground)
            before = article
        begin, end = articles.symbol_ends[article], articles.symbol_ends[article + 1]
        theirs, breaks = articles.symbols[begin:end], articles.breaks[begin:end]
        first, last = stories.symbol_ends[story], stories.symbol_ends[story + 1]
        ours, told = stories.symbols[first:last], stories.breaks[first:last]
        threes = enter(ours, ground.marks, entered)
        row, tiles = laid.rows[done], laid.tiles[laid.ends[done] :]
        count = tile(ours, theirs, ground, entered, tiles)
        leave(threes, entered)
        taken = entered.taken[: len(ours)]
        kept = measure(ours, theirs, told, breaks, ground, tiles, count, taken, row)
        if kept:
            count_clauses(ground, clauses, tiles, kept, row)
            row[ARTICLE] = ground.weights[len(theirs)]
            row[STORY] = _weight(ours)
        done += 1
        laid.ends[done] = laid.ends[done - 1] + kept
    return done
