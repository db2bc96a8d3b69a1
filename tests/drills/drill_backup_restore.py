"""Back up while people write, restore by the written instructions, compare.

The commands are those of ``docs/how-to/install.md``, taken from the page and run as
they stand; only the folders are the drill's own, and what needs systemd is left out.
"""

import hashlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from . import Outcome
from .office import ROOT, Sender, ask, environment, pages, server, xiangyin

PAGE = ROOT / "docs/how-to/install.md"
PAGES = 50
COPIES = 12
OURS = """
x() {{ {python} -c 'import sys; from xiangyin.config.operator import main; main(sys.argv[1:])' "$@"; }}
systemctl() {{ :; }}
install() {{ for last in "$@"; do :; done; mkdir -p "$last"; }}
set -e
"""


@dataclass
class Seen:
    """What the drill saw."""

    acknowledged: int = 0
    lost: int = 0
    files: int = 0
    wrong_files: int = 0
    pages: int = 0
    bad_pages: int = 0
    canary: list = field(default_factory=list)
    twin_tries: int = 0
    twin_bad: int = 0

    @property
    def held(self) -> bool:
        bad = self.lost or self.wrong_files or self.bad_pages or self.canary
        return not bad and self.acknowledged > 0 and self.pages >= PAGES


def commands(heading: str) -> str:
    """The first block of commands below a heading of the page."""
    text = PAGE.read_text("utf-8").split(f"### {heading}\n")[1]
    return re.search(r"```sh\n(.*?)```", text, re.S)[1]


def follow(heading: str, env: dict, folder: Path) -> None:
    """Run the page's commands with the drill's folders in place of the system's."""
    script = commands(heading).replace("/var/", f"{folder}/var/")
    script = OURS.format(python=sys.executable) + script
    done = subprocess.run(
        ["sh", "-c", script], env=env, cwd=ROOT, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])


def hashes(media: Path) -> dict[str, str]:
    return {
        path.relative_to(media).as_posix(): hashlib.sha256(
            path.read_bytes()
        ).hexdigest()
        for path in media.rglob("*")
        if path.is_file()
    }


def one(folder: Path) -> Seen:
    """One office: write, back up, delete, restore, look."""
    seen = Seen()
    var = folder / "var/lib/xiangyin"
    var.mkdir(parents=True)
    env = environment(var)
    xiangyin(env, "prepare")
    xiangyin(env, "sample")
    told = ask(env, "passwords")
    canary = ask(env, "canary")
    with server(env) as site:
        senders = [Sender(site, name, told["password"]) for name in told["names"][:3]]
        for sender in senders:
            sender.start()
        wait_for(senders, 6)
        before = [pk for sender in senders for pk in list(sender.acknowledged)]
        follow("Make one", env, folder)
        wait_for(senders, sum(len(each.acknowledged) for each in senders) + 3)
        copy_badly(var, folder, senders, seen)
        for sender in senders:
            sender.stopped.set()
        for sender in senders:
            sender.join(60)
    source = hashes(var / "media")
    ask(env, "erase", str(canary))
    shutil.copy(var / "deletions.jsonl", folder / "var/backups/xiangyin")
    follow("Restore", env, folder)

    found = ask(env, "look")
    restored = hashes(var / "media")
    named = {name for files in found["tips"].values() for name in files}
    seen.acknowledged = len(before)
    seen.lost = sum(str(pk) not in found["tips"] for pk in before)
    seen.files = len(restored)
    seen.wrong_files = sum(source.get(name) != sha for name, sha in restored.items())
    seen.wrong_files += len(named - restored.keys())
    seen.canary = found["canary"]
    with server(env) as site:
        answers = pages(site, PAGES)
    seen.pages = len(answers)
    seen.bad_pages = sum(status != 200 for status in answers.values())
    return seen


def wait_for(senders: list, acknowledged: int) -> None:
    """Wait until people were told that so many tips are saved."""
    end = time.monotonic() + 60
    while sum(len(each.acknowledged) for each in senders) < acknowledged:
        if time.monotonic() > end:
            raise RuntimeError(f"nobody writes: {[each.problems for each in senders]}")
        time.sleep(0.05)


def copy_badly(var: Path, folder: Path, senders: list, seen: Seen) -> None:
    """The twin: ``cp`` of the database file while people write to it."""
    for number in range(COPIES):
        last = max(pk for sender in senders for pk in list(sender.acknowledged))
        copy = folder / f"copy-{number}.sqlite3"
        shutil.copy(var / "xiangyin.sqlite3", copy)
        seen.twin_tries += 1
        seen.twin_bad += not is_whole(copy, last)
        time.sleep(0.1)


def is_whole(copy: Path, last: int) -> bool:
    """Whether a copy opens, is sound, and holds the last tip that was acknowledged."""
    try:
        with closing(sqlite3.connect(copy)) as database:
            sound = database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            tip = "SELECT COUNT(*) FROM newsroom_tip WHERE id = ?"
            return sound and database.execute(tip, [last]).fetchone()[0] == 1
    except sqlite3.Error:
        return False


def drill() -> Outcome:
    with tempfile.TemporaryDirectory(prefix="xiangyin-drill-") as folder:
        seen = one(Path(folder))
    return Outcome(
        held=seen.held,
        figure=f"{seen.acknowledged} tips acknowledged before the backup, {seen.lost}"
        f" lost; {seen.files} files, {seen.wrong_files} wrong; {seen.pages} pages"
        f" opened, {seen.bad_pages} not 200; the deleted person found in"
        f" {len(seen.canary)} places",
        bites=seen.twin_bad > 0,
        twin=f"`cp` of the live file: {seen.twin_bad} of {seen.twin_tries} copies"
        " broken or without the last acknowledged tip",
    )
