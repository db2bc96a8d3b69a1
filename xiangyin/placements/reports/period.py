"""The months a bulletin tells of: one, a quarter, or a year."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.utils.translation import gettext as _

WRITTEN = re.compile(r"([12]\d{3})(?:-(0[1-9]|1[0-2])|-[Qq]([1-4]))?\Z")


@dataclass(frozen=True, order=True)
class Period:
    """``months`` months from ``month`` of ``year``.

    >>> Period.parse("2026-Q2").months_in
    [(2026, 4), (2026, 5), (2026, 6)]
    """

    year: int
    month: int = 1
    months: int = 12

    @classmethod
    def parse(cls, text: str) -> Self:
        """``2026-05``, ``2026-Q2`` or ``2026``. Raises ``ValueError``, told in words."""
        found = WRITTEN.match(text.strip())
        if not found:
            raise ValueError(
                _("Write the period like 2026-05, 2026-Q2 or 2026, not “%(text)s”.")
                % {"text": text[:20]}
            )
        year, month, quarter = found.groups()
        if month:
            return cls(int(year), int(month), 1)
        if quarter:
            return cls(int(year), 3 * int(quarter) - 2, 3)
        return cls(int(year))

    @classmethod
    def of_month(cls, day: date) -> Self:
        return cls(day.year, day.month, 1)

    @property
    def key(self) -> str:
        if self.months == 1:
            return f"{self.year}-{self.month:02}"
        if self.months == 3:
            return f"{self.year}-Q{self.month // 3 + 1}"
        return str(self.year)

    def __str__(self):
        return self.key

    @property
    def number(self) -> int:
        """The first month as 12 × year + month − 1."""
        return 12 * self.year + self.month - 1

    @property
    def months_in(self) -> list[tuple[int, int]]:
        numbers = range(self.number, self.number + self.months)
        return [(number // 12, number % 12 + 1) for number in numbers]

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        return last_day(*self.months_in[-1])

    @property
    def before(self) -> Self:
        """The period of the same length before this one."""
        return self._moved(-self.months)

    @property
    def year_before(self) -> Self:
        return self._moved(-12)

    def _moved(self, months: int) -> Self:
        number = self.number + months
        return type(self)(number // 12, number % 12 + 1, self.months)


def last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def month_of(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month."""
    return date(year, month, 1), last_day(year, month)


def month_before(year: int, month: int) -> tuple[int, int]:
    return (year - 1, 12) if month == 1 else (year, month - 1)


def months_between(first: date, last: date) -> list[tuple[int, int]]:
    """Every month from ``first`` to ``last``, the latest first."""
    months, at = [], (last.year, last.month)
    while at >= (first.year, first.month):
        months.append(at)
        at = month_before(*at)
    return months
