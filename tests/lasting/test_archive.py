"""The archive of a backup, its database and its places, each by itself."""

import errno
import json
import os
import sqlite3
import subprocess
import tarfile
from contextlib import closing
from io import BytesIO
from types import SimpleNamespace

import pytest

from xiangyin.kernel.backup import (
    Damaged,
    Refused,
    archive,
    databases,
    making,
    restoring,
)


def packed(path, *members) -> None:
    with tarfile.open(path, "w") as tar:
        for name, body in members:
            info = tarfile.TarInfo(name)
            info.size = len(body)
            tar.addfile(info, BytesIO(body))


def manifest(**more) -> tuple[str, bytes]:
    told = {"format": archive.FORMAT, "files": {}, **more}
    return archive.MANIFEST, json.dumps(told).encode()


def test_a_file_that_went_meanwhile_is_left_out(tmp_path):
    out = BytesIO()
    pack = archive.Pack(out, packed=False)
    here = tmp_path / "here.jpg"
    here.write_bytes(b"1")

    added = [pack.add(f"media/{name}", tmp_path / name) for name in ("here.jpg", "no")]

    assert added == [True, False]
    assert list(pack.files) == ["media/here.jpg"]


def test_a_name_that_was_taken_meanwhile_is_not_written_over(tmp_path):
    part, path = tmp_path / "part", tmp_path / "office.tar"
    part.write_text("new")
    path.write_text("old")

    with pytest.raises(Refused):
        archive.put_in_place(part, path)

    assert path.read_text() == "old"


def test_a_disk_without_second_names_is_good_enough(tmp_path, monkeypatch):
    def no_links(*_names):
        raise OSError(errno.EPERM, "Operation not permitted")

    part, path = tmp_path / "part", tmp_path / "office.tar"
    part.write_text("new")
    monkeypatch.setattr(archive.os, "link", no_links)

    archive.put_in_place(part, path)

    assert (path.read_text(), part.exists()) == ("new", False)


def test_a_backup_that_is_not_there_is_told(tmp_path):
    with pytest.raises(Refused, match="There is no file"):
        archive.verify(tmp_path / "no.tar")


@pytest.mark.parametrize(
    ("members", "told"),
    [
        ([], "ends too early"),
        ([("media/a", b"1")], "ends too early"),
        ([("media/a", b"1"), ("media/a", b"1"), manifest()], "comes twice"),
        ([manifest(), ("media/a", b"1")], "too late"),
        ([("media/a", b"1"), manifest()], "media/a differs"),
    ],
)
def test_an_archive_put_together_by_another_hand_is_refused(tmp_path, members, told):
    path = tmp_path / "office.tar"
    packed(path, *members)

    with pytest.raises(Damaged, match=told):
        archive.verify(path)


def a_database(path, *statements):
    with closing(sqlite3.connect(path)) as made:
        for statement in statements:
            made.execute(statement)
        made.commit()
    return path


def test_a_copy_whose_rows_point_nowhere_is_refused(tmp_path):
    path = a_database(
        tmp_path / "a.sqlite3",
        "CREATE TABLE unit (id INTEGER PRIMARY KEY)",
        "CREATE TABLE tip (unit INTEGER REFERENCES unit(id))",
        "INSERT INTO tip VALUES (7)",
    )

    with pytest.raises(Damaged, match="foreign_key_check"):
        databases.read_sqlite(path)


def test_a_copy_whose_index_does_not_fit_is_refused(tmp_path):
    path = a_database(
        tmp_path / "a.sqlite3",
        "CREATE TABLE tip (text TEXT)",
        "CREATE INDEX by_text ON tip (text)",
        "INSERT INTO tip VALUES ('a')",
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET sql = 'CREATE INDEX by_text ON tip (text DESC)'"
        " WHERE name = 'by_text'",
        "INSERT INTO tip VALUES ('b'), ('c')",
    )
    data = bytearray(path.read_bytes())
    with closing(sqlite3.connect(path)) as made:
        (page,) = made.execute("SELECT rootpage FROM sqlite_master").fetchone()
        (size,) = made.execute("PRAGMA page_size").fetchone()
    at = data.index(b"c", (page - 1) * size, page * size)
    data[at : at + 1] = b"z"
    path.write_bytes(bytes(data))

    with pytest.raises(Damaged, match="integrity_check"):
        databases.read_sqlite(path)


def test_a_file_that_is_no_database_is_refused(tmp_path):
    path = tmp_path / "a.sqlite3"
    path.write_bytes(b"no database at all, but long enough to look at" * 50)

    with pytest.raises(Damaged):
        databases.read_sqlite(path)


