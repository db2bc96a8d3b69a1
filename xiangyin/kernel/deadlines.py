"""Working-day deadlines, from the calendar the office keeps."""

from datetime import date

from xiangyin.engines.workdays import Deadline, WorkCalendar

from .models import CalendarDay, CalendarYear


def office_calendar(county=None) -> WorkCalendar:
    """The calendar of one county: everybody's days and its own."""
    days = CalendarDay.objects.of_county(county)
    return WorkCalendar(
        holidays=frozenset(days.holidays().values_list("day", flat=True)),
        makeup_days=frozenset(days.makeup_days().values_list("day", flat=True)),
        known_years=frozenset(CalendarYear.objects.values_list("year", flat=True)),
    )


def deadline(start: date, *, workdays: int, county=None) -> Deadline:
    """The last day of ``workdays`` after ``start``, for one county."""
    return office_calendar(county).deadline(start, workdays)
