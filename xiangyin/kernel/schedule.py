"""What the worker does again and again, without anybody asking.

A job is safe to run at any time and any number of times; the worker keeps in
memory when each ran last, and runs all of them once after a start. What a job throws
away or makes public does not come back: such a job waits until the clock has been
steady for a while (``kernel.services.clock``).
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

logger = logging.getLogger(__name__)

AT_ONCE = timedelta(0)
MINUTES = timedelta(minutes=10)  # long enough to see on the screen that it is wrong
A_DAY = timedelta(hours=24)


@dataclass
class Job:
    """A function, how often it runs, and how long the clock must be steady for it."""

    run: Callable[[], object]
    interval: timedelta
    steady: timedelta = AT_ONCE
    last: datetime | None = None

    def is_due(self, now: datetime) -> bool:
        """Whether its time has come, also when the clock was moved back meanwhile."""
        waited = None if self.last is None else now - self.last
        return waited is None or not timedelta(0) <= waited < self.interval


_jobs: list[Job] = []

SOON = timedelta(minutes=5)  # when a job that failed is tried again, at the latest


def every(*, steady: timedelta = AT_ONCE, **interval) -> Callable[[Callable], Callable]:
    """Register the decorated function: ``@every(minutes=30)``."""

    def register(function):
        _jobs.append(Job(run=function, interval=timedelta(**interval), steady=steady))
        return function

    return register


def run_due(*, now: datetime, steady: timedelta = timedelta.max) -> int:
    """Run every job whose time has come. One that fails is told and tried later.

    ``steady`` is how long the clock has run true.
    """
    ran = 0
    for job in _jobs:
        if job.is_due(now) and job.steady <= steady:
            job.last = now
            ran += 1
            try:
                job.run()
            except Exception:
                logger.exception("%s failed", job.run.__qualname__)
                job.last = now - job.interval + min(job.interval, SOON)
    return ran
