"""A clock that is moved back makes nothing wait, and nothing happen twice."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.db.models import F
from django.utils import timezone
from django_tasks_db.management.commands import db_worker

from xiangyin.kernel import schedule
from xiangyin.kernel.management.commands import work
from xiangyin.kernel.models import Letter
from xiangyin.kernel.services import clock, outbox
from xiangyin.kernel.services.clock import bring_letters_back

BACK = timedelta(hours=2)
YEAR = timedelta(days=365)


@pytest.fixture
def job(monkeypatch):
    """The one job of the schedule, every ten minutes; it counts its runs."""
    runs = []

    def run():
        runs.append(1)
        if runs == [1] and job.fails:
            raise OSError("no disk")

    job = schedule.Job(run=run, interval=timedelta(minutes=10))
    job.runs, job.fails = runs, False
    monkeypatch.setattr(schedule, "_jobs", [job])
    return job


def ran(job, *times) -> list[int]:
    """How often the job ran at each of the times."""
    return [schedule.run_due(now=now) for now in times]


def test_a_job_runs_at_its_interval(job):
    now = timezone.now()
    minutes = [now + timedelta(minutes=each) for each in (0, 9, 10, 11)]

    assert ran(job, *minutes) == [1, 0, 1, 0]


def test_a_job_does_not_wait_for_a_clock_that_was_moved_back(job):
    now = timezone.now()
    later = now - BACK + timedelta(minutes=1)

    assert ran(job, now, now - BACK, later) == [1, 1, 0]


def test_a_job_that_failed_is_tried_again_soon(job, caplog):
    job.fails = True
    now = timezone.now()
    minutes = [now + timedelta(minutes=each) for each in (0, 4, 5, 6)]

    assert ran(job, *minutes) == [1, 0, 1, 0]
    assert "run failed" in caplog.text


@pytest.mark.django_db
def test_letters_follow_a_clock_that_was_moved_back(monkeypatch):
    monkeypatch.setitem(outbox._handlers, "test", lambda letter: None)
    now = timezone.now()
    outbox.post("test", key="now", payload={})
    outbox.post("test", key="later", payload={}, at=now + timedelta(minutes=30))
    Letter.objects.update(posted_at=now + BACK, next_try_at=F("next_try_at") + BACK)

    moved = bring_letters_back(now=now)

    waits = dict(Letter.objects.values_list("key", "next_try_at"))
    assert moved == 2
    assert round((waits["now"] - now).total_seconds()) == 0
    assert round((waits["later"] - now).total_seconds() / 60) == 30
    assert outbox.deliver_due() == 1


@pytest.mark.django_db
def test_a_lease_longer_than_any_is_that_of_a_worker_before_the_move():
    now = timezone.now()
    letter = outbox.post("test", key="a", payload={})
    outbox.lease(letter.pk, now=now + BACK)

    moved = bring_letters_back(now=now)

    letter.refresh_from_db()
    assert (moved, letter.leased_until) == (1, None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("attempts", "back", "minutes"), [(1, YEAR, 1), (4, BACK, 8), (8, YEAR, 128)]
)
def test_a_letter_that_was_tried_sleeps_no_longer_than_its_try_makes_it(
    attempts, back, minutes
):
    now = timezone.now()
    letter = asleep(now, attempts=attempts, back=back)

    moved = bring_letters_back(now=now)

    letter.refresh_from_db()
    assert moved == 1
    assert letter.next_try_at - now == timedelta(minutes=minutes)


@pytest.mark.django_db
def test_without_the_look_a_letter_sleeps_as_long_as_the_clock_was_moved(monkeypatch):
    """The twin."""
    monkeypatch.setattr(clock, "_wake", lambda letters, *, now: 0)
    now = timezone.now()
    letter = asleep(now, attempts=1, back=YEAR)

    moved = bring_letters_back(now=now)

    letter.refresh_from_db()
    assert moved == 0
    assert letter.next_try_at - now > YEAR


def asleep(now, *, attempts: int, back: timedelta) -> Letter:
    """A letter posted yesterday whose last try failed before the clock was moved."""
    letter = outbox.post("test", key="a", payload={})
    letter.posted_at = now - timedelta(days=1)
    letter.next_try_at = now + back + timedelta(minutes=2 ** (attempts - 1))
    letter.attempts = attempts
    letter.save()
    return letter


@pytest.mark.django_db
def test_under_a_steady_clock_nothing_is_moved():
    now = timezone.now()
    letter = outbox.post("test", key="a", payload={}, at=now + timedelta(days=1))
    outbox.lease(letter.pk, now=now)
    leased = outbox.post("test", key="b", payload={})
    outbox.lease(leased.pk, now=now)
    Letter.objects.create(
        kind="test",
        key="c",
        posted_at=now - timedelta(hours=1),
        attempts=4,
        next_try_at=now + timedelta(minutes=8),
    )
    before = list(Letter.objects.order_by("key").values())

    moved = bring_letters_back(now=timezone.now())

    assert (moved, list(Letter.objects.order_by("key").values())) == (0, before)


@pytest.fixture
def machine(monkeypatch, settings, tmp_path):
    """A machine whose clock, running time and number of starts the test tells."""
    settings.VAR = tmp_path
    told = {"running": 1000.0, "boot": "first"}
    monkeypatch.setattr(clock, "_running", lambda: (told["running"], told["boot"]))
    began = timezone.now()

    def look(*, runs=0.0, clock_moves=0.0, boot="first"):
        """Let the machine run so many hours, move its clock, ask whether it is steady."""
        told["running"] += runs * 3600
        told["boot"] = boot
        look.clock += timedelta(hours=runs + clock_moves)
        return clock.steady_for(now=look.clock)

    look.clock = began
    look.told = told
    return look


def test_a_clock_that_runs_true_is_believed(machine):
    assert [machine(runs=hours) for hours in (0, 0.001, 1, 400)] == [clock.ALWAYS] * 4


@pytest.mark.parametrize("hours", [365 * 24, -365 * 24, -1.1, 1.1])
def test_a_clock_that_was_moved_is_believed_after_a_day(machine, hours, caplog):
    machine()

    steady = [machine(clock_moves=hours), *(machine(runs=8) for _turn in range(3))]

    assert [each / timedelta(hours=1) for each in steady[:3]] == [0, 8, 16]
    assert steady[3] == clock.ALWAYS
    assert caplog.text.count("The clock was moved by") == 1


def test_a_small_correction_is_none(machine):
    machine()

    assert machine(clock_moves=-0.9) == clock.ALWAYS


def test_a_worker_started_anew_doubts_what_the_one_before_it_doubted(machine):
    machine()
    machine(runs=1, clock_moves=-48)
    machine(runs=1)

    assert machine(runs=1) == timedelta(hours=2)


@pytest.mark.parametrize(
    ("moves", "steady"),
    [
        (24 * 20, clock.ALWAYS),
        (24 * 61, timedelta(0)),
        (-2, timedelta(0)),
    ],
)
def test_after_a_start_of_the_machine_the_clock_is_compared_too(machine, moves, steady):
    machine()
    machine.told["running"] = 0

    assert machine(runs=0.01, clock_moves=moves, boot="second") == steady


def test_a_file_that_cannot_be_read_is_no_look(machine, settings):
    machine()
    (settings.VAR / "clock.json").write_text("{")

    assert machine(clock_moves=-48) == clock.ALWAYS


def test_what_does_not_come_back_waits_for_a_steady_clock(job):
    job.steady = timedelta(hours=24)
    now = timezone.now()

    doubted = schedule.run_due(now=now, steady=timedelta(hours=23))
    believed = schedule.run_due(now=now, steady=timedelta(hours=24))

    assert (doubted, believed) == (0, 1)


def test_without_the_wait_it_is_done_by_the_wrong_clock(job):
    """The twin: a job that waits for nothing runs under any clock."""
    assert schedule.run_due(now=timezone.now(), steady=timedelta(0)) == 1


WAITING = {
    "xiangyin.kernel.tasks.publish_what_is_due": schedule.MINUTES,
    "xiangyin.kernel.tasks.sweep_what_no_row_names": schedule.A_DAY,
    "xiangyin.kernel.tasks.forget_sessions": schedule.A_DAY,
    "xiangyin.kernel.tasks.remove_what_is_old": schedule.A_DAY,
    "xiangyin.placements.tasks.clear_the_drafts": schedule.A_DAY,
    "xiangyin.answers.tasks.promise_anew": schedule.A_DAY,
}


def test_whatever_throws_away_or_publishes_by_the_clock_waits():
    waits = {
        f"{job.run.__module__}.{job.run.__qualname__}": job.steady
        for job in schedule._jobs
        if job.steady
    }

    assert waits == WAITING


@pytest.mark.django_db
def test_the_worker_asks_the_clock_at_each_turn(monkeypatch, machine):
    asked = []
    # It would close the connection on which the test has its transaction.
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(work, "run_due", lambda **told: asked.append(told["steady"]))
    machine()
    (clock.settings.VAR / "clock.json").write_text(
        '{"clock": 0, "running": 1000, "boot": "first"}'
    )

    work.Command().handle(once=True)

    assert asked == [timedelta(0)]


@pytest.mark.parametrize(
    "fault", [OperationalError("server closed"), OSError(28, "No space left")]
)
def test_the_worker_outlives_a_fault_and_goes_on(monkeypatch, caplog, fault):
    worker = work.Command()
    rounds = []

    def turn():
        rounds.append(1)
        if len(rounds) == 1:
            raise fault
        worker.running = False
        return True

    monkeypatch.setattr(worker, "round", turn)
    monkeypatch.setattr(work, "PAUSE", 0)
    monkeypatch.setattr(work.signal, "signal", lambda *_: None)
    monkeypatch.setattr(work, "close_old_connections", lambda: None)

    worker.handle()

    assert (len(rounds), "the worker waits" in caplog.text) == (2, True)


def test_a_mistake_of_the_program_ends_the_worker(monkeypatch):
    worker = work.Command()
    monkeypatch.setattr(worker, "round", lambda: 1 // 0)
    monkeypatch.setattr(work.signal, "signal", lambda *_: None)
    monkeypatch.setattr(work, "close_old_connections", lambda: None)

    with pytest.raises(ZeroDivisionError):
        worker.handle()
