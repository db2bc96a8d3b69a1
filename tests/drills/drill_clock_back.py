"""The clock is moved under a running web server and worker: back, and a year ahead.

An hour back and forth again, then a year ahead and back, while phones send tips, facts
come true and letters leave. Nothing is lost or done twice, no letter sleeps until the
former time, nothing is thrown away or published because a clock was wrong. Only the
clock of the drill's own processes is moved.
"""

import json
import os
import shutil
import tempfile
import threading
import time
import urllib.parse
from dataclasses import dataclass, field
from pathlib import Path

from . import Outcome
from .clock_house import PASSWORD
from .drill_outbox_kills import Run, count, effects
from .kills_partners import Partners
from .office_server import PATH, Visitor
from .phones import Phones
from .whole import house

HOUR, YEAR = 3600, 365 * 24 * 3600
CLOCKS = (0, -HOUR, 0, YEAR, 0)
LOADED = 5  # seconds of work under each clock
PATIENCE = 75  # seconds in which everything has to arrive afterwards
TWIN_PATIENCE = 8
WRONG_TRIES = 7


@dataclass
class Seen:
    facts: int = 0
    tips: int = 0
    lost: int = 0
    riddles: int = 0
    asleep: int = 0
    longest: float = 0
    locked_out: bool = False
    staff_stays: bool = False
    again: list[int] = field(default_factory=list)
    wrong: dict[str, int] = field(default_factory=dict)
    standing: dict = field(default_factory=dict)

    @property
    def held(self) -> bool:
        stands = [self.standing[each] for each in ("contact", "unpublished", "chain")]
        bad = self.lost or self.riddles or self.asleep or self.locked_out
        bad = bad or self.staff_stays or any(self.wrong.values())
        return not bad and all(stands) and self.standing["numbers"] and self.answered

    @property
    def answered(self) -> bool:
        """What was sent once more, under each clock, was answered as before."""
        return bool(self.again) and set(self.again) == {200}


class Clock:
    """The clock of the drill's processes: ``move(seconds)`` away from the right time."""

    def __init__(self, folder: Path):
        self.file = folder / "clock"
        self.move(0)

    def move(self, seconds: int) -> None:
        beside = self.file.with_suffix(".new")
        beside.write_text(f"{seconds:+d}\n")
        os.replace(beside, self.file)


def drill() -> Outcome:
    with tempfile.TemporaryDirectory(prefix="xiangyin-clock-") as folder:
        kept, loose = Path(folder) / "guarded", Path(folder) / "bare"
        kept.mkdir()
        partners = Partners()
        first = office(kept, partners)
        sessions = json.loads(first.ask("open").splitlines()[-1])
        shutil.copytree(kept, loose)
        seen = moved(first, sessions, PATIENCE)
        partners.close()
        partners = Partners(partners.server.server_port)
        bare = office(loose, partners, DRILL_UNGUARDED="1")
        twin = moved(bare, sessions, TWIN_PATIENCE)
        partners.close()
    return Outcome(
        held=seen.held and seen.facts > 20 and seen.tips > 20,
        figure=f"moved an hour back and forth, a year ahead and back, under"
        f" {seen.tips} tips and {seen.facts} facts: {seen.lost + seen.wrong['lost']}"
        f" lost, {seen.wrong['double']} done twice, {seen.asleep} letters asleep (the"
        f" last arrived {seen.longest:.0f} s after the last move), nothing thrown away"
        " or published early, numbers and audit trail whole, nobody locked out",
        bites=twin.asleep > 0
        and not twin.standing["contact"]
        and not twin.standing["unpublished"]
        and twin.locked_out
        and twin.staff_stays,
        twin=f"every clock believed: {twin.asleep} letters asleep, a contact thrown away"
        " half a year early, a story published a month early, a person locked out for a"
        " year, a staff session an hour longer",
    )


@dataclass(kw_only=True)
class Office(Run):
    """An office whose clock can be moved."""

    clock: Clock
    pause: float = 0.3


def office(folder: Path, partners: Partners, **more: str) -> Office:
    clock = Clock(folder)
    more |= {"DRILL_CLOCK": str(clock.file)}
    return Office(folder, partners, program="clock_house", more=more, clock=clock)


def moved(run: Office, sessions: dict, patience: int) -> Seen:
    """Work under each clock in turn, then wait until everything has arrived."""
    seen = Seen()
    with house(run):
        editor = Visitor(run.port, sessions["editor"])
        phones = Phones(run.port, sessions["sender"], "", 2, patience)
        callers = [threading.Thread(target=run.caller, daemon=True) for _ in range(2)]
        phones.start()
        for caller in callers:
            caller.start()
        for seconds in CLOCKS:
            run.clock.move(seconds)
            last = time.monotonic()
            stays = editor.read(PATH)[0] == 200
            seen.staff_stays |= stays and seconds == -HOUR
            if seconds == YEAR:
                guess(run)
            time.sleep(LOADED)
            seen.again += [run.send(number) for number in first_numbers(run)]
        run.over.set()
        phones.stop()
        for caller in callers:
            caller.join(60)
        seen.asleep = wait_for_all(run, patience)
        seen.longest = max(run.partners.heard) - last
        seen.locked_out = not comes_in(run)
    told, seen.standing, tips = map(json.loads, run.ask("look").splitlines())
    seen.wrong = count(run, told)
    seen.facts, seen.tips = len(run.promised), len(phones.taken)
    seen.lost = len(phones.taken - set(tips))
    seen.riddles = sum(each.status >= 400 for each in phones.answers)
    return seen


def first_numbers(run: Office) -> list[int]:
    """The first facts that were promised: sent once more under every clock."""
    return sorted(int(fact.split(":")[1]) for fact in list(run.promised))[:3]


def wait_for_all(run: Office, patience: int) -> int:
    """Wait until every promised fact has arrived everywhere. Returns what has not."""
    ends = time.monotonic() + patience
    while (asleep := not_arrived(run)) and time.monotonic() < ends:
        time.sleep(0.5)
    return asleep


def not_arrived(run: Office) -> int:
    doors = ("keyed", "angry", "notices")
    return sum(len(run.promised - effects(run, door).keys()) for door in doors)


def log_in(run: Office, password: str) -> int:
    told = urllib.parse.urlencode({"login": "sender", "password": password})
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    visitor = Visitor(run.port)
    return visitor._ask("POST", "/accounts/login/", kind, told.encode())[0]


def guess(run: Office) -> None:
    """Somebody mistypes the password until he has to wait."""
    for number in range(WRONG_TRIES):
        log_in(run, f"wrong {number}")


def comes_in(run: Office) -> bool:
    """Whether the right password opens, once the clock is right."""
    run.clock.move(0)
    return log_in(run, PASSWORD) == 302
