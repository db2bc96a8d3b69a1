"""When this happens, do that."""

from xiangyin.kernel.events import on

from .events import ArticlesKept, WorkRegistered
from .tasks import trace_new_articles, trace_new_work


@on(WorkRegistered)
def look_for_the_work(event: WorkRegistered) -> None:
    trace_new_work.enqueue(event.work_id)


@on(ArticlesKept)
def look_at_the_articles(event: ArticlesKept) -> None:
    trace_new_articles.enqueue(event.county_id)
