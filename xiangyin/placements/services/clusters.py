"""One text in several outlets: a cluster, with its first appearance.

A cluster is what :mod:`xiangyin.engines.same_text` calls the same among the articles
that carry one work, whatever their kind or state: so it does not depend on the order in
which they came or were decided. A placement whose text nobody else has, or is too short
to tell, is a cluster of its own.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from xiangyin.engines.same_text import grouped
from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.rights import require

from ..lifecycles import PlacementState
from ..models import Placement
from .placements import confirm_placement

# What is somewhere else than where it was carried does not count among the outlets.
COUNTED = (PlacementState.CANDIDATE, PlacementState.CONFIRMED)


def cluster_work(work_pk: int) -> None:
    """Note which placements of a work are one text. Safe to run at any time."""
    rows = Placement.objects.filter(work=work_pk).order_by("pk")
    texts, noted = {}, {}
    for pk, cluster, text in rows.values_list("pk", "cluster", "article__text"):
        texts[pk], noted[pk] = text, cluster
    for group in grouped(texts):
        changed = [pk for pk in group if noted[pk] != group[0]]
        if changed:
            Placement.objects.filter(pk__in=changed).update(cluster=group[0])


@dataclass(frozen=True)
class Cluster:
    """The same text in ``outlets`` outlets; ``first`` is where it appeared first."""

    pk: int
    outlets: int
    placements: int
    waiting: int
    first: Placement
    first_on: date

    @property
    def first_outlet(self) -> str:
        return str(self.first.article.outlet or self.first.article.outlet_said)


def clusters_of(placements) -> dict[int, Cluster]:
    """The clusters of these placements, by key, in two queries however many.

    Only clusters of more than one; of several that appeared on the first day the one
    whose outlet's name comes first leads, so that the order of arrival does not matter.
    """
    keys = {each.cluster for each in placements if each.cluster}
    works = {each.work_id for each in placements}
    here = Placement.objects.filter(work__in=works, cluster__in=keys)
    here = here.filter(state__in=COUNTED)
    several = {
        row["cluster"]: row
        for row in here.order_by()
        .values("cluster")
        .annotate(
            placements=Count("pk"),
            outlets=Count("article__outlet", distinct=True),
            unknown=Count("pk", filter=Q(article__outlet=None)),
            waiting=Count("pk", filter=Q(state=PlacementState.CANDIDATE)),
        )
        if row["placements"] > 1
    }
    firsts = _firsts(here.filter(cluster__in=several))
    return {
        pk: Cluster(
            pk=pk,
            outlets=row["outlets"] + row["unknown"],
            placements=row["placements"],
            waiting=row["waiting"],
            first=firsts[pk],
            first_on=firsts[pk].article.published_on,
        )
        for pk, row in several.items()
    }


def _firsts(placements) -> dict[int, Placement]:
    rows = placements.select_related("article__outlet").defer("article__text")
    firsts: dict[int, Placement] = {}
    for each in rows.order_by(
        "article__published_on",
        "article__outlet__name",
        "article__outlet_said",
        "article__fingerprint",
    ):
        firsts.setdefault(each.cluster, each)
    return firsts


@transaction.atomic
def confirm_cluster(placement: Placement, *, by) -> list[Placement]:
    """Confirm everything that waits and is the same text as ``placement``.

    What is of an unknown outlet is left. Returns what was confirmed, so that the
    person can undo it.
    """
    require(by, "placements.handle", placement)
    if placement.cluster is None:
        raise RuleBroken(_("This text stands in no other outlet."))
    same = Placement.objects.to_confirm().filter(
        work=placement.work, cluster=placement.cluster, article__outlet__isnull=False
    )
    rows = same.select_related("article", "unit").order_by("pk")
    return [confirm_placement(each, by=by) for each in rows]
