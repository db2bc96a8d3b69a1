"""The power is cut 25 times while two processes write to SQLite.

With the deployed settings no acknowledged tip is lost; with ``synchronous=OFF`` some
are.
"""

import json
import shutil
import tempfile
from pathlib import Path

from . import Outcome, power
from .loop_disk import loop_disk

CUTS, TWIN_CUTS, WRITERS = 25, 6, 2


def drill() -> Outcome:
    folder = Path(tempfile.mkdtemp(prefix="xiangyin-cut-"))
    try:
        power.begin(folder)
        power.open_office()
        kept = cuts(folder, times=CUTS)
        loose = cuts(folder, times=TWIN_CUTS, pragma="PRAGMA synchronous=OFF;")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return Outcome(
        held=kept.lost == 0 and not kept.sick and kept.noted > CUTS,
        figure=f"{kept.cuts} cuts, {kept.noted:,} acknowledged tips: {kept.lost} lost,"
        f" {len(kept.sick)} databases damaged",
        bites=loose.lost > 0 or bool(loose.sick),
        twin=f"synchronous=OFF: {loose.lost:,} of {loose.noted:,} lost in"
        f" {loose.cuts_with_loss} of {loose.cuts} cuts",
    )


def cuts(folder: Path, *, times: int, pragma: str = "") -> power.Tally:
    """Cut so many times; ``pragma`` weakens the settings that are deployed."""
    from django.conf import settings

    deployed = settings.DATABASES["default"]["OPTIONS"]
    weakened = deployed | {"init_command": deployed["init_command"] + pragma}
    tally = power.Tally()
    with loop_disk(96) as disk:
        disk.keep(folder / "xiangyin.sqlite3")
        power.use_database(NAME=disk.at / "xiangyin.sqlite3", OPTIONS=weakened)
        for turn in range(times):
            notes = Path(tempfile.mkdtemp(dir=folder))
            writers = [
                power.forked(power.send_tips, notes / f"notes-{n}", quiet=True)
                for n in range(WRITERS)
            ]
            noted = power.cut_while(disk, notes, writers, turn=turn)
            disk.unmount()
            disk.mount()
            well = power.ended(power.forked(examine, noted, notes / "found"))
            found = json.loads((notes / "found").read_text()) if well else {}
            tally.add(
                noted=len(noted),
                lost=found.get("lost", 0),
                sick="" if found.get("integrity") == "ok" else "damaged",
            )
            if not well:
                break  # nothing to go on from
        power.close()
    return tally


def examine(noted: set[str], answer: Path) -> None:
    """In a process of its own: what was noted and is not there, and is it sound?"""
    from django.db import connection

    lost = noted - power.kept_keys()
    with connection.cursor() as cursor:
        integrity = cursor.execute("PRAGMA integrity_check").fetchone()[0]
    answer.write_text(json.dumps({"lost": len(lost), "integrity": integrity}))
