"""Say which passages two texts share, as ranges an editor would mark.

Exact tiles are joined over small changes; a clause that was rewritten but keeps three
of its ten symbols in order belongs to the passage, one that was put in its place does
not.
"""

import numpy as np

from .aligning import LONG, longest_of, with_room
from .compiling import kernel, lean
from .folding import CLAUSE, SENTENCE

# Symbols between two tiles that are compared one by one.
BRIDGE = 80
# A clause belongs to a passage if this share of it is there, in order; a smaller one
# where hardly a clause was left as it was, and then some may be missing between.
SHARE, LOOSE_SHARE, BREAKS, LOOSE_BREAKS = 0.3, 0.1, 1, 16
UNTOUCHED = 0.35
# Symbols between two of a passage at most, and from its end to that of its sentence.
LONGEST_GAP, FAR = 160, 60
# A passage with fewer changes than this was not rewritten.
DENSE_ENOUGH = 0.93
# Symbols by which a story may jump within a passage, where nothing or something stands
# between in the article.
JUMP, CHANGED_JUMP = 3, 40


@lean
def _pair_gap(story, article, tiles, each, partner):
    """Find the partners of symbols between one tile and the next, in order."""
    ours, stop = tiles[each, 0] + tiles[each, 2], tiles[each + 1, 0]
    begin, end = tiles[each, 1] + tiles[each, 2], tiles[each + 1, 1]
    if end - begin > BRIDGE or not 0 < stop - ours <= BRIDGE:
        return
    for theirs in range(begin, end):
        at = ours
        while at < stop and story[at] != article[theirs]:
            at += 1
        if at < stop:
            partner[theirs] = at
            ours = at + 1


@lean
def pair_up(story, article, tiles, partner):
    """Write the place in the story of each symbol of the article, or -1."""
    partner[:] = -1
    for each in range(len(tiles)):
        ours, theirs, size = tiles[each, 0], tiles[each, 1], tiles[each, 2]
        for step in range(size):
            partner[theirs + step] = ours + step
        if each + 1 < len(tiles):
            _pair_gap(story, article, tiles, each, partner)


@lean
def _drop_clauses(breaks, partner, share):
    """Forget stray symbols of clauses that are not carried, but not long runs."""
    begin = found = 0
    for place in range(len(partner)):
        if place > begin and breaks[place] >= CLAUSE:
            if 0 < found < share * (place - begin):
                _drop_short_runs(partner, begin, place)
            begin, found = place, 0
        found += partner[place] >= 0
    if 0 < found < share * (len(partner) - begin):
        _drop_short_runs(partner, begin, len(partner))


@lean
def _drop_short_runs(partner, begin, end):
    at = begin
    while at < end:
        run = at + 1
        while run < end and partner[run] == partner[run - 1] + 1:
            run += 1
        if run - at < LONG:
            partner[at:run] = -1
        at = run


@lean
def _begin_of(breaks, begin, floor, level):
    """Return where the clause or sentence begins, unless that is far away."""
    at = begin
    while at > floor and breaks[at] < level and begin - at < FAR:
        at -= 1
    return at if at == floor or breaks[at] >= level else begin


@lean
def _finish_of(breaks, end, ceiling, level):
    """Return where it ends, unless that is far away."""
    at = end
    while at < ceiling and breaks[at] < level and at - end < FAR:
        at += 1
    return at if at == ceiling or breaks[at] >= level else end


@lean
def _widen(breaks, told, partner, ranges, each, count, loose):
    """Let a rewritten passage begin and end where its first and last clause do, and one
    that is rewritten all through where its sentences do."""
    passage = ranges[each]
    begin, end = passage[2], passage[3]
    found = 0
    for place in range(begin, end):
        found += partner[place] >= 0
    if found >= DENSE_ENOUGH * (end - begin):
        return
    level = SENTENCE if loose else CLAUSE
    floor = ranges[each - 1, 3] if each else 0
    ceiling = ranges[each + 1, 2] if each + 1 < count else len(partner)
    passage[2] = _begin_of(breaks, begin, floor, level)
    passage[3] = _finish_of(breaks, end, ceiling, level)
    passage[0] = _begin_of(told, passage[0], 0, level)
    passage[1] = _finish_of(told, passage[1], len(told), level)


