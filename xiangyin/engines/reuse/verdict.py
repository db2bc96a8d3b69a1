"""Turn what two texts share into a verdict: how sure, and what kind of reuse."""

import json
from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import numpy as np

from . import aligning as a


class Kind(StrEnum):
    """How an article uses a story. A common source is not a use of it at all."""

    REPRINT = "reprint"
    ABRIDGED = "abridged"
    EXCERPT = "excerpt"
    REWRITTEN = "rewritten"
    MENTION = "mention"
    SOURCE = "common source"


FITTED = [Kind.REPRINT, Kind.ABRIDGED, Kind.EXCERPT, Kind.REWRITTEN]


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
class Match:
    """An article's use of a story.

    ``confidence`` is the chance, from 0 to 1, that the article was made from the
    story (or its source) at all. ``carried`` is the share of the story which the
    article carries, ``made_of`` the share of the article which comes from the story;
    both count symbols: characters, or words of scripts that have them.
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
        mention = self.kind in (Kind.MENTION, Kind.SOURCE)
        return mention, -self.confidence, -self.carried, -self.made_of


@dataclass(frozen=True)
class Model:
    """The coefficients, as ``benchmarks/tracing/fit.py`` writes them."""

    version: str
    weights: np.ndarray
    bias: float
    alone_weights: np.ndarray
    alone_bias: float
    kind_weights: np.ndarray
    kind_bias: np.ndarray


@lru_cache(maxsize=1)
def model() -> Model:
    told = json.loads(Path(__file__).with_name("model.json").read_text("utf-8"))
    return Model(
        told["version"],
        np.array(list(told["confidence"].values())[1:]),
        told["confidence"]["bias"],
        np.array(list(told["alone"].values())[1:]),
        told["alone"]["bias"],
        np.array([list(each.values())[1:] for each in told["kinds"].values()]),
        np.array([each["bias"] for each in told["kinds"].values()]),
    )


# What the confidence is reached from, in the order of ``features``.
FEATURES = [
    "best passage, fresh weight (log)",
    "all passages, fresh weight (log)",
    "numbers that differ (share)",
    "whole clauses in one stretch (share of fresh weight)",
    "weight of a tile (log)",
    "fresh (share of what is shared)",
    "article in passages (root of share)",
    "story in passages (root of share)",
    "story freshly carried (root of share)",
    "whole sentences of the story in one run (from 8 to 20 characters)",
]
# What it is reached from besides, where a story stands alone.
ALONE_FEATURES = [
    *FEATURES,
    "whole clauses in one stretch, fresh weight (log)",
    "whole sentences of the story in one run (log)",
    "tiles (log)",
]
# What the kind is reached from, in the order of ``kind_features``.
KIND_FEATURES = [
    "carried",
    "made of",
    "unchanged (share of passages)",
    "weight of a tile (log)",
    "whole clauses (share of fresh weight)",
    "numbers that differ (share)",
    "passages (log)",
]


# So many stories know their own formulae.
ENOUGH = 1000
# A whole story of this weight that stands there in one piece is no chance, however many
# formulae it is made of.
UNCHANGED, UNMISTAKABLE, SURE = 0.999, 20, 0.95
# A sentence of ours says nothing below the first length and all it can from the second
# on. Whoever prints whole sentences or an address of such a length, none of it a formula
# and no number in them another, has them from the story or from where the story has
# them. (Long runs that are not sentences do not say so: laws, titles, slogans.)
SHORT, LONG, CODE = 8.0, 20.0, 10.0
SENTENCES, ADDRESS, CLEAR = 22.0, 20.0, 0.9


def _share(part, whole) -> np.ndarray:
    return np.minimum(part / np.maximum(whole, 1e-6), 1.0)


def _different(rows) -> np.ndarray:
    other = rows[:, a.OTHER_NUMBERS]
    return other / (rows[:, a.NUMBERS] + other + 3.0)


def _sentences(rows) -> np.ndarray:
    said = np.minimum(rows[:, a.QUOTED], rows[:, a.RUN])
    code = np.where(rows[:, a.CODE] >= CODE, rows[:, a.CODE], 0.0)
    return np.clip((np.maximum(said, code) - SHORT) / (LONG - SHORT), 0.0, 1.0)


def _tile(rows) -> np.ndarray:
    return np.log((rows[:, a.MATCHED] + 1.0) / (rows[:, a.TILES] + 1.0))


def features(rows: np.ndarray) -> np.ndarray:
    """Return the columns ``FEATURES`` of rows that ``align`` wrote."""
    rows = rows.astype(np.float64)
    fresh, spread = rows[:, a.FRESH], rows[:, a.SPREAD]
    story = rows[:, a.STORY]
    return np.column_stack(
        (
            np.log1p(rows[:, a.BEST]),
            np.log1p(fresh),
            _different(rows),
            _share(rows[:, a.STRETCH], np.maximum(fresh, 1.0)),
            _tile(rows),
            _share(fresh, np.maximum(rows[:, a.MATCHED], 1.0)),
            np.sqrt(_share(spread, rows[:, a.ARTICLE])),
            np.sqrt(_share(spread, story)),
            np.sqrt(_share(fresh, story)),
            _sentences(rows),
        )
    )


def alone_features(rows: np.ndarray) -> np.ndarray:
    """Return the columns ``ALONE_FEATURES`` of rows that ``align`` wrote."""
    said = np.minimum(rows[:, a.QUOTED], rows[:, a.RUN])
    more = np.column_stack((rows[:, a.STRETCH], said, rows[:, a.TILES]))
    return np.column_stack((features(rows), np.log1p(more.astype(np.float64))))


def kind_features(rows: np.ndarray) -> np.ndarray:
    """Return the columns ``KIND_FEATURES`` of rows that ``align`` wrote."""
    rows = rows.astype(np.float64)
    return np.column_stack(
        (
            rows[:, a.CARRIED],
            rows[:, a.MADE_OF],
            _share(rows[:, a.MATCHED], rows[:, a.SPREAD]),
            np.minimum(_tile(rows), 5.0),
            _share(rows[:, a.WHOLE], np.maximum(rows[:, a.FRESH], 1.0)),
            _different(rows),
            np.log1p(rows[:, a.PIECES]),
        )
    )


def _weigh(columns: np.ndarray, weights, bias) -> np.ndarray:
    """Sum column by column: a matrix product may round a row differently in other
    company, and then batches would tell other things than single articles."""
    score = np.full(len(columns), bias)
    for column, weight in zip(columns.T, weights, strict=True):
        score += column * weight
    return score


def confidence_of(rows: np.ndarray, known: int) -> np.ndarray:
    """Return the chance that each pair is reuse; 0 where nothing is shared.

    ``known`` is how many stories tell what is common. The fewer there are, the more of
    the score is that of a story which stands alone.
    """
    score = _weigh(features(rows), model().weights, model().bias)
    if known < ENOUGH:
        told, share = alone_features(rows), known / ENOUGH
        alone = _weigh(told, model().alone_weights, model().alone_bias)
        score = share * score + (1.0 - share) * alone
    return chance_of(rows, score)


def chance_of(rows: np.ndarray, score: np.ndarray) -> np.ndarray:
    """Turn scores into chances, and let what is plain speak for itself."""
    chance = 1.0 / (1.0 + np.exp(-np.clip(score, -30.0, 30.0)))
    whole = (rows[:, a.TILES] == 1) & (rows[:, a.CARRIED] >= UNCHANGED)
    whole &= rows[:, a.MATCHED] >= UNMISTAKABLE
    chance = np.where(whole, np.maximum(chance, SURE), chance)
    clear = (rows[:, a.QUOTED] >= SENTENCES) | (rows[:, a.CODE] >= ADDRESS)
    clear &= rows[:, a.OTHER_NUMBERS] == 0
    chance = np.where(clear, np.maximum(chance, CLEAR), chance)
    return np.where(rows[:, a.TILES] > 0, chance, 0.0)


# A story that stands in the article whole and unchanged is a reprint, however long the
# page around it.
WHOLE_STORY = 0.97


def kinds_of(rows: np.ndarray) -> list[Kind]:
    """Return the kind of each pair."""
    told = kind_features(rows)
    scores = [
        _weigh(told, weights, bias)
        for weights, bias in zip(model().kind_weights, model().kind_bias, strict=True)
    ]
    best = np.argmax(np.column_stack(scores), axis=1)
    best[(told[:, 0] >= WHOLE_STORY) & (told[:, 2] >= WHOLE_STORY)] = 0
    return [FITTED[each] for each in best.tolist()]
