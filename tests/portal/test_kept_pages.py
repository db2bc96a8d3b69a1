"""A page is kept until something it is made from changes, and not a moment longer."""

import gc
import gzip
import os
import threading
from contextlib import nullcontext
from datetime import date, timedelta

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError, connection
from django.utils import timezone
from wagtail.models import Page

from tests.factories.people import a_county, unit
from tests.portal.kept_house import Reader
from tests.portal.paper import a_picture, a_site, a_story, publish
from xiangyin.kernel.models import Picture, PictureRendition, Unit
from xiangyin.newsroom.models import Story, Theme
from xiangyin.portal.kept import changes, opening, store, triggers, upkeep
from xiangyin.portal.models import Change, Imprint, Section

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(autouse=True)
def _files_are_closed_before_the_next_test():
    yield
    gc.collect()


@pytest.fixture
def home(county):
    return a_site(county)


@pytest.fixture
def theme(county):
    return Theme.objects.create(unit=county, slug="harvest", name="田里的一年")


@pytest.fixture
def story(home, theme):
    return a_story(
        home,
        title="石桥修好了",
        theme=theme,
        cover=a_picture(),
        cover_alt="石桥",
        on=date(2026, 5, 3),
    )


@pytest.fixture
def reader(tmp_path, home):
    return Reader(tmp_path)


def test_a_page_is_made_once_and_handed_out_from_then_on(reader, story):
    first = reader.read(story.url)
    again = [reader.read(story.url) for _time in range(3)]

    assert reader.made == [story.url]
    assert [(each.status, each.body) for each in again] == [(200, first.body)] * 3
    assert "石桥修好了" in first.html


def correct(story):
    story.title = "石桥修好又加宽了"
    publish(story)


def withdraw(story):
    Story.objects.get(pk=story.pk).unpublish()


def publish_another(story):
    a_story(Page.objects.get(pk=story.get_parent().get_parent().pk).specific)


def publish_by_the_clock(story):
    """What the worker does when the chosen time of a signed draft has come."""
    another = a_story(story.get_parent().get_parent().specific, live=False)
    publish(another)
    Story.objects.filter(pk=another.pk).update(
        first_published_at=timezone.now() - timedelta(seconds=1)
    )


def rename_section(story):
    section = Section.objects.get(slug="news")
    section.title = "县里的事"
    section.save_revision().publish(skip_permission_checks=True)


def open_section(story):
    home = Section.objects.get(slug="news").get_parent()
    home.add_child(instance=Section(title="生活", slug="life"))


def move_story(story):
    story.move(Section.objects.get(slug="villages"), pos="last-child")


def change_picture(story):
    Picture.objects.filter(pk=story.cover_id).update(credit="陆明川")


def lose_a_size(story):
    PictureRendition.objects.filter(image=story.cover_id).delete()


def rename_theme(story):
    Theme.objects.update(name="一年四季")


def rename_unit(story):
    Unit.objects.filter(pk=story.unit_id).update(name="清岚新县")


def change_imprint(story):
    Imprint.objects.update(contact="0570-0000000")


def type_into_a_shell(story):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE wagtailcore_page SET title = %s WHERE id = %s",
            ["改过的", story.pk],
        )


WHAT_CHANGES = [
    correct,
    withdraw,
    publish_another,
    publish_by_the_clock,
    rename_section,
    open_section,
    move_story,
    change_picture,
    lose_a_size,
    rename_theme,
    rename_unit,
    change_imprint,
    type_into_a_shell,
]


@pytest.mark.parametrize("change", WHAT_CHANGES)
def test_what_is_read_is_what_django_would_say_now(reader, story, change, client):
    addresses = ["/", "/news/", "/villages/", story.url, "/themes/harvest/"]
    addresses += ["/units/qinglan/", "/archive/", "/archive/2026/5/", "/site-map/"]
    for address in addresses:
        assert reader.read(address).status == 200

    change(story)

    for address in addresses:
        now, plainly = reader.read(address), client.get(address)
        assert (now.status, now.html) == (plainly.status_code, plainly.text), address


@pytest.mark.parametrize("change", [correct, withdraw, change_imprint])
def test_without_the_triggers_an_old_page_is_shown(reader, story, change, client):
    """The twin: nobody writes down what changed."""
    triggers.take_away(connection)
    before = reader.read(story.url)

    change(story)

    assert reader.read(story.url).body == before.body
    assert client.get(story.url).content != before.body


def test_only_what_is_made_from_a_story_is_made_again(reader, home, story):
    far = a_story(home, section="villages", on=date(2026, 5, 1))
    addresses = ["/", "/news/", "/villages/", far.url, story.url, "/accessibility/"]
    for address in addresses:
        reader.read(address)
    reader.made.clear()

    correct(story)
    for address in addresses:
        reader.read(address)

    assert reader.made == ["/", "/news/", story.url]


def test_another_county_s_settings_let_nothing_of_this_one_go(reader, story):
    a_site(a_county("yunhe", "云河县"), hostname="yunhe.example", is_default=False)
    reader.read(story.url)
    reader.read("/", host="yunhe.example")
    reader.made.clear()

    Imprint.objects.filter(site__hostname="yunhe.example").update(contact="新")
    reader.read(story.url)
    reader.read("/", host="yunhe.example")

    assert reader.made == ["/"]


def test_a_draft_lets_nothing_go(reader, story):
    reader.read(story.url)

    story.title = "还没写完"
    story.save_revision()

    reader.read(story.url)
    assert reader.made == [story.url]


