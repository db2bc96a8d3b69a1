"""The clock of a question: marks that are only added, and the day that follows."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xiangyin.engines.private import find
from xiangyin.engines.promises import (
    LEAD,
    ExtendedBefore,
    Mark,
    OutOfOrder,
    Promise,
    TooLate,
    promise,
)
from xiangyin.engines.workdays import WorkCalendar
from xiangyin.kernel.deadlines import office_calendar
from xiangyin.kernel.errors import RuleBroken, WrongState
from xiangyin.kernel.models import Unit

from ..models import ClockMark, Question, Support, Terms
from ..rules import USUAL

Act = ClockMark.Act


def terms_on(county: Unit, day: date):
    """The terms in force: the county's own, or the usual ones."""
    return Terms.objects.filter(county=county).on(day) or USUAL


def term_of(county: Unit, kind: str, *, day: date) -> int:
    """Working days for a question of this kind that came in on ``day``."""
    return getattr(terms_on(county, day), str(kind))


def marks_of(question: Question) -> list[Mark]:
    """The marks of the question's round, as the engine reads them."""
    rows = ClockMark.objects.filter(question=question, round=question.round)
    return [as_mark(row) for row in rows.order_by("pk")]


def as_mark(row: ClockMark) -> Mark:
    clock = f"support:{row.support_id}" if row.support_id else LEAD
    return Mark(row.act, row.on, row.workdays, clock=clock)


def stands(question: Question, calendar: WorkCalendar | None = None) -> Promise:
    """Where the clock of a question stands."""
    calendar = calendar or office_calendar(question.county)
    return promise(calendar, marks_of(question))


@transaction.atomic
def put_mark(
    question: Question,
    act: str,
    *,
    on: date,
    by,
    workdays: int = 0,
    reason: str = "",
    support: Support | None = None,
) -> ClockMark:
    """Add one mark and promise the day that follows from all of them.

    Raises ``RuleBroken`` where the day is over, the term was extended before, or the
    reason, which the asker reads, says who somebody is; ``WrongState`` where such a
    mark cannot follow.
    """
    refuse_what_betrays(reason)
    Question.objects.select_for_update(of=["self"]).get(pk=question.pk)
    row = ClockMark(
        question=question,
        round=question.round,
        act=act,
        on=on,
        workdays=workdays,
        support=support,
        unit=support.unit if support else question.unit,
        reason=reason,
        by=by,
        at=timezone.now(),
    )
    calendar = office_calendar(question.county)
    marks = [*marks_of(question), as_mark(row)]
    try:
        promise(calendar, marks)
        if support:
            promise(calendar, marks, clock=as_mark(row).clock)
    except TooLate:
        raise RuleBroken(_("The promised day is over: nothing moves it now.")) from None
    except ExtendedBefore:
        raise RuleBroken(_("It was extended once already.")) from None
    except OutOfOrder:
        raise WrongState(_("The clock cannot do this now.")) from None
    row.full_clean(exclude=["question", "support"])
    row.save(force_insert=True)
    renew(question, calendar)
    return row


def renew(question: Question, calendar: WorkCalendar) -> bool:
    """Write the promised days anew from the marks; say whether any changed."""
    marks = marks_of(question)
    if not marks:
        return False
    now = promise(calendar, marks)
    was = (question.due_on, question.due_is_provisional)
    question.due_on, question.due_is_provisional = now.day, now.provisional
    question.save(update_fields=["due_on", "due_is_provisional"])
    changed = was != (now.day, now.provisional)
    for support in question.supports.filter(round=question.round):
        due = promise(calendar, marks, clock=f"support:{support.pk}").day
        if support.due_on != due:
            Support.objects.filter(pk=support.pk).update(due_on=due)
            changed = True
    return changed


def renew_all() -> int:
    """Promise anew what is open, for a calendar may have changed. Returns how many."""
    changed = 0
    for county in Unit.objects.counties():
        calendar = office_calendar(county)
        open_now = Question.objects.open().filter(county=county)
        for pk in open_now.values_list("pk", flat=True).iterator():
            with transaction.atomic():
                held = Question.objects.select_for_update(of=["self"]).get(pk=pk)
                changed += renew(held, calendar)
    return changed


def is_over(question: Question, *, today: date) -> bool:
    """Whether the promised day lies behind us."""
    return bool(question.due_on and question.due_on < today)


def refuse_what_betrays(text: str) -> None:
    """Raise ``RuleBroken`` if a text that is shown says who somebody is."""
    found = find(text)
    if found:
        raise RuleBroken(
            _("Others read this: take out “%(words)s”.") % {"words": found[0].words}
        )
