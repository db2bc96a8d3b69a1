"""Working-day arithmetic.

Weekends rest unless a make-up day (调休) says otherwise; weekdays work unless
a holiday says otherwise. The calendar is told which days are which, so it
needs neither a database nor a clock.

Source of the rule: 《全国年节及纪念日放假办法》 (fourth revision, 2024-11-10)
and the yearly State Council notice, which names holidays and make-up days.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
FIVE_DAY_WEEK = 5


@dataclass(frozen=True)
class Deadline:
    """A promised day. ``provisional`` (暂定) when a year's notice is missing."""

    day: date
    provisional: bool = False


@dataclass(frozen=True)
class WorkCalendar:
    """Which days count.

    ``holidays`` are days off; ``makeup_days`` are weekend days worked in
    exchange for them; ``known_years`` are the years whose notice is loaded.
    """

    holidays: Set[date] = field(default_factory=frozenset)
    makeup_days: Set[date] = field(default_factory=frozenset)
    known_years: Set[int] = field(default_factory=frozenset)

    @classmethod
    def from_notices(cls, notices: Iterable[dict]) -> "WorkCalendar":
        """Read yearly notices ``{year, days: [{date, isOffDay}]}``.

        >>> new_year = {"date": "2026-01-01", "isOffDay": True}
        >>> calendar = WorkCalendar.from_notices([{"year": 2026, "days": [new_year]}])
        >>> calendar.due_on(date(2025, 12, 31), 1)
        datetime.date(2026, 1, 2)
        """
        notices = list(notices)
        days = [day for notice in notices for day in notice["days"]]
        return cls(
            holidays=frozenset(_dates(day for day in days if day["isOffDay"])),
            makeup_days=frozenset(_dates(day for day in days if not day["isOffDay"])),
            known_years=frozenset(notice["year"] for notice in notices),
        )

    def is_workday(self, day: date) -> bool:
        """Say whether ``day`` counts; a listed day beats the weekly rule."""
        if day in self.makeup_days:
            return True
        return day.weekday() < FIVE_DAY_WEEK and day not in self.holidays

    def due_on(self, start: date, workdays: int) -> date:
        """Return the last day of a period of ``workdays`` after ``start``.

        The day of receipt is day zero: five working days from a Monday end on
        the next Monday. Raises ``ValueError`` for a negative period.

        >>> WorkCalendar().due_on(date(2026, 3, 2), 5)
        datetime.date(2026, 3, 9)
        """
        if workdays < 0:
            raise ValueError("a period of working days is not negative")
        day = start
        while workdays > 0:
            day += ONE_DAY
            workdays -= self.is_workday(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Return how many working days lie after ``start``, ``end`` among them.

        >>> WorkCalendar().between(date(2026, 3, 6), date(2026, 3, 9))
        1
        """
        days = ((end - start).days + 1) if end > start else 1
        return sum(self.is_workday(start + n * ONE_DAY) for n in range(1, days))

    def deadline(self, start: date, workdays: int) -> Deadline:
        """Return ``due_on`` and whether any year it crosses is not known yet.

        >>> WorkCalendar(known_years={2026}).deadline(date(2026, 12, 31), 1)
        Deadline(day=datetime.date(2027, 1, 1), provisional=True)
        """
        day = self.due_on(start, workdays)
        crossed = set(range(start.year, day.year + 1))
        return Deadline(day=day, provisional=not crossed <= set(self.known_years))


def _dates(days: Iterable[dict]) -> Iterable[date]:
    return (date.fromisoformat(day["date"]) for day in days)
