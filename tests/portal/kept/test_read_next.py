"""What to read next is read once for a section, and again when it has changed."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from tests.portal.kept_house import correct
from tests.portal.paper import a_story
from xiangyin.newsroom.models import Story, Theme
from xiangyin.portal.kept import held
from xiangyin.portal.kept.changes import HEAD

from .test_what_changes import WHAT_CHANGES, withdraw

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
NEVER_GIVEN = HEAD - 1


@pytest.fixture
def others(home, theme, story) -> list[Story]:
    """Of the story's theme, older: each would have it read next."""
    return [a_story(home, theme=theme, on=date(2026, 4, day)) for day in (1, 2, 3)]


def take_from_its_theme(story):
    Story.objects.filter(pk=story.pk).update(theme=None)


def put_into_another_theme(story):
    another = Theme.objects.create(unit=story.unit, slug="water", name="水")
    Story.objects.filter(pk=story.pk).update(theme=another)


@pytest.mark.parametrize(
    "change", [*WHAT_CHANGES, take_from_its_theme, put_into_another_theme]
)
def test_a_page_that_was_never_read_says_what_is_newest_now(
    reader, story, others, client, change
):
    assert story.url in reader.read(others[0].url).html

    change(story)

    now, plainly = reader.read(others[1].url), client.get(others[1].url)
    assert (now.status, now.html) == (plainly.status_code, plainly.text)


@pytest.mark.parametrize("change", [correct, withdraw])
def test_held_for_ever_it_would_lead_to_what_was(
    reader, story, others, client, change, monkeypatch
):
    """The twin: what is held is never asked whether it is still true."""
    monkeypatch.setattr(held, "place", lambda note: NEVER_GIVEN)
    reader.read(others[0].url)

    change(story)

    now = reader.read(others[1].url)
    assert now.status == 200
    assert now.html != client.get(others[1].url).text


def titles_to_read_next(reader, story, among) -> list[str]:
    _text, _mark, below = reader.read(story.url).html.partition('class="related"')
    places = {each.title: below.find(each.url) for each in among}
    return sorted((t for t in places if places[t] >= 0), key=places.get)


def test_the_same_theme_comes_first_and_then_the_section(reader, home, theme):
    of_theme = [a_story(home, theme=theme, on=date(2026, 3, day)) for day in (1, 2, 3)]
    newer = [a_story(home, on=date(2026, 5, day)) for day in range(1, 7)]
    elsewhere = a_story(home, section="villages", on=date(2026, 6, 1))
    everything = [*of_theme, *newer, elsewhere]

    def read_next(story):
        return titles_to_read_next(reader, story, everything)

    def titles(*stories):
        return [story.title for story in stories]

    assert read_next(of_theme[2]) == titles(of_theme[1], of_theme[0], *newer[:3:-1])
    assert read_next(of_theme[0]) == titles(of_theme[2], of_theme[1], *newer[:3:-1])
    assert read_next(newer[0]) == titles(*newer[:1:-1])
    assert read_next(newer[4]) == titles(newer[5], *newer[3:0:-1])
    assert read_next(elsewhere) == []


def test_the_second_story_of_a_section_asks_for_itself_and_its_pictures(reader, home):
    stories = [a_story(home, on=date(2026, 5, day)) for day in range(1, 7)]
    reader.read(stories[0].url)

    with CaptureQueriesContext(connection) as queries:
        reader.read(stories[1].url)

    asked = [each for each in queries if "portal_change" not in each["sql"]]
    assert len(asked) <= 3


def test_what_is_shut_afterwards_is_missing_though_nobody_read_it(
    reader, story, others
):
    assert reader.read(others[0].url).status == 200

    PageViewRestriction.objects.create(page=others[1], restriction_type="login")
    section = story.get_parent()

    assert reader.read(others[1].url).status == 404
    assert reader.read(others[2].url).status == 200
    PageViewRestriction.objects.create(page=section, restriction_type="login")
    assert {reader.read(each.url).status for each in (section, story, *others)} == {404}
    PageViewRestriction.objects.all().delete()
    assert reader.read(others[1].url).status == 200


def test_held_for_ever_it_would_be_open_still(reader, others, monkeypatch):
    """The twin: what is held is never asked whether it is still true."""
    monkeypatch.setattr(reader.door.changes, "outdate", lambda *told: False)
    reader.read(others[0].url)

    PageViewRestriction.objects.create(page=others[1], restriction_type="login")

    assert reader.read(others[1].url).status == 200
