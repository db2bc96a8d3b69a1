"""The promised day, compared with a patient human who goes from day to day."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xiangyin.engines.promises import (
    EXTEND,
    HAND_OVER,
    RESUME,
    START,
    STOP,
    ExtendedBefore,
    Mark,
    OutOfOrder,
    TooLate,
    promise,
)
from xiangyin.engines.workdays import WorkCalendar

MONDAY = date(2026, 3, 2)
ONE_DAY = timedelta(days=1)
TOO_LATE, TWICE, ODD = "too late", "extended before", "out of order"
UNIT = "unit 7"
DAYS = st.integers(0, 40).map(lambda n: MONDAY + n * ONE_DAY)
CALENDARS = st.builds(
    WorkCalendar,
    holidays=st.frozensets(DAYS, max_size=15),
    makeup_days=st.frozensets(DAYS, max_size=8),
    known_years=st.just(frozenset({2026})),
)


class Human:
    """Goes through the calendar day by day and ticks off what is used up.

    Knows nothing of how the engine reckons: it keeps a tally, a tick for every
    working day that began with the clock running, and looks each evening whether
    the tally is full.
    """

    def __init__(self, calendar):
        self.calendar = calendar
        self.started = self.running = self.extended = False
        self.tally = self.term = self.extra = 0
        self.promised = None

    def morning(self, day):
        if self.started and self.running and self.calendar.is_workday(day):
            self.tally += 1

    def evening(self, day):
        is_full = self.tally >= self.term + self.extra
        if self.started and self.running and is_full and not self.promised:
            self.promised = day

    def hear(self, mark):
        """What the mark changes, or why it cannot be."""
        if mark.kind == START:
            if self.started:
                return ODD
            self.started = self.running = True
            self.term = mark.workdays
            return ""
        return getattr(self, f"hear_{mark.kind}")(mark) if self.started else ODD

    def hear_stop(self, mark):
        if not self.running:
            return ODD
        if self.promised:
            return TOO_LATE
        self.running = False
        return ""

    def hear_resume(self, mark):
        if self.running:
            return ODD
        self.running = True
        return ""

    def hear_extend(self, mark):
        if self.extended:
            return TWICE
        if self.promised:
            return TOO_LATE
        self.extended, self.extra = True, mark.workdays
        return ""

    def hear_hand_over(self, mark):
        if mark.workdays and self.promised:
            return TOO_LATE
        if mark.workdays:
            self.term = mark.workdays
            while self.term + self.extra < self.tally + 1:
                self.term += 1
        return ""


def by_hand(calendar, marks):
    """What the human says: a day, None while it is stopped, or why not."""
    human, day = Human(calendar), marks[0].on
    waiting = list(marks)
    while waiting or (human.running and not human.promised):
        human.morning(day)
        while waiting and waiting[0].on == day:
            why_not = human.hear(waiting.pop(0))
            if why_not:
                return why_not
        human.evening(day)
        day += ONE_DAY
    return human.promised


def by_engine(calendar, marks, **asked):
    try:
        return promise(calendar, marks, **asked).day
    except TooLate:
        return TOO_LATE
    except ExtendedBefore:
        return TWICE
    except OutOfOrder:
        return ODD


@st.composite
def sequences(draw, kinds=(STOP, RESUME, EXTEND, HAND_OVER)):
    """A start and what follows it, mostly in an order that can be."""
    marks = [Mark(START, MONDAY, draw(st.integers(0, 15)))]
    running = True
    for _each in range(draw(st.integers(0, 7))):
        kind = draw(st.sampled_from([*kinds, RESUME if not running else STOP]))
        if kind in (STOP, RESUME):
            running = kind == RESUME
        days = draw(st.sampled_from([0, 0, 1, 1, 2, 3, 5, 9]))
        workdays = draw(st.integers(1, 12)) if kind == EXTEND else 0
        if kind == HAND_OVER:
            workdays = draw(st.sampled_from([0, 1, 2, 10, 15]))
        marks.append(Mark(kind, marks[-1].on + days * ONE_DAY, workdays))
    return marks


@given(CALENDARS, sequences())
@example(WorkCalendar(), [Mark(START, MONDAY, 0)])
@example(
    WorkCalendar(),
    [
        Mark(START, MONDAY, 1),
        Mark(STOP, MONDAY + ONE_DAY),
        Mark(RESUME, MONDAY + ONE_DAY),
    ],
)
def test_any_sequence_over_any_calendar_gives_the_day_a_patient_human_finds(
    calendar, marks
):
    assert by_engine(calendar, marks) == by_hand(calendar, marks)


@given(CALENDARS, sequences(kinds=(STOP, RESUME)), st.integers(0, 12), st.data())
def test_a_supporting_unit_has_its_own_days_within_the_lead_units(
    calendar, marks, term, data
):
    place = data.draw(st.integers(1, len(marks)))
    own = Mark(START, marks[place - 1].on, term, clock=UNIT)
    mixed = [*marks[:place], own, *marks[place:]]
    lead = by_hand(calendar, marks)

    found = by_engine(calendar, mixed, clock=UNIT)

    assert found == within_by_hand(calendar, marks, place, own, lead)


def within_by_hand(calendar, marks, place, own, lead):
    """The same tally for the supporting unit, which hears the lead's pauses alone."""
    if isinstance(lead, str):
        return lead
    before = [mark.kind for mark in marks[:place] if mark.kind in (STOP, RESUME)]
    human = Human(calendar)
    human.hear(own)
    human.running = not before or before[-1] == RESUME
    waiting, day = marks[place:], own.on
    while waiting or (human.running and not human.promised):
        if day > own.on:
            human.morning(day)
        while waiting and waiting[0].on == day:
            mark = waiting.pop(0)
            if not human.promised:
                human.hear(mark)
        human.evening(day)
        day += ONE_DAY
    days = [each for each in (human.promised, lead) if each]
    return min(days) if human.promised else None


