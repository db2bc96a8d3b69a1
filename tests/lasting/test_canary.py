"""Who is deleted is gone: from tables, files, index, caches, logs and backups."""

import logging

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from tests.elsewhere import moved_to, nothing_yet
from tests.factories.people import PersonFactory
from xiangyin.kernel.backup import make_backup, restore_backup
from xiangyin.kernel.models import Person
from xiangyin.kernel.services.audit import history
from xiangyin.kernel.services.deletions import apply_again, complete_file
from xiangyin.kernel.services.erasure import erase_person
from xiangyin.kernel.services.wiping import wipe

from .canary import NAME, PUBLISHED, WORDS, in_files, move_in, where


@pytest.fixture
def canary(office, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": office.folder / "cache",
        }
    }
    return move_in(office.room)


@pytest.fixture
def administrator(office):
    return PersonFactory(posts=[("administrator", office.room.county)])


def words_found() -> dict:
    return {word: places for word in WORDS.values() if (places := where(word))}


def test_before_anything_is_deleted_the_canary_is_everywhere(office, canary):
    seen = {word for word in WORDS.values() if where(word)}
    names = where(NAME)

    unseen = {WORDS["exif"], WORDS["file"]}  # dropped on arrival, never kept
    assert set(WORDS.values()) - seen - unseen == {WORDS["draft"]}
    assert names > PUBLISHED
    assert len(names) >= 12
    assert in_files(office.folder / "cache", NAME) != set()
    assert in_files(office.folder / "imports", WORDS["text"]) != set()


def test_after_the_deletion_the_name_stands_only_where_it_was_published(
    office, canary, administrator, caplog
):
    with caplog.at_level(logging.DEBUG):
        erase_person(canary.person, by=administrator)
        done = wipe()

    assert done
    assert words_found() == {}
    assert where(NAME) == PUBLISHED
    assert NAME not in caplog.text
    kept_pages = {"xiangyin.sqlite3"} if connection.vendor == "sqlite" else set()
    assert in_files(office.folder, NAME) == kept_pages  # the published byline
    for word in WORDS.values():
        assert in_files(office.folder, word) == set()


def test_without_wiping_the_bytes_would_stay_on_the_disk(
    office, canary, administrator, monkeypatch
):
    erase_person(canary.person, by=administrator)

    left = [word for word in WORDS.values() if in_files(office.folder, word)]

    assert (left != []) == (connection.vendor == "sqlite")


def test_a_restored_backup_forgets_what_was_deleted_after_it(
    office, canary, administrator, tmp_path, settings
):
    folder, path = tmp_path / "elsewhere", tmp_path / "office.tar"
    made = timezone.now()
    make_backup(path)
    erase_person(canary.person, by=administrator)
    complete_file()
    deletions = office.folder / "deletions.jsonl"

    with nothing_yet(folder) as name, moved_to(name, folder, settings):
        restored = restore_backup(path)
        without = words_found()
        again = apply_again(deletions, made_at=restored.made_at)
        wipe()
        after = words_found(), where(NAME)
        twice = apply_again(deletions, made_at=restored.made_at)

    assert (restored.made_at >= made, again, twice) == (True, 1, 0)
    assert len(without) >= 8  # the twin: a backup alone brings the canary back
    assert after == ({}, PUBLISHED)


def test_what_was_signed_still_shows_three_people(office, canary, administrator):
    erase_person(canary.person, by=administrator)

    readers = {str(signature.reader) for signature in canary.story.signatures.all()}
    person = Person.objects.get(pk=canary.person.pk)
    assert len(readers) == 3
    assert (str(person), person.is_active) == (f"已删除 #{person.pk}", False)
    assert not person.has_usable_password()


def test_the_file_of_deletions_holds_numbers_only(office, canary, administrator):
    erase_person(canary.person, by=administrator)

    said = (office.folder / "deletions.jsonl").read_text()
    assert said.count("\n") == 1
    assert f'"thing": {canary.person.pk}' in said
    assert [word for word in [NAME, *WORDS.values()] if word in said] == []


def test_a_deletion_older_than_the_backup_is_not_done_again(
    office, canary, administrator
):
    erase_person(canary.person, by=administrator)

    again = apply_again(office.folder / "deletions.jsonl", made_at=timezone.now())

    assert again == 0


def test_the_copy_for_a_person_holds_what_is_kept_of_them(
    office, canary, administrator, capsys
):
    call_command("copy_person", "canarybird", by=administrator.username)

    told = capsys.readouterr().out
    expected = {"name_en", "username", "email", "contact", "text", "place", "happens"}
    copied = {key for key in [*expected, "agent", "table"] if WORDS[key] in told}
    assert copied == {*expected, "agent", "table"}
    assert "password" not in told
    assert [line.action for line in history(canary.person)][-1] == "copy"


def test_the_operator_is_told_first_and_deletes_then(
    office, canary, administrator, capsys
):
    call_command("erase_person", "canarybird", by=administrator.username)
    before = words_found()
    call_command("erase_person", "canarybird", by=administrator.username, yes=True)

    assert "newsroom.Tip.contact" in capsys.readouterr().out
    assert (len(before) >= 8, words_found()) == (True, {})


def test_a_deletion_that_is_not_allowed_is_told(office, canary):
    with pytest.raises(CommandError):
        call_command("erase_person", "canarybird", by="canarybird", yes=True)
    with pytest.raises(CommandError, match="nobody"):
        call_command("erase_person", "nobody", by="canarybird", yes=True)


def test_the_commands_back_up_restore_and_delete_again(
    office, canary, administrator, tmp_path, settings, capsys
):
    folder, path = tmp_path / "elsewhere", tmp_path / "office.tar.gz"
    call_command("backup", path)
    erase_person(canary.person, by=administrator)
    deletions = office.folder / "deletions.jsonl"

    with nothing_yet(folder) as name, moved_to(name, folder, settings):
        call_command("restore", path, deletions=deletions)
        found = words_found()

    told = capsys.readouterr().out
    assert (found, "Deleted again: 1." in told) == ({}, True)
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", path, deletions=deletions)
    with pytest.raises(CommandError, match="exists"):
        call_command("backup", path)
    with pytest.raises(CommandError, match="no such file"):
        call_command("restore", path, deletions=tmp_path / "none")
