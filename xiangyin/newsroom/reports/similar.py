"""Which tips tell of the same matter: likely ones first, a person decides."""

from datetime import date, timedelta

from xiangyin.kernel.services.alike import ShortTexts

from ..models import Tip
from ..querysets import TipQuerySet

DAYS = 30
MOST, MOST_ALIKE = 8, 3


def _texts(county):
    tips = Tip.objects.filter(county=county).order_by("-pk")
    return tips.values_list("pk", "text", "place")


TIPS = ShortTexts(_texts)


def alike(tip: Tip) -> dict[int, float]:
    """The keys of the tips of this county that look like this one."""
    text = f"{tip.text}\n{tip.place}"
    return TIPS.like(text, county=tip.county, apart=tip.pk)


def look_alikes(
    tip: Tip, likeness: dict[int, float], *, among: TipQuerySet
) -> list[Tip]:
    """The few of ``among`` that look most like ``tip``, of the days around it."""
    days = timedelta(days=DAYS)
    near = among.filter(
        pk__in=likeness, opened_on__range=(tip.opened_on - days, tip.opened_on + days)
    )
    found = near.select_related("unit", "merged_into").in_bulk()
    return [found[pk] for pk in likeness if pk in found][:MOST_ALIKE]


def similar_tips(
    tip: Tip, likeness: dict[int, float], *, among: TipQuerySet, today: date
) -> list[tuple[Tip, bool]]:
    """Tips ``tip`` could be merged into, the most similar first.

    Waiting and taken tips of the last 30 days. The flag says that the two look alike.
    """
    others = among.filter(
        state__in=["waiting", "taken"],
        merged_into=None,
        opened_on__gte=today - timedelta(days=DAYS),
    ).exclude(pk=tip.pk)
    keys = list(others.order_by("-pk").values_list("pk", flat=True)[:500])
    keys.sort(key=lambda pk: -likeness.get(pk, 0.0))
    found = others.select_related("unit", "sender").in_bulk(keys[:MOST])
    return [(found[pk], pk in likeness) for pk in keys[:MOST] if pk in found]
