"""Who leads, who supports, what is merged, what goes another way."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xiangyin.kernel.deadlines import office_calendar
from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.services.audit import record
from xiangyin.kernel.services.cases import move

from ..lifecycles import WITH_THE_UNIT, QuestionState
from ..models import ClockMark, Matter, Question, Support
from ..rules import MOST_RETURNS, WORKDAYS_TO_RETURN
from .clock import Act, is_over, put_mark, stands, term_of
from .holding import hold, hold_both
from .notices import tell

# A supporting unit has half of what is left, so that the lead can use its word.
SHARE = 2


@transaction.atomic
def assign_question(
    question: Question,
    *,
    unit,
    by,
    today: date,
    kind: str = "",
    matter: Matter | None = None,
    supports=(),
    note: str = "",
) -> None:
    """Give a waiting question to its lead unit; ``supports`` are units and requests.

    Calling it by another kind changes its term, counted from its receipt. After two
    returns the coordinator decides, and the unit that gets it keeps it.
    """
    _require_of_county(question, unit)
    move(question, "assign", by=by, note=note)
    _hand_over(question, unit=unit, by=by, today=today, kind=kind, matter=matter)
    for helper, asked in supports:
        add_support(question, unit=helper, asked=asked, by=by, today=today)
    tell(question, "assigned", occasion=str(question.marks.count()))


@transaction.atomic
def hand_to_another(
    question: Question, *, unit, by, today: date, note: str, kind: str = ""
) -> None:
    """Take it from one unit and give it to another. The promised day stays.

    A clock that stood still goes on: whoever leads now asks anew.
    """
    hold(question)
    _require_of_county(question, unit)
    if unit.pk == question.unit_id:
        raise RuleBroken(_("It is with this unit already."))
    move(question, "reassign", by=by, note=note)
    _let_go_on(question, by=by, today=today)
    _hand_over(question, unit=unit, by=by, today=today, kind=kind)
    tell(question, "assigned", occasion=str(question.marks.count()))


def _require_of_county(question: Question, unit) -> None:
    if unit.county.pk != question.county_id or unit.is_root():
        raise RuleBroken(_("Choose a unit of this county."))


def _hand_over(question, *, unit, by, today, kind="", matter=None) -> None:
    term = 0
    if kind and kind != question.kind:
        if is_over(question, today=today):
            raise RuleBroken(
                _("The promised day is over: the question stays of the kind it is.")
            )
        question.kind = kind
        term = term_of(question.county, kind, day=question.opened_on)
    if matter:
        question.matter = matter
    question.unit, question.owner = unit, None
    question.save(update_fields=["unit", "owner", "kind", "matter"])
    put_mark(question, Act.HAND_OVER, on=today, by=by, workdays=term)


def _let_go_on(question, *, by, today) -> None:
    if not stands(question).running:
        put_mark(question, Act.RESUME, on=today, by=by)


@transaction.atomic
def add_support(
    question: Question, *, unit, asked: str, by, today: date, workdays: int = 0
) -> Support:
    """Ask another unit to help, with a term of its own within the lead unit's."""
    hold(question)
    _require_of_county(question, unit)
    if unit.pk == question.unit_id:
        raise RuleBroken(_("The leading unit does not support itself."))
    if question.state not in WITH_THE_UNIT:
        raise RuleBroken(_("Only a question that a unit leads has supporting units."))
    if question.supports.filter(unit=unit, round=question.round).exists():
        raise RuleBroken(_("This unit supports already."))
    support = Support(
        question=question,
        unit=unit,
        asked=asked,
        since=timezone.now(),
        round=question.round,
    )
    support.full_clean()
    support.save()
    term = workdays or _half_of_what_is_left(question, today=today)
    put_mark(question, Act.START, on=today, by=by, workdays=term, support=support)
    record(question, "support", by=by, label=_("Supporting unit"), note=str(unit))
    support.refresh_from_db()
    return support


def _half_of_what_is_left(question: Question, *, today: date) -> int:
    now = stands(question)
    left = now.left
    if now.running and now.day:
        left = office_calendar(question.county).between(today, now.day)
    return max(1, left // SHARE)


@transaction.atomic
def return_question(question: Question, *, by, note: str, today: date) -> None:
    """A unit says that this is not its matter, by the end of the next working day.

    Raises ``RuleBroken`` later than that, and for a question that was returned twice:
    then the coordinator has decided.
    """
    if question.returns >= MOST_RETURNS:
        raise RuleBroken(
            _("It was returned twice and the coordinator decided: it stays here.")
        )
    if question.round > 1:
        raise RuleBroken(_("Whoever replied first answers again."))
    handed = ClockMark.objects.filter(
        question=question, act=Act.HAND_OVER, unit=question.unit
    ).last()
    calendar = office_calendar(question.county)
    since = handed.on if handed else question.opened_on
    if today > calendar.due_on(since, WORKDAYS_TO_RETURN):
        raise RuleBroken(
            _("“Not ours” is said by the end of the next working day. That is over.")
        )
    former = question.unit
    move(question, "give_back", by=by, note=note)
    question.unit, question.owner = question.county, None
    question.returns += 1
    question.save(update_fields=["unit", "owner", "returns"])
    record(question, "returned", by=by, label=_("Returned"), note=str(former))


@transaction.atomic
def merge_question(question: Question, *, into: Question, by, note: str = "") -> None:
    """Join a question to another about the same; all askers get that one's reply.

    Raises ``RuleBroken`` if the other is closed without a reply, merged itself or of
    another county.
    """
    hold_both(question, into)
    other = Question.objects.filter(pk=into.pk).first()
    if other is None or other.pk == question.pk or other.merged_into_id:
        raise RuleBroken(_("Choose another question of this county to merge into."))
    if other.county_id != question.county_id:
        raise RuleBroken(_("Choose another question of this county to merge into."))
    if not other.is_open and other.state != QuestionState.ANSWERED:
        raise RuleBroken(_("That question is closed without a reply."))
    move(question, "merge", by=by, note=note)
    Question.objects.filter(merged_into=question).update(merged_into=other)
    question.merged_into = other
    question.save(update_fields=["merged_into"])
    tell(question, "merged", occasion=str(other.pk))
    if other.state == QuestionState.ANSWERED:
        tell(question, "answered", occasion=f"{other.pk}:{other.round}")


@transaction.atomic
def part_question(question: Question, *, by, note: str) -> None:
    """Take a question out of the one it was merged into. Its clock ran on."""
    move(question, "part", by=by, note=note)
    question.merged_into = None
    question.unit = question.county
    question.save(update_fields=["merged_into", "unit"])


@transaction.atomic
def refer_question(question: Question, *, by, note: str) -> None:
    """Explain the way the law gives (petition, court, disclosure) and close.

    The asker reads what is explained.
    """
    move(question, "refer", by=by, note=note[:500])
    question.explained = note
    question.save(update_fields=["explained"])
    tell(question, "referred", occasion="1")