class ChangedWhileMade:
    """An application that is overtaken: the change commits when the page is made."""

    def __init__(self, application, change):
        self.application, self.change = application, change

    def __call__(self, environ, start_response):
        body = b"".join(self.application(environ, start_response))
        change, self.change = self.change, lambda: None
        change()
        return [body]


def overtaken(tmp_path, story) -> Reader:
    reader = Reader(tmp_path)
    reader.django = ChangedWhileMade(reader.django, lambda: correct(story))
    reader.read(story.url)
    return reader


def test_a_page_that_was_overtaken_is_never_handed_out(tmp_path, story):
    reader = overtaken(tmp_path, story)

    assert "加宽" in reader.read(story.url).html


def test_who_notes_the_number_afterwards_hands_out_an_old_page(
    tmp_path, story, monkeypatch
):
    """The twin: with the number as it stands when the page is stored."""
    put = store.Store.put

    def late(self, key, kept):
        self.changes.look()
        kept.made_at = self.changes.number
        put(self, key, kept)

    monkeypatch.setattr(store.Store, "put", late)
    reader = overtaken(tmp_path, story)

    assert "加宽" not in reader.read(story.url).html


def test_what_a_reader_chose_is_a_page_of_its_own(reader, story):
    chosen = [
        {},
        {"accept_language": "en-GB,en;q=0.9"},
        {"cookie": "django_language=en"},
        {"cookie": "size=large"},
        {"cookie": "django_language=en; size=large"},
    ]

    pages = [reader.read("/", **each).html for each in chosen]

    assert pages[1] == pages[2]
    assert len(set(pages)) == 4
    assert reader.made == ["/"] * 4
    assert ['data-size="large"' in page for page in pages] == [0, 0, 0, 1, 1]


@pytest.mark.parametrize(
    "cookie", ["size=huge", "django_language=xx", "visited=1", "csrftoken=a"]
)
def test_what_changes_no_page_makes_no_page(reader, story, cookie):
    reader.read("/")
    reader.read("/", cookie=cookie)

    assert reader.made == ["/"]


@pytest.mark.parametrize("cookie", ["sessionid=abc", "size=large; messages=x"])
def test_who_is_known_goes_past_the_kept_pages(reader, story, cookie):
    for _time in range(2):
        reader.read("/", cookie=cookie)
    reader.read("/")

    assert reader.made == ["/"] * 3


def test_who_sends_something_goes_past_the_kept_pages(reader, story):
    reader.read("/")

    reader.read("/", method="POST")

    assert reader.made == ["/", "/"]


def test_what_a_page_does_not_listen_to_makes_no_page(reader, home):
    for day in range(1, 23):
        a_story(home, on=date(2026, 5, day))
    addresses = ["/news/", "/news/?utm_source=x", "/news/?from=timeline&p=2"]

    pages = [reader.read(each).html for each in (*addresses, "/news/?p=2")]

    assert reader.made == ["/news/", "/news/?p=2"]
    assert pages[0] == pages[1] != pages[2] == pages[3]
    assert "utm_source" not in pages[1]


@pytest.mark.parametrize("address", ["/nowhere/", "/search/?q=桥", "/accounts/login/"])
def test_what_is_no_page_of_the_paper_is_not_kept(reader, story, address):
    reader.read(address)
    reader.read(address)

    assert len(reader.made) == 2


def test_a_reader_who_has_the_page_is_told_so(reader, story):
    first = reader.read(story.url)

    same = reader.read(story.url, if_none_match=first.headers["ETag"])
    correct(story)
    other = reader.read(story.url, if_none_match=first.headers["ETag"])

    assert (same.status, same.body) == (304, b"")
    assert same.headers["ETag"] == first.headers["ETag"]
    assert (other.status, other.headers["ETag"] == first.headers["ETag"]) == (
        200,
        False,
    )


def test_a_head_is_the_page_without_its_body(reader, story):
    head = reader.read(story.url, method="HEAD")
    page = reader.read(story.url)

    assert (head.status, head.body, reader.made) == (200, b"", [story.url])
    assert head.headers.keys() == page.headers.keys()
    assert int(head.headers["Content-Length"]) == len(page.body)
    assert reader.read("/nowhere/", method="HEAD").body == b""


def test_a_page_is_packed_once_for_who_can_unpack_it(reader, story):
    plain = reader.read(story.url)
    packed = reader.read(story.url, accept_encoding="gzip, br")

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body) / 2
    assert "Content-Encoding" not in plain.headers


def test_a_kept_page_carries_the_headers_of_a_made_one(reader, story, client):
    made = client.get(story.url).headers
    reader.read(story.url)

    kept = reader.read(story.url).headers

    ours = {"ETag", "Vary", "Cache-Control", "Content-Length", "X-Accel-Expires"}
    assert {name: kept[name] for name in kept.keys() - ours} == {
        name: made[name] for name in made.keys() - ours
    }


def test_the_date_in_the_masthead_is_today_s(reader, story, monkeypatch):
    reader.read("/")
    tomorrow = timezone.now().timestamp() + 24 * 3600

    monkeypatch.setattr(store.time, "time", lambda: tomorrow)
    reader.read("/")

    assert reader.made == ["/", "/"]


def test_another_process_hands_out_the_same_page(reader, story, tmp_path):
    other = Reader(tmp_path)
    first = reader.read(story.url)

    assert other.read(story.url).body == first.body
    correct(story)
    assert "加宽" in other.read(story.url).html
    assert "加宽" in reader.read(story.url).html
    assert (reader.made, other.made) == ([story.url], [story.url])


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
