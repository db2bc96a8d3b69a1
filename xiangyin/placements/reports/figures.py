"""What other pages ask of the ledger: who carried it, what waits, this month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse

from xiangyin.kernel.models import Unit

from ..models import Placement, name_tiers
from .bulletin import NOTHING
from .counting import entries, ledger_of
from .period import Period


@dataclass(frozen=True)
class Carried:
    """Where a work stands elsewhere, for its correspondent and for readers."""

    outlet: str
    tier: str
    tier_name: str
    title: str
    address: str
    published_on: date


@dataclass(frozen=True)
class Waiting:
    """How many candidates wait for a person, and where they decide."""

    count: int
    url: str


@dataclass(frozen=True)
class MonthFigures:
    """A month in figures. Mentions and doubles are left out as in the bulletin."""

    confirmed: int
    points: Decimal
    outlets: int


def _told(placement: Placement) -> Carried:
    article = placement.article
    return Carried(
        outlet=str(article.outlet),
        tier=article.outlet.tier,
        tier_name=article.outlet.get_tier_display(),
        title=article.title,
        address=article.address,
        published_on=article.published_on,
    )


def carried_by(county, origin: str) -> list[Carried]:
    """Confirmed placements of the works that grew from a case, the earliest first."""
    if not origin:
        return []
    found = Placement.objects.filter(county=county, work__origin=origin).confirmed()
    found = found.select_related("article__outlet")
    carried = list(found.order_by("article__published_on", "pk"))
    name_tiers(each.article.outlet for each in carried)
    return [_told(each) for each in carried]


def latest_for_public(county, keys: Iterable[str]) -> dict[str, list[Carried]]:
    """Confirmed placements by the key of their work, for "carried by" under a story.

    Mentions are left out. Two queries, however many keys.
    """
    found: dict[str, list[Carried]] = {key: [] for key in keys}
    placements = (
        Placement.objects.filter(county=county, work__key__in=list(found))
        .filter(work__withdrawn=False)
        .confirmed()
        .exclude(kind=Placement.Kind.MENTION)
        .select_related("work", "article__outlet")
        .order_by("-article__published_on", "pk")
    )
    name_tiers(each.article.outlet for each in placements)
    for each in placements:
        found[each.work.key].append(_told(each))
    return found


def waiting_for(person) -> Waiting:
    """Candidates that ``person`` may decide."""
    waiting = Placement.objects.visible_to(person, "placements.handle").to_confirm()
    return Waiting(count=waiting.count(), url=reverse("placements_confirm:queue"))


def month_figures(county, year: int, month: int, *, unit=None) -> MonthFigures:
    """A month of a county, or of one unit and everything below it."""
    found = entries(ledger_of(county), Period(year, month, 1))
    if unit is not None:
        below = set(Unit.objects.below(unit).values_list("pk", flat=True))
        found = [entry for entry in found if entry.unit in below | {unit.pk}]
    return MonthFigures(
        confirmed=len(found),
        points=sum((entry.points for entry in found), NOTHING),
        outlets=len({entry.outlet for entry in found}),
    )
