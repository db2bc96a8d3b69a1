"""Where one's own tips went, month by month: for the person who sent them alone.

Nobody's points are counted here, and nobody is compared with anybody.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models.functions import ExtractYear

from xiangyin.newsroom.lifecycles import TipState
from xiangyin.newsroom.models import Tip
from xiangyin.newsroom.reports import StoryState
from xiangyin.placements.models import Placement

from .progress import Facts, gather, with_facts

SHOWN = 10  # outlets of one tip; the rest stand on the tip's own page


@dataclass
class Month:
    """What became of the tips sent in one month."""

    key: str
    sent: int = 0
    taken: int = 0
    published: int = 0
    places: set[int] = field(default_factory=set)

    @property
    def carried(self) -> int:
        """How often, each time once: two tips may have grown into one story."""
        return len(self.places)


@dataclass(frozen=True)
class Went:
    """A tip whose story others carried, and the first of them."""

    tip: Tip
    carried: list[Placement]

    @property
    def shown(self) -> list[Placement]:
        return self.carried[:SHOWN]

    @property
    def more(self) -> int:
        return len(self.carried) - len(self.shown)


@dataclass
class MyYear:
    """A year of one person's tips. ``whole`` sums its months."""

    year: int
    months: list[Month]
    whole: Month
    went: list[Went] = field(default_factory=list)

    @property
    def most(self) -> int:
        return max(max(month.sent, month.carried) for month in self.months)


def years_of(person) -> list[int]:
    """The years in which ``person`` sent a tip, the latest first."""
    tips = Tip.objects.sent_by(person).order_by()
    years = tips.annotate(year=ExtractYear("opened_on")).values_list("year", flat=True)
    return sorted(set(years.distinct()), reverse=True)


def my_year(person, year: int) -> MyYear:
    """What became of the tips ``person`` sent in ``year``: a fixed number of queries."""
    tips = Tip.objects.sent_by(person).filter(opened_on__year=year)
    tips = list(with_facts(tips).order_by("-opened_on", "-pk"))
    months = [Month(f"{year}-{month:02}") for month in range(1, 13)]
    told = MyYear(year, months, Month(str(year)))
    facts = gather(tips)
    for tip in tips:
        for line in (months[tip.opened_on.month - 1], told.whole):
            _add(line, facts[tip.pk])
        if facts[tip.pk].carried:
            told.went.append(Went(tip, facts[tip.pk].carried))
    return told


def _add(line: Month, facts: Facts) -> None:
    line.sent += 1
    line.taken += facts.leading.state == TipState.TAKEN
    line.published += facts.state == StoryState.LIVE
    line.places |= {placement.pk for placement in facts.carried}


@dataclass(frozen=True)
class Bar:
    """Two bars of a month's picture: how far each reaches, of 100."""

    month: Month
    sent: int
    carried: int


def bars(months: Iterable[Month], most: int) -> list[Bar]:
    """How long the bars of each month are; what is not nought is seen."""

    def length(count: int) -> int:
        return max(2, round(100 * count / most)) if count else 0

    return [Bar(month, length(month.sent), length(month.carried)) for month in months]
