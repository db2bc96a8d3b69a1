"""What is next for one person at this desk, and how late it stands for a leader."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import Exact, IsNull
from django.utils.translation import gettext as _

from xiangyin.kernel.deadlines import office_calendar
from xiangyin.kernel.rights import AsItComes, may, reach, within

from ..lifecycles import WITH_THE_UNIT, QuestionState
from ..models import (
    Approval,
    Extension,
    Publication,
    Publicity,
    Question,
    Reply,
    Support,
)

S = QuestionState
YEAR = timedelta(days=365)
ACTING = ("answers.triage", "answers.handle", "answers.check", "answers.sign")


@dataclass(frozen=True)
class Next:
    """Questions of which the next act is this person's, the soonest day first."""

    name: str
    questions: QuerySet


def next_things(person, *, today: date) -> list[Next]:
    """Every kind of act this person's posts carry, with what waits for it."""
    found: list[Next] = []
    if may(person, "answers.triage"):
        found += _for_the_coordinator(person, today)
    if may(person, "answers.handle"):
        found += _for_a_clerk(person, today)
    if may(person, "answers.check"):
        found.append(Next(_("Replies to check"), _to_check(person)))
    if may(person, "answers.sign"):
        found.append(Next(_("Replies to sign"), _to_sign(person)))
        found.append(Next(_("Requests for more days"), _extensions(person)))
    return found


def _at(person, right: str, *states) -> QuerySet:
    there = Question.objects.visible_to(person, right).filter(state__in=states)
    return there.soonest_first()


def _for_the_coordinator(person, today: date) -> list[Next]:
    """What is to be decided, and what of the last year nobody made public yet."""
    waiting = _at(person, "answers.triage", S.WAITING)
    shown = Publication.objects.filter(question=OuterRef("pk"))
    # By the days, not the state: in that are all that were ever answered.
    answered = Question.objects.visible_to(person, "answers.publish").filter(
        Exact(AsItComes("state"), S.ANSWERED),
        IsNull(AsItComes("merged_into"), True),
        ~Exists(shown),
        opened_on__gte=today - YEAR,
    )
    return [
        Next(_("Returned twice: you decide"), waiting.filter(returns__gte=2)),
        Next(_("Questions to assign"), waiting.filter(returns__lt=2)),
        Next(
            _("Answers to make public"),
            answered.exclude(publicity=Publicity.PRIVATE).order_by("opened_on", "pk"),
        ),
    ]


def _for_a_clerk(person, today: date) -> list[Next]:
    handled = _at(person, "answers.handle", S.HANDLED)
    return [
        Next(_("Questions late or due today"), handled.filter(due_on__lte=today)),
        Next(_("Questions to reply to"), handled.exclude(due_on__lte=today)),
        Next(_("Other units wait for your word"), _words_wanted(person)),
    ]


def _words_wanted(person) -> QuerySet:
    wanted = Support.objects.filter(
        within(reach(person, "answers.handle")),
        question=OuterRef("pk"),
        round=OuterRef("round"),
        given_at=None,
    )
    open_ones = Question.objects.filter(Exists(wanted), state__in=WITH_THE_UNIT)
    return open_ones.soonest_first()


def _written_by(person) -> Exists:
    """Whoever wrote any of this round's reply neither checks nor signs it."""
    replies = Reply.objects.filter(question=OuterRef("pk"), by=person)
    return Exists(replies.filter(round=OuterRef("round")))


def _checked_by(person, **when) -> Exists:
    passed = Approval.objects.filter(by=person, stage="check", accepted=True)
    return Exists(passed.filter(reply__question=OuterRef("pk"), **when))


def _to_check(person) -> QuerySet:
    """As ``rules.why_not_check`` has it, for a list."""
    waiting = _at(person, "answers.check", S.CHECKING)
    before = _checked_by(person, reply__round__lt=OuterRef("round"))
    return waiting.exclude(_written_by(person)).exclude(before)


def _to_sign(person) -> QuerySet:
    """As ``rules.why_not_sign`` has it: who checked the newest version does not sign."""
    of_round = Reply.objects.filter(question=OuterRef("pk"), round=OuterRef("round"))
    newest = Subquery(of_round.order_by("-pk").values("pk")[:1])
    waiting = _at(person, "answers.sign", S.SIGNING).annotate(newest=newest)
    checked = _checked_by(person, reply=OuterRef("newest"))
    return waiting.exclude(_written_by(person)).exclude(checked)


def _extensions(person) -> QuerySet:
    asked = Extension.objects.filter(
        question=OuterRef("pk"), round=OuterRef("round"), approved=None
    ).exclude(asked_by=person)
    return _at(person, "answers.sign", *WITH_THE_UNIT).filter(Exists(asked))


def late_ones(person, *, today: date) -> QuerySet | None:
    """What is past its promised day, for who acts on questions; else nothing."""
    rights = [right for right in ACTING if may(person, right)]
    if not rights:
        return None
    paths = sorted({path for right in rights for path in reach(person, right)})
    return Question.objects.filter(within(paths)).overdue(on=today)


@dataclass(frozen=True)
class Lateness:
    """Two figures for a leader, who reads no question: how many are late, how long."""

    late: int
    long_late: int
    longest: int
    workdays: int = 5


def lateness(person, *, today: date) -> Lateness | None:
    """How late the units below a leader's post are; nothing where that is not theirs."""
    if not may(person, "answers.see_lateness") or person.county is None:
        return None
    calendar = office_calendar(person.county)
    limit = today
    while calendar.between(limit, today) <= Lateness.workdays:
        limit -= timedelta(days=1)
    late = Question.objects.visible_to(person, "answers.see_lateness")
    told = late.overdue(on=today).aggregate(
        late=Count("pk"),
        long_late=Count("pk", filter=Q(due_on__lte=limit)),
        first=Min("due_on"),
    )
    longest = calendar.between(told["first"], today) if told["first"] else 0
    return Lateness(told["late"], told["long_late"], longest)
