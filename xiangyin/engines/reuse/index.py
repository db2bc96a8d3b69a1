"""Remember stories, and say which of them an article carries.

An article's rare fingerprints vote for the stories that hold them; the stories with
most votes are laid against the article. Rarity is what tells reuse from formula: the
phrases every official report repeats are held by many stories and weigh nothing.
"""

from array import array
from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache
from math import log

import numpy as np

from .fingerprints import fingerprints, grams
from .normalise import Folded, fold
from .overlap import overlap
from .postings import Postings
from .verdict import Match, Votes, judge, judge_mention

# A small index does not know yet which phrases are common: it is given the benefit of
# this many imagined stories which hold none of them.
IMAGINED = 3000
# What a fingerprint must exceed in rarity (a natural logarithm) to be worth a vote,
# and what a common one is still worth, lest a story filed many times be lost.
COMMON, LEAST = 4.0, 0.05
# A story with fewer votes is not looked at, unless it is so short that they are most.
FEWEST_VOTES, MOST_OF_A_STORY, MOST_OF_A_TITLE = 9.0, 0.5, 0.5
CANDIDATES = 8
# Postings weighed for one article, the rarest fingerprints first: a bound on work.
BUDGET = 20_000
# Titles held by more stories than this are a column's name, not a story's.
SHARED_TITLE = 3
CACHED_LENGTH = 20_000
ASSUMED_RARITY = 0.9


@dataclass(frozen=True, slots=True)
class _Story:
    """``tie`` settles the order of equals, whatever order they were added in."""

    id: Hashable
    text: str
    title: str
    tie: str


class StoryIndex:
    """The stories of a newsroom, ready to be found again in other people's articles.

    Adding an id again replaces the story. An article is not remembered. Not to be
    used from two threads at once.

    >>> stories = StoryIndex()
    >>> stories.add(7, "东河大桥将于本周五上午九时正式通车，市民可免费乘坐首班公交车。")
    >>> [found] = stories.match("據悉，東河大橋將於本周五上午九時正式通車。（綜合）")
    >>> found.story, found.kind, round(found.carried, 2)
    (7, <Kind.ABRIDGED: 'abridged'>, 0.59)
    """

    def __init__(self):
        self._slots: dict[Hashable, int] = {}
        self._stories: dict[int, _Story] = {}
        self._texts = Postings()
        self._titles = Postings()
        # Fingerprints held, by slot; slots are not used again.
        self._held = array("I")
        self._title_grams = array("I")

    def __len__(self) -> int:
        return len(self._slots)

    def add(self, story_id: Hashable, text: str, title: str = "") -> None:
        """Remember a story, instead of the one of the same id if there is one.

        A text of fewer than eight characters is kept but can only be mentioned.
        """
        self.remove(story_id)
        slot = len(self._held)
        hashes = fingerprints(fold(text))
        self._slots[story_id] = slot
        self._held.append(len(hashes))
        self._stories[slot] = _Story(
            story_id, text, title, tie=repr((story_id, text, title))
        )
        self._texts.add(slot, hashes)
        title_grams = np.unique(grams(fold(title)))
        self._titles.add(slot, title_grams)
        self._title_grams.append(len(title_grams))

    def remove(self, story_id: Hashable) -> None:
        """Forget a story; an id that is not there is forgotten already."""
        slot = self._slots.pop(story_id, None)
        if slot is not None:
            del self._stories[slot]
            self._texts.remove(slot)
            self._titles.remove(slot)

    def match(
        self, text: str, title: str = "", limit: int = 8, min_confidence: float = 0.5
    ) -> list[Match]:
        """Return the stories an article carries, best first; then those it mentions.

        Passages are ranges in ``text``; ``title`` is only read for mentions.
        """
        article = fold(text)
        judged: dict[int, Match | None] = {}
        for slot, votes in self._voted(article, max(limit, CANDIDATES)):
            story = self._stories[slot]
            shared = overlap(_folded(story.text), article)
            judged[slot] = judge(story.id, shared, votes)
        found = {
            slot: match
            for slot, match in judged.items()
            if match and match.confidence >= min_confidence
        }
        for slot in self._named(article, title) - found.keys():
            match = self._mention(slot, article, title)
            if match and match.confidence >= min_confidence:
                found[slot] = match
        best = sorted(
            found, key=lambda slot: (found[slot].rank, self._stories[slot].tie)
        )
        return [found[slot] for slot in best[:limit]]

    def _voted(self, article: Folded, most: int) -> list[tuple[int, Votes]]:
        """Return the stories with most votes."""
        hashes = fingerprints(article)
        places, slots = self._texts.find(hashes)
        if not len(places):
            return []
        holders = np.bincount(places, minlength=len(hashes))
        rarest = np.argsort(holders, kind="stable")
        affordable = np.cumsum(holders[rarest]) <= BUDGET
        worth = np.zeros(len(hashes))
        rarity = np.log((len(self) + IMAGINED) / np.maximum(holders, 1)) - COMMON
        worth[rarest] = np.maximum(rarity[rarest], LEAST) * affordable

        voted, inverse = np.unique(slots, return_inverse=True)
        totals = np.bincount(inverse, weights=worth[places])
        counts = np.bincount(inverse)
        held = np.frombuffer(self._held, np.uint32)[voted]
        rarities = totals / counts / (log(len(self) + IMAGINED) - COMMON)
        enough = (totals >= FEWEST_VOTES) | (counts > MOST_OF_A_STORY * held)
        candidates = [
            (
                int(voted[at]),
                Votes(float(totals[at]), int(counts[at]), float(rarities[at])),
            )
            for at in np.flatnonzero(enough)
        ]
        candidates.sort(
            key=lambda found: (-found[1].worth, self._stories[found[0]].tie)
        )
        return candidates[:most]

    def _named(self, article: Folded, title: str) -> set[int]:
        """Return the stories whose title may stand in the article or its title."""
        hashes = np.unique(np.concatenate((grams(fold(title)), grams(article))))
        places, slots = self._titles.find(hashes)
        holders = np.bincount(places, minlength=len(hashes))
        named, counts = np.unique(
            slots[holders[places] <= SHARED_TITLE], return_counts=True
        )
        grams_held = np.frombuffer(self._title_grams, np.uint32)[named]
        return set(named[counts > MOST_OF_A_TITLE * grams_held].tolist())

    def _mention(self, slot: int, article: Folded, title: str) -> Match | None:
        story = self._stories[slot]
        named = _folded(story.title)
        places = [overlap(named, place) for place in (fold(title), article)]
        return judge_mention(story.id, named, places)


def _folded(text: str) -> Folded:
    return _cached(text) if len(text) < CACHED_LENGTH else fold(text)


# The stories most often looked at are few; a folded one takes some 30 kB.
_cached = lru_cache(maxsize=1024)(fold)


def compare(story: str, article: str) -> Match | None:
    """Lay one story against one article; None where they share no passage.

    Without an index nothing is known of rarity, so every shared fingerprint counts as
    a fairly rare one: the confidence is that of one who already suspects the pair. The
    match names no story.

    >>> compare("东河大桥今天正式通车了", "晨报：东河大桥今天正式通车了。").kind
    <Kind.REPRINT: 'reprint'>
    >>> compare("东河大桥今天正式通车了", "明天有雨") is None
    True
    """
    ours, theirs = _folded(story), fold(article)
    common = np.intersect1d(fingerprints(ours), fingerprints(theirs))
    worth = len(common) * ASSUMED_RARITY * (log(IMAGINED) - COMMON)
    votes = Votes(worth, len(common), ASSUMED_RARITY)
    return judge(None, overlap(ours, theirs), votes)
