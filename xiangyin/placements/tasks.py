"""Work done later: asking feeds, tidying up. Safe to run twice."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from xiangyin.engines.reuse.tracing import warm_up
from xiangyin.kernel.models import Unit
from xiangyin.kernel.schedule import A_DAY, every

from .models import Outlet, Placement, WantedEvidence
from .services.clusters import cluster_work
from .services.feeds import batches, poll_feeds
from .services.imports import clear_drafts
from .services.own_places import put_own_aside
from .services.page_evidence import take_due

JUST_NOW = timedelta(minutes=20)
WORKS_AT_ONCE = 500


def asked_just_now(now: datetime) -> Q:
    """Not what was asked by a clock that has been moved back since."""
    return Q(feed_checked_at__gt=now - JUST_NOW, feed_checked_at__lte=now)


@task(queue_name="tracing")
def ask_feeds(outlet_ids: list[int]) -> int:
    """Ask the feeds of a few outlets for what is new, unless that was done just now.

    Where asking all takes longer than the schedule's round, tasks would pile up.
    """
    outlets = Outlet.objects.with_a_feed().filter(pk__in=outlet_ids)
    outlets = outlets.exclude(asked_just_now(timezone.now())).select_related("unit")
    return poll_feeds(outlets, today=timezone.localdate())


@every(minutes=30)
def ask_the_outlets() -> None:
    """Ask all feeds, a few in a task: between two tasks the worker does other things."""
    for some in batches(Outlet.objects.with_a_feed()):
        ask_feeds.enqueue([outlet.pk for outlet in some])


@every(hours=24)
def make_the_engine_ready() -> None:
    """Compile what tracing needs, or load it, before somebody waits for it."""
    warm_up()


@every(hours=24, steady=A_DAY)
def clear_the_drafts() -> None:
    """Throw away files that nobody decided about."""
    clear_drafts(now=timezone.now())


@task(queue_name="tracing")
def take_evidence() -> int:
    """Keep a few pages of what was found to carry us."""
    return take_due(now=timezone.now())


@every(minutes=1)
def take_the_evidence_that_is_due() -> None:
    """Enqueued, not done: between two tasks the worker does other things."""
    if WantedEvidence.objects.filter(next_try_at__lte=timezone.now()).exists():
        take_evidence.enqueue()


@every(hours=1)
def put_what_is_ours_aside() -> None:
    """A host that turned out to be ours, or not to be, is heard of within the hour."""
    for county in Unit.objects.counties():
        put_own_aside(county)


@every(hours=1)
def group_what_is_not_yet() -> None:
    """Placements from before there were clusters find theirs, some works an hour."""
    without = Placement.objects.filter(cluster=None).order_by("work")
    for work in without.values_list("work", flat=True).distinct()[:WORKS_AT_ONCE]:
        cluster_work(work)
