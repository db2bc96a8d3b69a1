"""The vectors of the office's practice, against the shipped notices."""

from datetime import date

import pytest

from xiangyin.engines.workdays import WorkCalendar
from xiangyin.kernel.deadlines import deadline
from xiangyin.kernel.services.calendar import load_shipped_years

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _notices(db):
    load_shipped_years()


@pytest.mark.parametrize(
    ("start", "workdays", "due"),
    [
        ("2026-02-13", 5, "2026-02-27"),
        ("2026-04-30", 5, "2026-05-11"),
        ("2026-09-18", 7, "2026-09-29"),
        ("2026-09-30", 15, "2026-10-27"),
        ("2026-01-01", 2, "2026-01-05"),
        ("2025-09-30", 5, "2025-10-14"),
        ("2025-01-24", 10, "2025-02-13"),
    ],
)
def test_holidays_and_make_up_days_are_counted(start, workdays, due):
    promised = deadline(date.fromisoformat(start), workdays=workdays)

    assert (promised.day.isoformat(), promised.provisional) == (due, False)


def test_a_year_without_its_notice_is_provisional():
    assert deadline(date(2026, 12, 30), workdays=5).provisional


def test_loading_twice_adds_nothing():
    assert load_shipped_years() == 0


def test_a_period_is_never_less_than_no_day():
    with pytest.raises(ValueError, match="not negative"):
        WorkCalendar().due_on(date(2026, 3, 2), -1)
