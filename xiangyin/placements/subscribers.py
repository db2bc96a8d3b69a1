"""When this happens, do that."""

from django.utils import timezone

from xiangyin.kernel.models import Unit
from xiangyin.kernel.personal import sweeps
from xiangyin.kernel.services.erasure import on_erasure
from xiangyin.kernel.services.outbox import hears

from .events import KEPT, REGISTERED
from .models import Article, ImportDraft, Work
from .services.articles import tell_of_articles
from .services.bonus_papers import sweep_papers
from .services.evidence import sweep_evidence
from .services.imports import clear_drafts, drop_draft
from .services.pasting import clear_pasted
from .services.tracing import AT_ONCE, trace_articles, trace_work


def look_for(letter) -> int:
    """Look for a work that was registered or corrected."""
    works = Work.objects.select_related("county", "unit")
    work = works.filter(pk=letter.payload["work"]).first()
    return trace_work(work, today=timezone.localdate()) if work else 0


@hears(REGISTERED, as_="tracing", carried_by=look_for)
def the_work_was_looked_for(letter, *, receipt) -> None:
    """Nothing is left to write: what was found is noted, and noted once."""


def look_at(letter) -> int:
    """Look at what came in and was not looked at yet, so much at a time."""
    county = Unit.objects.get(pk=letter.payload["county"])
    return trace_articles(county, today=timezone.localdate(), most=AT_ONCE)


@hears(KEPT, as_="tracing", carried_by=look_at)
def look_at_the_rest(letter, *, receipt) -> None:
    """What is left over waits for a letter of its own, behind those of others."""
    county = Unit.objects.get(pk=letter.payload["county"])
    if Article.objects.of_county(county).untraced().exists():
        tell_of_articles(county)


@on_erasure
def throw_away_what_was_sent_in(person, names) -> None:
    for draft in ImportDraft.objects.filter(by=person):
        drop_draft(draft)


@sweeps("placements.Pasted")
def throw_away_old_addresses(*, now) -> int:
    return clear_pasted(now=now)


@sweeps("placements.ImportDraft")
def throw_away_old_files(*, now) -> int:
    return clear_drafts(now=now)


@sweeps("placements.BonusPaper")
def throw_away_documents_whose_time_is_over(*, now) -> int:
    return sweep_papers(now=now)


@sweeps("placements.Evidence")
def throw_away_evidence_whose_time_is_over(*, now) -> int:
    return sweep_evidence(now=now)
