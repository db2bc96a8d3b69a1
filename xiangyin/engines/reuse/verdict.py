"""Turn what two texts share into a verdict: how sure, and what kind of reuse."""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum
from math import exp, log, log1p
from typing import NamedTuple

from .normalise import Folded
from .overlap import Overlap, Passage


class Kind(StrEnum):
    """How an article uses a story."""

    REPRINT = "reprint"
    ABRIDGED = "abridged"
    EXCERPT = "excerpt"
    REWRITTEN = "rewritten"
    MENTION = "mention"


class Votes(NamedTuple):
    """The fingerprints two texts share: what they are worth together, how many they
    are, and how rare on average, from 0 to 1 (held by this story alone).
    """

    worth: float
    count: int  # type: ignore[assignment]  # tuples have a method of this name
    rarity: float


@dataclass(frozen=True)
class Match:
    """An article's use of a story.

    ``confidence`` is the chance, from 0 to 1, that the article was made from the
    story (or its source) at all. ``carried`` is the share of the story which the
    article carries, ``made_of`` the share of the article which comes from the story;
    both count folded characters.
    """

    story: Hashable
    kind: Kind
    confidence: float
    carried: float
    made_of: float
    passages: tuple[Passage, ...] = ()

    @property
    def rank(self) -> tuple:
        """Sort best first: what carries a story before what only mentions one."""
        mention = self.kind is Kind.MENTION
        return mention, -self.confidence, -self.carried, -self.made_of


# Logistic regression on the development part of the shared news data:
#     python -m benchmarks.tracing.fit
WEIGHTS = [0.896, -2.029, 20.184, 6.176, 5.407, 1.307, 3.319, -2.939, 1.66]
BIAS = -36.992

# A whole story of this weight is not there by chance, however short it is.
UNMISTAKABLE, SURE = 20, 0.95


def features(shared: Overlap, votes: Votes) -> list[float]:
    """Return the numbers the confidence is reached from."""
    return [
        log1p(votes.worth),
        log1p(votes.count),
        votes.rarity,
        shared.carried,
        shared.made_of,
        log1p(shared.mass),
        log1p(shared.longest),
        shared.mass / (shared.spread or 1),
        log((shared.mass + 1) / (shared.tiles + 1)),
    ]


def judge(story: Hashable, shared: Overlap, votes: Votes) -> Match | None:
    """Return the verdict on a pair, or None where they share no passage."""
    if not shared.passages:
        return None
    score = BIAS + sum(
        weight * feature
        for weight, feature in zip(WEIGHTS, features(shared, votes), strict=True)
    )
    confidence = 1 / (1 + exp(-score))
    if shared.carried > 0.95 and shared.mass >= UNMISTAKABLE:
        confidence = max(confidence, SURE)
    return Match(
        story,
        kind_of(shared),
        confidence,
        min(shared.carried, 1.0),
        min(shared.made_of, 1.0),
        shared.passages,
    )


# Passages with more than this share of changes were rewritten; so was a text patched
# together from many pieces of a clause each. A reprint may lack a sentence or two.
EDITED, PATCHES, PATCH, WHOLE, MOSTLY = 0.93, 6, 24, 0.82, 0.5


def kind_of(shared: Overlap) -> Kind:
    """Return the kind of reuse, by rules an editor can check on the screen."""
    tile = shared.mass / shared.tiles
    if shared.mass / shared.spread < EDITED or (
        shared.tiles >= PATCHES and tile < PATCH
    ):
        return Kind.REWRITTEN
    if shared.carried >= WHOLE:
        return Kind.REPRINT
    return Kind.ABRIDGED if shared.made_of >= MOSTLY else Kind.EXCERPT


# A mention names the title, or this much of it in one piece; a shorter title than this
# weight could stand in any text.
NAMED, TITLE = 0.8, 8


def judge_mention(story: Hashable, title: Folded, found: list[Overlap]) -> Match | None:
    """Return a mention if one of the places searched names the title.

    The longer the title, the surer: eight characters give 0.7, twenty 0.9.
    """
    weight = int(title.reach[-1])
    named = max((place.longest / (weight or 1) for place in found), default=0.0)
    if weight < TITLE or named < NAMED:
        return None
    confidence = min(0.95, 0.7 + (weight - TITLE) / 60) * named
    return Match(story, Kind.MENTION, confidence, 0.0, 0.0)
