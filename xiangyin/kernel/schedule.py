"""What the worker does again and again, without anybody asking.

A job is safe to run at any time and any number of times; the worker keeps in
memory when each ran last, and runs all of them once after a start.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

logger = logging.getLogger(__name__)


@dataclass
class Job:
    """A function and how often it runs."""

    run: Callable[[], object]
    interval: timedelta
    last: datetime | None = None

    def is_due(self, now: datetime) -> bool:
        """Whether its time has come, also when the clock was moved back meanwhile."""
        waited = None if self.last is None else now - self.last
        return waited is None or not timedelta(0) <= waited < self.interval


_jobs: list[Job] = []

SOON = timedelta(minutes=5)  # when a job that failed is tried again, at the latest


def every(**interval) -> Callable[[Callable], Callable]:
    """Register the decorated function: ``@every(minutes=30)``."""

    def register(function):
        _jobs.append(Job(run=function, interval=timedelta(**interval)))
        return function

    return register


def run_due(*, now: datetime) -> int:
    """Run every job whose time has come. One that fails is told and tried later."""
    ran = 0
    for job in _jobs:
        if job.is_due(now):
            job.last = now
            ran += 1
            try:
                job.run()
            except Exception:
                logger.exception("%s failed", job.run.__qualname__)
                job.last = now - job.interval + min(job.interval, SOON)
    return ran
