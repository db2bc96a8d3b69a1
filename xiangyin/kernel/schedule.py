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


_jobs: list[Job] = []


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
        if job.last is None or now - job.last >= job.interval:
            job.last = now
            ran += 1
            try:
                job.run()
            except Exception:
                logger.exception("%s failed", job.run.__qualname__)
    return ran
