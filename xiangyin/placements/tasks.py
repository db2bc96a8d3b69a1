"""Work done later: asking feeds, tidying up. Safe to run twice."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from xiangyin.engines.reuse.tracing import warm_up
from xiangyin.kernel.schedule import A_DAY, every

from .models import Outlet
from .services.counted_months import count_what_changed
from .services.feeds import batches, poll_feeds
from .services.imports import clear_drafts

JUST_NOW = timedelta(minutes=20)


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


@every(minutes=10)
def count_the_months() -> None:
    """Count months that changed before somebody opens their figures."""
    count_what_changed()


@every(hours=24, steady=A_DAY)
def clear_the_drafts() -> None:
    """Throw away files that nobody decided about."""
    clear_drafts(now=timezone.now())
