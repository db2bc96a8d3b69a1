"""Not too often: one question to a host at a time, and a breath between two."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from urllib.parse import urlsplit

from django.conf import settings

MOST_HOSTS = 1000


@dataclass
class _Turn:
    lock: Lock = field(default_factory=Lock)
    free_at: float = 0.0
    wanted: int = 0


class Pace:
    """Whoever asks a host waits for the one before, and ``gap`` seconds more."""

    def __init__(
        self,
        gap: Callable[[], float],
        *,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ):
        self.gap, self.now, self.sleep = gap, now, sleep
        self._lock = Lock()
        self._turns: dict[str, _Turn] = {}

    @contextmanager
    def turn(self, address: str) -> Iterator[None]:
        """Wait until the host of ``address`` may be asked, and hold it meanwhile."""
        mine = self._take(host_of(address))
        try:
            with mine.lock:
                wait = mine.free_at - self.now()
                if wait > 0:
                    self.sleep(wait)
                try:
                    yield
                finally:
                    mine.free_at = self.now() + self.gap()
        finally:
            with self._lock:
                mine.wanted -= 1

    def _take(self, host: str) -> _Turn:
        with self._lock:
            if len(self._turns) >= MOST_HOSTS:
                now = self.now()
                self._turns = {
                    name: turn
                    for name, turn in self._turns.items()
                    if turn.wanted or turn.free_at > now
                }
            mine = self._turns.setdefault(host, _Turn())
            mine.wanted += 1
            return mine


def host_of(address: str) -> str:
    """Whose turn it is; what is no address has a turn of its own.

    >>> host_of("https://QZ.example/feed"), host_of("https://[")
    ('qz.example', 'https://[')
    """
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address


def the_gap() -> float:
    """Seconds between two questions to one host."""
    return float(getattr(settings, "XIANGYIN_PACE", 1.0))


PACE = Pace(the_gap)
