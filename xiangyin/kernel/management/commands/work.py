"""The background worker: letters, tasks and the schedule, in one process."""

import logging
import signal
import time

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from xiangyin.kernel.schedule import run_due
from xiangyin.kernel.services.clock import steady_for
from xiangyin.kernel.services.outbox import deliver_due

logger = logging.getLogger(__name__)

PAUSE = 1  # seconds between two rounds without work


class Command(BaseCommand):
    help = "Deliver letters, run tasks and keep the schedule, until stopped."

    def add_arguments(self, parser):
        parser.add_argument(
            "--once", action="store_true", help="Do what is due, then end."
        )

    def handle(self, *, once=False, **options):
        self.running = True
        if not once:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, self.stop)
        while self.running:
            busy = self.round() if once else self.round_that_outlives_a_fault()
            if once:
                break
            if not busy:
                time.sleep(PAUSE)

    def round_that_outlives_a_fault(self) -> bool:
        """One turn. A database restarted or a full disk ends the turn, not the worker."""
        close_old_connections()
        try:
            return self.round()
        except (OperationalError, InterfaceError, OSError) as error:
            logger.warning("the worker waits: %s", error)
            return False

    def round(self) -> bool:
        """One turn: schedule, tasks, letters. Says whether there was work."""
        now = timezone.now()
        run_due(now=now, steady=steady_for(now=now))
        tasks = Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=1,  # a signal is heard between two tasks
            worker_id=f"worker-{id(self)}",
            excluded_queue_names=[],
        )
        tasks.run()
        return bool(deliver_due()) or bool(tasks._run_tasks)

    def stop(self, signum, frame):
        self.running = False
