"""A backup holds all of the office and is refused when a byte of it is not its own."""

import shutil
import subprocess
import tarfile

import pytest
from django.core.files.base import ContentFile
from django.db import Error, connection

from tests.elsewhere import moved_to, nothing_yet
from tests.factories.newsroom import a_tip
from xiangyin.kernel.backup import (
    Damaged,
    Refused,
    databases,
    make_backup,
    making,
    restore_backup,
    restoring,
    verify,
)
from xiangyin.kernel.models import Picture
from xiangyin.kernel.storage import UNFINISHED
from xiangyin.newsroom.models import Tip


def everything() -> dict:
    """Every row of every table, as the database holds it."""
    with connection.cursor() as cursor:
        tables = [
            name
            for name in connection.introspection.table_names(cursor)
            if "_fts_" not in name
        ]
        rows = {}
        for name in tables:
            cursor.execute(f'SELECT * FROM "{name}"')
            rows[name] = sorted(map(repr, cursor.fetchall()))
        return rows


def files(folder) -> dict:
    root = folder / "media"
    return {
        path.relative_to(root): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def elsewhere(tmp_path, settings):
    """Restore into an empty place and look around there."""
    folder = tmp_path / "elsewhere"

    def restore_into(path, look):
        with nothing_yet(folder) as name, moved_to(name, folder, settings):
            restored = restore_backup(path)
            return restored, look()

    restore_into.folder = folder
    return restore_into


@pytest.mark.parametrize("suffix", ["tar", "tar.gz"])
def test_what_was_backed_up_comes_back_row_by_row(office, elsewhere, tmp_path, suffix):
    path = tmp_path / f"office.{suffix}"
    before, kept = everything(), files(office.folder)

    make_backup(path)
    restored, after = elsewhere(path, everything)

    assert after == before
    assert files(elsewhere.folder) == kept
    assert (restored.files, restored.migrated, restored.missing) == (len(kept), 0, ())


def test_what_is_written_after_the_copy_was_begun_is_not_in_it(office, backup):
    a_tip(office.room, text="后来的线索")

    counts = verify(backup)["counts"]

    assert (counts["newsroom_tip"], Tip.objects.count()) == (1, 2)


def test_the_guards_of_the_database_are_restored_too(office, backup, elsewhere):
    def change_the_trail():
        with connection.cursor() as cursor:
            cursor.execute("UPDATE kernel_record SET note = 'x'")

    with pytest.raises(Error, match="only added to"):
        elsewhere(backup, change_the_trail)


def test_a_file_that_is_there_is_not_written_over(office, tmp_path):
    path = tmp_path / "kept.tar"
    path.write_text("kept")

    with pytest.raises(Refused, match="exists"):
        make_backup(path)

    assert path.read_text() == "kept"


def test_a_backup_that_fails_leaves_no_file(office, tmp_path, monkeypatch):
    def fail(target):
        raise Refused("坏了", "broken")

    monkeypatch.setattr(databases, "copy_database", fail)
    folder = tmp_path / "backups"
    folder.mkdir()

    with pytest.raises(Refused):
        make_backup(folder / "office.tar")

    assert list(folder.iterdir()) == []


def test_a_folder_that_is_not_there_is_told(office, tmp_path):
    with pytest.raises(Refused, match="cannot be written"):
        make_backup(tmp_path / "nowhere" / "office.tar")


def test_half_a_file_that_is_being_written_is_not_kept(office, elsewhere, tmp_path):
    kept = files(office.folder)
    photo = next((office.folder / "media").rglob("*.jpg"))
    photo.with_name(f".{'0' * 32}{UNFINISHED}").write_bytes(b"half a ph")

    make_backup(tmp_path / "office.tar")
    elsewhere(tmp_path / "office.tar", everything)

    assert files(elsewhere.folder) == kept


def test_a_picture_that_goes_while_it_is_looked_for_is_told(
    office, tmp_path, monkeypatch
):
    name = Picture.objects.get().file.name
    there = list(making.files_to_keep())
    (office.folder / "media" / name).unlink()
    monkeypatch.setattr(making, "files_to_keep", lambda: there)

    made = make_backup(tmp_path / "office.tar")

    assert made.missing == (name,)


def test_a_picture_without_its_file_is_told(office, tmp_path):
    (office.folder / "media" / Picture.objects.get().file.name).unlink()

    made = make_backup(tmp_path / "office.tar")

    assert made.missing == (Picture.objects.get().file.name,)


def damage(path, how):
    """Change a backup as a bad cable, a full disk or a hand would."""
    body = bytearray(path.read_bytes())
    if how == "torn":
        body = body[: len(body) // 2]
    elif how == "no end":
        with tarfile.open(path) as tar:
            body = body[: tar.getmember("manifest.json").offset]
    elif how == "one bit":
        with tarfile.open(path) as tar:
            member = next(m for m in tar if m.name.startswith("media/"))
        body[member.offset_data + 20] ^= 1
    else:
        body = b"not a backup"
    path.write_bytes(bytes(body))


@pytest.mark.parametrize("how", ["torn", "no end", "one bit", "not a tar"])
def test_a_damaged_backup_is_refused_and_nothing_is_restored(
    office, backup, elsewhere, how
):
    damage(backup, how)

    with pytest.raises(Damaged):
        elsewhere(backup, lambda: None)

    assert list(elsewhere.folder.iterdir()) == []


def test_without_the_comparison_a_changed_bit_would_be_restored(
    office, backup, elsewhere, monkeypatch
):
    damage(backup, "one bit")
    kept = files(office.folder)
    real = restoring.archive._read_all

    def believe(path, into):
        _found, manifest = real(path, into)
        return {name: tuple(f) for name, f in manifest["files"].items()}, manifest

    monkeypatch.setattr(restoring.archive, "_read_all", believe)
    elsewhere(backup, lambda: None)

    assert files(elsewhere.folder).keys() == kept.keys()
    assert files(elsewhere.folder) != kept


def rewrite(path, change):
    """Write the backup anew with ``change(name, body)`` made to its members."""
    import io

    with tarfile.open(path) as tar:
        members = [(m, tar.extractfile(m).read()) for m in tar]
    with tarfile.open(path, "w") as tar:
        for member, body in members:
            member.name, body = change(member.name, body)
            member.size = len(body)
            tar.addfile(member, io.BytesIO(body))


@pytest.mark.parametrize("name", ["../evil", "/evil", "media/../../evil", "evil"])
def test_a_member_outside_of_its_place_is_refused(
    office, backup, elsewhere, tmp_path, name
):
    def move_out(member, body):
        return (name if member.startswith("media/") else member), body

    rewrite(backup, move_out)

    with pytest.raises(Damaged):
        elsewhere(backup, lambda: None)
    assert list(tmp_path.rglob("evil")) == []


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        (b'"0001_initial"', b'"0099_of_next_year"', "newer version"),
        (b'"database": "database.', b'"database": "other.', "XIANGYIN_DB"),
        (b'"format": 1', b'"format": 9', "format"),
        (b'"newsroom_tip": 1', b'"newsroom_tip": 7', "newsroom_tip"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_reason(
    office, backup, elsewhere, was, now, told
):
    def change(name, body):
        return name, body.replace(was, now) if name == "manifest.json" else body

    rewrite(backup, change)

    with pytest.raises(Refused, match=told):
        elsewhere(backup, lambda: None)
    assert not (elsewhere.folder / "media").exists()


def test_a_place_that_is_not_empty_is_left_alone(office, backup):
    before = everything()

    with pytest.raises(Refused, match="not empty"):
        restore_backup(backup)
    shutil.rmtree(office.folder / "media")
    with pytest.raises(Refused, match="not empty"):
        restore_backup(backup)

    assert everything() == before


def test_a_backup_of_an_older_version_is_brought_up_to_date(
    office, elsewhere, tmp_path, monkeypatch
):
    from django.core.management import call_command

    call_command("migrate", "kernel", "0003_pictures", verbosity=0)
    make_backup(tmp_path / "old.tar")

    restored, tables = elsewhere(
        tmp_path / "old.tar", connection.introspection.table_names
    )

    assert (restored.migrated > 0, "kernel_erasure" in tables) == (True, True)


def test_a_missing_program_of_postgresql_is_told(office, monkeypatch):
    monkeypatch.setattr(databases.Path, "glob", lambda *_: [])
    monkeypatch.setattr(databases.shutil, "which", lambda _: None)
    monkeypatch.setattr(type(connection), "pg_version", 150000, raising=False)

    with pytest.raises(Refused, match="postgresql-client-15"):
        databases.client("pg_dump")


def test_a_program_of_postgresql_that_fails_is_told(office, monkeypatch):
    done = subprocess.CompletedProcess([], 1, "", "no space left")
    monkeypatch.setattr(databases.subprocess, "run", lambda *_, **__: done)

    with pytest.raises(Refused, match="no space left"):
        databases.run_client(["/usr/bin/pg_dump"])


def test_files_of_the_import_are_kept_with_their_rows(office, elsewhere, tmp_path):
    drafts = office.folder / "imports"
    drafts.mkdir()
    (drafts / "draft").write_bytes(ContentFile(b"rows").read())
    make_backup(tmp_path / "office.tar")

    elsewhere(tmp_path / "office.tar", lambda: None)

    assert (elsewhere.folder / "imports" / "draft").read_bytes() == b"rows"
