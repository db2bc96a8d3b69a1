"""A backup every night, and only the newest of them."""

import re
import shutil
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from . import archive
from .making import Made, make_backup

NIGHTLY = re.compile(r"office-\d{4}-\d\d-\d\d(-\d{6})?\.tar")


def make_nightly(folder: Path, *, keep: int, now: datetime) -> tuple[Made, list[Path]]:
    """Write a backup named by the day, read it back, remove what is beyond ``keep``.

    The list of deletions goes beside it. Nothing is removed before the new one was
    found good; the new one never, whatever day the clock says it is. Returns what was
    made and what was removed. Raises ``Refused`` or ``Damaged``.
    """
    made = make_backup(free_name(folder, now=now))
    archive.verify(made.path)
    deletions = Path(settings.XIANGYIN_DELETIONS)
    if deletions.exists():
        shutil.copy2(deletions, folder / "deletions.jsonl")
    others = [path for path in nightly_in(folder) if path != made.path]
    removed = others[: max(0, len(others) - (keep - 1))]
    for path in removed:
        path.unlink()
    return made, removed


def free_name(folder: Path, *, now: datetime) -> Path:
    """``office-2026-03-02.tar``; with the time behind it if that day has one."""
    here = timezone.localtime(now)
    path = folder / f"office-{here:%Y-%m-%d}.tar"
    return folder / f"office-{here:%Y-%m-%d-%H%M%S}.tar" if path.exists() else path


def nightly_in(folder: Path) -> list[Path]:
    """The nightly backups of a folder, oldest first. Other files are not ours."""
    found = (path for path in folder.iterdir() if NIGHTLY.fullmatch(path.name))
    return sorted(found, key=lambda path: path.stem)
