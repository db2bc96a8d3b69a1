"""Reminding: when a promised day is near, when it is over, and above when it stays so."""

from datetime import date

from django.db import transaction

from xiangyin.engines.workdays import WorkCalendar
from xiangyin.gateways.messages import MAIL, the_messenger, ways
from xiangyin.kernel.deadlines import office_calendar
from xiangyin.kernel.models import Letter, Unit
from xiangyin.kernel.services.audit import record
from xiangyin.kernel.services.outbox import delivers, post

from ..models import Chaser, Question
from .clock import terms_on

Stage = Chaser.Stage
CHASER = "answers.chaser"
WORKDAYS_BEFORE = 1


def chase(*, today: date) -> int:
    """Remind of what is near or over, once a stage. Returns how many reminders."""
    done = 0
    for county in Unit.objects.counties():
        calendar, terms = office_calendar(county), terms_on(county, today)
        due = Question.objects.open().filter(county=county, due_on__isnull=False)
        for question in due.select_related("unit", "owner").iterator():
            due_on = question.due_on or today
            stage = stage_of(due_on, terms, calendar=calendar, today=today)
            done += bool(stage and remind(question, stage, terms, today=today))
    return done


def stage_of(due_on: date, terms, *, calendar: WorkCalendar, today: date) -> str:
    """How far it has come with a question; an empty text while there is time."""
    if today <= due_on:
        left = calendar.between(today, due_on)
        return Stage.NEAR if left <= WORKDAYS_BEFORE else ""
    over = calendar.between(due_on, today)
    overseer = getattr(terms, "overseer", None)
    if overseer and over > terms.overseer_after:
        return Stage.ABOVE
    return Stage.LATE


@transaction.atomic
def remind(question: Question, stage: str, terms, *, today: date) -> bool:
    """Keep that somebody was reminded, and write to them. Once a stage and round."""
    to = terms.overseer if stage == Stage.ABOVE else question.owner
    chaser, is_new = Chaser.objects.get_or_create(
        question=question,
        round=question.round,
        stage=stage,
        defaults={"on": today, "to": to},
    )
    if is_new:
        label = chaser.get_stage_display()
        record(question, "chase", by=None, label=label, stage=str(stage))
        if to and to.email and MAIL in ways():
            post(
                CHASER,
                key=f"{CHASER}:{chaser.pk}",
                payload={"chaser": chaser.pk},
                county=question.county,
            )
    return is_new


def _write(letter: Letter) -> str:
    chaser = Chaser.objects.select_related("question", "to").get(
        pk=letter.payload["chaser"]
    )
    to = chaser.to
    if to is None or not to.is_active or not to.email:  # left the office meanwhile
        return "nobody"
    question = chaser.question
    text = f"{question.number} {question.due_on}: {chaser.get_stage_display()}"
    return the_messenger()(MAIL, to.email, text, key=letter.key)


@delivers(CHASER, carried_by=_write)
def it_was_written(letter: Letter, *, receipt: str) -> None:
    """Nothing more is written: the reminder has its row."""
