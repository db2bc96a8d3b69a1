"""How many were asked, answered in time, solved: with what they are shares of.

A share of fewer than five says who stands behind it, so it is left out; and where the
others and their sum would tell it, so is a further one. There is no ranking: kinds, and
units by group, in the order of the catalogue.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    Value,
    When,
)
from django.db.models.lookups import Exact

from xiangyin.kernel.models import Unit
from xiangyin.kernel.rights import AsItComes

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


# What is counted of one month, kind and group: a place in the months, and two words.
Cells = dict[tuple[int, str, str], Counter]
# What is counted by, for rows that reach their question by this beginning.
Keys = Callable[[str], list]


def figures(
    county: Unit, *, since: date, until: date, today: date
) -> tuple[Row, list[Row], list[Row]]:
    """All, by kind, by group of units: of what came in from ``since`` to ``until``."""
    return rows_of(counted(county, since=since, until=until, today=today))


def by_month(county: Unit, months: list[Month], *, today: date) -> list[Row]:
    """A row for each of some months that follow each other, the earliest first."""
    span = {"since": months[0].first, "until": months[-1].last, "months": months}
    return months_of(counted(county, today=today, **span), months)


def counted(
    county: Unit,
    *,
    since: date,
    until: date,
    today: date,
    months: Sequence[Month] = (),
) -> Cells:
    """Everything a page tells, counted at once: each question is gone through once for
    its reply, each rating once."""

    def keys(at: str) -> list:
        return [_place_in(months, at), F(f"{at}kind"), F(f"{at}unit__kind")]

    return _counts(county, keys, since=since, until=until, today=today)


def rows_of(cells: Cells) -> tuple[Row, list[Row], list[Row]]:
    """All, by kind, by group of units."""
    everything = _row("", _sum(cells.values()))
    kinds, groups = _summed(cells, 1), _summed(cells, 2)
    return (
        everything,
        apart([_row(kind, kinds[kind]) for kind in Kind.values if kind in kinds]),
        apart(
            [_row(str(group), groups[group]) for group in GROUPS if group in groups],
            everything,
        ),
    )


def months_of(cells: Cells, months: list[Month]) -> list[Row]:
    """A row for each month, also where nothing was asked."""
    found = _summed(cells, 0)
    return apart(
        [_row(str(month), found.get(at, Counter())) for at, month in enumerate(months)]
    )


def by_unit(county: Unit, *, since: date, until: date, today: date) -> list[Row]:
    """A row for each unit that was asked something; ``key`` is the unit's.

    Nothing is withheld here: that is done among the units of one group.
    """

    def keys(at: str) -> list:
        return [F(f"{at}unit"), F(f"{at}unit__kind")]

    found = _counts(county, keys, since=since, until=until, today=today)
    return [
        _row(str(unit), counts)
        for (unit, group), counts in sorted(found.items())
        if group != Unit.Kind.COUNTY
    ]


def _place_in(months: Sequence[Month], at: str):
    """The place of a question's month among ``months``, by comparing days alone."""
    before = [
        When(**{f"{at}opened_on__lte": month.last}, then=Value(place))
        for place, month in enumerate(months[:-1])
    ]
    last = Value(max(len(months) - 1, 0))
    return Case(*before, default=last) if before else last


def _sum(counts: Iterable[Counter]) -> Counter:
    whole: Counter = Counter()
    for each in counts:
        whole.update(each)
    return whole


def _summed(cells: Cells, place: int) -> dict:
    """The cells by one of their three keys."""
    found: dict = {}
    for key, counts in cells.items():
        found.setdefault(key[place], Counter()).update(counts)
    return found


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


def _counts(county, keys: Keys, *, since: date, until: date, today: date) -> dict:
    """Questions with their first reply, and the latest rating of each, by ``keys``."""

    def asked(at: str) -> Q:
        span = {
            f"{at}opened_on__range": (since, until),
            f"{at}confirmed_at__isnull": False,
        }
        # By the days: of a county are all that there are.
        return Q(Exact(AsItComes(f"{at}county"), county.pk), **span)

    sent = Q(replies__round=1, replies__sent_at__isnull=False)  # one at most
    questions = Question.objects.filter(asked("")).order_by()
    questions = questions.annotate(
        first=FilteredRelation("replies", condition=sent),
        is_answered=Q(first__isnull=False),
        is_on_time=Q(first__sent_on__lte=F("first__promised_on")),
        is_due=Q(due_on__lt=today) | Q(first__isnull=False),
    )
    later = Rating.objects.filter(
        question=OuterRef("question"), round__gt=OuterRef("round")
    )
    ratings = Rating.objects.filter(~Exists(later), asked("question__")).order_by()
    found: dict = {}
    for rows, named, counts in (
        (questions, keys(""), OF_QUESTIONS),
        (ratings, keys("question__"), OF_RATINGS),
    ):
        for row in rows.values_list(*named).annotate(**counts):
            key, told = row[: len(named)], row[len(named) :]
            found.setdefault(key, Counter()).update(
                dict(zip(counts, told, strict=True))
            )
    return found


OF_QUESTIONS = {
    "received": Count("pk"),
    "due": Count("pk", filter=Q(is_due=True) & ~Q(state__in=NOT_TO_ANSWER)),
    "on_time": Count("pk", filter=Q(is_on_time=True) & ~Q(state__in=NOT_TO_ANSWER)),
    "answered": Count("pk", filter=Q(is_answered=True)),
}
OF_RATINGS = {
    "rated": Count("pk"),
    "solved": Count("pk", filter=Q(solved=True)),
    "spoke": Count("satisfied"),
    "satisfied": Count("pk", filter=Q(satisfied=True)),
}


def _row(key: str, counts: Counter) -> Row:
    return Row(
        key=key,
        received=counts["received"],
        on_time=Share(counts["on_time"], counts["due"]),
        called_back=Share(counts["rated"], counts["answered"]),
        solved=Share(counts["solved"], counts["rated"]),
        satisfied=Share(counts["satisfied"], counts["spoke"]),
    )
