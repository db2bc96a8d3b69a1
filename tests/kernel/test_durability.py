"""The server does not start on what can lose an acknowledged write."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.files.storage import FileSystemStorage
from django.db import OperationalError, connection

from tests.postgres import free_port
from xiangyin.config.operator import STARTS
from xiangyin.config.preparing import require_durability
from xiangyin.config.settings.base import SQLITE
from xiangyin.kernel import checks, disks
from xiangyin.kernel.models import Picture

ROOMY = (900 * 2**20, 1000 * 2**20)


def told(**databases) -> list[str]:
    return sorted(each.id for each in run_checks(tags=["durability"], **databases))


@pytest.fixture
def machine(monkeypatch):
    """A machine whose disks and database are as the test says; all well at first."""
    kinds = {"kind": "ext4", "room": ROOMY}
    monkeypatch.setattr(disks, "file_system", lambda folder: kinds["kind"])
    monkeypatch.setattr(disks, "room", lambda folder: kinds["room"])
    monkeypatch.setattr(checks, "_ask_sqlite", lambda cursor: [])
    monkeypatch.setattr(checks, "_ask_postgres", lambda cursor: [])
    return kinds


@pytest.mark.django_db
def test_a_sound_machine_may_start(machine):
    assert told(databases=["default"]) == []


@pytest.mark.parametrize(
    "command",
    [
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        "PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL;",
        "",
    ],
)
def test_weak_sqlite_settings_are_refused(settings, monkeypatch, command):
    weak = {**SQLITE, "OPTIONS": {"init_command": command}}
    monkeypatch.setitem(settings.DATABASES, "default", weak)

    assert told() == ["xiangyin.E002"]


def test_an_old_sqlite_is_refused(settings, monkeypatch):
    monkeypatch.setitem(settings.DATABASES, "default", SQLITE)
    monkeypatch.setattr(checks.sqlite3, "sqlite_version_info", (3, 51, 2))

    assert told() == ["xiangyin.E001"]


def test_sound_sqlite_settings_pass(settings, monkeypatch):
    monkeypatch.setitem(settings.DATABASES, "default", SQLITE)

    assert told() == []


class Cursor:
    """Answers as a running database would."""

    def __init__(self, **answers):
        self.answers = answers

    def execute(self, question):
        self.answer = self.answers[question.split()[-1].split("(")[0]]
        return self

    def fetchone(self):
        return (self.answer,)


@pytest.mark.parametrize(
    ("mode", "synchronous", "version", "ids"),
    [
        ("wal", 2, "3.51.3", []),
        ("wal", 3, "3.53.4", []),
        ("wal", 1, "3.53.4", ["xiangyin.E005"]),
        ("wal", 0, "3.53.4", ["xiangyin.E005"]),
        ("delete", 2, "3.53.4", ["xiangyin.E005"]),
        ("memory", 2, "3.53.4", ["xiangyin.E005"]),
        ("wal", 2, "3.40.1", ["xiangyin.E001"]),
    ],
)
def test_sqlite_is_asked_what_is_in_force(mode, synchronous, version, ids):
    cursor = Cursor(journal_mode=mode, synchronous=synchronous, sqlite_version=version)

    assert [each.id for each in checks._ask_sqlite(cursor)] == ids


@pytest.mark.parametrize("off", [None, *checks.POSTGRES_WANTS])
def test_postgresql_is_asked_what_is_in_force(off):
    answers = dict.fromkeys(checks.POSTGRES_WANTS, "on")

    found = checks._ask_postgres(Cursor(**(answers | ({off: "off"} if off else {}))))

    assert [each.id for each in found] == (["xiangyin.E006"] if off else [])


def test_a_database_that_does_not_answer_is_told(machine, monkeypatch):
    nowhere = connection.copy()
    monkeypatch.setattr(nowhere, "cursor", refuse)
    monkeypatch.setattr(checks, "connections", {"default": nowhere})

    assert told(databases=["default"]) == ["xiangyin.E004"]


def refuse():
    raise OperationalError("connection refused")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "on_trial", "ids"),
    [
        ("ext4", False, []),
        ("overlay", False, []),
        ("zfs", False, []),
        ("fuseblk", False, []),
        ("nfs4", False, ["xiangyin.E007"]),
        ("cifs", True, ["xiangyin.E007"]),
        ("fuse.sshfs", True, ["xiangyin.E007"]),
        ("tmpfs", False, ["xiangyin.E007"]),
        ("tmpfs", True, []),
        ("9p", False, ["xiangyin.E007"]),
    ],
)
def test_a_share_is_refused_and_memory_except_on_trial(
    machine, settings, kind, on_trial, ids
):
    settings.ON_TRIAL = on_trial
    machine["kind"] = kind

    assert set(told(databases=["default"])) == set(ids)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("free", "total", "ids"),
    [
        (299, 1000, {"xiangyin.E008"}),
        (300, 3001, {"xiangyin.W001"}),
        (301, 3000, set()),
    ],
)
def test_a_disk_that_is_nearly_full_is_told_or_refused(machine, free, total, ids):
    machine["room"] = (free * 2**20, total * 2**20)

    assert set(told(databases=["default"])) == ids


def test_files_kept_by_djangos_storage_are_refused(monkeypatch):
    monkeypatch.setattr(Picture._meta.get_field("file"), "storage", FileSystemStorage())

    found = checks.files_can_be_flushed(None)

    assert [each.id for each in found] == ["xiangyin.E003"]
    assert str(found[0].msg) == (
        "kernel.Picture.file 的文件由 FileSystemStorage 存放，它不保证写到磁盘上。"
    )


MOUNTS = """\
21 1 8:1 / / rw - ext4 /dev/sda1 rw
22 21 0:5 / /srv rw - nfs4 nas:/srv rw
23 22 8:2 / /srv/media\\040files rw shared:1 - btrfs /dev/sdb rw
24 21 0:6 / /twice rw - ext4 /dev/sdc rw
25 21 0:7 / /twice rw - fuse.rclone cloud: rw
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/var/lib/xiangyin", "ext4"),
        ("/srv", "nfs4"),
        ("/srv/xiangyin", "nfs4"),
        ("/srvant", "ext4"),
        ("/srv/media files/2026", "btrfs"),
        ("/twice/x", "fuse.rclone"),
    ],
)
def test_the_file_system_is_that_of_the_deepest_mount(
    folder, kind, tmp_path, monkeypatch
):
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS)
    monkeypatch.setattr(disks, "existing", lambda folder: folder)

    assert disks.file_system(disks.Path(folder), mounts=mounts) == kind


