"""Keeping the words of answered questions, in the transaction of what changes them.

They stand in the table of public words beside the stories and never among them: their
keys and homes lie beyond those that the database gives to stories and pages.
"""

from django.db import connection
from django.utils import timezone

from xiangyin.answers.models import Publication
from xiangyin.engines.finding.days import days_in
from xiangyin.engines.finding.written import written
from xiangyin.engines.words import fold
from xiangyin.kernel.search import public
from xiangyin.kernel.search.found import Scope

BEYOND = 2**40
AT_ONCE = 200


def scope_of(home: int) -> Scope:
    """Where the answers of one county's site are looked for."""
    return Scope(BEYOND + home)


def question_of(key: int) -> int:
    """Which question a key of the table of words means."""
    return key - BEYOND


def note(publication: Publication) -> None:
    """Let readers find an answered question as it reads now, or no longer."""
    question = publication.question
    home = getattr(question.county, "home", None)
    if publication.withdrawn_at or home is None:
        leave(question.pk)
        return
    asked = timezone.localtime(question.asked_at).date()
    text = f"{publication.text}\n{publication.reply}"
    public.keep(
        public.Kept(
            story=BEYOND + question.pk,
            home=BEYOND + home.pk,
            section=BEYOND + question.matter_id,
            unit=question.unit_id,
            published=publication.published_at,
            title=written(publication.title),
            lead=written(publication.text),
            rest=written(publication.reply),
            days=frozenset(days_in(fold(text), asked)),
        )
    )


def leave(question: int) -> None:
    """Let no reader find the answer any more."""
    public.forget(BEYOND + question)


def set_up() -> None:
    """After migrations, note those that were published before there was a search."""
    there = set(connection.introspection.table_names())
    if not {"answers_publication", "portal_home"} <= there:
        return
    noted = public.noted()
    shown = Publication.objects.filter(withdrawn_at=None).order_by("pk")
    keys = shown.values_list("pk", "question_id")
    missing = [pk for pk, question in keys if BEYOND + question not in noted]
    for start in range(0, len(missing), AT_ONCE):
        part = Publication.objects.filter(pk__in=missing[start : start + AT_ONCE])
        for publication in part.select_related("question__county__home"):
            note(publication)
