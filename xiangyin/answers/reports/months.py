"""Months as figures are told by them."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Self

WRITTEN = re.compile(r"(20\d{2})-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True, order=True)
class Month:
    """One month of the calendar.

    >>> Month.parse("2026-05").back(5), Month(2026, 2).last
    (Month(year=2025, month=12), datetime.date(2026, 2, 28))
    """

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Self:
        """``2026-05``. Raises ``ValueError`` for anything else."""
        found = WRITTEN.fullmatch(text)
        if not found:
            raise ValueError(text)
        return cls(int(found[1]), int(found[2]))

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        days = calendar.monthrange(self.year, self.month)[1]
        return date(self.year, self.month, days)

    def back(self, months: int) -> Self:
        number = 12 * self.year + self.month - 1 - months
        return type(self)(number // 12, number % 12 + 1)

    def __str__(self):
        return f"{self.year}-{self.month:02}"


def twelve_up_to(last: Month) -> list[Month]:
    """A year of months, the earliest first.

    >>> [str(month) for month in twelve_up_to(Month(2026, 5))][::11]
    ['2025-06', '2026-05']
    """
    return [last.back(months) for months in reversed(range(12))]