def test_where_the_machine_does_not_tell_nothing_is_refused(tmp_path):
    assert disks.file_system(tmp_path, mounts=tmp_path / "none") == ""
    assert not disks.is_network("")


@pytest.mark.django_db
def test_the_refusal_is_told_in_both_languages(machine, capsys, settings, tmp_path):
    settings.VAR = tmp_path
    machine["kind"] = "nfs4"

    with pytest.raises(SystemExit):
        require_durability()

    lines = capsys.readouterr().err.splitlines()
    assert [line.split(" ", 1)[1] for line in lines] == [
        "在网络共享上（nfs4）。 请把 XIANGYIN_VAR 设到本机磁盘上的目录。",
        "is on a network share (nfs4). Set XIANGYIN_VAR to a folder on a local disk.",
    ]


@pytest.mark.django_db
def test_a_nearly_full_disk_is_told_and_the_start_goes_on(
    machine, capsys, settings, tmp_path
):
    settings.VAR = tmp_path
    machine["room"] = (400 * 2**20, 5000 * 2**20)

    require_durability()

    assert "共 5000 MB，只剩 400 MB" in capsys.readouterr().out


@pytest.fixture
def running(monkeypatch, tmp_path):
    """A database that keeps what it is told, and is asked by the checks."""
    asked = connection.copy()
    if connection.vendor == "sqlite":  # that of the tests is in memory
        kept = {**SQLITE, "NAME": tmp_path / "office.sqlite3"}
        asked.settings_dict = asked.settings_dict | kept
    monkeypatch.setattr(checks, "connections", {"default": asked})
    yield asked
    asked.close()


