"""When the machine's clock was moved: what must not wait for it, or be done by it.

Back: a letter that was posted at ten and finds the clock at eight would lie for two
hours. What cannot be under the present clock tells of the move: posted in the future,
leased or put off for longer than anybody leases or waits.

Forward: by a clock that is a year ahead everything is over, and what is thrown away
does not come back with the right time. So the worker compares the clock with the time
the machine has been running, and believes it anew only after a while.
"""

import json
import logging
import time
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from ..models import Letter
from .outbox import first_wait, lease_lasts

logger = logging.getLogger(__name__)

SKEW = timedelta(minutes=1)  # between the clocks of several machines
MOVED = timedelta(hours=1)  # a smaller correction changes nothing that matters
OFF_AT_MOST = timedelta(days=60)  # how long a machine may have been switched off
DOUBT = timedelta(hours=24)  # how long a clock that was moved has to run true
KEPT_EVERY = 10.0  # seconds
BOOT = Path("/proc/sys/kernel/random/boot_id")
ALWAYS = timedelta.max


@transaction.atomic
def bring_letters_back(*, now) -> int:
    """Move what was noted by the former clock by as much as the clock was moved.

    Returns how many letters were concerned. A letter that waits for another try keeps
    the wait it had; where the former clock cannot be told any more, it waits as long
    as its last try makes it wait.
    """
    open_letters = Letter.objects.filter(
        state__in=[Letter.State.WAITING, Letter.State.UNKNOWN]
    )
    freed = open_letters.filter(leased_until__gt=now + lease_lasts() + SKEW).update(
        leased_until=None
    )
    ahead = list(open_letters.select_for_update().filter(posted_at__gt=now + SKEW))
    for letter in ahead:
        letter.next_try_at -= letter.posted_at - now
        letter.posted_at = now
    Letter.objects.bulk_update(ahead, ["posted_at", "next_try_at"])
    return freed + len(ahead) + _wake(open_letters, now=now)


def _wake(open_letters, *, now) -> int:
    """Let no letter that was tried wait longer than any does after so many tries."""
    tried = open_letters.select_for_update().filter(
        attempts__gt=0, next_try_at__gt=now + first_wait() + SKEW
    )
    asleep = []
    for letter in tried:
        latest = now + first_wait() * 2 ** (letter.attempts - 1)
        if letter.next_try_at > latest + SKEW:
            letter.next_try_at = latest
            asleep.append(letter)
    Letter.objects.bulk_update(asleep, ["next_try_at"])
    return len(asleep)


@dataclass
class Reading:
    """What was seen at the last look. ``doubt``: seconds that it has to run true yet."""

    clock: float
    running: float
    boot: str
    doubt: float = 0


def steady_for(*, now: datetime) -> timedelta:
    """How long the clock has run true since it was moved; ``ALWAYS`` if it was not.

    Asked by the worker at each turn. What it saw last is kept in a file, because a
    worker that was started anew must not believe what the one before it doubted.
    """
    kept = settings.VAR / "clock.json"
    seen = Reading(now.timestamp(), *_running())
    before = _read(kept)
    moved, passed = _compare(before, seen) if before else (0, KEPT_EVERY)
    seen.doubt = max(0, before.doubt - passed) if before else 0
    if abs(moved) > MOVED.total_seconds():
        seen.doubt = DOUBT.total_seconds()
        _tell_of(moved)
        passed = KEPT_EVERY
    if passed >= KEPT_EVERY:
        _write(kept, seen)
    return (
        timedelta(seconds=DOUBT.total_seconds() - seen.doubt) if seen.doubt else ALWAYS
    )


def _running() -> tuple[float, str]:
    """Seconds since the machine was started, sleep included; and which start it was."""
    boot = BOOT.read_text().strip() if BOOT.exists() else ""
    return time.clock_gettime(
        getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    ), boot


def _compare(before: Reading, seen: Reading) -> tuple[float, float]:
    """By how much the clock was moved, and how long it has run true; in seconds.

    From one start of the machine to the next only a step back is certain, and one that
    is too long for a machine that was switched off.
    """
    walked = seen.clock - before.clock
    if seen.boot == before.boot:
        passed = seen.running - before.running
        return walked - passed, passed
    off = OFF_AT_MOST.total_seconds()
    return min(walked, 0) + max(walked - off, 0), seen.running


def _tell_of(moved: float) -> None:
    """Say it in the log; limits that were counted by the former clock begin anew."""
    logger.warning(
        "The clock was moved by %s (%+.0f s). Nothing is published for ten minutes and"
        " nothing thrown away for a day: set it right if it is wrong."
        " 时钟被拨动：十分钟内不按时发布，一天内不清理任何东西；如果拨错了，请现在拨回来。",
        *(timedelta(seconds=abs(round(moved))), moved),
    )
    cache.clear()


def _read(kept: Path) -> Reading | None:
    """The last look; none on a new machine, and after a restore."""
    try:
        return Reading(**json.loads(kept.read_text()))
    except (OSError, ValueError, TypeError):
        return None


def _write(kept: Path, seen: Reading) -> None:
    """A torn file would be a clock never looked at: write beside, then put in place."""
    beside = kept.with_suffix(".new")
    beside.write_text(json.dumps(asdict(seen)))
    beside.replace(kept)
