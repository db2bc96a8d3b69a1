"""Find the passages two texts share: exact tiles, chained over small changes.

Greedy string tiling (Wise, 1993) with the longest tiles laid first; a short tile is
only believed beside others on about the same diagonal, since three characters in a
row are shared by any two texts on one subject.
"""

from dataclasses import dataclass, field
from operator import or_

import numpy as np

from .normalise import Folded
from .postings import postings_of, spread

SEED = 3
SEED_FACTORS = np.array(
    [0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93, 0xC2B2AE3D27D4EB4F], np.uint64
)
# Symbols a change may be long, between two tiles of one passage.
GAP = 12
# A passage holds one tile of this weight, or tiles of this weight together, ...
LONG, MASS = 8, 14
# ... and is not mostly gaps.
DENSE = 0.3
# Where texts repeat themselves, enough is enough.
MOST_PAIRS, MOST_TILES, MOST_OPEN = 2_000_000, 5_000, 6
TAKEN = b"\x01"


@dataclass(slots=True)
class Run:
    """Tiles that follow each other in both texts, as symbol places."""

    story_start: int
    story_end: int
    article_start: int
    article_end: int
    tiles: list[tuple[int, int, int]] = field(default_factory=list)

    def takes(self, story: int, article: int) -> bool:
        return (
            article - self.article_end <= GAP
            and abs(story - self.tiles[-1][0] - self.tiles[-1][2]) <= GAP
        )

    def take(self, story: int, article: int, length: int) -> None:
        self.tiles.append((story, article, length))
        self.story_start = min(self.story_start, story)
        self.story_end = max(self.story_end, story + length)
        self.article_end = article + length


def tiles(story: Folded, article: Folded) -> list[tuple[int, int, int]]:
    """Return (place in the story, place in the article, length), by article place.

    Tiles do not overlap in either text; places and lengths are in symbols.

    >>> from .normalise import fold
    >>> tiles(fold("甲乙丙丁戊己庚辛"), fold("零甲乙丙丁戊己庚辛"))
    [(0, 1, 8)]
    """
    starts, offsets, lengths = _common_runs(story.symbols, article.symbols)
    order = _most_telling_first(starts, offsets, lengths, article.reach)[:MOST_TILES]
    story_taken = bytearray(len(story.symbols))
    article_taken = bytearray(len(article.symbols))
    laid = []
    chosen = zip(
        starts[order].tolist(),
        offsets[order].tolist(),
        lengths[order].tolist(),
        strict=True,
    )
    for start, offset, length in chosen:
        left, right = _longest_free(
            story_taken[start + offset : start + offset + length],
            article_taken[start : start + length],
        )
        if right - left < SEED:
            continue
        start, length = start + left, right - left
        story_taken[start + offset : start + offset + length] = TAKEN * length
        article_taken[start : start + length] = TAKEN * length
        laid.append((start + offset, start, length))
    return sorted(laid, key=lambda tile: tile[1])


def runs(story: Folded, article: Folded) -> list[Run]:
    """Return the passages shared, by their place in the article."""
    laid: list[Run] = []
    for tile in tiles(story, article):
        for run in laid[: -MOST_OPEN - 1 : -1]:
            if run.takes(tile[0], tile[1]):
                run.take(*tile)
                break
        else:
            start, place, length = tile
            laid.append(Run(start, start + length, place, place + length, [tile]))
    reach = article.reach
    return [run for run in laid if _telling(run, reach)]


def _telling(run: Run, reach: np.ndarray) -> bool:
    weights = [int(reach[at + length] - reach[at]) for _, at, length in run.tiles]
    whole = int(reach[run.article_end] - reach[run.article_start])
    mass = sum(weights)
    return (max(weights) >= LONG or mass >= MASS) and mass >= DENSE * whole


def _common_runs(story: np.ndarray, article: np.ndarray):
    """Return start in the article, offset to the story, and length of every longest
    common run of ``SEED`` symbols or more."""
    none = np.zeros(0, np.int64)
    if min(len(story), len(article)) < SEED:
        return none, none, none
    ours, theirs = _seeds(story), _seeds(article)
    order = np.argsort(ours, kind="stable")
    sought, first, counts = postings_of(ours[order], theirs)
    most = 64
    while counts.sum() > MOST_PAIRS and most:
        counts[counts > most] = 0
        most //= 2
    if not counts.sum():
        return none, none, none
    places = np.repeat(sought, counts)
    offsets = order[spread(first, counts)] - places

    by_diagonal = np.lexsort((places, offsets))
    places, offsets = places[by_diagonal], offsets[by_diagonal]
    breaks = (np.diff(offsets) != 0) | (np.diff(places) != 1)
    firsts = np.concatenate(([0], np.flatnonzero(breaks) + 1))
    lasts = np.append(firsts[1:], len(places)) - 1
    return places[firsts], offsets[firsts], places[lasts] - places[firsts] + SEED


def _seeds(symbols: np.ndarray) -> np.ndarray:
    return sum(
        symbols[place : len(symbols) - SEED + 1 + place] * factor
        for place, factor in enumerate(SEED_FACTORS)
    )


def _most_telling_first(starts, offsets, lengths, reach):
    """Order long runs by weight, then short ones by company on their diagonal.

    A short run without company could not become a passage, so it is left out.
    """
    weights = reach[starts + lengths] - reach[starts]
    # The runs come sorted by offset: the company is a difference of prefix sums.
    sums = np.concatenate(([0], np.cumsum(weights)))
    near = np.searchsorted(offsets, offsets - GAP, "left")
    far = np.searchsorted(offsets, offsets + GAP, "right")
    company = sums[far] - sums[near]
    useful = np.flatnonzero((weights >= LONG) | (company >= MASS))
    weights, company, starts = weights[useful], company[useful], starts[useful]
    long = np.where(weights >= LONG, weights, 0)
    return useful[np.lexsort((starts, -weights, -company, -long))]


def _longest_free(story: bytearray, article: bytearray) -> tuple[int, int]:
    """Return the longest range taken in neither text."""
    if TAKEN not in story and TAKEN not in article:
        return 0, len(story)
    both = bytes(map(or_, story, article))
    longest = max(both.split(TAKEN), key=len)
    left = both.find(longest) if longest else 0
    return left, left + len(longest)
