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

SEED = 3
SEEDS = 1 << 13
FACTOR = np.uint64(0x9E3779B97F4A7C15)
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
    SENTENCES,
    SAID,
    ARTICLE,
    STORY,
) = range(20)
COLUMNS = 20


@njit(cache=True, nogil=True)
def _seed(symbols, place):
    """Return the slot of the three symbols at a place."""
    value = np.uint64(symbols[place])
    value = value * FACTOR + np.uint64(symbols[place + 1])
    value = value * FACTOR + np.uint64(symbols[place + 2])
    value *= FACTOR
    return np.int64(value >> np.uint64(51))


@njit(cache=True, nogil=True)
def enter(story, heads, following):
    """Enter every three symbols of a story into a table of chains."""
    heads[:] = -1
    for place in range(len(story) - SEED + 1):
        slot = _seed(story, place)
        following[place] = heads[slot]
        heads[slot] = place


@njit(cache=True, nogil=True)
def _run(story, article, ours, theirs):
    length = 0
    most = min(len(story) - ours, len(article) - theirs)
    while length < most and story[ours + length] == article[theirs + length]:
        length += 1
    return length


@njit(cache=True, nogil=True)
def tile(story, article, heads, following, tiles):
    """Write (place in the story, in the article, length) of tiles; return how many."""
    count, theirs, diagonal = 0, 0, np.int64(1 << 40)
    while theirs <= len(article) - SEED:
        length, best, nearest = 0, 0, np.int64(1 << 50)
        ours = np.int64(heads[_seed(article, theirs)])
        tries = 0
        while ours >= 0 and tries < TRIES:
            run = _run(story, article, ours, theirs)
            far = abs(ours - theirs - diagonal)
            if run > length or (run == length and far < nearest):
                length, best, nearest = run, ours, far
            ours = np.int64(following[ours])
            tries += 1
        if length < SEED:
            theirs += 1
            continue
        tiles[count, 0], tiles[count, 1], tiles[count, 2] = best, theirs, length
        count += 1
        if length >= STEADY:
            diagonal = best - theirs
        theirs += length
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
def _weight(symbols, begin, end):
    weight = 0
    for place in range(begin, end):
        weight += weight_of(symbols[place])
    return weight


@njit(cache=True, nogil=True)
def _freshness(article, dull, begin, end):
    fresh = np.float32(0.0)
    for place in range(begin, end):
        fresh += weight_of(article[place]) * (np.float32(1.0) - dull[place])
    return fresh


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
def _judge_passage(article, dull, tiles, first, last):
    """Return weight, fresh weight and heaviest fresh tile of a chain, and its span."""
    weight, fresh, longest = 0, np.float32(0.0), np.float32(0.0)
    for each in range(first, last + 1):
        begin, end = tiles[each, 1], tiles[each, 1] + tiles[each, 2]
        own = _freshness(article, dull, begin, end)
        weight += _weight(article, begin, end)
        fresh += own
        longest = max(longest, own)
    whole = _weight(article, tiles[first, 1], tiles[last, 1] + tiles[last, 2])
    return weight, fresh, longest, whole


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
        taken[ours : ours + size] = True
        row[THEIRS] += size
        for place in range(theirs, theirs + size):
            row[NUMBERS] += _is_number(article[place])
        kept += 1
    return kept


@njit(cache=True, nogil=True)
def measure(story, article, dull, tiles, count, taken, row):
    """Chain tiles into passages and write what they come to into a row.

    Returns how many tiles are kept; they are moved to the front of ``tiles``, with the
    number of their passage in the fourth column.
    """
    row[:] = 0.0
    taken[:] = False
    kept = pieces = first = 0
    while first < count:
        last = _last_of(tiles, count, first)
        weight, fresh, longest, whole = _judge_passage(
            article, dull, tiles, first, last
        )
        if (longest >= LONG or fresh >= MASS) and weight >= DENSE * whole:
            kept = _keep(story, article, tiles, first, last, kept, pieces, taken, row)
            pieces += 1
            row[MATCHED] += weight
            row[FRESH] += fresh
            row[BEST] = max(row[BEST], fresh)
            row[LONGEST] = max(row[LONGEST], longest)
            row[SPREAD] += whole
        first = last + 1
    row[TILES], row[PIECES] = kept, pieces
    row[OURS] = taken.sum()
    row[CARRIED] = row[OURS] / max(len(taken), 1)
    row[MADE_OF] = row[THEIRS] / max(len(article), 1)
    return kept