@lean
def _runs_on(breaks, partner, before, place, most):
    """Whether a symbol goes on with the passage that the one before belongs to."""
    if place - before > LONGEST_GAP:
        return False
    jump = abs((partner[place] - partner[before]) - (place - before))
    if jump > (JUMP if place == before + 1 else CHANGED_JUMP):
        return False
    whole = 0
    for between in range(before + 1, place + 1):
        whole += breaks[between] >= CLAUSE
    return whole <= most


@lean
def outline(breaks, told, partner, loose, ranges):
    """Write (story start, end, article start, end) in symbols; return how many."""
    _drop_clauses(breaks, partner, LOOSE_SHARE if loose else SHARE)
    most = LOOSE_BREAKS if loose else BREAKS
    count, before = 0, -1
    for place in range(len(partner)):
        ours = partner[place]
        if ours < 0:
            continue
        if before == place - 1 >= 0 and partner[before] == ours - 1:
            # One further in both: nothing to ask.
            ranges[count - 1, 1] = max(ranges[count - 1, 1], ours + 1)
            ranges[count - 1, 3] = place + 1
            before = place
            continue
        if before >= 0 and _runs_on(breaks, partner, before, place, most):
            ranges[count - 1, 0] = min(ranges[count - 1, 0], ours)
            ranges[count - 1, 1] = max(ranges[count - 1, 1], ours + 1)
            ranges[count - 1, 3] = place + 1
        else:
            ranges[count, 0], ranges[count, 1] = ours, ours + 1
            ranges[count, 2], ranges[count, 3] = place, place + 1
            count += 1
        before = place
    for each in range(count):
        _widen(breaks, told, partner, ranges, each, count, loose)
    return count


@lean
def _end_of(texts, after, stop):
    """Return where a passage ends in characters, its last comma or full stop in it."""
    end = texts.ends[after - 1]
    if after < stop and texts.breaks[after] >= CLAUSE and texts.starts[after] > end:
        return end + 1
    return end


@kernel
def outlines(pairs, stories, articles, chosen, tiles, tile_ends, loose):
    """Return passages in characters of the originals, and the number before each pair.

    Pairs are (article, story); ``chosen`` says which of those that were aligned each is,
    and ``loose`` whether it is rewritten all through. Columns are story start, end,
    article start, end.
    """
    most = longest_of(articles.symbol_ends, pairs[:, 0]) + 1
    partner, ranges = np.empty(most, np.int32), np.empty((most, 4), np.int32)
    ends = np.zeros(len(pairs) + 1, np.int64)
    found, total = np.empty((4 * len(pairs) + 1, 4), np.int32), 0
    for each in range(len(pairs)):
        article, story = pairs[each]
        theirs, ours = articles.symbol_ends[article], stories.symbol_ends[story]
        theirs_end = articles.symbol_ends[article + 1]
        ours_end = stories.symbol_ends[story + 1]
        breaks, told = articles.breaks[theirs:theirs_end], stories.breaks[ours:ours_end]
        mine, laid = partner[: len(breaks)], chosen[each]
        pair_up(
            stories.symbols[ours:ours_end],
            articles.symbols[theirs:theirs_end],
            tiles[tile_ends[laid] : tile_ends[laid + 1]],
            mine,
        )
        count = outline(breaks, told, mine, loose[each], ranges)
        found = with_room(found, total, count)
        for passage in range(count):
            begin, end, from_there, to_there = ranges[passage]
            found[total, 0] = stories.starts[ours + begin]
            found[total, 1] = _end_of(stories, ours + end, ours_end)
            found[total, 2] = articles.starts[theirs + from_there]
            found[total, 3] = _end_of(articles, theirs + to_there, theirs_end)
            total += 1
        ends[each + 1] = total
    return found[:total], ends
