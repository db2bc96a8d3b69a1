"""Loading the yearly notice of holidays and make-up days."""

import json
from datetime import date
from pathlib import Path

from django.db import transaction

from ..models import CalendarDay, CalendarYear

NOTICES = Path(__file__).resolve().parents[1] / "notices"


@transaction.atomic
def load_year(notice: dict) -> int:
    """Write one year's notice; a day that the office changed by hand is kept.

    ``notice`` is ``{year, papers: [url], days: [{name, date, isOffDay}]}``.
    Returns how many days were added.
    """
    CalendarYear.objects.update_or_create(
        year=notice["year"], defaults={"source": (notice["papers"] or [""])[0]}
    )
    known = set(CalendarDay.objects.filter(county=None).values_list("day", flat=True))
    days = [
        CalendarDay(
            day=date.fromisoformat(day["date"]),
            is_workday=not day["isOffDay"],
            label=day["name"],
        )
        for day in notice["days"]
        if date.fromisoformat(day["date"]) not in known
    ]
    return len(CalendarDay.objects.bulk_create(days))


def load_shipped_years() -> int:
    """Load every notice that comes with the program."""
    files = sorted(NOTICES.glob("*.json"))
    return sum(load_year(json.loads(path.read_text("utf-8"))) for path in files)
