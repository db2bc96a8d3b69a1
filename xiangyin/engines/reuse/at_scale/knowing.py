"""Trace with knowledge that was gathered elsewhere: how many stories hold a print.

The one module here that knows the inside of the engine. On one machine an index counts
who holds a fingerprint; here the counts come from a join, and the index in hand holds
only the stories that may matter to a few articles. All else is the engine's own work.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pyarrow as pa

from ..finding import CANDIDATES, FEWEST_VOTES, HAIR, Seeker
from ..naming import SHARED_TITLE
from ..postings import build, look_up
from ..segments import make_segment
from ..tables import matches
from ..voting import BUDGET, afford, worth_of
from ..winnowing import Packed, Scanned, scan

# Rows of one symbol are codes: they vote twice.
CODE, PHRASE = 1, 2


@dataclass(frozen=True)
class Prints:
    """Fingerprints of texts and whose they are, each once; the order is the text's.

    ``codes`` are those of one symbol.
    """

    values: np.ndarray
    owners: np.ndarray
    places: np.ndarray
    codes: np.ndarray


def text_prints(texts: Packed) -> Prints:
    """Return the fingerprints that texts are found by."""
    return _once(scan(texts))


def title_prints(titles: Packed) -> Prints:
    """Return the fingerprints that titles are found by."""
    return _once(scan(titles, window=1))


def _once(found: Scanned) -> Prints:
    """Keep the first of equal prints of a text."""
    counts = np.diff(found.print_ends)
    owners = np.repeat(np.arange(len(counts)), counts)
    places = np.arange(len(owners)) - np.repeat(found.print_ends[:-1], counts)
    values = found.prints.astype(np.int64)
    order = np.lexsort((places, values, owners))
    same = (np.diff(values[order]) == 0) & (np.diff(owners[order]) == 0)
    new = np.sort(order[np.concatenate((np.ones(min(len(order), 1), bool), ~same))])
    return Prints(
        values[new],
        owners[new],
        places[new].astype(np.int32),
        found.lengths[new] == 1,
    )


def votes_of(
    holders: np.ndarray, codes: np.ndarray, ends: np.ndarray, total: int
) -> np.ndarray:
    """Return what each print of several articles may vote with, 0 for not at all.

    An article's prints stand in its order; those that no story holds may be missing.
    """
    return afford(
        worth_of(holders, total),
        holders,
        np.where(codes, np.uint8(CODE), np.uint8(PHRASE)),
        np.ones(len(holders), bool),
        ends,
        BUDGET,
    )


def names_a_story(namers: np.ndarray) -> np.ndarray:
    """Say which prints stand in so few titles that they may name a story."""
    return (namers > 0) & (namers <= SHARED_TITLE)


def nominated(articles: np.ndarray, votes: np.ndarray) -> np.ndarray:
    """Say which pairs have enough votes; pairs of one article stand together.

    A hair more generous than the engine, which has the last word: sums may differ in
    their last bits with the order of the summands.
    """
    order = np.lexsort((-votes, articles))
    first = np.searchsorted(articles[order], articles[order])
    last = np.minimum(first + CANDIDATES, len(order)) - 1
    bar = np.where(
        articles[order][last] == articles[order], votes[order][last], -np.inf
    )
    chosen = np.zeros(len(votes), bool)
    chosen[order] = votes[order] >= np.maximum(bar, FEWEST_VOTES) - HAIR
    return chosen


@dataclass(frozen=True)
class Known:
    """What is known of prints, sorted: how many of all stories hold them in their text,
    and how many in their title."""

    prints: np.ndarray
    holders: np.ndarray
    namers: np.ndarray
    total: int

    def holders_of(self, prints: np.ndarray) -> np.ndarray:
        place = np.searchsorted(self.prints, prints)
        place[place == len(self.prints)] = 0
        return np.where(self.prints[place] == prints, self.holders[place], 0).astype(
            np.int32
        )


class Informed(Seeker):
    """Seeks in a few stories, and is told what is common among all."""

    def __init__(self, stories: Sequence[tuple[str, str, str]], known: Known):
        ids, titles, texts = zip(*stories, strict=True)
        counts = np.minimum(known.namers, SHARED_TITLE + 1)
        named = build(
            np.repeat(known.prints, counts), np.arange(counts.sum(), dtype=np.uint32)
        )
        shared = SimpleNamespace(
            title_postings=named, alive=np.ones(int(counts.sum()), bool)
        )
        super().__init__([make_segment(ids, texts, titles)], [shared])  # type: ignore[list-item]
        self.known = known
        self.total = known.total

    def _sifted(self, texts):
        """All of them: what is common elsewhere stands in no sieve that is here."""
        return texts

    def _look_up(self, prints):
        holders = self.known.holders_of(prints)
        [segment] = self.segments
        begin, stop, _ = look_up(segment.postings, prints, segment.alive)
        return [(begin, stop, holders)], holders


def judge(
    articles: Sequence[str],
    texts: Packed,
    titles: Packed,
    seeker: Informed,
    *,
    limit: int,
    least: float,
) -> pa.RecordBatch:
    """Return the matches of articles with the stories that may matter to them."""
    found = seeker.stories(texts, titles, limit, least)
    return matches(articles, found.told)
