"""The way out with its real limits: 20 s, 5 MiB, half a gigabyte for who parses.

On: every behaviour of the hostile server at once, all spellings of this machine, four
feeds of which three hang, a feed that unpacks without end. Off: no guard, a client
with a timeout for each read, no measure, one feed after the other.
"""

import http.client
import os
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch
from urllib.parse import quote

import django
import pytest

from tests.engines.test_feeds import a_bomb
from tests.gateways.canary import GUARD_OFF, a_canary, everything_leads_here
from tests.gateways.hostile_server import ANSWERS, DRIPS, FLOODS, a_hostile_server, bomb
from tests.gateways.spellings import every
from xiangyin.engines import child, feeds
from xiangyin.gateways.addresses import is_denied
from xiangyin.gateways.fetch import LIMIT, FetchError, Guard, fetch

from . import Outcome

HERE = "127.0.0.2"
BUT_THERE = Guard(
    denies=lambda address: address != HERE and is_denied(address), ports=None
)
MIB = 2**20
GOOD = b"""HTTP/1.1 200 OK\r\n\r\n<rss version='2.0'><channel><title>t</title><item>
<title>a</title><link>https://a.example/</link></item></channel></rss>"""


def drill() -> Outcome:
    os.environ["DJANGO_SETTINGS_MODULE"] = "xiangyin.config.settings.test"
    django.setup()
    ANSWERS["bomb"] = ANSWERS["bomb"].partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    parcel = bomb(600 * MIB)
    ANSWERS["bomb"] += parcel
    ANSWERS["good"] = GOOD
    ANSWERS["just_small_enough"] = b"HTTP/1.1 200 OK\r\n\r\n" + bytes(LIMIT)
    with a_hostile_server() as server:
        seconds, largest, memory = everything_at_once(server)
        reached, reached_off = canary_hits(server)
        with ThreadPoolExecutor(1) as pool:
            holding = pool.submit(careless_patience, server)
            late, late_off = lateness(server)
            held = holding.result()
    reason, child_memory = parsing()
    return Outcome(
        held=seconds <= 20.5
        and largest <= LIMIT
        and memory <= 256
        and not reached
        and late <= 5
        and child_memory <= 512,
        figure=(
            f"{len(DRIPS) + len(FLOODS) + len(ANSWERS)} ways to misbehave at once: the "
            f"longest fetch {seconds:.1f} s, the largest body {largest / MIB:.1f} MiB, "
            f"{memory} MiB of memory more; {len(every(1))} spellings, as they are and "
            f"by redirects: the canary touched {reached} times; a good feed beside "
            f"three that hang kept after {late:.1f} s; a feed that unpacks without end: "
            f'"{reason}", {child_memory} MiB at most'
        ),
        bites=reached_off >= 100 and late_off >= 40 and held >= 30,
        twin=(
            f"the canary touched {reached_off} times; one feed after the other: the good "
            f"one {late_off:.0f} s late; a timeout of 5 s for each read: held {held:.0f} s; "
            f"{len(parcel) // 1024} KiB unpacked without measure: "
            f"{careless('unpack', parcel)} MiB; such a feed opened: "
            f"{careless('open_feed', feeds.prepared(a_bomb(20_000)))} MiB"
        ),
    )


def everything_at_once(server) -> tuple[float, int, int]:
    """Seconds of the longest fetch, bytes of the largest body, MiB that it all took."""
    names = [*DRIPS, *FLOODS, *ANSWERS]
    before = resident(os.getpid())
    with ThreadPoolExecutor(len(names)) as pool, peak_of(lambda: [os.getpid()]) as most:
        ends = list(pool.map(lambda name: one_fetch(server.address(name)), names))
    return max(end[0] for end in ends), max(end[1] for end in ends), most[0] - before


def one_fetch(address: str, guard: Guard = BUT_THERE, **told) -> tuple[float, int]:
    began = time.monotonic()
    try:
        size = len(fetch(address, guard=guard, **told).body)
    except FetchError:
        size = 0
    return time.monotonic() - began, size


def canary_hits(server) -> tuple[int, int]:
    """How often this machine was reached with the guard, and without."""
    hits = []
    for guard in (BUT_THERE, GUARD_OFF):
        with a_canary() as canary, pytest.MonkeyPatch.context() as patched:
            everything_leads_here(patched)
            for place in every(canary.server_port):
                one_fetch(place, guard, deadline=2)
                moved = f"redirect/302/{quote(place, safe='')}"
                one_fetch(server.address(moved), guard, deadline=2)
            hits.append(len(canary.hits))
    return hits[0], hits[1]


def lateness(server) -> tuple[float, float]:
    """Seconds until a good feed is kept beside three that hang: four at a time, or one."""
    return kept_after(server, 4), kept_after(server, 1)


def kept_after(server, together: int) -> float:
    from xiangyin.placements.services import polling as desk

    names = ["drip_body", "drip_header_lines", "silent", "good"]
    # Four outlets of four hosts: of one host only one is asked at a time.
    there = {f"http://outlet-{n}.example/feed": name for n, name in enumerate(names)}
    outlets = [
        SimpleNamespace(pk=number, feed=feed, feed_tag="", feed_modified="")
        for number, feed in enumerate(there)
    ]
    began, kept = time.monotonic(), {}

    def note(outlet, answer, _keep):
        kept[there[outlet.feed]] = time.monotonic() - began
        return desk.Kept(new=len(answer.readings))

    def fetch_there(url, **told):
        return fetch(server.address(there[url]), **told, guard=BUT_THERE)

    with (
        patch.object(desk, "TOGETHER", together),
        patch.object(desk, "the_fetch", lambda: fetch_there),
        patch.object(desk, "_note", note),
    ):
        assert desk.poll_feeds(outlets, today=date(2026, 10, 8)) == 1
    return kept["good"]


def careless_patience(server) -> float:
    """Seconds for which a dripping server holds who gives each read five seconds."""
    began = time.monotonic()
    connection = http.client.HTTPConnection(HERE, server.port, timeout=5)
    connection.request("GET", "/drip_body")
    connection.getresponse().read()
    connection.close()
    return time.monotonic() - began


def parsing() -> tuple[str, int]:
    """How a child ends that opens what unpacks without end, and its memory in MiB."""
    data = feeds.prepared(a_bomb(30_000))
    child.run("tests.engines.test_feeds:read_careless", feeds.prepared(b""))
    with peak_of(children_of_the_helper) as most:
        try:
            child.run("tests.engines.test_feeds:read_careless", data)
        except child.ChildError as error:
            return error.reason, most[0]
    return "read", most[0]


def children_of_the_helper() -> list[int]:
    helper = child._helper.process.pid
    text = Path(f"/proc/{helper}/task/{helper}/children").read_text()
    return [int(number) for number in text.split()]


def resident(pid: int) -> int:
    """MiB in use by a process; 0 when it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    sizes = [line.split()[1] for line in lines if line.startswith("VmRSS")]
    return int(sizes[0]) // 1024 if sizes else 0


@contextmanager
def peak_of(processes):
    """Watch processes; the list that is lent holds the most that one of them took."""
    most, over = [0], threading.Event()

    def watch():
        while not over.wait(0.005):
            most[0] = max([most[0], *map(resident, processes())])

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield most
    finally:
        over.set()
        watching.join()


def careless(name: str, data: bytes) -> int:
    """MiB that a careless program takes for the same, in a process of its own."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        command = [sys.executable, "-m", "tests.drills.careless", name, file.name]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(done.stdout)
