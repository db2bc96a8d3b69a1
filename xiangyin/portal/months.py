"""A month as a table of weeks, Monday first."""

from calendar import Calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import Http404
from django.utils import timezone

FIRST_YEAR, LAST_YEAR = 1949, 2199


@dataclass(frozen=True)
class Square:
    """One day of the table; ``what`` is what happened on it."""

    day: date
    what: Any
    is_today: bool


def weeks_of(first: date, filled: Mapping[date, Any]) -> list[list[Square | None]]:
    """The month of ``first`` in weeks of seven; days of other months are ``None``."""
    today = timezone.localdate()
    return [
        [
            Square(day, filled.get(day), day == today)
            if day.month == first.month
            else None
            for day in week
        ]
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]


def month_of(year: int, month: int) -> date:
    """The first of a month. Raises ``Http404`` where there is none."""
    if not 1 <= month <= 12 or not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    return date(year, month, 1)


def next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def month_before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def begins(day: date) -> datetime:
    """The first moment of ``day`` by the office's clock."""
    return timezone.make_aware(datetime.combine(day, time.min))
