"""Find pairs, measure them, and say what they are: one run over many texts."""

from collections.abc import Sequence
from itertools import groupby, islice
from typing import NamedTuple

import numpy as np

from .aligning import CARRIED, FRESH, MADE_OF, TILES, WHOLE, align
from .formulae import common
from .naming import mentions, naming
from .outlining import UNTOUCHED, outlines
from .postings import look_up, sift
from .quoting import may_quote, quotes_alone
from .segments import Segment, take
from .verdict import ENOUGH, Kind, Match, Passage, confidence_of, kinds_of
from .voting import BUDGET, afford, count_votes, dullness_of, worth_of
from .winnowing import Packed, Scanned, among, mark_new, pack, scan

# Votes a text needs to be laid against another, and how many may be. Where a story is
# sought in an archive, many texts hold its phrases: that is what is asked for.
FEWEST_VOTES, CANDIDATES = 2.0, 8
ARCHIVE_BUDGET, ARCHIVE_CANDIDATES = 1 << 20, 4096
# Sums of votes may differ in their last bit with the order of the summands: those who
# seem a hair short are heard, and counted again the other way round.
HAIR = 0.01


class Told(NamedTuple):
    """One match, before its story is fetched."""

    article: int
    segment: Segment
    number: int
    kind: Kind
    confidence: float
    carried: float
    made_of: float
    passages: list[list[int]]

    @property
    def rank(self) -> tuple:
        """Sort best first: what carries a story before what only names one."""
        return (
            self.kind in (Kind.MENTION, Kind.SOURCE),
            -self.confidence,
            -self.carried,
            -self.made_of,
            int(self.segment.keys[self.number]),
        )

    def match(self) -> Match:
        return Match(
            self.segment.id_of(self.number),
            self.kind,
            self.confidence,
            self.carried,
            self.made_of,
            tuple(Passage(*each) for each in self.passages),
        )


class Found:
    """What was found in many articles, by article, the best first."""

    def __init__(self, told: Sequence[Told], limit: int):
        self.told: list[Told] = []
        for _, group in groupby(told, key=lambda each: each.article):
            self.told += islice(group, limit)

    def __len__(self) -> int:
        return len(self.told)

    def matches(self) -> list[Match]:
        """Return the matches, whatever article they are of."""
        return [each.match() for each in self.told]


class Seeker:
    """The segments that are searched, and those that tell what is common."""

    def __init__(self, segments: Sequence[Segment], counting: Sequence[Segment]):
        self.segments = segments
        self.counting = counting
        self.total = sum(int(segment.alive.sum()) for segment in counting)

    def stories(self, texts: Packed, titles: Packed, limit: int, least: float) -> Found:
        """Return which stories articles carry or mention."""
        whole = scan(texts)
        articles = self._sifted(whole)
        hits, holders = self._look_up(articles.prints)
        dullness = self._dullness(articles.prints, holders)
        where, pairs = self._candidates(
            articles, hits, holders, BUDGET, FEWEST_VOTES, CANDIDATES
        )
        told = self.measured(texts, articles, where, pairs, dullness, least)
        told += self._mentions(whole, titles, told, least)
        told.sort(key=lambda each: (each.article, each.rank))
        return Found(told, limit)

    def candidates(self, articles: Scanned) -> tuple[np.ndarray, np.ndarray]:
        """Return all pairs that are measured, of one segment, and their rows."""
        articles = self._sifted(articles)
        hits, holders = self._look_up(articles.prints)
        _, pairs = self._candidates(
            articles, hits, holders, BUDGET, FEWEST_VOTES, CANDIDATES
        )
        dullness = self._dullness(articles.prints, holders)
        return pairs, align(pairs, self.segments[0].folded, articles, dullness).rows

    def measured(
        self, texts, articles, where, pairs, dullness=None, least=0.0
    ) -> list[Told]:
        """Lay pairs against each other and tell which are reuse.

        Without ``dullness`` nothing is common, and the pairs are suspected already.
        """
        known = self.total
        if dullness is None:
            dullness = np.zeros(len(articles.prints) + 1, np.float32)
            known = ENOUGH
        told: list[Told] = []
        for number, segment in enumerate(self.segments):
            mine = pairs[where == number]
            if len(mine):
                told += _told(texts, articles, segment, mine, dullness, known, least)
        return told

    def carriers(self, text: str, title: str) -> list[tuple[Segment, np.ndarray]]:
        """Return the texts that may carry or name one story, by segment."""
        query = self._sifted(scan(pack([text])))
        hits, _ = self._look_up(query.prints)
        holders = self._counted(self.counting, query.prints)
        where, pairs = self._candidates(
            query,
            hits,
            holders,
            ARCHIVE_BUDGET,
            FEWEST_VOTES - HAIR,
            ARCHIVE_CANDIDATES,
        )
        named = scan(pack([title]), window=1)
        return [
            (
                segment,
                np.union1d(
                    pairs[where == number, 1], naming(segment, self.counting, named)
                ),
            )
            for number, segment in enumerate(self.segments)
        ]

    def _dullness(self, prints, holders) -> np.ndarray:
        return dullness_of(holders, common(prints), self.total)

    def _sifted(self, texts: Scanned) -> Scanned:
        """Leave out the fingerprints that no segment holds: four of five."""
        maybe = np.zeros(len(texts.prints), np.uint8)
        for segment in {
            id(one): one for one in [*self.segments, *self.counting]
        }.values():
            sift(segment.postings.sieve, texts.prints, maybe)
        return among(texts, maybe)

    def _look_up(self, prints):
        """Return where the prints are found in each segment, and how many texts that
        tell what is common hold them."""
        hits = [look_up(each.postings, prints, each.alive) for each in self.segments]
        if self.counting is not self.segments:
            return hits, self._counted(self.counting, prints)
        return hits, sum((hit[2] for hit in hits), np.zeros(len(prints), np.int32))

    @staticmethod
    def _counted(segments, prints) -> np.ndarray:
        counts = [look_up(each.postings, prints, each.alive)[2] for each in segments]
        return sum(counts, np.zeros(len(prints), np.int32))

    def _candidates(self, query: Scanned, hits, holders, budget, fewest, most):
        """Return the segment and (query, text) of the pairs with most votes."""
        postings = sum((hit[2] for hit in hits), np.zeros(len(query.prints), np.int32))
        votes = afford(
            worth_of(holders, self.total),
            postings,
            query.lengths,
            mark_new(query.prints, query.print_ends, postings > 0),
            query.print_ends,
            budget,
        )
        pairs, worths, keys, where = [np.zeros((0, 2), np.int32)], [], [], []
        for number, (segment, hit) in enumerate(zip(self.segments, hits, strict=True)):
            found, worth = count_votes(
                segment.postings,
                hit[0],
                hit[1],
                votes,
                query.print_ends,
                segment.alive,
                segment.keys,
                np.float32(fewest),
                min(most, len(segment)),
            )
            pairs.append(found)
            worths.append(worth)
            keys.append(segment.keys[found[:, 1]])
            where.append(np.full(len(found), number))
        if len(self.segments) == 1:
            return where[0], pairs[1]
        return _most_voted(pairs, worths, keys, where, most)

    def _mentions(self, articles, titles, told, least) -> list["Told"]:
        """Return the stories that are named where they are not carried."""
        carried = {(each.article, id(each.segment), each.number) for each in told}
        named = scan(titles, window=1)
        return [
            Told(article, segment, number, Kind.MENTION, sure, 0.0, 0.0, [])
            for segment in self.segments
            for article, number, sure in mentions(
                segment, self.counting, articles, named
            )
            if sure >= least and (article, id(segment), number) not in carried
        ]


