"""How many were asked, answered in time, solved: with what they are shares of.

A share of fewer than five says who stands behind it, so it is left out. There is no
ranking: kinds, and units by group, in the order of the catalogue.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, FilteredRelation, OuterRef, Q, Subquery

from xiangyin.kernel.models import Unit

from ..lifecycles import QuestionState
from ..models import Kind, Question, Rating
from ..rules import FEWEST

GROUPS = (Unit.Kind.DEPARTMENT, Unit.Kind.TOWN, Unit.Kind.VILLAGE)
# Neither asks a unit for a reply.
NOT_TO_ANSWER = (QuestionState.WITHDRAWN, QuestionState.REFERRED, QuestionState.MERGED)


@dataclass(frozen=True)
class Share:
    """A numerator and what it is a share of."""

    part: int
    whole: int

    @property
    def is_told(self) -> bool:
        return self.whole >= FEWEST

    @property
    def percent(self) -> str:
        """In percent with one decimal, or nothing where too few stand behind it."""
        return f"{100 * self.part / self.whole:.1f}" if self.is_told else ""


@dataclass(frozen=True)
class Row:
    """The figures of one kind or group of units; ``key`` is empty for all."""

    key: str
    received: int
    on_time: Share
    called_back: Share
    solved: Share
    satisfied: Share


def figures(
    county: Unit, *, since: date, until: date, today: date
) -> tuple[Row, list[Row], list[Row]]:
    """All, by kind, by group of units: of what came in from ``since`` to ``until``."""
    asked = _asked(county, since=since, until=until, today=today)
    everything = _row("", asked.aggregate(**COUNTS))
    kinds = {row["kind"]: row for row in asked.values("kind").annotate(**COUNTS)}
    groups = {
        row["unit__kind"]: row for row in asked.values("unit__kind").annotate(**COUNTS)
    }
    return (
        everything,
        [_row(kind, kinds[kind]) for kind in Kind.values if kind in kinds],
        [_row(group, groups[group]) for group in GROUPS if group in groups],
    )


def _asked(county, *, since, until, today):
    """Questions with what is counted of each: the first reply, the latest rating."""
    sent = Q(replies__round=1, replies__sent_at__isnull=False)  # one at most
    rated = Rating.objects.filter(question=OuterRef("pk")).order_by("-round")
    questions = Question.objects.filter(
        county=county, confirmed_at__isnull=False, opened_on__range=(since, until)
    )
    questions = questions.order_by().annotate(
        first=FilteredRelation("replies", condition=sent)
    )
    return questions.annotate(
        is_answered=Q(first__isnull=False),
        is_on_time=Q(first__sent_on__lte=F("first__promised_on")),
        is_due=Q(due_on__lt=today) | Q(first__isnull=False),
        is_solved=Subquery(rated.values("solved")[:1]),
        is_satisfied=Subquery(rated.values("satisfied")[:1]),
    )


def _count(**condition) -> Count:
    return Count("pk", filter=Q(**condition))


COUNTS = {
    "received": Count("pk"),
    "due": Count("pk", filter=Q(is_due=True) & ~Q(state__in=NOT_TO_ANSWER)),
    "on_time": Count("pk", filter=Q(is_on_time=True) & ~Q(state__in=NOT_TO_ANSWER)),
    "answered": _count(is_answered=True),
    "rated": _count(is_solved__isnull=False),
    "solved": _count(is_solved=True),
    "spoke": _count(is_satisfied__isnull=False),
    "satisfied": _count(is_satisfied=True),
}


def _row(key: str, counts: dict) -> Row:
    return Row(
        key=key,
        received=counts["received"],
        on_time=Share(counts["on_time"], counts["due"]),
        called_back=Share(counts["rated"], counts["answered"]),
        solved=Share(counts["solved"], counts["rated"]),
        satisfied=Share(counts["satisfied"], counts["spoke"]),
    )