@pytest.mark.parametrize(
    ("said", "major"),
    [("pg_dump (PostgreSQL) 15.18 (Debian)", 15), ("pg_dump", 0), ("a) b.c", 0)],
)
def test_the_version_of_a_program_is_read_from_what_it_says(
    tmp_path, monkeypatch, said, major
):
    def run(command, **_told):
        return subprocess.CompletedProcess(command, 0, said, "")

    monkeypatch.setattr(databases.subprocess, "run", run)

    assert databases._major(tmp_path / "pg_dump") == major


@pytest.fixture
def connected(monkeypatch):
    """A PostgreSQL that is reached by host, name and password."""
    told = {"NAME": "x", "HOST": "db", "USER": "", "PORT": 5432, "PASSWORD": "secret"}
    fake = SimpleNamespace(settings_dict=told, pg_version=150018, vendor="postgresql")
    monkeypatch.setattr(databases, "connection", fake)
    return fake


def test_a_program_gets_the_address_by_its_environment(connected, monkeypatch):
    """On the command line everybody on the machine could read the password."""
    seen = {}

    def run(command, env, **_told):
        seen.update(env, command=command)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(databases.subprocess, "run", run)

    databases.run_client(["pg_dump", "x"])

    assert seen["command"] == ["pg_dump", "x"]
    assert [seen.get(name) for name in ("PGHOST", "PGPORT", "PGPASSWORD")] == [
        "db",
        "5432",
        "secret",
    ]
    assert seen.get("PGUSER") == os.environ.get("PGUSER")


def test_a_program_that_fails_says_why(connected, monkeypatch):
    def run(command, **_told):
        return subprocess.CompletedProcess(command, 1, "", "no such host\n")

    monkeypatch.setattr(databases.subprocess, "run", run)

    with pytest.raises(Refused, match="no such host"):
        databases.run_client(["pg_dump"])


def test_the_oldest_program_that_knows_the_server_is_taken(connected, monkeypatch):
    versions = {"/usr/bin/pg_dump": 17}
    monkeypatch.setattr(databases.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(databases, "_major", lambda path: versions.get(str(path), 14))

    assert databases.client("pg_dump") == "/usr/bin/pg_dump"

    monkeypatch.setattr(databases.shutil, "which", lambda name: None)
    with pytest.raises(Refused, match="pg_dump of PostgreSQL 15 is missing"):
        databases.client("pg_dump")


@pytest.fixture
def places(tmp_path, settings):
    settings.VAR = tmp_path / "var"
    settings.MEDIA_ROOT = settings.VAR / "media"
    settings.XIANGYIN_DELETIONS = settings.VAR / "deletions.jsonl"
    settings.VAR.mkdir()
    return settings


def test_what_was_deleted_is_kept_with_the_files(places):
    places.MEDIA_ROOT.mkdir()
    (places.MEDIA_ROOT / "a.jpg").write_bytes(b"1")
    (places.MEDIA_ROOT / "link.jpg").symlink_to("a.jpg")
    places.XIANGYIN_DELETIONS.write_text("{}\n")

    kept = dict(making.files_to_keep())

    assert list(kept) == ["media/a.jpg", "deletions.jsonl"]


@pytest.mark.parametrize("known", [False, True])
def test_files_are_put_into_empty_places_and_newer_deletions_stay(
    places, tmp_path, known
):
    staging = tmp_path / "staging"
    (staging / "media").mkdir(parents=True)
    (staging / "media" / "a.jpg").write_bytes(b"1")
    (staging / "deletions.jsonl").write_text("old")
    places.MEDIA_ROOT.mkdir()
    if known:
        places.XIANGYIN_DELETIONS.write_text("newer")

    restoring.put_files(staging)

    assert (places.MEDIA_ROOT / "a.jpg").read_bytes() == b"1"
    assert places.XIANGYIN_DELETIONS.read_text() == ("newer" if known else "old")


def test_a_database_that_holds_tables_is_not_filled(places, monkeypatch):
    def holding(*names):
        return SimpleNamespace(
            vendor="postgresql",
            settings_dict={"NAME": "x"},
            introspection=SimpleNamespace(table_names=lambda: names),
        )

    monkeypatch.setattr(restoring, "connection", holding())
    restoring.require_empty()
    monkeypatch.setattr(restoring, "connection", holding("kernel_person"))

    with pytest.raises(Refused, match="is not empty"):
        restoring.require_empty()
