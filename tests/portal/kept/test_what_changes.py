"""A page is kept until something it is made from changes, and not a moment longer."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import Page

from tests.factories.people import a_county
from tests.portal.kept_house import Reader, correct
from tests.portal.paper import a_site, a_story, publish
from xiangyin.kernel.models import Picture, PictureRendition, Unit
from xiangyin.newsroom.models import Story, Theme
from xiangyin.portal.kept import store, triggers
from xiangyin.portal.models import Imprint, Section

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def test_a_page_is_made_once_and_handed_out_from_then_on(reader, story):
    first = reader.read(story.url)
    again = [reader.read(story.url) for _time in range(3)]

    assert reader.made == [story.url]
    assert [(each.status, each.body) for each in again] == [(200, first.body)] * 3
    assert "石桥修好了" in first.html


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
