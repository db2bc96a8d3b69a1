"""The clock is moved back two hours under a running worker.

A story scheduled after the move goes public in its minute and a letter posted before
it leaves at once, each a single time, also when the clock is put right afterwards. A
worker that compares times as if clocks only went forward leaves both lying.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from . import Outcome, power

STEADY, BACK = "+0", "-7200"
PATIENCE = 100  # seconds in which a duty of every minute must have been done
CARELESS = """
from xiangyin.kernel import schedule
from xiangyin.kernel.management.commands import work
schedule.Job.is_due = lambda job, now: job.last is None or now - job.last >= job.interval
work.bring_letters_back = lambda now: 0
"""
WORK = """
import django
django.setup()
{before}
# Debian's libfaketime mistakes the absolute time that Python's own sleep waits for.
import select
import time
time.sleep = lambda seconds: select.select([], [], [], seconds)
from django.core.management import call_command
from xiangyin.kernel.services import outbox
outbox.delivers("drill")(lambda letter: None)
call_command("work")
"""
SIGN = """
import django
django.setup()
from datetime import timedelta
from django.utils import timezone
from tests.factories.newsroom import digest_of
from xiangyin.kernel.models import Person
from xiangyin.newsroom.models import Story
from xiangyin.newsroom.services.readings import decide
decide(
    Story.objects.get(),
    by=Person.objects.get(name="何立群"),
    decision="accept",
    digest=digest_of(Story.objects.get()),
    go_live_at=timezone.now() + timedelta(seconds=3),
)
"""


def drill() -> Outcome:
    folder = Path(tempfile.mkdtemp(prefix="xiangyin-clock-"))
    offices: list[Office] = []
    try:
        power.begin(folder)
        open_newsroom()
        offices += [Office(folder / "careful"), Office(folder / "careless", CARELESS)]
        kept, loose = watch(offices)
    finally:
        for office in offices:
            office.close()
        shutil.rmtree(folder, ignore_errors=True)
    return Outcome(
        held=kept == (1, 1),
        figure=f"2 h back and right again: the scheduled story went public {kept[0]}"
        f" time(s), the waiting letter left {kept[1]} time(s)",
        bites=loose == (0, 0),
        twin=f"times compared as if they only grew: {loose[0]} and {loose[1]} after"
        f" {PATIENCE} s",
    )


def open_newsroom() -> None:
    """An office with one story that wants its last signature."""
    from django.core.management import call_command

    from tests.factories.newsroom import a_story_in_reading, open_newsroom, sign
    from tests.factories.people import a_county

    call_command("migrate", verbosity=0, interactive=False)
    room = open_newsroom(a_county())
    sign(room, a_story_in_reading(room), "first", "second")
    power.close()


def watch(offices: list["Office"]) -> list[tuple[int, int]]:
    """Move the clocks and look; then put them right and look what happened in all."""
    for office in offices:
        office.post("before")
    until(lambda: all(office.delivered("before") for office in offices))
    for office in offices:
        office.set_clock(BACK)
        office.post("across")
        office.run(SIGN)
    until(lambda: offices[0].seen() == (1, 1))
    time.sleep(2)
    late = offices[1].seen()
    offices[0].set_clock(STEADY)
    time.sleep(5)
    return [offices[0].seen(), late]


def until(true) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true() and time.monotonic() < deadline:
        time.sleep(0.5)


class Office:
    """A copy of the office with a clock of its own, and its worker."""

    def __init__(self, folder: Path, before: str = ""):
        folder.mkdir()
        for name in ("xiangyin.sqlite3", "secret"):
            shutil.copy2(folder.parent / name, folder)
        self.database, self.clock = folder / "xiangyin.sqlite3", folder / "clock"
        self.set_clock(STEADY)
        library = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
        self.environment = os.environ | {
            "XIANGYIN_VAR": str(folder),
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(self.clock),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }
        self.worker = subprocess.Popen(
            [sys.executable, "-c", WORK.format(before=before)], env=self.environment
        )

    def run(self, script: str) -> None:
        """What a person does by this office's clock."""
        subprocess.run([sys.executable, "-c", script], env=self.environment, check=True)

    def set_clock(self, offset: str) -> None:
        self.clock.write_text(offset + "\n")

    def post(self, key: str) -> None:
        """A letter of this moment, by the clock as it was before any move."""
        from xiangyin.kernel.services.outbox import post

        power.use_database(NAME=self.database)
        post("drill", key=key, payload={})

    def delivered(self, key: str) -> int:
        """How often the letter left: none, or as often as it was tried."""
        from xiangyin.kernel.models import Letter

        power.use_database(NAME=self.database)
        letter = Letter.objects.get(key=key)
        return letter.attempts if letter.state == Letter.State.DELIVERED else 0

    def seen(self) -> tuple[int, int]:
        """How often the story went public, how often the letter left."""
        from wagtail.models import PageLogEntry

        across = self.delivered("across")
        return PageLogEntry.objects.filter(action="wagtail.publish").count(), across

    def close(self) -> None:
        power.close()
        self.worker.terminate()
        try:
            self.worker.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.worker.kill()
            self.worker.wait()
