"""Work done later: asking feeds, tidying up. Safe to run twice."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from xiangyin.engines.reuse.tracing import warm_up
from xiangyin.kernel.models import Unit
from xiangyin.kernel.schedule import A_DAY, every

from .models import (
    Compiling,
    Outlet,
    Pasted,
    Placement,
    WantedEvidence,
    WantedText,
    WorkFeed,
)
from .services.clusters import cluster_work
from .services.compiling import compile_asked, left_behind
from .services.counted_months import count_what_changed
from .services.feed_pages import read_due
from .services.imports import clear_drafts
from .services.own_feeds import keep_feed_works
from .services.own_places import put_own_aside
from .services.page_evidence import take_due
from .services.pasting import clear_pasted, read_some
from .services.polling import batches, is_due, poll, poll_feeds

LEFT_BEHIND = timedelta(minutes=10)
WORKS_AT_ONCE = 500


@task(queue_name="tracing")
def ask_feeds(outlet_ids: list[int]) -> int:
    """Ask the feeds of a few outlets for what is new, those whose time has come.

    Where asking all takes longer than the schedule's round, tasks would pile up.
    """
    outlets = Outlet.objects.with_a_feed().filter(pk__in=outlet_ids)
    outlets = outlets.filter(is_due(timezone.now())).select_related("unit")
    return poll_feeds(outlets, today=timezone.localdate())


@task(queue_name="tracing")
def ask_own_feeds(feed_ids: list[int]) -> int:
    """The same for feeds of our own works."""
    feeds = WorkFeed.objects.with_a_feed().filter(pk__in=feed_ids)
    feeds = feeds.filter(is_due(timezone.now())).select_related("county", "unit")
    return poll(feeds, today=timezone.localdate(), keep=keep_feed_works)


@task(queue_name="tracing")
def read_pasted(pasted_id: str) -> None:
    """Read a few of the addresses somebody pasted, and then the next few."""
    pasted = Pasted.objects.select_related("unit").filter(pk=pasted_id).first()
    if pasted and read_some(pasted):
        read_pasted.enqueue(pasted_id)


@every(minutes=30)
def ask_the_outlets() -> None:
    """Ask all feeds, a few in a task: between two tasks the worker does other things."""
    due = is_due(timezone.now())
    for some in batches(Outlet.objects.with_a_feed().filter(due)):
        ask_feeds.enqueue([outlet.pk for outlet in some])
    for own in batches(WorkFeed.objects.with_a_feed().filter(due)):
        ask_own_feeds.enqueue([feed.pk for feed in own])


@every(minutes=10)
def go_on_reading() -> None:
    """Take up addresses that a worker left behind when it stopped."""
    long_ago = timezone.now() - LEFT_BEHIND
    unread = Pasted.objects.filter(made_at__lt=long_ago, addresses__read_at=None)
    for key in unread.distinct().values_list("pk", flat=True):
        read_pasted.enqueue(str(key))


@task(queue_name="tracing")
def compile_bulletin(asked_id: int) -> None:
    """Compile a large bulletin that somebody asked for."""
    asked = Compiling.objects.select_related("county", "by").filter(pk=asked_id).first()
    if asked and not asked.problem:
        compile_asked(asked, today=timezone.localdate())


@every(minutes=10)
def go_on_compiling() -> None:
    """Take up bulletins that a worker left behind when it stopped."""
    for key in left_behind(now=timezone.now()):
        compile_bulletin.enqueue(key)


@every(hours=24)
def make_the_engine_ready() -> None:
    """Compile what tracing needs, or load it, before somebody waits for it."""
    warm_up()


@every(minutes=10)
def count_the_months() -> None:
    """Count months that changed before somebody opens their figures."""
    count_what_changed()


@every(hours=24, steady=A_DAY)
def clear_the_drafts() -> None:
    """Throw away files that nobody decided about."""
    clear_drafts(now=timezone.now())
    clear_pasted(now=timezone.now())


@task(queue_name="tracing")
def read_pages() -> int:
    """Read a few pages of entries whose feeds carry summaries only."""
    return read_due(now=timezone.now())


@every(minutes=1)
def read_the_pages_that_are_due() -> None:
    """Enqueued, not done: a poll waits for none of them."""
    if WantedText.objects.filter(next_try_at__lte=timezone.now()).exists():
        read_pages.enqueue()


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
