"""Measure pairs as if each story were the only one there is, to fit the confidence that
holds in a small collection.

The stories are cut to their first sentences, and articles made of them as in ``tiny``;
other leads are no copies of them. They are measured twice: as they are, and, those
that are no copies, without the shipped table of common phrases, for there are formulae
that stand in no table.
"""

import random
from collections.abc import Sequence

import numpy as np

from benchmarks.tracing.news import News
from benchmarks.tracing.tiny import MAKERS, short_texts
from xiangyin.engines.reuse.aligning import TILES
from xiangyin.engines.reuse.finding import Seeker
from xiangyin.engines.reuse.segments import make_segment
from xiangyin.engines.reuse.winnowing import pack, scan

CHUNK, SEED = 512, 11


class Alone(Seeker):
    """Seeks in many stories, and knows of each only itself."""

    def __init__(self, stories: Sequence[str], *, informed: bool = True):
        segment = make_segment(range(len(stories)), stories, [""] * len(stories))
        super().__init__([segment], [segment])
        self.total = 1
        self.informed = informed

    def _look_up(self, prints):
        hits, holders = super()._look_up(prints)
        return hits, np.minimum(holders, 1)

    def _dullness(self, prints, holders):
        if self.informed:
            return super()._dullness(prints, holders)
        return np.zeros(len(prints) + 1, np.float32)

    def measure(self, articles: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Return pairs of article and story, and their rows."""
        pairs, rows = [], []
        for start in range(0, len(articles), CHUNK):
            part = scan(pack(articles[start : start + CHUNK]))
            found, measured = self.candidates(part)
            pairs.append(found + np.array([start, 0], np.int32))
            rows.append(measured)
        return np.concatenate(pairs), np.concatenate(rows)


def short_pairs(news: News, *, informed: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows of pairs of short texts of the development part, and which are
    reuse."""
    dice, texts = random.Random(SEED), short_texts(news, test=False)
    half = len(texts) // 2
    articles, sources = [], []
    for number, text in enumerate(texts[:half]):
        for make in MAKERS.values():
            articles.append(make(text, dice.choice(texts[half:]), dice))
            sources.append(number)
    articles += texts[half:]
    sources += [-1] * len(texts[half:])
    pairs, rows = Alone(texts[:half], informed=informed).measure(articles)
    shared = rows[:, TILES] > 0
    return rows[shared], (np.array(sources)[pairs[:, 0]] == pairs[:, 1])[shared]
