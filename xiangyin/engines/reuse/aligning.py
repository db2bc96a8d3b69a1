"""Lay a story against an article: exact tiles, chained over small changes.

The article is read from left to right; at each place the longest run that the story
holds too is taken, on the same diagonal as before where there is a choice (greedy
tiling after Wise, 1993). Tiles that follow each other in both texts with small gaps
are a passage. Symbols that stand in familiar phrases count as dull: a passage that is
dull all through is a formula, not reuse.
"""

import numpy as np
from numba import njit

from .folding import CLAUSE, NUMBER, SENTENCE, WORD, weight_of
from .surveying import LOWER, SEED, dull_of, enter, make_entered, make_ground, survey

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
# What is kept of a pair: see ``measure``.
(
    CARRIED,
    MADE_OF,
    MATCHED,
    FRESH,
    BEST,
    LONGEST,
    SPREAD,
    TILES,
    PIECES,
    OURS,
    THEIRS,
    WHOLE,
    STRETCH,
    FILLED,
    NUMBERS,
    OTHER_NUMBERS,
    ARTICLE,
    STORY,
    RUN,
    QUOTED,
    CODE,
) = range(21)
COLUMNS = 21


@njit(cache=True, nogil=True)
def _known(slots, count, marks, places):
    """Write the places whose three symbols the story may hold; return how many."""
    found = np.uintp(0)
    for place in range(count):
        slot = np.uint64(slots[place])
        places[found] = place
        found += (marks[slot >> np.uint64(6)] >> (slot & np.uint64(63))) & np.uint64(1)
    return np.int64(found)


@njit(cache=True, nogil=True)
def _run(story, article, ours, theirs):
    length = 0
    most = min(len(story) - ours, len(article) - theirs)
    while length < most and story[ours + length] == article[theirs + length]:
        length += 1
    return length


@njit(cache=True, nogil=True)
def _longest(story, article, ours, theirs, diagonal, following):
    """Return the length and the place of the longest run of a chain."""
    length, best, nearest = 0, 0, np.int64(1 << 50)
    tries = 0
    while ours >= 0 and tries < TRIES:
        run = _run(story, article, ours, theirs)
        far = abs(ours - theirs - diagonal)
        if run > length or (run == length and far < nearest):
            length, best, nearest = run, ours, far
        ours = np.int64(following[ours])
        tries += 1
    return length, best


@njit(cache=True, nogil=True)
def tile(story, article, ground, entered, tiles):
    """Write (place in the story, in the article, length) of tiles; return how many."""
    known = _known(ground.slots, len(article) - SEED + 1, entered.marks, ground.places)
    count, after, diagonal = 0, 0, np.int64(1 << 40)
    for each in range(known):
        theirs = np.int64(ground.places[each])
        if theirs < after:
            continue
        ours = np.int64(entered.heads[ground.slots[theirs] >> LOWER])
        length, best = _longest(
            story, article, ours, theirs, diagonal, entered.following
        )
        if length < SEED:
            continue
        tiles[count, 0], tiles[count, 1], tiles[count, 2] = best, theirs, length
        count += 1
        if length >= STEADY:
            diagonal = best - theirs
        after = theirs + length
    return count


@njit(cache=True, nogil=True)
def _last_of(tiles, count, first):
    """Return the last tile of the passage that the first one begins."""
    last = first
    while last + 1 < count:
        theirs = tiles[last + 1, 1] - tiles[last, 1] - tiles[last, 2]
        ours = tiles[last + 1, 0] - tiles[last, 0] - tiles[last, 2]
        if theirs > GAP or abs(ours) > GAP:
            break
        last += 1
    return last


@njit(cache=True, nogil=True)
def _is_number(symbol):
    return symbol >= WORD and (symbol & NUMBER) != 0


@njit(cache=True, nogil=True)
def _fill(story, article, tile, following, row):
    """Compare what stands between two tiles, symbol by symbol in order."""
    ours, stop = tile[0] + tile[2], following[0]
    for theirs in range(tile[1] + tile[2], following[1]):
        at = ours
        while at < stop and story[at] != article[theirs]:
            at += 1
        if at < stop:
            row[FILLED] += weight_of(article[theirs])
            ours = at + 1
        elif _is_number(article[theirs]):
            row[OTHER_NUMBERS] += 1


@njit(cache=True, nogil=True)
def _judge_passage(ground, tiles, first, last):
    """Return weight, fresh weight and heaviest fresh tile of a chain, and its span."""
    weight, fresh, longest = 0, 0.0, 0.0
    for each in range(first, last + 1):
        begin, end = tiles[each, 1], tiles[each, 1] + tiles[each, 2]
        own = ground.fresh[end] - ground.fresh[begin]
        weight += ground.weights[end] - ground.weights[begin]
        fresh += own
        longest = max(longest, own)
    end = tiles[last, 1] + tiles[last, 2]
    return weight, fresh, longest, ground.weights[end] - ground.weights[tiles[first, 1]]


@njit(cache=True, nogil=True)
def _quoted(ground, breaks, told, ours, theirs, size):
    """Return the fresh weight of whole sentences of the story in a tile, where they
    are whole clauses of the article at least."""
    first = last = -1
    for step in range(size + 1):
        at, there = theirs + step, ours + step
        if (at == len(breaks) or breaks[at] >= CLAUSE) and (
            there == len(told) or told[there] >= SENTENCE
        ):
            first, last = (at if first < 0 else first), at
    return ground.prose[last] - ground.prose[first] if first >= 0 else 0.0


