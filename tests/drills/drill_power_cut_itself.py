"""The power cuts are tried themselves: what do they take, and what is said meanwhile?

Writers flush after every record and note when they were told that it is safe. Of what
was told before the cut nothing may be gone. A flush that is under way when the power
goes may be told as done though it is not (the journal that it waits for was broken
off), so what is told after the cut counts for nothing: no machine without power tells
anybody. Without the flush, records are gone that were told before.
"""

import mmap
import os
import signal
import struct
import time
from collections import Counter
from pathlib import Path

from . import Outcome
from .loop_disk import Disk, loop_disk

CUTS, TWIN_CUTS, WRITERS = 60, 4, 12
MOST = 5000  # records of a writer
SIZE = 512
TOLD = struct.Struct("<d")


def drill() -> Outcome:
    with loop_disk(64) as disk:
        kept = cuts(disk, times=CUTS, flushes=True)
        loose = cuts(disk, times=TWIN_CUTS, flushes=False)
    return Outcome(
        held=kept["told before"] > CUTS and kept["lost before"] == 0,
        figure=f"{CUTS} cuts, {kept['told before']:,} records told as flushed before the"
        f" cut: {kept['lost before']} lost; {kept['told after']} were told after it, of"
        f" which {kept['lost after']} are gone and none counts",
        bites=loose["lost before"] > 0,
        twin=f"without a flush: {loose['lost before']:,} of"
        f" {loose['told before']:,} lost",
    )


def cuts(disk: Disk, *, times: int, flushes: bool) -> Counter:
    """Cut so many times; how many records were told and lost, before and after."""
    seen: Counter = Counter()
    for turn in range(times):
        notes = [mmap.mmap(-1, MOST * TOLD.size) for _writer in range(WRITERS)]
        files = [disk.at / f"{turn}-{number}" for number in range(WRITERS)]
        writers = [
            forked(path, told, flushes=flushes)
            for path, told in zip(files, notes, strict=True)
        ]
        time.sleep(0.1 + turn % 10 * 0.01)
        moment = time.monotonic()
        disk.cut()
        time.sleep(0.05)
        for writer in writers:
            os.kill(writer, signal.SIGKILL)
            os.waitpid(writer, 0)
        disk.unmount()
        disk.mount()
        for path, told in zip(files, notes, strict=True):
            seen += compare(path, told, moment)
            path.unlink(missing_ok=True)
    return seen


def record(number: int) -> bytes:
    return struct.pack("<Q", number) * (SIZE // 8)


def forked(path: Path, told: mmap.mmap, *, flushes: bool) -> int:
    """A writer in a child; it ends when its disk is gone."""
    pid = os.fork()
    if pid:
        return pid
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        for number in range(1, MOST):
            os.pwrite(file, record(number), (number - 1) * SIZE)
            if flushes:
                os.fdatasync(file)
            TOLD.pack_into(told, number * TOLD.size, time.monotonic())
    finally:
        os._exit(0)


def compare(path: Path, told: mmap.mmap, moment: float) -> Counter:
    """What was told, and what of it the file does not have."""
    seen: Counter = Counter()
    kept = path.read_bytes() if path.exists() else b""
    for number in range(1, MOST):
        (when,) = TOLD.unpack_from(told, number * TOLD.size)
        if not when:
            break
        side = "before" if when <= moment else "after"
        seen[f"told {side}"] += 1
        seen[f"lost {side}"] += kept[(number - 1) * SIZE : number * SIZE] != record(
            number
        )
    return seen
