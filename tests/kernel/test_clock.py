"""A clock that is moved back makes nothing wait, and nothing happen twice."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.db.models import F
from django.utils import timezone

from xiangyin.kernel import schedule
from xiangyin.kernel.management.commands import work
from xiangyin.kernel.models import Letter
from xiangyin.kernel.services import outbox
from xiangyin.kernel.services.clock import bring_letters_back

BACK = timedelta(hours=2)


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
def test_under_a_steady_clock_nothing_is_moved():
    now = timezone.now()
    letter = outbox.post("test", key="a", payload={}, at=now + timedelta(days=1))
    outbox.lease(letter.pk, now=now)
    leased = outbox.post("test", key="b", payload={})
    outbox.lease(leased.pk, now=now)
    before = list(Letter.objects.order_by("key").values())

    moved = bring_letters_back(now=timezone.now())

    assert (moved, list(Letter.objects.order_by("key").values())) == (0, before)


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