def _told(texts, articles, segment, pairs, dullness, known, least) -> list[Told]:
    """Lay pairs of articles and texts of one segment, and outline what is reuse."""
    laid = align(pairs, segment.folded, articles, dullness)
    shared = np.flatnonzero(laid.rows[:, TILES] > 0)
    sure = confidence_of(laid.rows[shared], known)
    chosen, sure = shared[sure >= least], sure[sure >= least]
    if not len(chosen):
        return []
    rows, numbers = laid.rows[chosen], pairs[chosen, 1]
    used, stories = np.unique(numbers, return_inverse=True)
    ours = take(segment.texts, used)
    again = np.column_stack((pairs[chosen, 0], stories)).astype(np.int32)
    loose = rows[:, WHOLE] < UNTOUCHED * rows[:, FRESH]
    spans, ends = outlines(
        again, scan(ours, window=0), articles, chosen, laid.tiles, laid.ends, loose
    )
    quoting = may_quote(texts, pairs[chosen, 0], spans, ends).tolist()
    passages, stops = spans.tolist(), ends.tolist()
    shares = np.minimum(rows[:, [CARRIED, MADE_OF]], 1.0).astype(np.float64)
    told = []
    for each, (
        (article, story),
        number,
        kind,
        confidence,
        (carried, made_of),
    ) in enumerate(
        zip(
            again.tolist(),
            numbers.tolist(),
            kinds_of(rows),
            sure.tolist(),
            shares.tolist(),
            strict=True,
        )
    ):
        mine = passages[stops[each] : stops[each + 1]]
        if quoting[each] and quotes_alone(texts, article, ours, story, mine):
            kind = Kind.SOURCE
        told.append(
            Told(article, segment, number, kind, confidence, carried, made_of, mine)
        )
    return told


def _most_voted(pairs, worths, keys, where, most):
    """Return the pairs with most votes of several segments together."""
    if not where:
        return np.zeros(0, np.int64), pairs[0]
    pair, place = np.concatenate(pairs), np.concatenate(where)
    order = np.lexsort((np.concatenate(keys), -np.concatenate(worths), pair[:, 0]))
    pair, place = pair[order], place[order]
    first = np.searchsorted(pair[:, 0], pair[:, 0])
    chosen = np.arange(len(pair)) - first < most
    return place[chosen], pair[chosen]
