"""A picture of a web page, drawn by the machine's own Chromium without any network.

The page is a stranger's: it comes made still (:mod:`.still`), is handed to the browser
over a pipe, and is drawn with scripts off, in the browser's own sandbox, within a
network namespace that holds nothing, under a profile that is thrown away, as nobody
where the caller is root. Time and memory are watched from outside. Linux only.
"""

import base64
import json
import os
import pwd
import select
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
WIDTH, TALLEST = 1280, 12_000
WALL, CPU = 30.0, 40
MEMORY = 1536 * 2**20  # what all its processes hold, summed up
MOST_FILE = 64 * 2**20
MOST_ANSWER = 64 * 2**20
LOOK = 0.2  # seconds between two looks at time and memory
DYING = 10.0  # seconds that killed processes may take on a machine under load

# A namespace of its own with no network in it, and no more rights there than here; and
# one of processes, too: the browser's helpers leave its group, but not this.
SHUT_IN = (
    *("unshare", "--user", "--net", "--pid", "--fork", "--kill-child"),
    *("--map-current-user", "--"),
)
FLAGS = (
    "--headless",
    "--remote-debugging-pipe",
    # It has no network to reach; should it ever get one, it finds nobody.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=http://127.0.0.1:9",
    "--blink-settings=scriptEnabled=false",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-breakpad",
    "--no-first-run",
    "--hide-scrollbars",
    "--lang=zh-CN",
)


class NoBrowser(Exception):
    """This machine has no Chromium, or none that may be shut in."""


class NotDrawn(Exception):
    """The browser brought no picture: "too slow", "too large" or "died"."""


def browser() -> str:
    """The path of Chromium, or an empty string where it cannot be used."""
    if not (shutil.which("unshare") and shutil.which("prlimit")):
        return ""
    return next((path for path in map(shutil.which, BROWSERS) if path), "")


def draw(html: str, *, wall: float = WALL, memory: int = MEMORY) -> bytes:
    """Draw a page that needs nothing from elsewhere, as a JPEG of all its height.

    Raises :class:`NoBrowser` or :class:`NotDrawn`.
    """
    program = browser()
    if not program:
        raise NoBrowser
    with _started(program) as line:
        line.ends = time.monotonic() + wall
        line.memory = memory
        return _drawn(line, html)


def _drawn(line: "Line", html: str) -> bytes:
    targets = line.call("Target.getTargets")["targetInfos"]
    page = next((each for each in targets if each["type"] == "page"), None)
    if page is None:
        raise NotDrawn("died")
    told = line.call("Target.attachToTarget", targetId=page["targetId"], flatten=True)
    line.session = told["sessionId"]
    line.call("Page.enable")
    line.call("Emulation.setScriptExecutionDisabled", value=True)
    line.call(
        "Emulation.setDeviceMetricsOverride",
        width=WIDTH,
        height=900,
        deviceScaleFactor=1,
        mobile=False,
    )
    frame = line.call("Page.getFrameTree")["frameTree"]["frame"]["id"]
    line.call("Page.setDocumentContent", frameId=frame, html=html)
    line.hear("Page.loadEventFired")
    size = line.call("Page.getLayoutMetrics")["cssContentSize"]
    shot = line.call(
        "Page.captureScreenshot",
        format="jpeg",
        quality=82,
        captureBeyondViewport=True,
        clip={
            "x": 0,
            "y": 0,
            "width": WIDTH,
            "height": max(1, min(size["height"], TALLEST)),
            "scale": 1,
        },
    )
    return base64.b64decode(shot["data"])


@contextmanager
def _started(program: str):
    """A browser shut in, and the line to it; it is gone afterwards, with its folder."""
    home = tempfile.mkdtemp(prefix=f"xiangyin-page-{os.getpid()}-")
    there, ours = os.pipe()
    back, theirs = os.pipe()
    process = None
    try:
        process = _start(program, home, there, theirs)
        os.close(there)
        os.close(theirs)
        there = theirs = -1
        yield Line(process, ours, back)
    finally:
        if process is not None:
            _end(process)
        for fd in (there, theirs, ours, back):
            if fd >= 0:
                os.close(fd)
        shutil.rmtree(home, ignore_errors=True)


def _end(process: subprocess.Popen) -> None:
    """Kill it with all that came of it, and wait until they are gone.

    The first process of a namespace, which is in the group that is waited for, goes
    after all the others in it.
    """
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    ends = time.monotonic() + DYING
    while time.monotonic() < ends and any(
        facts[2] == str(process.pid) and facts[0] != "Z" for _pid, facts in _running()
    ):
        time.sleep(0.01)


