"""Measure what two texts share, in the terms the verdict is reached by."""

from dataclasses import dataclass

from .align import runs
from .normalise import Folded


@dataclass(frozen=True)
class Passage:
    """A stretch of a story found in an article, small changes included.

    Half-open character ranges in the two texts as they were given.
    """

    story_start: int
    story_end: int
    article_start: int
    article_end: int


@dataclass(frozen=True)
class Overlap:
    """What a story and an article share. ``carried`` and ``made_of`` are shares of
    folded characters; ``mass``, ``longest`` and ``spread`` are weights (a character is
    1, a word 2): of all tiles, of the longest tile, of the passages with their gaps.
    """

    carried: float = 0.0
    made_of: float = 0.0
    mass: int = 0
    longest: int = 0
    spread: int = 0
    tiles: int = 0
    passages: tuple[Passage, ...] = ()


def overlap(story: Folded, article: Folded) -> Overlap:
    """Lay a story against an article.

    >>> from .normalise import fold
    >>> found = overlap(fold("东河大桥通车了"), fold("据悉,東河大橋,通車了。"))
    >>> found.carried, found.passages
    (1.0, (Passage(story_start=0, story_end=7, article_start=3, article_end=11),))
    """
    if not len(story) or not len(article):
        return Overlap()
    # The common case, and the only way to see through a text that repeats itself.
    at = article.text.find(story.text)
    if at >= 0:
        return _whole(story, article, (0, len(story)), (at, at + len(story)))
    at = story.text.find(article.text)
    if at >= 0:
        return _whole(story, article, (at, at + len(article)), (0, len(article)))
    return _pieces(story, article)


def _whole(story, article, ours, theirs) -> Overlap:
    shared = ours[1] - ours[0]
    weight = int(min(story.reach[-1], article.reach[-1]))
    return Overlap(
        carried=shared / len(story),
        made_of=shared / len(article),
        mass=weight,
        longest=weight,
        spread=weight,
        tiles=1,
        passages=(Passage(*story.original(*ours), *article.original(*theirs)),),
    )


def _pieces(story, article) -> Overlap:
    found = runs(story, article)
    if not found:
        return Overlap()
    tiles = [tile for run in found for tile in run.tiles]
    ours = sum(story.starts[at + size] - story.starts[at] for at, _, size in tiles)
    theirs = sum(
        article.starts[at + size] - article.starts[at] for _, at, size in tiles
    )
    weights = [
        int(article.reach[at + size] - article.reach[at]) for _, at, size in tiles
    ]
    spread = [
        article.reach[run.article_end] - article.reach[run.article_start]
        for run in found
    ]
    return Overlap(
        carried=float(ours / len(story)),
        made_of=float(theirs / len(article)),
        mass=sum(weights),
        longest=max(weights),
        spread=int(sum(spread)),
        tiles=len(tiles),
        passages=tuple(
            Passage(
                *story.original(*story.starts[[run.story_start, run.story_end]]),
                *article.original(
                    *article.starts[[run.article_start, run.article_end]]
                ),
            )
            for run in found
        ),
    )
