"""What stands around every page is read once, and again when it has changed."""

import re
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from tests.factories.people import a_county
from tests.portal.kept_house import Reader, correct
from tests.portal.paper import a_site
from xiangyin.kernel.models import Unit
from xiangyin.portal import reading
from xiangyin.portal.kept import held
from xiangyin.portal.kept.changes import HEAD
from xiangyin.portal.models import Imprint, Section

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
NEVER_GIVEN = HEAD - 1
FURNITURE = re.compile(r'FROM "(portal_imprint|portal_section|wagtailcore_site)"')


def asked_for(reader, address) -> list[str]:
    """Which parts of the furniture the database was asked for by one page."""
    with CaptureQueriesContext(connection) as queries:
        assert reader.read(address).status == 200
    found = [FURNITURE.search(each["sql"]) for each in queries]
    return [each[1] for each in found if each]


def test_the_second_page_of_a_site_asks_for_no_furniture(reader, story):
    first = asked_for(reader, story.url)
    second = asked_for(reader, "/news/")

    assert sorted(first) == ["portal_imprint", "portal_section", "wagtailcore_site"]
    assert second == []


def test_who_is_signed_in_is_shown_what_the_database_says(client, reader, story):
    reader.read(story.url)
    Imprint.objects.update(name="刚改的名字")

    answer = client.get(story.url, headers={"cookie": "__Host-session=somebody"})

    assert "刚改的名字" in answer.text


def rename_home(home):
    Page.objects.filter(pk=home.pk).update(seo_title="清岚之声")


def rename_county(home):
    Unit.objects.filter(pk=home.county_id).update(name="清岚新县")


def rename_site(home):
    Site.objects.update(site_name="新名字")


def change_name(home):
    Imprint.objects.update(name="清岚之声")


def close_section(home):
    Section.objects.get(slug="villages").unpublish()


CHANGES = [rename_home, rename_county, rename_site, change_name, close_section]


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_a_page_that_was_never_read_has_the_new_furniture(
    reader, home, story, client, change
):
    reader.read("/news/")

    change(home)

    now, plainly = reader.read(story.url), client.get(story.url)
    assert (now.status, now.html) == (plainly.status_code, plainly.text)


@pytest.mark.parametrize("change", [change_name, close_section])
def test_held_for_ever_it_would_be_the_old(
    reader, home, story, client, change, monkeypatch
):
    """The twin: what is held is never asked whether it is still true."""
    monkeypatch.setattr(held, "place", lambda note: NEVER_GIVEN)
    reader.read("/news/")

    change(home)

    now = reader.read(story.url)
    assert now.status == 200
    assert now.html != client.get(story.url).text


def test_a_story_is_drawn_once_for_all_lists_until_it_changes(reader, story, client):
    lists = ["/news/", "/news/?p=1", "/themes/harvest/", "/units/qinglan/"]
    reader.read(lists[0])

    correct(story)

    for address in lists:
        assert reader.read(address).html == client.get(address).text


def test_a_card_held_for_ever_would_show_the_old_headline(
    reader, story, client, monkeypatch
):
    """The twin: what is held is never asked whether it is still true."""
    monkeypatch.setattr(held, "place", lambda note: NEVER_GIVEN)
    reader.read("/news/")

    correct(story)

    now = reader.read("/news/?p=1")
    assert (now.status, "加宽" in now.html) == (200, False)
    assert "加宽" in client.get("/news/?p=1").text


def overtaken(reader, story) -> str:
    """A list is read, the correction commits and is heard of, and then it is drawn."""
    newest = reading.page_of

    def read_and_be_overtaken(*args, **kwargs):
        page = newest(*args, **kwargs)
        correct(story)
        reader.door.changes.look()
        return page

    with patch.object(reading, "page_of", read_and_be_overtaken):
        reader.read("/news/")
    return reader.read("/news/?p=1").html


def test_a_card_is_as_old_as_the_page_it_was_drawn_for(reader, story):
    reader.read("/")

    assert "加宽" in overtaken(reader, story)


def test_a_card_said_to_be_as_new_as_its_drawing_stays_old(reader, story):
    """The twin: with the number as it stands when the card is drawn."""
    reader.read("/")

    class Now:
        def __iter__(self):
            return iter((reader.door.changes, reader.door.changes.number))

    with patch.object(held, "being_made", Now):
        assert "加宽" not in overtaken(reader, story)


def test_a_page_that_writes_on_its_site_writes_on_its_own(reader, home, story):
    reader.read("/news/")
    lent = next(iter(reader.door.changes.held.values())).value
    before = dict(vars(lent.site.root_page.specific))

    reader.read("/")
    reader.read(story.url)

    assert not hasattr(lent.imprint, "_request")
    assert vars(lent.site.root_page.specific) == before


def test_each_county_has_its_own(reader, home, story):
    a_site(a_county("yunhe", "云河县"), hostname="yunhe.example", is_default=False)
    Imprint.objects.filter(site__hostname="yunhe.example").update(name="云河融媒")

    pages = [reader.read("/", host=host) for host in ("testserver", "yunhe.example")]
    again = [
        reader.read("/archive/", host=host) for host in ("testserver", "yunhe.example")
    ]

    assert ["云河融媒" in page.html for page in (*pages, *again)] == [
        *(False, True),
        *(False, True),
    ]


def test_hosts_without_end_do_not_fill_the_memory(tmp_path, home, monkeypatch):
    monkeypatch.setattr(held, "MOST", 3)
    reader = Reader(tmp_path)

    for number in range(10):
        reader.read("/", host=f"testserver:{8000 + number}")

    assert len(reader.door.changes.held) <= 3
