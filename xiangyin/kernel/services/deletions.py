"""That something was deleted, kept apart from it: in a row, and in a file.

A restored backup holds again what was deleted after it was made. The file
(``settings.XIANGYIN_DELETIONS``) says what to delete once more: kind, number and
time, nothing of the data. The rows are the truth; the file is completed from
them after each deletion and each night, so a crash between the two loses none.
"""

import json
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ..models import Erasure

Again = Callable[..., object]
_erasers: dict[str, Again] = {}


def erases(kind: str) -> Callable[[Again], Again]:
    """Register what deletes a thing of ``kind`` by its number: ``again(pk, by=)``."""

    def register(function: Again) -> Again:
        _erasers[kind] = function
        return function

    return register


def note_deletion(kind: str, thing: int, *, by=None) -> None:
    """Write that ``thing`` was deleted, in the transaction that deletes it."""
    Erasure.objects.update_or_create(
        kind=kind,
        thing=thing,
        defaults={
            "at": timezone.now(),
            "by": by if by and by.pk else None,
            "is_wiped": False,
        },
    )
    transaction.on_commit(complete_file)


def complete_file() -> int:
    """Add to the file what it does not say yet. Returns how many lines."""
    path = Path(settings.XIANGYIN_DELETIONS)
    told = {line_of(line) for line in read_file(path)}
    rows = Erasure.objects.values_list("kind", "thing", "at")
    lines = [(kind, thing, at.isoformat()) for kind, thing, at in rows]
    new = [line for line in lines if line not in told]
    if new:
        path.parent.mkdir(parents=True, exist_ok=True)
        torn = path.exists() and not path.read_bytes().endswith(b"\n")
        with path.open("a", encoding="utf-8") as file:
            file.write("\n" if torn else "")
            for kind, thing, at in new:
                line = {"kind": kind, "thing": thing, "at": at}
                file.write(json.dumps(line) + "\n")
            file.flush()
            os.fsync(file.fileno())
    return len(new)


def line_of(line: dict) -> tuple:
    return line["kind"], line["thing"], line["at"]


def read_file(path: Path) -> list[dict]:
    """The lines of a file of deletions; a torn last line is left out."""
    if not path.exists():
        return []
    lines = []
    for line in path.read_text("utf-8").splitlines():
        try:
            lines.append(json.loads(line))
        except ValueError:
            continue
    return lines


def apply_again(path: Path, *, made_at: datetime) -> int:
    """Delete what was deleted after ``made_at``. Returns how many things.

    Numbers are those of the database that was backed up, so only later lines
    are heard: an earlier one could name another thing by now.
    """
    later = [
        line for line in read_file(path) if datetime.fromisoformat(line["at"]) > made_at
    ]
    wanted = {(line["kind"], line["thing"]) for line in later}
    done = set(Erasure.objects.filter(at__gt=made_at).values_list("kind", "thing"))
    applied = 0
    for kind, thing in sorted(wanted - done):
        applied += bool(_erasers[kind](thing, by=None))
    return applied
