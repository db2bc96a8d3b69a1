"""Which tips tell of the same matter: likely ones first, a person decides."""

from datetime import date, timedelta
from itertools import pairwise

from ..models import Tip

DAYS = 30
MOST = 8
LIKELY = 0.12


def similar_tips(tip: Tip, *, today: date) -> list[tuple[Tip, bool]]:
    """Tips of the county ``tip`` could be merged into, the most similar first.

    Waiting and taken tips of the last 30 days. The flag says that the two look
    alike: they share words (pairs of neighbouring characters), a place or a town.
    """
    others = (
        Tip.objects.filter(
            county_id=tip.county_id,
            state__in=["waiting", "taken"],
            merged_into=None,
            opened_on__gte=today - timedelta(days=DAYS),
        )
        .exclude(pk=tip.pk)
        .select_related("unit", "sender")
        .order_by("-pk")[:500]
    )
    mine = bigrams(tip.text)
    scored = [(likeness(tip, other, mine), other) for other in others]
    scored.sort(key=lambda pair: (-pair[0], -pair[1].pk))
    return [(other, score >= LIKELY) for score, other in scored[:MOST]]


def likeness(tip: Tip, other: Tip, mine: set[str]) -> float:
    """From 0 to about 1.3: shared words weigh most, then the place, then the town."""
    theirs = bigrams(other.text)
    smaller = min(len(mine), len(theirs))
    score = len(mine & theirs) / smaller if smaller else 0.0
    if tip.place and bigrams(tip.place) & bigrams(other.place):
        score += 0.2
    if town_path(tip) == town_path(other):
        score += 0.06
    return score


def town_path(tip: Tip) -> str:
    """Where the town of ``tip``'s unit stands in the tree."""
    return tip.unit.path[: 2 * tip.unit.steplen]


def bigrams(text: str) -> set[str]:
    """Pairs of neighbouring letters; marks and spaces part, they are not counted.

    >>> sorted(bigrams("茶园，采茶"))
    ['茶园', '采茶']
    """
    return {a + b for a, b in pairwise(text) if a.isalnum() and b.isalnum()}