@njit(cache=True, nogil=True)
def count_clauses(article, breaks, dull, tiles, kept, row):
    """Write the fresh weight of clauses that are carried whole, and of the longest
    stretch of them without another clause between; and so of sentences."""
    stretch = sentence = sentences = np.float32(0.0)
    broken = False
    tile = begin = 0
    while begin < len(article):
        end = begin + 1
        while end < len(article) and breaks[end] < CLAUSE:
            end += 1
        while tile < kept and tiles[tile, 1] + tiles[tile, 2] < end:
            tile += 1
        if breaks[begin] >= SENTENCE:
            sentence, broken = np.float32(0.0), False
        fresh = np.float32(0.0)
        if tile < kept and tiles[tile, 1] <= begin:
            fresh = _freshness(article, dull, begin, end)
            row[WHOLE] += fresh
            stretch += fresh
            sentence += fresh
        else:
            stretch, broken = np.float32(0.0), True
        if not broken and (end == len(article) or breaks[end] >= SENTENCE):
            sentences += sentence
            row[SAID] += sentence
        elif broken:
            sentences = np.float32(0.0)
        row[STRETCH] = max(row[STRETCH], stretch)
        row[SENTENCES] = max(row[SENTENCES], sentences)
        begin = end


@njit(cache=True, nogil=True)
def mark_dull(places, lengths, dullness, size):
    """Return how dull each symbol of an article is, from 0 to 1."""
    dull = np.zeros(size, np.float32)
    for each in range(len(places)):
        for place in range(places[each], places[each] + lengths[each]):
            dull[place] = max(dull[place], dullness[each])
    return dull


@njit(cache=True, nogil=True)
def longest_of(ends, numbers):
    """Return the most symbols of the texts of these numbers."""
    longest = 0
    for number in numbers:
        longest = max(longest, ends[number + 1] - ends[number])
    return longest


@njit(cache=True, nogil=True)
def align(pairs, stories, articles, dullness):
    """Measure pairs of (article, story); return a row of ``COLUMNS`` for each."""
    rows = np.zeros((len(pairs), COLUMNS), np.float32)
    room = longest_of(stories.symbol_ends, pairs[:, 1]) + 1
    heads, following = np.empty(SEEDS, np.int32), np.empty(room, np.int32)
    taken = np.empty(room, np.bool_)
    most = longest_of(articles.symbol_ends, pairs[:, 0]) // SEED + 1
    tiles = np.empty((most, 4), np.int32)
    dull = np.empty(0, np.float32)
    before = -1
    for each in range(len(pairs)):
        article, story = pairs[each]
        begin, end = articles.symbol_ends[article], articles.symbol_ends[article + 1]
        theirs = articles.symbols[begin:end]
        clauses = articles.breaks[begin:end]
        ours = stories.symbols[
            stories.symbol_ends[story] : stories.symbol_ends[story + 1]
        ]
        if article != before:
            first, last = articles.print_ends[article], articles.print_ends[article + 1]
            dull = mark_dull(
                articles.places[first:last],
                articles.lengths[first:last],
                dullness[first:last],
                len(theirs),
            )
            before = article
        enter(ours, heads, following)
        count = tile(ours, theirs, heads, following, tiles)
        kept = measure(ours, theirs, dull, tiles, count, taken[: len(ours)], rows[each])
        if kept == 0:
            continue
        count_clauses(theirs, clauses, dull, tiles, kept, rows[each])
        row = rows[each]
        row[ARTICLE] = _weight(theirs, 0, len(theirs))
        row[STORY] = _weight(ours, 0, len(ours))
    return rows
