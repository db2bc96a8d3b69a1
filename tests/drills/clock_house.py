"""The office of the drill ``clock_back``: what stands in it, and its guards off.

``python -m tests.drills.clock_house open | web PORT | work | look``. The clock of each
process is off by the seconds in the file ``DRILL_CLOCK``. With ``DRILL_UNGUARDED=1``
the program believes it at once.
"""

import json
import os
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from . import kills_house, whole_house

CONTACT, PASSWORD = "13800013800", "a-drill-of-2026"
DUE = timedelta(days=30)  # when the story that waits is to go public


def open_office() -> None:
    """The whole house; a contact that is kept for half a year, a story that waits."""
    from django.utils import timezone

    from tests.factories.newsroom import (
        a_story_in_reading,
        a_tip,
        open_newsroom,
        sign,
    )
    from xiangyin.kernel.models import Unit
    from xiangyin.newsroom.services.tips import decline_tip

    whole_house.open_office(password=PASSWORD)
    room = open_newsroom(Unit.objects.counties().get(code="qinglan"))
    tip = a_tip(room, contact=CONTACT)
    decline_tip(tip, by=room.editor, note="已经报道过了。")
    story = a_story_in_reading(room)
    sign(room, story, "first", "second")
    sign(room, story, "final", go_live_at=timezone.now() + DUE)


def look() -> None:
    """What the office knows, what is still as it was, and its tips: a line each."""
    print(json.dumps(kills_house.known()))
    print(json.dumps(standing()))
    whole_house.tips()


def standing() -> dict[str, bool]:
    """What should still be as it was, whatever the clock said meanwhile."""
    from xiangyin.kernel.services.chain import first_broken_here
    from xiangyin.newsroom.models import Story, Tip

    numbers = sorted(Tip.objects.values_list("number", flat=True))
    runs: dict[str, list[int]] = {}
    for number in numbers:
        year, last = number.rsplit("-", 1)
        runs.setdefault(year, []).append(int(last))
    return {
        "contact": Tip.objects.filter(contact=CONTACT).exists(),
        "unpublished": not Story.objects.filter(live=True).exists(),
        "chain": isinstance(first_broken_here(), int),
        "numbers": all(
            found == list(range(1, len(found) + 1)) for found in runs.values()
        ),
    }


def believe_every_clock() -> None:
    """The twin: what looks at the clock is taken out."""
    from xiangyin.kernel import tasks
    from xiangyin.kernel.management.commands import work
    from xiangyin.kernel.services import sign_in
    from xiangyin.kernel.services.sessions import Limits

    tasks.bring_letters_back = lambda *, now: 0
    work.steady_for = lambda *, now: timedelta.max
    sign_in.is_ahead = lambda moment, *, now: moment > now
    Limits.are_over = lambda self, *, began, seen, now: now - seen > self.idle


def follow(file: Path) -> None:
    """Let this process's clock be off by what ``file`` says at each moment.

    Done before anything of Django is read, so that nobody keeps the right clock.
    ``libfaketime`` would do it from outside, but no thread wakes another in time then.
    """
    from django.utils import timezone

    right = time.time

    def moved() -> float:
        return right() + int(file.read_text())

    time.time = moved
    time.time_ns = lambda: int(moved() * 10**9)
    timezone.now = lambda: datetime.fromtimestamp(moved(), tz=UTC)


def main(what: str, *told: str) -> None:
    follow(Path(os.environ["DRILL_CLOCK"]))
    os.environ.setdefault("DRILL_SETTINGS", whole_house.SETTINGS)
    kills_house.load()
    if os.environ.get("DRILL_UNGUARDED") == "1":
        believe_every_clock()
    {
        "open": open_office,
        "web": lambda: kills_house.serve(int(told[0])),
        "work": kills_house.work,
        "look": look,
    }[what]()


if __name__ == "__main__":
    main(*sys.argv[1:])
