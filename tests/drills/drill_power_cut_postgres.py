"""The power is cut 15 times while four processes write to PostgreSQL.

With the settings that the server insists on no acknowledged tip is lost; with
``synchronous_commit=off`` some are.
"""

import json
import os
import shutil
import tempfile
import time
from pathlib import Path

from . import Outcome, power
from .loop_disk import loop_disk
from .own_postgres import Server, server_on

CUTS, TWIN_CUTS, WRITERS = 15, 4, 4


def drill() -> Outcome:
    folder = Path(tempfile.mkdtemp(prefix="xiangyin-cut-"))
    folder.chmod(0o755)
    beside, notes = folder / "beside", folder / "notes"
    beside.mkdir()
    notes.mkdir()
    try:
        with loop_disk(512) as disk, server_on(disk.at, beside) as server:
            power.begin(folder, **server.address)
            power.open_office()
            server.stop()
            os.sync()
            kept = cuts(disk, server, notes, times=CUTS)
            loose = cuts(
                *(disk, server, notes),
                times=TWIN_CUTS,
                settings="-c synchronous_commit=off",
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return Outcome(
        held=kept.lost == 0 and not kept.sick and kept.noted > CUTS,
        figure=f"{kept.cuts} cuts, {kept.noted:,} acknowledged tips: {kept.lost} lost,"
        f" {len(kept.sick)} clusters that did not come back",
        bites=loose.lost > 0,
        twin=f"synchronous_commit=off: {loose.lost:,} of {loose.noted:,} lost in"
        f" {loose.cuts_with_loss} of {loose.cuts} cuts",
    )


def cuts(disk, server: Server, folder: Path, *, times: int, settings="") -> power.Tally:
    """Write, cut, bury, recover, compare; so many times."""
    tally = power.Tally()
    server.start(settings)
    for turn in range(times):
        server.remember()
        notes = Path(tempfile.mkdtemp(dir=folder))
        writers = [
            power.forked(power.send_tips, notes / f"notes-{n}", quiet=True)
            for n in range(WRITERS)
        ]
        noted = power.cut_while(disk, notes, writers, turn=turn)
        server.bury()
        unmount_when_free(disk, server)
        disk.mount()
        server.forget()
        server.start(settings)
        well = power.ended(power.forked(examine, noted, notes / "found"))
        found = json.loads((notes / "found").read_text()) if well else {}
        tally.add(
            noted=len(noted),
            lost=found.get("lost", 0),
            sick="" if well else "no answer",
        )
    server.stop()
    return tally


def unmount_when_free(disk, server: Server) -> None:
    """The kernel lets go of the disk a moment after the last process ended."""
    deadline = time.monotonic() + 20
    while not server.is_gone() and time.monotonic() < deadline:
        time.sleep(0.02)
    while True:
        try:
            return disk.unmount()
        except Exception:
            if time.monotonic() > deadline:
                raise
            server.bury()
            time.sleep(0.1)


def examine(noted: set[str], answer: Path) -> None:
    """In a process of its own: what was noted and is not there?"""
    lost = noted - power.kept_keys()
    answer.write_text(json.dumps({"lost": len(lost)}))
