"""What lets a clock stand still or run longer: asking the resident, one extension."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xiangyin.kernel.errors import NotAllowed, RuleBroken, WrongState
from xiangyin.kernel.rights import require
from xiangyin.kernel.services.audit import record
from xiangyin.kernel.services.cases import move

from ..lifecycles import WITH_THE_UNIT, QuestionState
from ..models import Addition, Extension, Question, Way
from .clock import (
    Act,
    is_over,
    put_mark,
    refuse_what_betrays,
    stands,
    terms_on,
)
from .holding import hold
from .notices import tell


@transaction.atomic
def ask_resident(question: Question, *, by, note: str, today: date) -> None:
    """Ask the resident something; the clock stands still until the answer.

    After the promised day it runs on: asking does not make up for being late. Raises
    ``RuleBroken`` where nobody can be asked.
    """
    if question.way == Way.NONE:
        raise RuleBroken(_("The asker left no contact: nobody can be asked."))
    refuse_what_betrays(note)
    late = is_over(question, today=today)
    move(question, "ask", by=by, note=note)
    if not late:
        put_mark(question, Act.STOP, on=today, by=by, reason=note)
    tell(question, "asked", occasion=str(question.marks.count()))


@transaction.atomic
def add_words(question: Question, *, text: str, today: date) -> Addition:
    """What the asker adds; if it was waited for, the clock goes on."""
    hold(question)
    if not question.is_open or question.state == QuestionState.UNPROVEN:
        raise WrongState(_("This question is closed: nothing can be added now."))
    addition = Addition(question=question, text=text, at=timezone.now())
    addition.full_clean()
    addition.save()
    record(question, "add", by=None, label=_("The asker added something"))
    if question.state == QuestionState.ASKED:
        move(question, "told", by=None)
        _go_on(question, by=None, today=today, reason="")
    return addition


@transaction.atomic
def go_on_without(question: Question, *, by, note: str, today: date) -> None:
    """Go on although the resident did not answer; the clock goes on too."""
    refuse_what_betrays(note)
    move(question, "go_on", by=by, note=note)
    _go_on(question, by=by, today=today, reason=note)


def _go_on(question, *, by, today, reason) -> None:
    if not stands(question).running:
        put_mark(question, Act.RESUME, on=today, by=by, reason=reason)


@transaction.atomic
def ask_for_extension(
    question: Question, *, by, reason: str, today: date, workdays: int = 0
) -> Extension:
    """Ask the head of the unit for more days, once and before the day is over."""
    require(by, "answers.handle", question)
    refuse_what_betrays(reason)
    hold(question)
    if question.state not in WITH_THE_UNIT:
        raise WrongState(_("Only what a unit works on can be extended."))
    if is_over(question, today=today):
        raise RuleBroken(_("The promised day is over: nothing moves it now."))
    asked = question.extensions.filter(round=question.round).exclude(approved=False)
    if asked.exists():
        raise RuleBroken(_("It was extended once already."))
    most = terms_on(question.county, today).extension
    extension = Extension(
        question=question,
        round=question.round,
        reason=reason,
        workdays=min(workdays or most, most),
        asked_by=by,
        asked_at=timezone.now(),
    )
    extension.full_clean()
    extension.save()
    record(question, "ask_extension", by=by, label=_("More days asked for"))
    return extension


@transaction.atomic
def decide_extension(extension: Extension, *, by, approve: bool, today: date) -> None:
    """Approve or refuse, by another person than asked, before the day is over."""
    locked = Extension.objects.select_for_update(of=["self"]).get(pk=extension.pk)
    question = Question.objects.get(pk=locked.question_id)
    require(by, "answers.sign", question)
    if locked.approved is not None:
        raise WrongState(_("This is no longer possible: somebody was faster."))
    if question.state not in WITH_THE_UNIT:
        raise WrongState(_("Only what a unit works on can be extended."))
    if locked.asked_by_id == by.pk:
        raise NotAllowed(_("Somebody else must approve what you asked for."))
    extension.approved, extension.decided_by = approve, by
    extension.decided_at = timezone.now()
    extension.save(update_fields=["approved", "decided_by", "decided_at"])
    if approve:
        put_mark(
            question,
            Act.EXTEND,
            on=today,
            by=by,
            workdays=locked.workdays,
            reason=locked.reason,
        )
        tell(question, "extended", occasion=str(extension.pk))
    else:
        record(question, "refuse_extension", by=by, label=_("No more days"))
