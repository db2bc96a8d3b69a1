"""PostgreSQL is restarted under load: fast, at once, and after ``kill -9``.

Phones send tips, facts come true, the worker carries letters. While the database is
away everybody is told so; afterwards web and worker go on by themselves, and nothing
that was acknowledged is missing. Without the look at kept connections the first
requests after a restart that nobody noticed fail.
"""

import json
import shutil
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from . import Outcome
from .drill_outbox_kills import Run, count
from .kills_partners import Partners
from .office_server import PATH, Visitor
from .own_postgres import Server, server_on
from .phones import Phones
from .whole import family, house

WAYS = ("fast", "immediate", "kill -9")
LOADED, AWAY, AFTER = 3, 2, 5  # seconds: before, without and after the database
PATIENCE = 5  # seconds in which web and worker have to be back by themselves
AWAY_WORDS = "数据库暂时连不上"
QUIET_READS = 12


@dataclass
class Seen:
    """What came of the restarts of one office."""

    told: int = 0  # tries while it was away that were told what to do
    riddles: int = 0  # tries that were told nothing
    late: int = 0  # tries that failed though the database was back
    web: list[float] = field(default_factory=list)
    worker: list[float] = field(default_factory=list)
    quiet_errors: int = 0
    same_processes: bool = False
    lost: int = 0
    taken: int = 0
    wrong: dict[str, int] = field(default_factory=dict)


def drill() -> Outcome:
    folder = Path(tempfile.mkdtemp(prefix="xiangyin-restart-"))
    folder.chmod(0o755)
    (folder / "beside").mkdir()
    (folder / "disk").mkdir()
    partners = Partners()
    try:
        with server_on(folder / "disk", folder / "beside") as server:
            run = Run(folder, partners, program="whole_house", more=server.address)
            sessions = json.loads(run.ask("open").splitlines()[-1])
            server.stop()
            server.start()
            kept = restart_under_load(run, server, sessions)
            loose = Run(folder, partners, program="whole_house", more=run.more)
            loose.more = run.more | {"DRILL_UNGUARDED": "1"}
            careless = restart_unnoticed(loose, server, sessions)
    finally:
        partners.close()
        shutil.rmtree(folder, ignore_errors=True)
    return Outcome(
        held=kept.lost == kept.riddles == kept.late == kept.quiet_errors == 0
        and kept.told > 0
        and kept.same_processes
        and not any(kept.wrong.values())
        and max(kept.web + kept.worker) <= PATIENCE,
        figure=f"{len(WAYS)} restarts (fast, immediate, kill -9) under 6 clients,"
        f" {kept.taken} tips and {len(run.promised)} facts acknowledged:"
        f" {kept.lost + kept.wrong['lost']} lost, {kept.wrong['double']} done twice;"
        f" {kept.told} tries were told that the database is away, {kept.riddles} were"
        f" not; afterwards {kept.late + kept.quiet_errors} failed; web back after"
        f" {max(kept.web):.1f} s, worker after {max(kept.worker):.1f} s, by themselves",
        bites=careless > 0,
        twin=f"connections kept without a look: {careless} of {QUIET_READS} requests"
        " after a restart that nobody noticed failed",
    )


def restart_under_load(run: Run, server: Server, sessions: dict) -> Seen:
    seen = Seen()
    with house(run) as (web, worker):
        phones = Phones(run.port, sessions["sender"], AWAY_WORDS)
        callers = [threading.Thread(target=run.caller, daemon=True) for _ in range(3)]
        phones.start()
        for caller in callers:
            caller.start()
        time.sleep(LOADED)
        before = family(web)
        for way in WAYS:
            time.sleep(LOADED)
            away, back = restart(server, way)
            time.sleep(AFTER)
            during, after = phones.between(away, back), phones.between(back, back + 60)
            seen.told += sum(each.status not in (0, 200) for each in during)
            seen.riddles += sum(not each.is_clear for each in during + after)
            seen.late += sum(each.status != 200 for each in after)
            seen.web.append(phones.first_taken_after(back))
            seen.worker.append(first_heard_after(run, back))
        run.over.set()
        phones.stop()
        for caller in callers:
            caller.join(60)
        seen.quiet_errors = quiet_restart(run, server, sessions)
        alive = web.poll() is None and worker.poll() is None
        seen.same_processes = alive and family(web) == before
    seen.taken = len(phones.taken)
    seen.lost = len(phones.taken - set(json.loads(run.ask("tips"))))
    _at_once, told = map(json.loads, run.ask("settle").splitlines())
    seen.wrong = count(run, told)
    return seen


def restart_unnoticed(run: Run, server: Server, sessions: dict) -> int:
    """The twin: nobody asks while the database is away; then everybody does."""
    with house(run):
        return quiet_restart(run, server, sessions)


def quiet_restart(run: Run, server: Server, sessions: dict) -> int:
    """Open connections, restart while nobody asks, ask. Returns how many failed."""
    visitor = Visitor(run.port, sessions["sender"])
    for _page in range(QUIET_READS):
        visitor.read(PATH)
    server.stop()
    server.start()
    return sum(visitor.read(PATH)[0] != 200 for _page in range(QUIET_READS))


def restart(server: Server, way: str) -> tuple[float, float]:
    """Take the database away and bring it back. Returns when."""
    away = time.monotonic()
    if way == "kill -9":
        server.remember()
        server.bury(only_the_master=True)
        ends = time.monotonic() + 20
        while not server.is_gone() and time.monotonic() < ends:
            time.sleep(0.02)
    else:
        server.stop(way)
    time.sleep(AWAY)
    if way == "kill -9":
        server.forget()
    server.start()
    return away, time.monotonic()


def first_heard_after(run: Run, moment: float) -> float:
    """Seconds until a partner heard of something again."""
    heard = [when - moment for when in run.partners.heard if when >= moment]
    return min(heard, default=float("inf"))
