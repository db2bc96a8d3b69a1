"""What the power cuts have in common: an office, writers that are cut, the count.

Everything a writer was told is saved it notes at once in a file outside the disk
that is cut. After the cut and the recovery every note is looked for.
"""

import os
import signal
import sys
import time
import traceback
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

TODAY = date(2026, 3, 2)
WRITING = (0.5, 0.7, 0.9, 1.1)  # seconds between the start and the cut, in turn
PATIENCE = 40


@dataclass
class Tally:
    """What all cuts of one kind came to."""

    cuts: int = 0
    noted: int = 0
    lost: int = 0
    damaged: int = 0
    cuts_with_loss: int = 0
    sick: list[str] = field(default_factory=list)

    def add(self, noted: int, lost: int, damaged: int = 0, sick: str = "") -> None:
        self.cuts += 1
        self.noted += noted
        self.lost += lost
        self.damaged += damaged
        self.cuts_with_loss += bool(lost or damaged)
        self.sick += [sick] if sick else []


def begin(var: Path, **environment: str) -> None:
    """Start Django with the settings of ``make run`` and its data in ``var``."""
    os.environ.update(
        XIANGYIN_VAR=str(var),
        DJANGO_SETTINGS_MODULE="xiangyin.config.settings.dev",
        **environment,
    )
    import django

    import xiangyin.config  # noqa: F401 -- puts our SQLite in the place of Debian's

    django.setup()


def use_database(**changes) -> None:
    """Point the connections of this process, not yet opened, somewhere else."""
    from django.db import connections

    connections.close_all()
    connections["default"].settings_dict.update(changes)


def open_office() -> None:
    """Migrate, and found a county with one correspondent."""
    from django.core.management import call_command

    from tests.factories.people import PersonFactory, a_county, unit

    call_command("migrate", verbosity=0, interactive=False)
    county = a_county()
    PersonFactory(
        username="sender", name="沈巧珍", posts=[("correspondent", unit("chawan"))]
    )
    PersonFactory(username="editor", name="方亦宁", posts=[("editor", county)])
    close()


def close() -> None:
    from django.db import connections

    connections.close_all()


def send_tips(notes: Path, *, photos: Callable[[], Iterable] = tuple) -> None:
    """Send tips through the phone form's own service, until the power is gone."""
    from tests.factories.people import unit
    from xiangyin.kernel.models import Person
    from xiangyin.newsroom.services.tips import receive_tip

    sender, village = Person.objects.get(username="sender"), unit("chawan")
    with notes.open("a") as file:
        while True:
            key = uuid.uuid4()
            receive_tip(
                by=sender,
                unit=village,
                text="春茶今天开采。",
                client_key=key,
                photos=photos(),
                today=TODAY,
            )
            file.write(f"{key}\n")
            file.flush()


def forked(work: Callable, *arguments, quiet: bool = False, **named) -> int:
    """Run ``work`` in a child that has its own connections. Returns its number."""
    sys.stdout.flush()
    number = os.fork()
    if number:
        return number
    status = 1
    try:
        if quiet:  # what it says while the disk dies under it is no news
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        work(*arguments, **named)
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def ended(number: int) -> bool:
    """Wait for a child; say whether it ended well."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        pid, status = os.waitpid(number, os.WNOHANG)
        if pid:
            return os.waitstatus_to_exitcode(status) == 0
        time.sleep(0.01)
    os.kill(number, signal.SIGKILL)
    os.waitpid(number, 0)
    return False


def cut_while(disk, notes: Path, writers: list[int], *, turn: int) -> set[str]:
    """Let the writers write, cut the power, bury them. Returns what was noted.

    Read before the cut: no real machine tells anybody anything after it, while these
    processes live on for a moment, in which a flush of a dead disk may seem to succeed.
    """
    time.sleep(WRITING[turn % len(WRITING)])
    noted = noted_in(notes)
    disk.cut()
    for number in writers:
        os.kill(number, signal.SIGKILL)
        os.waitpid(number, 0)
    return noted


def noted_in(folder: Path) -> set[str]:
    return {
        line
        for path in folder.glob("notes-*")
        for line in path.read_text().splitlines()
    }


def kept_keys() -> set[str]:
    """The tips that the database still has, by the keys of their phones."""
    from xiangyin.newsroom.models import Tip

    return {str(key) for key in Tip.objects.values_list("client_key", flat=True)}