@pytest.mark.django_db
def test_what_somebody_else_set_is_seen_on_the_running_database(running):
    weaker, number = {
        "sqlite": ("PRAGMA synchronous=NORMAL", "xiangyin.E005"),
        "postgresql": ("SET synchronous_commit TO off", "xiangyin.E006"),
    }[connection.vendor]
    before = in_force()

    with running.cursor() as cursor:
        cursor.execute(weaker)

    # PostgreSQL's cluster of the tests runs without fsync, which is told before too.
    assert in_force() == [*before, number]


def in_force() -> list[str]:
    found = checks.what_is_in_force(None, databases=["default"])
    return [str(each.id) for each in found]


EVERY_START = """
import sys
from xiangyin.config.operator import STARTS, main
for name in sorted(STARTS):
    port = ["--port", sys.argv[1]] if name in ("run", "serve") else []
    try:
        main([name, *port])
    except SystemExit as ended:
        print(name, ended.code)
"""
GUARD_OFF = """
from xiangyin.config import operator, preparing, running
preparing.require_durability = lambda **asked: None
goes_on = lambda *words, **named: print("goes on")
operator.os.execv = operator.manage = goes_on
preparing.prepare = preparing.prepare_sample = running.run_together = goes_on
"""
INIT = "DATABASES['default']['OPTIONS']['init_command']"
WEAK = {
    "synchronous below FULL": (
        f"{INIT} = 'PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL'",
        "SQLite must run with journal_mode=WAL",
    ),
    "synchronous below FULL in force": (
        f"{INIT} += ' PRAGMA synchronous=NORMAL;'",
        "SQLite runs with journal_mode=wal and synchronous=1",
    ),
    "files that are not flushed": (
        "STORAGES['default'] = {'BACKEND':"
        " 'django.core.files.storage.FileSystemStorage'}",
        "kernel.Picture.file are kept by DefaultStorage, which does not flush",
    ),
}


def start_all(tmp_path, line: str, script: str = EVERY_START, **environment):
    """Run every start, as a whole command, in a process of their own."""
    weak = tmp_path / "weak.py"
    weak.write_text(f"from xiangyin.config.settings.dev import *\n{line}\n")
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "weak",
        "PYTHONPATH": os.pathsep.join([str(tmp_path), os.getcwd()]),
        "XIANGYIN_VAR": str(tmp_path / "var"),
        "XIANGYIN_DB": "sqlite",
    }
    return subprocess.run(
        [sys.executable, "-c", script, str(free_port())],
        env=env | environment,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )


REFUSED = "prepare 1\nrun 1\nserve 1\nwork 1\nworker 1\n"


@pytest.mark.parametrize("weakness", WEAK)
def test_nothing_starts_on_what_can_lose_a_write(tmp_path, weakness):
    line, words = WEAK[weakness]

    ended = start_all(tmp_path, line)

    assert ended.stdout == REFUSED
    assert ended.stderr.count(words) == len(STARTS)


def test_nothing_starts_on_a_postgresql_that_does_not_flush(db, tmp_path):
    """On SQLite, the same of a PostgreSQL that is not there: it cannot be asked."""
    its = connection.settings_dict
    there = {
        "sqlite": {"PGHOST": "127.0.0.1", "PGPORT": str(free_port())},
        "postgresql": {"PGDATABASE": str(its["NAME"])},
    }[connection.vendor]
    words = {
        "sqlite": "The database does not answer",
        "postgresql": "PostgreSQL runs with fsync=off",
    }[connection.vendor]

    ended = start_all(tmp_path, "", XIANGYIN_DB="postgres", **there)

    assert ended.stdout == REFUSED
    assert ended.stderr.count(words) == len(STARTS)


def test_without_the_question_every_start_goes_on(tmp_path):
    """The twin. What it then loses, the drills of the power cuts show."""
    line, _words = WEAK["synchronous below FULL"]

    ended = start_all(tmp_path, line, GUARD_OFF + EVERY_START)

    assert ended.stdout.count("goes on") >= len(STARTS)
    assert [line for line in ended.stdout.splitlines() if line.endswith(" 1")] == []


def test_make_run_asks_like_xiangyin_run():
    recipe = (Path(__file__).parents[2] / "Makefile").read_text("utf-8")

    assert re.findall(r"^run: .*\n\t(.*)$", recipe, re.M) == [
        "@exec $(VENV)/xiangyin run --host $(HOST) --port $(PORT)"
    ]
