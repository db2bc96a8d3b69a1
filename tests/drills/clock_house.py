"""The office of the drill ``clock_back``: what stands in it, and its guards off.

``python -m tests.drills.clock_house open | web PORT | work | known | standing``, under
libfaketime. With ``DRILL_UNGUARDED=1`` the program believes its clock at once.
"""

import json
import os
import select
import sys
import time
from datetime import timedelta

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
    from xiangyin.kernel.models import Person, Unit
    from xiangyin.newsroom.services.tips import decline_tip

    whole_house.open_office()
    sender = Person.objects.get(username="sender")
    sender.set_password(PASSWORD)
    sender.save()
    room = open_newsroom(Unit.objects.counties().get(code="qinglan"))
    tip = a_tip(room, contact=CONTACT)
    decline_tip(tip, by=room.editor, note="已经报道过了。")
    story = a_story_in_reading(room)
    sign(room, story, "first", "second")
    sign(room, story, "final", go_live_at=timezone.now() + DUE)


def standing() -> None:
    """What should still be as it was, whatever the clock said meanwhile."""
    from xiangyin.kernel.services.chain import first_broken_here
    from xiangyin.newsroom.models import Story, Tip

    numbers = sorted(Tip.objects.values_list("number", flat=True))
    runs: dict[str, list[int]] = {}
    for number in numbers:
        year, last = number.rsplit("-", 1)
        runs.setdefault(year, []).append(int(last))
    told = {
        "contact": Tip.objects.filter(contact=CONTACT).exists(),
        "unpublished": not Story.objects.filter(live=True).exists(),
        "chain": isinstance(first_broken_here(), int),
        "numbers": all(
            found == list(range(1, len(found) + 1)) for found in runs.values()
        ),
    }
    print(json.dumps(told))


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


def main(what: str, *told: str) -> None:
    # libfaketime tells Python's sleep a wrong end once the clock was moved.
    time.sleep = lambda seconds: select.select([], [], [], seconds) and None
    os.environ.setdefault("DRILL_SETTINGS", whole_house.SETTINGS)
    kills_house.load()
    if os.environ.get("DRILL_UNGUARDED") == "1":
        believe_every_clock()
    {
        "open": open_office,
        "web": lambda: kills_house.serve(int(told[0])),
        "work": kills_house.work,
        "tips": whole_house.tips,
        "known": lambda: print(json.dumps(kills_house.known())),
        "standing": standing,
    }[what]()


if __name__ == "__main__":
    main(*sys.argv[1:])