def _start(program: str, home: str, there: int, theirs: int) -> subprocess.Popen:
    """Start it in limits and in a namespace without a network, as nobody if we are root.

    Where the machine forbids such namespaces it does not start, and nothing is drawn:
    there is no second, weaker way.
    """
    command = [
        "prlimit",
        f"--cpu={CPU}",
        f"--fsize={MOST_FILE}",
        "--core=0",
        "--nofile=1024",
        *SHUT_IN,
        # The browser speaks through the descriptors 3 and 4. The shell stays: one with
        # a single thread is a zombie only when all in its namespace have gone.
        *("sh", "-c", '"$@" 3<&0 4>&1 </dev/null >/dev/null; exit', "sh"),
        program,
        f"--user-data-dir={home}/profile",
        *FLAGS,
        "about:blank",
    ]
    user = None
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        user = nobody.pw_uid
        os.chown(home, user, nobody.pw_gid)
    return subprocess.Popen(  # noqa: S603 -- our own command line, nothing of the page
        command,
        user=user,
        group=None if user is None else pwd.getpwnam("nobody").pw_gid,
        extra_groups=None if user is None else [],
        start_new_session=True,
        stdin=there,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        cwd=home,
        # Nothing of our environment: it holds the office's secrets.
        env={
            "PATH": os.defpath,
            "HOME": home,
            "TMPDIR": home,
            "LANG": "C.UTF-8",
            "DBUS_SESSION_BUS_ADDRESS": "disabled:",
        },
    )


class Line:
    """Commands to the browser and what it says, within a time and a size."""

    def __init__(self, process: subprocess.Popen, ours: int, back: int):
        self.process, self.ours, self.back = process, ours, back
        self.ends = time.monotonic() + WALL
        self.memory = MEMORY
        self.session = ""
        self.number = 0
        self.heard: list[str] = []
        self._rest = bytearray()

    def call(self, method: str, **params) -> dict:
        """Ask for one thing and wait for its answer."""
        self.number += 1
        asked = {"id": self.number, "method": method, "params": params}
        if self.session:
            asked["sessionId"] = self.session
        self._send(json.dumps(asked).encode() + b"\0")
        while True:
            told = self._next()
            if told.get("id") != self.number:
                self.heard.append(told.get("method", ""))
            elif "result" in told:
                return told["result"]
            else:
                raise NotDrawn("died")

    def hear(self, event: str) -> None:
        """Wait until the browser has told of ``event``, if it has not yet."""
        while event not in self.heard:
            self.heard.append(self._next().get("method", ""))

    def _send(self, message: bytes) -> None:
        os.set_blocking(self.ours, False)
        view = memoryview(message)
        while view:
            self._watch()
            if select.select([], [self.ours], [], LOOK)[1]:
                try:
                    view = view[os.write(self.ours, view) :]
                except BrokenPipeError:
                    raise NotDrawn("died") from None

    def _next(self) -> dict:
        while b"\0" not in self._rest:
            self._watch()
            if not select.select([self.back], [], [], LOOK)[0]:
                continue
            some = os.read(self.back, 2**20)
            if not some:
                raise NotDrawn("died")
            self._rest += some
            if len(self._rest) > MOST_ANSWER:
                raise NotDrawn("too large")
        message, _end, rest = bytes(self._rest).partition(b"\0")
        self._rest = bytearray(rest)
        told = json.loads(message)
        if told.get("method") == "Inspector.targetCrashed":
            raise NotDrawn("died")
        return told

    def _watch(self) -> None:
        if time.monotonic() > self.ends:
            raise NotDrawn("too slow")
        if held_by(self.process.pid) > self.memory:
            raise NotDrawn("too large")


def held_by(leader: int) -> int:
    """Bytes of memory that a process and all that came of it hold.

    >>> held_by(os.getpid()) > 2**20
    True
    """
    held, parents = {}, {}
    page = os.sysconf("SC_PAGE_SIZE")
    for pid, facts in _running():
        parents[pid], held[pid] = int(facts[1]), int(facts[21]) * page
    family = {leader}
    grown = True
    while grown:
        young = {pid for pid, parent in parents.items() if parent in family} - family
        family |= young
        grown = bool(young)
    return sum(held.get(pid, 0) for pid in family)


def _running() -> Iterator[tuple[int, list[str]]]:
    """Every process with its facts of /proc/PID/stat behind the name: state, parent,
    group and so on (proc(5))."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            # The name stands in brackets and may hold anything.
            facts = stat.read_text("utf-8", "replace").rpartition(")")[2].split()
            yield int(stat.parent.name), facts