@pytest.mark.parametrize(
    ("start", "workdays", "promised"),
    [
        ("2026-02-13", 5, "2026-02-27"),
        ("2026-04-30", 5, "2026-05-11"),
        ("2026-09-18", 7, "2026-09-29"),
        ("2026-09-30", 15, "2026-10-27"),
        ("2026-01-01", 2, "2026-01-05"),
    ],
)
def test_the_state_councils_year_gives_the_known_days(start, workdays, promised):
    marks = [Mark(START, date.fromisoformat(start), workdays)]

    assert promise(year_2026(), marks).day == date.fromisoformat(promised)


def year_2026():
    import json

    from xiangyin.kernel.services.calendar import NOTICES

    return WorkCalendar.from_notices(
        [json.loads((NOTICES / "2026.json").read_text("utf-8"))]
    )


def test_a_question_asked_back_on_its_last_day_is_due_on_the_day_of_the_answer():
    marks = [
        Mark(START, MONDAY, 2),
        Mark(STOP, MONDAY + 2 * ONE_DAY),
        Mark(RESUME, MONDAY + 9 * ONE_DAY),
    ]

    assert promise(WorkCalendar(), marks).day == MONDAY + 9 * ONE_DAY


def test_while_it_is_stopped_nothing_is_promised_and_what_is_left_is_known():
    marks = [Mark(START, MONDAY, 5), Mark(STOP, MONDAY + ONE_DAY)]

    stands = promise(WorkCalendar(), marks)

    assert (stands.day, stands.running, stands.left) == (None, False, 4)


def test_a_day_in_a_year_without_its_notice_is_provisional():
    known = WorkCalendar(known_years={2026})

    assert not promise(known, [Mark(START, date(2026, 12, 28), 2)]).provisional
    assert promise(known, [Mark(START, date(2026, 12, 31), 2)]).provisional


@pytest.mark.parametrize(
    ("marks", "refusal"),
    [
        ([], OutOfOrder),
        ([Mark(STOP, MONDAY)], OutOfOrder),
        ([Mark(START, MONDAY, 5), Mark(START, MONDAY, 5)], OutOfOrder),
        ([Mark(START, MONDAY, 5), Mark(RESUME, MONDAY)], OutOfOrder),
        ([Mark(START, MONDAY, 5), Mark(STOP, MONDAY - ONE_DAY)], OutOfOrder),
        ([Mark(START, MONDAY, 1), Mark(STOP, MONDAY + 2 * ONE_DAY)], TooLate),
        ([Mark(START, MONDAY, 1), Mark(EXTEND, MONDAY + 2 * ONE_DAY, 5)], TooLate),
        ([Mark(START, MONDAY, 1), Mark(HAND_OVER, MONDAY + 2 * ONE_DAY, 9)], TooLate),
    ],
)
def test_what_cannot_be_is_refused(marks, refusal):
    with pytest.raises(refusal):
        promise(WorkCalendar(), marks)


@pytest.mark.parametrize(
    "marks",
    [
        [Mark(START, MONDAY, 5)],
        [Mark(START, MONDAY, 5), Mark(STOP, MONDAY, clock=UNIT)],
        [
            Mark(START, MONDAY, 5),
            Mark(START, MONDAY, 2, clock=UNIT),
            Mark(START, MONDAY, 2, clock=UNIT),
        ],
    ],
)
def test_a_supporting_units_clock_is_started_once_and_stopped_by_the_lead_alone(marks):
    with pytest.raises(OutOfOrder):
        promise(WorkCalendar(), marks, clock=UNIT)
