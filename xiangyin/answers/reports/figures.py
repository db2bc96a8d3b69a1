"""How many were asked, answered in time, solved: with what they are shares of.

A share of fewer than five says who stands behind it, so it is left out; and where the
others and their sum would tell it, so is a further one. There is no ranking: kinds, and
units by group, in the order of the catalogue.
"""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, F, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import TruncMonth

from xiangyin.kernel.models import Unit

from ..lifecycles import QuestionState
from ..models import Kind, Question, Rating
from ..rules import FEWEST
from .months import Month

GROUPS = (Unit.Kind.DEPARTMENT, Unit.Kind.TOWN, Unit.Kind.VILLAGE)
# Neither asks a unit for a reply.
NOT_TO_ANSWER = (QuestionState.WITHDRAWN, QuestionState.REFERRED, QuestionState.MERGED)


@dataclass(frozen=True)
class Share:
    """A numerator and what it is a share of."""

    part: int
    whole: int
    is_withheld: bool = False

    @property
    def is_told(self) -> bool:
        return self.whole >= FEWEST and not self.is_withheld

    @property
    def percent(self) -> str:
        """In percent with one decimal, or nothing where too few stand behind it."""
        return f"{100 * self.part / self.whole:.1f}" if self.is_told else ""


@dataclass(frozen=True)
class Row:
    """The figures of one kind, group of units, unit or month.

    ``key`` is empty for all. ``called_back`` is the share of answered questions whose
    asker said a word of the reply: solved and satisfied are shares of those.
    """

    key: str
    received: int
    on_time: Share
    called_back: Share
    solved: Share
    satisfied: Share


SHARES = ("on_time", "called_back", "solved", "satisfied")


def figures(
    county: Unit, *, since: date, until: date, today: date
) -> tuple[Row, list[Row], list[Row]]:
    """All, by kind, by group of units: of what came in from ``since`` to ``until``."""
    asked = _asked(county, since=since, until=until, today=today)
    everything = _row("", asked.aggregate(**COUNTS))
    kinds = _counted_by(asked, "kind")
    groups = _counted_by(asked, "unit__kind")
    return (
        everything,
        apart([kinds[kind] for kind in Kind.values if kind in kinds]),
        apart([groups[group] for group in GROUPS if group in groups], everything),
    )


def by_month(county: Unit, months: list[Month], *, today: date) -> list[Row]:
    """A row for each of some months that follow each other, the earliest first."""
    asked = _asked(county, since=months[0].first, until=months[-1].last, today=today)
    found = {
        str(Month.of(row["month"])): row
        for row in asked.annotate(month=TruncMonth("opened_on"))
        .values("month")
        .annotate(**COUNTS)
    }
    nothing = dict.fromkeys(COUNTS, 0)
    return apart([_row(str(month), found.get(str(month), nothing)) for month in months])


def by_unit(county: Unit, *, since: date, until: date, today: date) -> list[Row]:
    """A row for each unit that was asked something; ``key`` is the unit's.

    Nothing is withheld here: that is done among the units of one group.
    """
    asked = _asked(county, since=since, until=until, today=today)
    asked = asked.exclude(unit__kind=Unit.Kind.COUNTY)
    return list(_counted_by(asked, "unit").values())


def _counted_by(asked, field: str) -> dict:
    rows = asked.values(field).annotate(**COUNTS)
    return {row[field]: _row(str(row[field]), row) for row in rows}


def apart(rows: list[Row], everything: Row | None = None) -> list[Row]:
    """Withhold what would tell a share of few by what the others leave of the sum.

    What is left out must be as much as a share may be told of: if it is less, the
    smallest of the others is left out, too. ``everything`` is told beside rows that
    are not all of it.
    """
    withheld = {name: _withheld(rows, name, everything) for name in SHARES}
    return [
        replace(
            row,
            **{
                name: replace(getattr(row, name), is_withheld=True)
                for name, places in withheld.items()
                if at in places
            },
        )
        for at, row in enumerate(rows)
    ]


def _withheld(rows: list[Row], name: str, everything: Row | None) -> set[int]:
    wholes = [getattr(row, name).whole for row in rows]
    rest = getattr(everything, name).whole - sum(wholes) if everything else 0
    hidden = {at for at, whole in enumerate(wholes) if 0 < whole < FEWEST}
    others = [at for at, whole in enumerate(wholes) if whole >= FEWEST]
    others.sort(key=wholes.__getitem__)
    while others and 0 < rest + sum(wholes[at] for at in hidden) < FEWEST:
        hidden.add(others.pop(0))
    return {at for at in hidden if wholes[at] >= FEWEST}


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
