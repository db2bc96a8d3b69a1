"""Work done later: looking for reprints, asking feeds. Safe to run twice."""

from django.utils import timezone
from django_tasks import task

from xiangyin.kernel.models import Unit
from xiangyin.kernel.schedule import every

from .models import Outlet, Work
from .services.feeds import poll_every_feed
from .services.imports import clear_drafts
from .services.tracing import trace_articles, trace_work


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


@task(queue_name="tracing")
def poll_feeds(county_id: int) -> int:
    """Ask every feed of a county for what is new."""
    county = Unit.objects.get(pk=county_id)
    return poll_every_feed(county, today=timezone.localdate())


@every(minutes=30)
def ask_the_outlets() -> None:
    """Poll the feeds of every county that has some, each in a task of its own."""
    feeds = Outlet.objects.filter(is_active=True).exclude(feed="")
    for county in feeds.values_list("unit", flat=True).distinct():
        poll_feeds.enqueue(county)


@every(hours=12)
def sweep() -> None:
    """Look again for articles whose event was lost before it was heard."""
    for county in Unit.objects.counties():
        trace_new_articles.enqueue(county.pk)


@every(hours=24)
def clear_the_drafts() -> None:
    """Throw away files that nobody decided about."""
    clear_drafts(now=timezone.now())
