"""Merge segments of an index on disk while it is being read and written.

The long part, reading two segments and writing one, holds no lock that a writer needs.
Only then is the new one put in force under the writer's lock, with what was removed
meanwhile; or thrown away, if the writer changed the two. A merge that is killed leaves
a folder that nobody names, which the next save or merge removes.
"""

import shutil
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import numpy as np

from .segments import Segment, merge_segments
from .store import (
    MERGED,
    MERGING,
    Busy,
    put_in_force,
    read,
    told_by,
    write,
    writing,
)

# Texts from which on two segments that are on disk are merged by somebody else.
LATER = 20_000


def are_of_like_size(one: Segment, other: Segment) -> bool:
    """Whether the later of two is more than half of the one before."""
    return len(one) < 2 * len(other)


def is_left_for_later(pair: Sequence[Segment]) -> bool:
    """Whether merging these two would keep a writer waiting for long."""
    return any(each.folder for each in pair) and sum(map(len, pair)) > LATER


def tidy(folder: Path) -> int:
    """Merge what is of like size in a saved index, in a thread or process of its own:
    readers and the writer go on meanwhile. Returns how many merges there were.

    A writer that was open meanwhile and saves brings its own segments back.
    """
    done = 0
    while merge_on_disk(folder):
        done += 1
    return done


def merge_on_disk(folder: Path) -> bool:
    """Merge two neighbours of like size; say whether there is more to do.

    Nothing is done where another merges already, or the writer was faster.
    """
    try:
        with writing(folder, MERGING):
            return _merge(folder)
    except Busy:
        return False


def _merge(folder: Path) -> bool:
    told = told_by(folder)
    pair = next((p for p in reversed(list(pairwise(told))) if _like(*p)), None)
    if pair is None:
        return False
    try:
        segments = [read(folder, each, check=True) for each in pair]
    except (OSError, ValueError):
        return told_by(folder) != told  # the writer was faster; or it is damaged
    merged = merge_segments(segments)
    merged.folder = f"{MERGED}{uuid4().hex}"
    files = write(folder / merged.folder, merged)
    with writing(folder, wait=True):
        now = told_by(folder)
        places = [each["folder"] for each in now]
        first = _place_of([each["folder"] for each in pair], places)
        if first is None:
            shutil.rmtree(folder / merged.folder, ignore_errors=True)
            return True
        dead = _gone_meanwhile(segments, now[first : first + 2])
        entry = {"folder": merged.folder, "files": files, "dead": dead}
        told = [*now[:first], entry, *now[first + 2 :]]
        put_in_force(folder, told, merging=True)
    return True


def _like(one: dict, other: dict) -> bool:
    return _size(one) < 2 * _size(other)


def _size(told: dict) -> int:
    size: int = told["files"]["keys"][1]
    return size


def _place_of(pair: list[str], places: list[str]) -> int | None:
    """Return where two neighbours stand, if they still do."""
    found = [at for at, both in enumerate(pairwise(places)) if list(both) == pair]
    return found[0] if found else None


def _gone_meanwhile(segments: list[Segment], now: list[dict]) -> list[int]:
    """Return the texts of the merged segment that were removed since it was read."""
    gone, before = [], 0
    for segment, told in zip(segments, now, strict=True):
        number = before + np.cumsum(segment.alive) - 1
        gone += [int(number[each]) for each in told["dead"] if segment.alive[each]]
        before += int(segment.alive.sum())
    return gone
