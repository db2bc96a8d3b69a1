"""Many at once, a database that is away, commits that come late, a server that starts anew."""

import os
import threading
from contextlib import nullcontext
from datetime import date, timedelta

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError, connection
from django.utils import timezone

from tests.factories.people import unit
from tests.portal.kept_house import Reader, correct
from tests.portal.paper import a_story
from xiangyin.newsroom.models import Story
from xiangyin.portal.kept import changes, opening, store, triggers, upkeep
from xiangyin.portal.models import Change

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def everybody_at_once(folder) -> int:
    """Eight readers of one page that takes its time; how often it was made."""
    made, began = [], threading.Barrier(8)

    def slow(environ, start_response):
        made.append(1)
        threading.Event().wait(0.2)
        from xiangyin.portal.kept.notes import made_from

        made_from("page:1")
        start_response("200 OK", [("Content-Type", "text/html")])
        return [b"page"]

    readers = [Reader(folder, every=10**18, application=slow) for _process in range(8)]
    readers[0].door.changes.numbers[changes.NUMBER] = 1

    def read(reader):
        began.wait()
        assert reader.read("/").body == b"page"

    threads = [threading.Thread(target=read, args=[each]) for each in readers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(made)


def test_a_page_that_everybody_wants_is_made_once(tmp_path, home):
    assert everybody_at_once(tmp_path) == 1


def test_without_waiting_everybody_makes_it(tmp_path, home, monkeypatch):
    """The twin."""
    monkeypatch.setattr(store.Store, "alone", lambda self, key: nullcontext())

    assert everybody_at_once(tmp_path) > 1


def most_inside(hold) -> int:
    """Eight threads hold something for a moment; how many were inside at once."""
    inside, most = [], []

    def enter():
        with hold():
            inside.append(1)
            most.append(len(inside))
            threading.Event().wait(0.01)
            inside.pop()

    threads = [threading.Thread(target=enter) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return max(most)


def test_threads_of_one_process_hold_the_numbers_one_after_another(tmp_path):
    assert most_inside(changes.Changes(tmp_path).alone) == 1


def test_the_lock_of_an_open_file_alone_lets_them_all_in(tmp_path):
    """The twin."""
    file = changes.Changes(tmp_path).file

    assert most_inside(lambda: changes.Alone(file)) > 1


def test_pages_are_bounded_in_memory_and_on_the_disk(reader, home, monkeypatch):
    stories = [a_story(home, on=date(2026, 5, day)) for day in range(1, 7)]
    monkeypatch.setattr(store, "MEMORY", 25_000)
    monkeypatch.setattr(store, "FILES", 35_000)

    for story in stories:
        reader.read(story.url)

    files = [each for each in reader.door.store.folder.rglob("pages/*/*")]
    assert reader.door.store.held <= 25_000
    assert sum(each.stat().st_size for each in files) <= 35_000
    assert 0 < len(files) < len(stories)


def test_pages_are_read_while_the_database_is_away(reader, story, monkeypatch):
    first = reader.read(story.url)

    def away(*_args, **_more):
        raise OperationalError("away")

    monkeypatch.setattr(changes.Changes, "_rows", away)
    monkeypatch.setattr(changes.connection, "close", lambda: None)

    assert reader.read(story.url).body == first.body
    assert reader.made == [story.url]


def late_commit(reader, story) -> str:
    """On PostgreSQL a lower number may be committed after a higher one was heard."""
    reader.read(story.url)
    newest = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    now = timezone.now()
    Change.objects.create(pk=newest + 10, note="page:0", at=now)
    reader.read(story.url)
    reader.made.clear()
    Change.objects.create(pk=newest + 4, note=f"page:{story.pk}", at=now)
    reader.read(story.url)
    reader.read(story.url)
    return reader.made


def test_a_change_that_is_committed_late_is_heard(reader, story):
    assert late_commit(reader, story) == [story.url]


def test_who_forgets_the_numbers_passed_over_misses_it(reader, story, monkeypatch):
    """The twin."""
    monkeypatch.setattr(changes.Changes, "_keep_gaps", lambda self, gaps: None)

    assert late_commit(reader, story) == []


def test_too_many_changes_let_every_page_go(reader, story, monkeypatch):
    monkeypatch.setattr(changes, "MOST", 2)
    for address in ("/accessibility/", "/site-map/"):
        reader.read(address)
    reader.made.clear()

    notes = [Change(note=f"page:{at}", at=timezone.now()) for at in range(5)]
    Change.objects.bulk_create(notes)
    for address in ("/accessibility/", "/site-map/", "/accessibility/"):
        reader.read(address)

    assert reader.made == ["/accessibility/", "/site-map/"]


def test_many_gaps_become_one_and_nothing_is_missed(reader, story, monkeypatch):
    monkeypatch.setattr(changes, "MOST_GAPS", 1)
    reader.read(story.url)
    first = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    now = timezone.now()
    for step in (10, 20, 30):
        Change.objects.create(pk=first + step, note="page:0", at=now)
    reader.read(story.url)
    reader.made.clear()

    Change.objects.create(pk=first + 5, note=f"page:{story.pk}", at=now)
    reader.read(story.url)

    assert reader.made == [story.url]


def test_changes_are_asked_for_again_only_after_a_while(tmp_path, story):
    reader = Reader(tmp_path)
    reader.read(story.url)
    reader.door.changes.every = 3600 * changes.SECOND
    correct(story)

    assert "加宽" not in reader.read(story.url).html
    reader.door.changes.every = 0
    assert "加宽" in reader.read(story.url).html


def test_the_triggers_stand_once_and_are_all_taken_away(home):
    there = triggers.standing(connection)

    triggers.set_up(connection)
    assert triggers.standing(connection) == there
    triggers.take_away(connection)
    assert triggers.standing(connection) == {}
    assert there.keys() == {each.name for each in triggers.wanted()}


def test_a_story_that_links_to_a_page_hears_when_it_moves(reader, home, story):
    link = f'<p><a linktype="page" id="{story.pk}">那座桥</a></p>'
    other = a_story(home, section="villages", body=[("text", link)], unit=unit("shixi"))
    reader.read(other.url)
    reader.made.clear()

    Story.objects.filter(pk=story.pk).update(title="石桥")
    reader.read(other.url)

    assert reader.made == [other.url]


def test_changes_that_everybody_heard_of_are_forgotten(home):
    Change.objects.all().delete()
    now = timezone.now()
    for days in (0, 1, 3):
        Change.objects.create(note=f"{days}", at=now - timedelta(days=days))

    assert upkeep.forget_old_changes() == 1
    assert set(Change.objects.values_list("note", flat=True)) == {"0", "1"}


def test_pages_of_yesterday_are_deleted(tmp_path, home, story, settings):
    settings.XIANGYIN_KEPT = tmp_path
    reader = Reader(tmp_path / "edition")
    reader.read("/")
    reader.read(story.url)
    old, new = sorted((tmp_path / "edition").glob("pages/*/*"))
    os.utime(old, (0, 0))

    assert upkeep.forget_old_pages() == 1
    assert (old.exists(), new.exists()) == (False, True)


def test_nothing_is_kept_before_the_database_was_reached(reader, story, monkeypatch):
    def away(*_args):
        raise OperationalError("away")

    monkeypatch.setattr(changes.Changes, "_begin", away)
    monkeypatch.setattr(changes.connection, "close", lambda: None)

    for _time in range(2):
        assert reader.read(story.url).status == 200
    assert reader.made == [story.url] * 2


def test_each_start_of_the_server_begins_with_no_pages(tmp_path, home, settings):
    settings.XIANGYIN_KEPT = tmp_path
    (tmp_path / "yesterday/pages").mkdir(parents=True)

    door = opening.with_kept_pages(WSGIHandler())

    assert [each.name for each in tmp_path.iterdir()] == [opening.edition()]
    assert door.store.folder == tmp_path / opening.edition()
    settings.XIANGYIN_KEEP_PAGES = False
    plain = WSGIHandler()
    assert opening.with_kept_pages(plain) is plain


def test_a_database_that_is_away_is_not_asked_at_every_page(tmp_path, story):
    reader = Reader(tmp_path, every=changes.EVERY)
    reader.read(story.url)
    asked = []

    def away(*_args, **_more):
        asked.append(1)
        raise OperationalError("away")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(changes.Changes, "_rows", away)
        patch.setattr(changes.connection, "close", lambda: None)
        reader.door.changes.numbers[changes.LOOKED] = 0
        for _time in range(5):
            reader.read(story.url)

    assert asked == [1]


def test_what_is_open_when_the_server_starts_is_heard_when_it_is_committed(
    reader, story
):
    newest = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    now = timezone.now()
    Change.objects.create(pk=newest + 10, note="page:0", at=now)
    reader.read(story.url)
    reader.made.clear()

    Change.objects.create(pk=newest + 4, note=f"page:{story.pk}", at=now)
    reader.read(story.url)

    assert reader.made == [story.url]
