"""Which rows meet: written once, for whatever does the meeting.

A cluster needs to do three things: map a function over the parts of a table, bring
rows of one key together, and join two tables where they are equal.
"""

from functools import partial
from typing import Any, Protocol

import pyarrow as pa

from ..index import LEAST, LIMIT
from ..tables import MATCHES
from . import steps
from .batches import Step

# A table of the cluster's own kind.
Rows = Any


class Cluster(Protocol):
    """What the plan asks of an engine."""

    def map(self, rows: Rows, step: Step) -> Rows:
        """Apply a step without a key to the rows, wherever they are."""

    def gather(self, rows: Rows, step: Step) -> Rows:
        """Bring rows of one key together, sort them by it, apply the step."""

    def join(self, left: Rows, right: Rows, on: list[str]) -> Rows:
        """Return the pairs of rows that are equal in these columns."""

    def keep(self, rows: Rows) -> Rows:
        """Hold what is used twice, so that it is not made twice."""

    def select(self, rows: Rows, columns: list[str]) -> Rows:
        """Return some of the columns."""

    def count(self, rows: Rows) -> int:
        """Return how many rows there are."""


class SameId(ValueError):
    """Two texts have the same id: their prints could not be told apart."""


def trace_on(
    cluster: Cluster,
    stories: Rows,
    articles: Rows,
    *,
    limit: int = LIMIT,
    least: float = LEAST,
) -> Rows:
    """Return what ``trace`` does, row by row, in no order.

    ``stories`` and ``articles`` are tables of the cluster with the columns ``id`` and
    ``text``, and ``title`` if they like. Raises ``SameId``.
    """
    ours = cluster.map(stories, _texts(steps.STORIES))
    theirs = cluster.map(articles, _texts(steps.ARTICLES))
    for rows, name in ((stories, "story"), (articles, "article")):
        ids = cluster.select(rows, ["id"])
        same = cluster.gather(ids, Step(steps.repeated, steps.IDS, "id"))
        if count := cluster.count(same):
            raise SameId(f"{count} {name} ids stand there more than once")
    total = cluster.count(stories)
    notes, prints = _meet(cluster, ours, theirs)
    nominees = _nominate(cluster, notes, prints, total)
    copies = cluster.map(ours, Step(steps.copy, steps.COPIES))
    offered = cluster.join(nominees, copies, ["story", "whole"])
    offers = cluster.gather(offered, Step(steps.offer, steps.OFFERS, "article"))
    seen = cluster.join(cluster.join(offers, notes, ["article"]), theirs, ["article"])
    tell = partial(steps.tell, total=total, limit=limit, least=least)
    return cluster.map(seen, Step(tell, MATCHES))


def trace_by_index(
    cluster: Cluster,
    folder: str,
    articles: Rows,
    *,
    limit: int = LIMIT,
    least: float = LEAST,
) -> Rows:
    """Return the same rows without any meeting: every worker maps a saved index.

    That is the cheaper way as long as the index fits into a worker's memory. The folder
    must be readable under this name by all of them.
    """
    trace = partial(steps.trace_texts, folder=folder, limit=limit, least=least)
    return cluster.map(articles, Step(trace, MATCHES))


def _texts(schema: pa.Schema) -> Step:
    return Step(partial(steps.texts, schema=schema), schema)


def _meet(cluster: Cluster, ours: Rows, theirs: Rows) -> tuple[Rows, Rows]:
    """Return what each article shares with stories, and the stories' prints."""
    prints = cluster.keep(
        cluster.map(ours, Step(steps.story_prints, steps.STORY_PRINTS))
    )
    holders = cluster.gather(prints, Step(steps.count_holders, steps.HOLDERS, "print"))
    asking = cluster.map(theirs, Step(steps.article_prints, steps.ARTICLE_PRINTS))
    shared = cluster.join(asking, holders, ["print"])
    notes = cluster.gather(shared, Step(steps.take_notes, steps.NOTES, "article"))
    return cluster.keep(notes), prints


def _nominate(cluster: Cluster, notes: Rows, prints: Rows, total: int) -> Rows:
    """Return pairs that share enough of what is rare, or a name."""
    asked = cluster.map(notes, Step(partial(steps.ask, total=total), steps.ASKED))
    pairs = cluster.join(asked, prints, ["print", "named"])
    return cluster.gather(pairs, Step(steps.nominate, steps.NOMINEES, "article"))
