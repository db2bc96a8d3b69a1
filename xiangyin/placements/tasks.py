"""Work done later: looking for reprints, asking feeds. Safe to run twice."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from xiangyin.kernel.models import Unit
from xiangyin.kernel.schedule import A_DAY, every

from .models import Outlet, Work
from .services.feeds import batches, poll_feeds
from .services.imports import clear_drafts
from .services.tracing import trace_articles, trace_work

JUST_NOW = timedelta(minutes=20)


@task(queue_name="tracing")
def trace_new_work(work_id: int) -> int:
    """Look for a work that was registered or corrected."""
    work = Work.objects.select_related("county", "unit").filter(pk=work_id).first()
    return trace_work(work, today=timezone.localdate()) if work else 0


@task(queue_name="tracing")
def trace_new_articles(county_id: int) -> int:
    """Look at every article of a county that was not looked at yet."""
    county = Unit.objects.get(pk=county_id)
    return trace_articles(county, today=timezone.localdate())


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


@every(hours=12)
def sweep() -> None:
    """Look again for articles whose event was lost before it was heard."""
    for county in Unit.objects.counties():
        trace_new_articles.enqueue(county.pk)


@every(hours=24, steady=A_DAY)
def clear_the_drafts() -> None:
    """Throw away files that nobody decided about."""
    clear_drafts(now=timezone.now())