@njit(cache=True, nogil=True)
def _measure_runs(ground, breaks, told, tiles, first, last, row):
    """Write the longest run of prose, of whole sentences, and the heaviest symbol."""
    for each in range(first, last + 1):
        ours, begin, size = tiles[each, 0], tiles[each, 1], tiles[each, 2]
        run = ground.prose[begin + size] - ground.prose[begin]
        row[RUN] = max(row[RUN], run)
        if run > row[QUOTED]:
            quoted = _quoted(ground, breaks, told, ours, begin, size)
            row[QUOTED] = max(row[QUOTED], quoted)
        for place in range(begin, begin + size):
            code = ground.fresh[place + 1] - ground.fresh[place]
            row[CODE] = max(row[CODE], code)


@njit(cache=True, nogil=True)
def _keep(story, article, tiles, first, last, kept, piece, taken, row):
    """Count the tiles of a passage in, and move them to the front."""
    for each in range(first, last + 1):
        if each < last:
            _fill(story, article, tiles[each], tiles[each + 1], row)
        for column in range(3):
            tiles[kept, column] = tiles[each, column]
        tiles[kept, 3] = piece
        ours, theirs, size = tiles[kept, 0], tiles[kept, 1], tiles[kept, 2]
        for place in range(ours, ours + size):
            row[OURS] += not taken[place]
            taken[place] = True
        row[THEIRS] += size
        for place in range(theirs, theirs + size):
            row[NUMBERS] += _is_number(article[place])
        kept += 1
    return kept


@njit(cache=True, nogil=True)
def measure(story, article, told, breaks, ground, tiles, count, taken, row):
    """Chain tiles into passages and write what they come to into a row.

    Returns how many tiles are kept; they are moved to the front of ``tiles``, with the
    number of their passage in the fourth column. ``told`` are the story's breaks.
    """
    row[:] = 0.0
    kept = pieces = first = 0
    while first < count:
        last = _last_of(tiles, count, first)
        weight, fresh, longest, whole = _judge_passage(ground, tiles, first, last)
        if (longest >= LONG or fresh >= MASS) and weight >= DENSE * whole:
            if kept == 0:
                taken[:] = False
            _measure_runs(ground, breaks, told, tiles, first, last, row)
            kept = _keep(story, article, tiles, first, last, kept, pieces, taken, row)
            pieces += 1
            row[MATCHED] += weight
            row[FRESH] += fresh
            row[BEST] = max(row[BEST], fresh)
            row[LONGEST] = max(row[LONGEST], longest)
            row[SPREAD] += whole
        first = last + 1
    row[TILES], row[PIECES] = kept, pieces
    row[CARRIED] = row[OURS] / max(len(taken), 1)
    row[MADE_OF] = row[THEIRS] / max(len(article), 1)
    return kept


@njit(cache=True, nogil=True)
def count_clauses(ground, clauses, tiles, kept, row):
    """Write the fresh weight of clauses that are carried whole, and of the longest
    stretch of them without another clause between."""
    stretch, tile = 0.0, 0
    for each in range(clauses):
        begin, end = ground.clauses[each], ground.clauses[each + 1]
        while tile < kept and tiles[tile, 1] + tiles[tile, 2] < end:
            tile += 1
        if tile < kept and tiles[tile, 1] <= begin:
            fresh = ground.fresh[end] - ground.fresh[begin]
            row[WHOLE] += fresh
            stretch += fresh
            row[STRETCH] = max(row[STRETCH], stretch)
        else:
            stretch = 0.0


@njit(cache=True, nogil=True)
def longest_of(ends, numbers):
    """Return the most symbols of the texts of these numbers."""
    longest = 0
    for number in numbers:
        longest = max(longest, ends[number + 1] - ends[number])
    return longest


@njit(cache=True, nogil=True)
def _weight(symbols):
    weight = 0
    for symbol in symbols:
        weight += weight_of(symbol)
    return weight


@njit(cache=True, nogil=True)
def align(pairs, stories, articles, dullness):
    """Measure pairs of (article, story); return a row of ``COLUMNS`` for each."""
    rows = np.zeros((len(pairs), COLUMNS), np.float32)
    room = longest_of(stories.symbol_ends, pairs[:, 1]) + 1
    taken, entered = np.empty(room, np.bool_), make_entered(room)
    most = longest_of(articles.symbol_ends, pairs[:, 0])
    tiles, ground = np.empty((most // SEED + 1, 4), np.int32), make_ground(most)
    before, clauses = -1, 0
    for each in range(len(pairs)):
        article, story = pairs[each]
        begin, end = articles.symbol_ends[article], articles.symbol_ends[article + 1]
        theirs, breaks = articles.symbols[begin:end], articles.breaks[begin:end]
        first, last = stories.symbol_ends[story], stories.symbol_ends[story + 1]
        ours, told = stories.symbols[first:last], stories.breaks[first:last]
        if article != before:
            dull = dull_of(articles, article, dullness)
            clauses = survey(theirs, breaks, dull, ground)
            before = article
        enter(ours, entered)
        count = tile(ours, theirs, ground, entered, tiles)
        row, mine = rows[each], taken[: len(ours)]
        kept = measure(ours, theirs, told, breaks, ground, tiles, count, mine, row)
        if kept == 0:
            continue
        count_clauses(ground, clauses, tiles, kept, row)
        row[ARTICLE] = ground.weights[len(theirs)]
        row[STORY] = _weight(ours)
    return rows
