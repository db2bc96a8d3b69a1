"""The day an answer is promised for, by a clock that may be stopped.

A clock is a list of marks, in the order in which they were made: started with a term
of working days, stopped, started again, extended, handed over. One rule counts them
all: *a working day is used up if the clock was running when it began.* So the day of
receipt is day zero; the day on which the clock is stopped is used up, and the day on
which it starts again is not. The promised day is the first at whose end the clock runs
and the term is used up.

Once that day is over nothing moves it: who is late does not become punctual by asking,
extending or calling the matter by another name.

A supporting unit has a clock of its own within the lead unit's: it stands still when
that one does, and is never promised for a later day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from .workdays import WorkCalendar

START, STOP, RESUME = "start", "stop", "resume"
EXTEND, HAND_OVER = "extend", "hand_over"
LEAD = ""
# Who takes a matter over under another term has at least the next working day.
LEAST_AFTER_HANDING_OVER = 1


class OutOfOrder(ValueError):
    """Such a mark cannot follow the ones before it."""


class TooLate(ValueError):
    """The promised day is over: nothing moves it any more."""


class ExtendedBefore(ValueError):
    """A term is extended once."""


@dataclass(frozen=True)
class Mark:
    """Something that happened to a clock.

    ``workdays`` is the term of a start, what an extension adds, and the new term of
    a matter that is handed over as another kind (0: it keeps the term it has).
    ``clock`` is empty for the lead unit's and names a supporting unit's.
    """

    kind: str
    on: date
    workdays: int = 0
    clock: str = LEAD


@dataclass(frozen=True)
class Promise:
    """Where a clock stands after its last mark.

    ``day`` is None while the clock is stopped. ``used`` counts the working days that
    were used up before ``since``, the day from which it runs or stands still.
    """

    term: int
    extension: int
    used: int
    since: date
    began: date
    running: bool = True
    day: date | None = None
    provisional: bool = False

    @property
    def total(self) -> int:
        return self.term + self.extension

    @property
    def left(self) -> int:
        """Working days left on the day ``since``."""
        return max(0, self.total - self.used)


def promise(
    calendar: WorkCalendar, marks: Iterable[Mark], *, clock: str = LEAD
) -> Promise:
    """Where ``clock`` stands after all ``marks``.

    >>> monday, wednesday, friday = date(2026, 3, 2), date(2026, 3, 4), date(2026, 3, 6)
    >>> marks = [Mark(START, monday, 5), Mark(STOP, wednesday), Mark(RESUME, friday)]
    >>> promise(WorkCalendar(known_years={2026}), marks).day
    datetime.date(2026, 3, 11)

    Raises ``OutOfOrder``, ``TooLate`` or ``ExtendedBefore``.
    """
    marks = list(marks)
    if any(later.on < earlier.on for earlier, later in pairwise(marks)):
        raise OutOfOrder("marks are made one day after another")
    lead = _lead(calendar, [mark for mark in marks if mark.clock == LEAD])
    return lead if clock == LEAD else _within(calendar, lead, marks, clock)


def _lead(calendar: WorkCalendar, marks: Sequence[Mark]) -> Promise:
    if not marks or marks[0].kind != START:
        raise OutOfOrder("a clock begins with its start")
    stands = _start(calendar, marks[0])
    for mark in marks[1:]:
        stands = _STEPS[mark.kind](calendar, stands, mark)
    return stands


def _start(calendar: WorkCalendar, mark: Mark) -> Promise:
    begun = Promise(mark.workdays, 0, 0, since=mark.on, began=mark.on)
    return _promised(calendar, begun)


def _promised(calendar: WorkCalendar, stands: Promise) -> Promise:
    """The same with the day that follows from it."""
    if not stands.running:
        return replace(stands, day=None, provisional=False)
    day = calendar.due_on(stands.since, stands.left)
    crossed = set(range(stands.began.year, day.year + 1))
    known = crossed <= set(calendar.known_years)
    return replace(stands, day=day, provisional=not known)


def _used_by(calendar: WorkCalendar, stands: Promise, day: date) -> int:
    running = calendar.between(stands.since, day) if stands.running else 0
    return stands.used + running


def _in_time(stands: Promise, mark: Mark) -> None:
    if stands.day and mark.on > stands.day:
        raise TooLate(f"{mark.kind} on {mark.on}, promised for {stands.day}")


def _twice(calendar, stands: Promise, mark: Mark) -> Promise:
    raise OutOfOrder("a clock is started once")


def _stop(calendar: WorkCalendar, stands: Promise, mark: Mark) -> Promise:
    if not stands.running:
        raise OutOfOrder("the clock is stopped already")
    _in_time(stands, mark)
    used = _used_by(calendar, stands, mark.on)
    stopped = replace(stands, used=used, since=mark.on, running=False)
    return _promised(calendar, stopped)


def _resume(calendar: WorkCalendar, stands: Promise, mark: Mark) -> Promise:
    if stands.running:
        raise OutOfOrder("the clock runs already")
    return _promised(calendar, replace(stands, since=mark.on, running=True))


def _extend(calendar: WorkCalendar, stands: Promise, mark: Mark) -> Promise:
    if stands.extension:
        raise ExtendedBefore("a term is extended once")
    _in_time(stands, mark)
    return _promised(calendar, replace(stands, extension=mark.workdays))


def _hand_over(calendar: WorkCalendar, stands: Promise, mark: Mark) -> Promise:
    if not mark.workdays:
        return stands
    _in_time(stands, mark)
    least = _used_by(calendar, stands, mark.on) + LEAST_AFTER_HANDING_OVER
    term = max(mark.workdays, least - stands.extension)
    return _promised(calendar, replace(stands, term=term))


_STEPS = {
    START: _twice,
    STOP: _stop,
    RESUME: _resume,
    EXTEND: _extend,
    HAND_OVER: _hand_over,
}


def _within(
    calendar: WorkCalendar, lead: Promise, marks: Sequence[Mark], clock: str
) -> Promise:
    """A supporting unit's clock: its own term, the lead's pauses, the lead's limit."""
    stands, runs = None, True
    for mark in marks:
        if mark.clock == LEAD and mark.kind in (STOP, RESUME):
            runs = mark.kind == RESUME
            stands = _follow(calendar, stands, mark) if stands else None
        elif mark.clock == clock:
            if mark.kind != START or stands:
                raise OutOfOrder("a supporting unit's clock is started, once")
            stands = _promised(calendar, replace(_start(calendar, mark), running=runs))
    if stands is None:
        raise OutOfOrder("a clock begins with its start")
    if lead.day and stands.day and lead.day < stands.day:
        return replace(stands, day=lead.day, provisional=lead.provisional)
    return stands


def _follow(calendar: WorkCalendar, stands: Promise, mark: Mark) -> Promise:
    """Stand still and go on as the lead unit's clock does; late stays late."""
    if stands.day and mark.on > stands.day:
        return stands
    step = _stop if mark.kind == STOP else _resume
    return step(calendar, stands, mark)
