"""When this happens, do that."""

from xiangyin.kernel.events import on
from xiangyin.kernel.personal import sweeps
from xiangyin.kernel.services.erasure import on_erasure

from .events import ArticlesKept, WorkRegistered
from .models import ImportDraft
from .services.imports import clear_drafts, drop_draft
from .tasks import trace_new_articles, trace_new_work


@on(WorkRegistered)
def look_for_the_work(event: WorkRegistered) -> None:
    trace_new_work.enqueue(event.work_id)


@on(ArticlesKept)
def look_at_the_articles(event: ArticlesKept) -> None:
    trace_new_articles.enqueue(event.county_id)


@on_erasure
def throw_away_what_was_sent_in(person, names) -> None:
    for draft in ImportDraft.objects.filter(by=person):
        drop_draft(draft)


@sweeps("placements.ImportDraft")
def throw_away_old_files(*, now) -> int:
    return clear_drafts(now=now)
