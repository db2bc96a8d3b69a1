"""Web and worker die five hundred times; what was promised happens, and once."""

import http.client
import itertools
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from . import Outcome
from .kills_partners import Partners

WORKER_KILLS, WEB_KILLS = 250, 250
TWIN_KILLS = 40
LIMIT = 100  # seconds for the killing of either run


@dataclass
class Run:
    """A house that is being killed, and what its callers were promised."""

    folder: Path
    partners: Partners
    after_the_commit: bool = False
    promised: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    web_kills: int = 0
    worker_kills: int = 0
    numbers: itertools.count = field(default_factory=itertools.count)
    over: threading.Event = field(default_factory=threading.Event)
    port: int = 0
    program: str = "kills_house"
    pause: float = 0.05  # seconds between two facts of a caller
    more: dict[str, str] = field(default_factory=dict)

    def house(self, *words: str, **how):
        command = [sys.executable, "-m", f"tests.drills.{self.program}", *words]
        env = {
            **os.environ,
            "XIANGYIN_VAR": str(self.folder),
            "DRILL_PARTNERS": self.partners.address,
            "DRILL_AFTER_THE_COMMIT": str(int(self.after_the_commit)),
            "no_proxy": "*",
            **self.more,
        }
        return subprocess.Popen(
            command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **how
        )

    def ask(self, *words: str) -> str:
        process = self.house(*words)
        said, _ = process.communicate(timeout=300)
        if process.returncode:
            raise RuntimeError(f"{words} failed")
        return said.decode()

    def caller(self) -> None:
        """Somebody who sends a form, and sends it again until it is answered."""
        while not self.over.is_set():
            number = next(self.numbers)
            status = self.send(number)
            if status == 200:
                self.promised.add(f"fact:{number}")
            elif status:
                self.refused.add(f"fact:{number}")
            time.sleep(self.pause)

    def send(self, number: int) -> int:
        headers = {"Idempotency-Key": f"fact-number-{number}"}
        ends = time.monotonic() + 20
        while time.monotonic() < ends:
            line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
            try:
                line.request("POST", f"/fact/{number}/", b"", headers)
                status = line.getresponse().status
            except (OSError, http.client.HTTPException):
                time.sleep(0.02)
                continue
            finally:
                line.close()
            # 409 is also how a rule refuses; every tenth fact is refused by one.
            if status == 200 or number % 10 == 9:
                return status
        return 0

    def kill_web(self, master: int, kills: int) -> None:
        """Kill web workers at random moments; gunicorn forks new ones."""
        ends = time.monotonic() + LIMIT
        while self.web_kills < kills and time.monotonic() < ends:
            time.sleep(random.uniform(0.05, 0.35))
            children = Path(f"/proc/{master}/task/{master}/children").read_text()
            if children.split():
                os.kill(int(random.choice(children.split())), signal.SIGKILL)
                self.web_kills += 1

    def kill(self, *, workers: int, web: int) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        server = self.house("web", str(self.port), start_new_session=True)
        killer = self.house("workers", str(workers), start_new_session=True)
        callers = [threading.Thread(target=self.caller, daemon=True) for _ in range(3)]
        try:
            wait_for(self.port)
            for caller in callers:
                caller.start()
            self.kill_web(server.pid, web)
            said, _ = killer.communicate(timeout=LIMIT)
            self.worker_kills = json.loads(said)["kills"]
            self.over.set()
            for caller in callers:
                caller.join(70)
        finally:
            self.over.set()
            for process in (killer, server):
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                process.stdout.close()


def wait_for(port: int) -> None:
    ends = time.monotonic() + 90
    while time.monotonic() < ends:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the web server did not come up")


def effects(run: Run, door: str) -> dict[str, int]:
    return {fact: n for (at, fact), n in run.partners.done.items() if at == door and n}


def count(run: Run, told: dict) -> dict[str, int]:
    """What is wrong, by kind; all naught in a house that keeps its promises."""
    true = {key for _county, key, _version in told["items"]}
    here = [effects(run, door) for door in ("keyed", "angry", "notices")]
    happened = set().union(*here, effects(run, "silent"))
    lost = sum(len(run.promised - seen.keys()) for seen in here)
    lost += len(run.promised - true) + len(set(told["feed"]) & run.promised)
    double = sum(n > 1 for seen in here for n in seen.values())
    double += sum(version > 1 for _county, _key, version in told["items"])
    return {
        "lost": lost,
        "double": double,
        "phantoms": len(happened - true) + len(true & run.refused),
        "hidden": len(hidden(set(run.partners.came), told)),
    }


def hidden(came: set[tuple[str, str]], told: dict) -> set[str]:
    """Letters that may have arrived, are not marked so, and are shown to nobody."""
    taken = {
        key.replace("fact:", "notice:") if door == "notices" else key
        for door, key in came
    }
    open_ = {key for key, state in told["states"].items() if state != "delivered"}
    said = {key for key, state in told["states"].items() if state == "unknown"}
    return (taken & open_) - set(told["shown"]) - said


def killed(run: Run, *, workers: int, web: int) -> tuple[dict, dict]:
    """Kill a house, let it come to rest; what was wrong, and what it knows."""
    run.kill(workers=workers, web=web)
    came = set(run.partners.came)
    at_once, told = map(json.loads, run.ask("settle").splitlines())
    wrong = count(run, told)
    wrong["hidden"] += len(hidden(came, at_once))
    return wrong, told


def drill() -> Outcome:
    """500 kills with the outbox; 40 of the web with sending after the commit."""
    with tempfile.TemporaryDirectory() as folder:
        guarded, bare = Path(folder) / "guarded", Path(folder) / "bare"
        guarded.mkdir()
        partners = Partners()
        run = Run(guarded, partners)
        run.ask("open")
        shutil.copytree(guarded, bare)
        wrong, told = killed(run, workers=WORKER_KILLS, web=WEB_KILLS)
        partners.close()
        partners = Partners(partners.server.server_port)
        twin = Run(bare, partners, after_the_commit=True)
        damage, _told = killed(twin, workers=1, web=TWIN_KILLS)
        partners.close()
    kills = run.web_kills + run.worker_kills
    silent = [s for key, s in told["states"].items() if key.startswith("silent:")]
    again = run.partners.repeated()
    held = kills >= WORKER_KILLS + WEB_KILLS and not any(wrong.values())
    unknown = sum(state in ("unknown", "given_up") for state in silent)
    return Outcome(
        held=held and len(run.promised) > 50 and unknown > 0,
        figure=f"{kills} kills (web {run.web_kills}, worker {run.worker_kills}),"
        f" {len(run.promised)} facts, {len(told['states'])} letters:"
        f" {wrong['lost']} lost, {wrong['double']} done twice,"
        f" {wrong['phantoms']} phantoms, {wrong['hidden']} unknown and not shown"
        f" ({unknown} of a silent partner shown)",
        bites=damage["lost"] > 0 and again > 0,
        twin=f"sent after the commit: {damage['lost']} lost at"
        f" {twin.web_kills} kills and {len(twin.promised)} facts;"
        f" keys ignored: {again} done twice",
    )
