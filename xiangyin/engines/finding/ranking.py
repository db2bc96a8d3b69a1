"""What comes first of what was found.

A text is about something when its title says so, then its lead; how often the rest
says it counts less, and a mention in passing least. A word found across the border of
two others (海口 in 上海口岸) counts little. Several words count more the nearer they
stand. Of two alike the newer comes first: freshness only tips the balance.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import rjieba

from .asked import Asked
from .written import is_unspaced

IN_TITLE, IN_LEAD, IN_TEXT = 4.0, 1.6, 2.0
ALL_IN_TITLE, NEAR, TOGETHER_IN_TITLE, TOGETHER = 1.5, 1.5, 2.0, 1.0
OFTEN, USUAL = 1.2, 600
FILLED, EARLY, FRESH = 1.5, 0.5, 0.6
HALF_FRESH_DAYS = 180.0
AROUND, LOOKED_AT, MOST_CUT = 6, 2, 40
ACROSS = 0.35


@dataclass(frozen=True)
class Candidate:
    """A text in its written form, and how many days ago it was published."""

    key: int
    title: str
    lead: str
    text: str
    days_old: float


def ranked(asked: Asked, candidates: Iterable[Candidate]) -> list[int]:
    """The keys of all candidates, the best first."""
    scored = [(score(asked, each), each) for each in candidates]
    scored.sort(key=lambda pair: (-pair[0], pair[1].days_old, -pair[1].key))
    # Cutting into words takes time: what cannot stand on the first pages is not cut.
    judged = [
        (points * as_words(asked, each), each) for points, each in scored[:MOST_CUT]
    ]
    judged.sort(key=lambda pair: (-pair[0], pair[1].days_old, -pair[1].key))
    return [each.key for _, each in [*judged, *scored[MOST_CUT:]]]


def score(asked: Asked, text: Candidate) -> float:
    """How much a text is about what was asked for."""
    fresh = FRESH * HALF_FRESH_DAYS / (HALF_FRESH_DAYS + max(text.days_old, 0.0))
    words = [each.seen_as for each in asked.wanted]
    points = sum(_of_one(said, text) for said in words) / len(words)
    points += FILLED * _share(words, text.title)
    if len(words) > 1:
        points += _of_many(words, text)
    if len(asked.whole) > 2 and len(words) > 1:
        points += TOGETHER_IN_TITLE * (asked.whole in text.title)
        points += TOGETHER * (asked.whole in text.text)
    return points + fresh


def _of_one(said: str, text: Candidate) -> float:
    often = text.text.count(said)
    length = 0.3 + 0.7 * len(text.text) / USUAL
    first = text.text.find(said)
    points = IN_TEXT * often / (often + OFTEN * length)
    points += EARLY * 100 / (100 + first) if first >= 0 else 0.0
    return points + IN_TITLE * (said in text.title) + IN_LEAD * (said in text.lead)


def _of_many(words: list[str], text: Candidate) -> float:
    points = ALL_IN_TITLE * all(said in text.title for said in words)
    return points + NEAR * 20 / (20 + _spread(words, text.text))


def _share(words: list[str], title: str) -> float:
    """How much of the title is what was asked for."""
    length = len(title.replace(" ", "")) or 1
    return min(1.0, sum(len(said.strip()) for said in words if said in title) / length)


def _spread(words: list[str], text: str) -> int:
    """How far apart the words stand where they stand nearest to the first of them."""
    nearest = len(text)
    at, anchor = -1, words[0]
    for _ in range(5):
        at = text.find(anchor, at + 1)
        if at < 0:
            break
        places = [_nearest(said, at, text) for said in words[1:]]
        nearest = min(nearest, max([*places, at]) - min([*places, at]))
    return nearest


def _nearest(said: str, at: int, text: str) -> int:
    before, after = text.rfind(said, 0, at), text.find(said, at)
    if before < 0 or (after >= 0 and after - at < at - before):
        return after if after >= 0 else at + len(text)
    return before


def as_words(asked: Asked, text: Candidate) -> float:
    """How far what was asked for stands there as words, not across two of them."""
    shares = [
        _as_word(each.seen_as, text) for each in asked.words if is_unspaced(each.said)
    ]
    return sum(shares) / len(shares) if shares else 1.0


def _as_word(said: str, text: Candidate) -> float:
    if len(said) < 2:
        return 1.0
    place = text.title if said in text.title else text.text
    at, seen = -1, 0
    while seen < LOOKED_AT:
        at = place.find(said, at + 1)
        if at < 0:
            break
        seen += 1
        if stands_alone(said, at, place):
            return 1.0
    return ACROSS if seen else 1.0


def stands_alone(said: str, at: int, text: str) -> bool:
    """Whether words begin and end where ``said`` does.

    >>> stands_alone("海口", 0, "海口港开航"), stands_alone("海口", 1, "上海口岸")
    (True, False)
    """
    start, stop = max(0, at - AROUND), at + len(said) + AROUND
    ends, place = {start}, start
    for word in rjieba.cut(text[start:stop]):
        place += len(word)
        ends.add(place)
    return at in ends and at + len(said) in ends
