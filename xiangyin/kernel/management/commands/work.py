"""The background worker: letters, tasks and the schedule, in one process."""

import signal
import time

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from xiangyin.kernel.models import Erasure
from xiangyin.kernel.schedule import every, run_due
from xiangyin.kernel.services.deletions import complete_file
from xiangyin.kernel.services.outbox import deliver_due
from xiangyin.kernel.services.retention import remove_what_is_over
from xiangyin.kernel.services.wiping import wipe


@every(minutes=1)
def publish_what_is_due():
    """Stories whose chosen time has come go public; others expire."""
    call_command("publish_scheduled", verbosity=0)


@every(hours=24)
def remove_what_is_old():
    """Personal data whose time is over goes, off the disk too."""
    if remove_what_is_over(now=timezone.now()):
        wipe()
    complete_file()


@every(minutes=10)
def wipe_what_was_deleted():
    """What was deleted on request goes off the disk soon, not only out of tables."""
    if Erasure.objects.filter(is_wiped=False).exists():
        wipe()


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
            close_old_connections()
            busy = self.round()
            if once:
                break
            if not busy:
                time.sleep(1)

    def round(self) -> bool:
        """One turn: schedule, tasks, letters. Says whether there was work."""
        run_due(now=timezone.now())
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
