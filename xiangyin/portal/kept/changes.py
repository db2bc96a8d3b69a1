"""Which notes are outdated: one file of numbers that all processes look at.

Every change gets the next number when somebody first hears of it, which is after it
was committed. A page carries the last number that was given when it was begun; it is
true while none of its notes has a higher one. So a page that was begun before a change
can never outlive it, however late it is stored.

Many notes share 32,768 places: two that share one let a page go too often, never too
seldom.
"""

import fcntl
import logging
import mmap
import os
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from zlib import crc32

from django.db import DatabaseError, InterfaceError, connection

from .notes import EVERYTHING

logger = logging.getLogger(__name__)

PLACES = 1 << 15
NUMBER, LOOKED, HIGHEST, ALL, BYTES, GAPS = range(6)
MOST_GAPS = 64
HEAD = 256
SIZE = 8 * (HEAD + PLACES)
SECOND = 1_000_000_000
EVERY = SECOND // 4
# While the database is away nothing can be published either: ask less often.
AWAY = 2 * SECOND
# A number the database gave and nobody saw is of a transaction that was rolled back,
# or of one that is still open.
OPEN_AT_MOST = 3600 * SECOND
# Beyond so many changes at once it is cheaper to let every page go.
MOST = 1000


Gap = tuple[int, int, int]  # the first and the last number, and since when


def without(key: int, gap: Gap) -> list[Gap]:
    """What is left of a gap when one of its numbers was heard of.

    >>> without(5, (3, 7, 0)), without(3, (3, 3, 0)), without(9, (3, 7, 0))
    ([(3, 4, 0), (6, 7, 0)], [], [(3, 7, 0)])
    """
    first, last, since = gap
    if not first <= key <= last:
        return [gap]
    parts = [(first, key - 1, since), (key + 1, last, since)]
    return [part for part in parts if part[0] <= part[1]]


def place(note: str) -> int:
    return HEAD + crc32(note.encode()) % PLACES


class Changes:
    """The numbers, shared with every process that serves this office."""

    def __init__(self, folder: Path, every: int = EVERY):
        folder.mkdir(parents=True, exist_ok=True)
        self.every = every
        self.held: dict = {}  # by this process alone; see ``held``
        self.file = os.open(folder / "numbers", os.O_RDWR | os.O_CREAT, 0o600)
        self.mine = threading.Lock()
        with self.alone():
            if os.fstat(self.file).st_size < SIZE:
                os.ftruncate(self.file, SIZE)
        self.numbers = memoryview(mmap.mmap(self.file, SIZE)).cast("Q")

    def _begin(self) -> None:
        """From here on: what changed before is in no page that is kept.

        The last of it is heard all the same, to know which numbers are open still.
        """
        with connection.cursor() as cursor:
            cursor.execute("SELECT MAX(id) FROM portal_change")
            newest = cursor.fetchone()[0] or 0
        self.numbers[HIGHEST] = max(0, newest - MOST // 2)
        self.numbers[NUMBER] = 1

    @property
    def number(self) -> int:
        """The last number that was given: what is begun now is true until the next.

        Zero while the database was never reached: then nothing is kept.
        """
        return self.numbers[NUMBER]

    def outdate(self, made_at: int, places: Iterable[int]) -> bool:
        """Whether what was begun at ``made_at`` hangs on something newer."""
        numbers = self.numbers
        if numbers[ALL] > made_at:
            return True
        return any(numbers[each] > made_at for each in places)

    def look(self) -> int:
        """Hear of what was committed, unless somebody just did.

        Returns when it was last heard, as ``time.monotonic_ns``.
        """
        heard = self.numbers[LOOKED]
        if self._is_fresh(heard):
            return heard
        with self.alone():
            now = time.monotonic_ns()
            if self._is_fresh(self.numbers[LOOKED]):
                return self.numbers[LOOKED]
            try:
                self._hear(now)
            except (DatabaseError, InterfaceError):
                logger.warning(
                    "changes of public pages cannot be asked for", exc_info=True
                )
                connection.close()
                now += AWAY - self.every
            self.numbers[LOOKED] = now
            return now

    def _is_fresh(self, heard: int) -> bool:
        """Whether somebody just asked, or need not ask again so soon."""
        return -AWAY < time.monotonic_ns() - heard < self.every

    def _hear(self, now: int) -> None:
        if not self.number:
            self._begin()
        highest, gaps = self.numbers[HIGHEST], self._gaps()
        rows = self._rows("id, note", highest, gaps, most=MOST + 1)
        if len(rows) > MOST:
            rows = [(key, "") for (key,) in self._rows("id", highest, gaps)]
            self._give(ALL)
        for key, note in rows:
            if note:
                self._give(ALL if note == EVERYTHING else place(note))
            if key > highest + 1:
                gaps.append((highest + 1, key - 1, now))
            gaps = [part for gap in gaps for part in without(key, gap)]
            highest = max(highest, key)
        self.numbers[HIGHEST] = highest
        self._keep_gaps([gap for gap in gaps if now - gap[2] < OPEN_AT_MOST])

    def _rows(self, what: str, highest: int, gaps: list[Gap], *, most: int = 0) -> list:
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        late = " OR id BETWEEN %s AND %s" * len(gaps)
        ends = [end for first, last, _since in gaps for end in (first, last)]
        limit = f" LIMIT {most}" if most else ""
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {what} FROM portal_change WHERE id > %s{late}"  # noqa: S608
                f" ORDER BY id{limit}",
                [highest, *ends],
            )
            return cursor.fetchall()

    def _give(self, at: int) -> None:
        """The next number, to a place; readers see the place's before the last."""
        given = self.numbers[NUMBER] + 1
        self.numbers[at] = given
        self.numbers[NUMBER] = given

    def _gaps(self) -> list[Gap]:
        """Numbers of the database that were passed over, and since when."""
        told = self.numbers[GAPS + 1 : GAPS + 1 + 3 * self.numbers[GAPS]].tolist()
        return list(zip(told[::3], told[1::3], told[2::3], strict=True))

    def _keep_gaps(self, gaps: list[Gap]) -> None:
        if len(gaps) > MOST_GAPS:  # one wide gap: what was heard is heard again
            firsts, lasts, since = zip(*gaps, strict=True)
            gaps = [(min(firsts), max(lasts), max(since))]
        self.numbers[GAPS] = len(gaps)
        for at, gap in enumerate(gaps):
            for part, value in enumerate(gap):
                self.numbers[GAPS + 1 + 3 * at + part] = value

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the numbers: among the threads of this process, then among processes."""
        with self.mine, Alone(self.file):
            yield


class Alone:
    """Hold an open file's lock, which ends with the process that holds it.

    Threads that use the same open file do not exclude each other.
    """

    def __init__(self, file: int):
        self.file = file

    def __enter__(self):
        fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *error):
        fcntl.flock(self.file, fcntl.LOCK_UN)
