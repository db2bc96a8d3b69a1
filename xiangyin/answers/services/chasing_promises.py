"""Reminding of what was promised: its day is near, it is over, and above when it stays so.

What came to be late while nobody looked is told below and above alike: whoever handles
it hears of it first.
"""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from xiangyin.engines.workdays import WorkCalendar
from xiangyin.gateways.messages import MAIL, the_messenger, ways
from xiangyin.kernel.deadlines import office_calendar
from xiangyin.kernel.models import Letter, Unit
from xiangyin.kernel.rights import may
from xiangyin.kernel.services.audit import record
from xiangyin.kernel.services.outbox import delivers, post

from ..models import Chaser, Undertaking, UndertakingReminder
from ..reports.nearness import CALM, NEAR
from ..reports.promised import nearness_of
from .clock import terms_on

Stage = Chaser.Stage
PROMISE = "answers.promise"


def chase_promises(*, today: date) -> int:
    """Remind of promises that are near or over, once a stage. Returns how many times."""
    done = 0
    for county in Unit.objects.counties():
        calendar, terms = office_calendar(county), terms_on(county, today)
        open_ones = Undertaking.objects.standing().filter(question__county=county)
        related = open_ones.select_related("question__unit", "question__owner", "by")
        for promise in related.iterator():
            for stage in reached(promise, terms, calendar=calendar, today=today):
                done += remind(promise, stage, terms, today=today)
    return done


def reached(
    promise: Undertaking, terms, *, calendar: WorkCalendar, today: date
) -> list[str]:
    """The stages that a promise has come to; none while there is time."""
    how = nearness_of(promise, today=today, calendar=calendar)
    if how in {CALM, NEAR}:
        return [Stage.NEAR] if how == NEAR else []
    over = calendar.between(promise.due_on, today)
    if getattr(terms, "overseer", None) and over > terms.overseer_after:
        return [Stage.LATE, Stage.ABOVE]
    return [Stage.LATE]


@transaction.atomic
def remind(promise: Undertaking, stage: str, terms, *, today: date) -> bool:
    """Keep that somebody was reminded, and write to them. Once a stage."""
    to = terms.overseer if stage == Stage.ABOVE else who_handles(promise)
    reminder, is_new = UndertakingReminder.objects.get_or_create(
        undertaking=promise, stage=stage, defaults={"on": today, "to": to}
    )
    if is_new:
        question, label = promise.question, _("Reminded of a promise")
        told = {"stage": str(stage)}
        record(question, "chase", by=None, label=label, note=promise.what, **told)
        if to and to.email and MAIL in ways():
            post(
                PROMISE,
                key=f"{PROMISE}:{reminder.pk}",
                payload={"reminder": reminder.pk},
                county=question.county,
            )
    return is_new


def who_handles(promise: Undertaking):
    """Who has the question, else who promised; nobody where neither handles it now."""
    for person in (promise.question.owner, promise.by):
        is_here = person and person.is_active
        if is_here and may(person, "answers.handle", promise.question):
            return person
    return None


def _write(letter: Letter) -> str:
    reminder = UndertakingReminder.objects.select_related(
        "undertaking__question", "to"
    ).get(pk=letter.payload["reminder"])
    to, promise = reminder.to, reminder.undertaking
    if to is None or not to.is_active or not to.email:  # left the office meanwhile
        return "nobody"
    if promise.done_on:
        return "done"
    words = {
        "number": promise.question.number,
        "what": promise.what,
        "day": promise.due_on,
        "stage": reminder.get_stage_display(),
    }
    text = _("%(number)s, promised by %(day)s: %(what)s (%(stage)s)") % words
    return the_messenger()(MAIL, to.email, text, key=letter.key)


@delivers(PROMISE, carried_by=_write)
def promise_was_told_of(letter: Letter, *, receipt: str) -> None:
    """Nothing more is written: the reminder has its row."""
