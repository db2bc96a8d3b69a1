"""How near a promised day is, for colours and for what comes first."""

from datetime import date

from xiangyin.engines.workdays import WorkCalendar

LATE, NEAR, CALM, STILL = "late", "near", "calm", "still"
WORKDAYS_NEAR = 2


def nearness(question, *, today: date, calendar: WorkCalendar) -> str:
    """Late, near (two working days or fewer left), calm, or standing still."""
    if not question.is_open:
        return CALM
    if question.due_on is None:
        return STILL
    if question.due_on < today:
        return LATE
    left = calendar.between(today, question.due_on)
    return NEAR if left <= WORKDAYS_NEAR else CALM
