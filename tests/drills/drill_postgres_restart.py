"""PostgreSQL is restarted, gently and hard, while correspondents send tips.

Whatever was sent after the restart succeeds, and nothing acknowledged is lost. Without
health checks the first requests after a restart meet a dead connection.
"""

import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from . import Outcome, power
from .office_server import Visitor, serving, session_of, settings_file
from .own_postgres import Server, server_on

SENDERS = 3
MODES = ("fast", "immediate", "fast", "immediate")
NO_CHECKS = "DATABASES['default']['CONN_HEALTH_CHECKS'] = False"
SENT = 302


class Crowd:
    """People who send tips all the time, and what each was answered."""

    def __init__(self, port: int, session: str):
        self.visitor = Visitor(port, session)
        self.answers: list[tuple[float, int]] = []  # when it was sent, status
        self.noted: set[str] = set()
        self.over = threading.Event()
        self.threads = [
            threading.Thread(target=self._send, daemon=True) for _ in range(SENDERS)
        ]

    def __enter__(self) -> "Crowd":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_error) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join(timeout=40)

    def _send(self) -> None:
        while not self.over.is_set():
            sent_at = time.monotonic()
            try:
                status, page, key = self.visitor.send()
                if status != SENT: print(status, page[page.find("<p>"):][:80], sent_at, time.monotonic()-sent_at, file=sys.stderr)
            except OSError:
                status, key = 0, ""
            if status == SENT:
                self.noted.add(key)
            self.answers.append((sent_at, status))


def drill() -> Outcome:
    folder = Path(tempfile.mkdtemp(prefix="xiangyin-restart-"))
    folder.chmod(0o755)
    beside, disk = folder / "beside", folder / "disk"
    beside.mkdir()
    disk.mkdir()
    try:
        with server_on(disk, beside) as server:
            power.begin(folder, **server.address)
            power.open_office()
            server.stop()
            server.start()
            kept = restarts(server, settings_file(folder, ""))
            loose = restarts(server, settings_file(folder, NO_CHECKS), modes=MODES[:2])
            power.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return Outcome(
        held=kept["after"] > 0 and kept["failed"] == kept["lost"] == 0,
        figure=f"{len(MODES)} restarts under load, {kept['noted']:,} acknowledged tips:"
        f" {kept['lost']} lost; {kept['failed']} of {kept['after']:,} requests sent"
        f" after a restart failed ({kept['during']} during one were told to try again)",
        bites=loose["failed"] > 0,
        twin=f"without health checks {loose['failed']} of {loose['after']:,} requests"
        " sent after a restart failed",
    )


def restarts(server: Server, environment: dict, *, modes=MODES) -> dict[str, int]:
    """Restart so many times under load; count what came of it."""
    session = session_of("sender")
    power.close()
    calm: list[tuple[float, float]] = []
    with serving(**environment) as port, Crowd(port, session) as crowd:
        time.sleep(2)
        for mode in modes:
            server.restart(mode)
            back = time.monotonic()
            time.sleep(3)
            calm.append((back, time.monotonic()))
    after = [
        status
        for at, status in crowd.answers
        if any(back <= at < until for back, until in calm)
    ]
    print(sorted(Counter(after).items()), file=sys.stderr)
    failed = sum(status != SENT for status in after)
    unsent = sum(status != SENT for _at, status in crowd.answers)
    found = power.kept_keys()
    power.close()
    return {
        "noted": len(crowd.noted),
        "lost": len(crowd.noted - found),
        "after": len(after),
        "failed": failed,
        "during": unsent - failed,
    }
