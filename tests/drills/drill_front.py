"""nginx as shipped before the program: how old is what a reader sees, alive or dead?

A story is corrected again and again under readers. Then the program is killed and the
story is read on; it is corrected meanwhile, and when the program is back nobody sees
what was before. Without its bound on the age of a page, the first reader after a quiet
while does.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from tests.front import configuration, nginx
from tests.postgres import free_port
from xiangyin.config.running import serve_command

from . import Outcome
from .front_house import WHERE
from .office import ROOT, environment

CORRECTIONS = 12
QUIET = 4  # seconds in which nobody reads


def drill() -> Outcome:
    folder = Path(tempfile.mkdtemp(prefix="xiangyin-front-"))
    env = environment(folder / "var")
    try:
        with corrected(env) as correct:
            with Program(env) as program, front(folder / "kept", program.port) as port:
                ages = [age_of(port, *correct()) for _time in range(CORRECTIONS)]
                program.kill()
                read, dead = read_on(port, seconds=4)
                number, _at = correct()
                program.start()
                after = seen(port) == number
                quiet = after_a_while(port, correct)
            with Program(env) as program:
                loose = folder / "loose"
                with front(loose, program.port, updating=True) as port:
                    seen(port)
                    old = after_a_while(port, correct)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return Outcome(
        held=max(ages) < 2 and dead == 0 and read > 0 and after and quiet,
        figure=f"{CORRECTIONS} corrections under readers: seen by all after"
        f" {max(ages):.1f} s at most; the program killed: {read} pages read, {dead} not;"
        f" back again, and after {QUIET} quiet seconds, the first reader sees the newest",
        bites=not old,
        twin=f"with `updating`, after {QUIET} quiet seconds the first reader sees an old page",
    )


class Program:
    """The web server of the office, that can be killed and started again."""

    def __init__(self, env: dict):
        self.env, self.port = env, free_port()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *error):
        self.child.terminate()
        self.child.wait(timeout=30)

    def start(self) -> None:
        self.child = subprocess.Popen(
            serve_command("127.0.0.1", self.port, 2),
            env=self.env,
            cwd=ROOT,
            start_new_session=True,
        )
        for _try in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz")
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError("the program does not start")

    def kill(self) -> None:
        """All of it at once, as when the machine's memory is gone."""
        os.killpg(self.child.pid, signal.SIGKILL)
        self.child.wait(timeout=30)


@contextmanager
def corrected(env: dict):
    """An editor's hand: each call corrects the story, and tells its number and when."""
    command = [sys.executable, "-m", "tests.drills.front_house"]
    hand = subprocess.Popen(
        command, env=env, cwd=ROOT, text=True, stdin=-1, stdout=subprocess.PIPE
    )
    assert hand.stdout.readline() == "open\n"
    numbers = iter(range(1, 1000))

    def correct() -> tuple[int, float]:
        hand.stdin.write("\n")
        hand.stdin.flush()
        return next(numbers), float(hand.stdout.readline())

    try:
        yield correct
    finally:
        hand.stdin.close()
        hand.wait(timeout=30)


@contextmanager
def front(folder: Path, behind: int, *, updating: bool = False):
    port = free_port()
    folder.mkdir(parents=True)
    text = configuration(folder, port=port, behind=behind)
    if updating:
        shipped = "proxy_cache_use_stale error timeout http_500"
        assert shipped in text
        loose = "proxy_cache_background_update on; proxy_cache_use_stale updating error"
        text = text.replace(shipped, f"{loose} timeout http_500")
    with nginx(folder, text, port):
        yield port


def seen(port: int) -> int | None:
    """Which version a reader sees now; nothing if it is no page."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{WHERE}", headers={"Host": "localhost"}
    )
    try:
        page = urllib.request.urlopen(request, timeout=10).read().decode()
    except OSError:
        return None
    return int(re.search(r"第(?:<wbr>)?(\d+)(?:<wbr>)?版", page)[1])


def age_of(port: int, number: int, committed: float) -> float:
    """Seconds from the commit until the correction is what a reader sees."""
    while seen(port) != number:
        time.sleep(0.02)
    return time.time() - committed


def read_on(port: int, *, seconds: int) -> tuple[int, int]:
    """Read while the program is dead: how many pages were there, how many not."""
    told = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        told.append(seen(port) is not None)
        time.sleep(0.02)
    return sum(told), len(told) - sum(told)


def after_a_while(port: int, correct) -> bool:
    """Correct, let nobody read for a while, and say whether the first sees it."""
    seen(port)
    number, _at = correct()
    time.sleep(QUIET)
    return seen(port) == number
