"""How often a public page asks the database, past the door of kept pages: twelve times at most.

The numbers are exact; those of a front page that the office arranged are in ``front/``.
"""

from datetime import date, datetime

import pytest
from django.utils.timezone import make_aware

from tests.factories.answers import open_desk, publish_answer
from tests.factories.portal import OccasionFactory
from tests.portal.paper import a_picture, a_site, a_story
from xiangyin.newsroom.models import Story, Theme
from xiangyin.portal import reading, searching

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def home(county):
    return a_site(county)


@pytest.fixture
def theme(county):
    return Theme.objects.create(unit=county, slug="harvest", name="田里的一年")


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/", 10),
        ("/news/", 9),
        ("/units/qinglan/", 9),
        ("/themes/harvest/", 9),
        ("/archive/", 7),
        ("/archive/2026/5/", 6),
        ("/whats-on/2026/5/", 6),
        ("/site-map/", 6),
        ("/bulletins/", 5),
        ("/answers/", 7),
        ("/answers/known/", 6),
        ("/ask/", 6),
        ("/search/?q=正文", 9),
    ],
)
def test_a_list_asks_as_often_for_three_rows_as_for_one(
    client, home, theme, address, queries, django_assert_num_queries
):
    def add(day):
        more = {"cover": a_picture(), "cover_alt": "山", "theme": theme}
        a_story(home, on=date(2026, 5, day), **more)
        starts_at = make_aware(datetime(2026, 5, day, 12))
        OccasionFactory(unit=home.county, starts_at=starts_at)

    add(1)
    add(2)
    client.get(address)  # makes the pictures' sizes and fills Wagtail's site cache
    with django_assert_num_queries(queries):
        client.get(address)
    for day in range(3, 6):
        add(day)
    client.get(address)
    with django_assert_num_queries(queries):
        client.get(address)


def test_a_search_that_finds_very_many_and_answers_too(
    client, home, monkeypatch, django_assert_num_queries
):
    """Titles and leads are asked for besides, and the answered questions read."""
    monkeypatch.setattr(searching, "ALL_RANKED", 0)
    desk = open_desk(home.county)
    publish_answer(desk, title="路灯不亮")
    for day in range(1, 6):
        a_story(home, title="路灯亮了", on=date(2026, 5, day))
    client.get("/search/?q=路灯")

    with django_assert_num_queries(11):
        told = client.get("/search/?q=路灯")

    assert told.context["found"].total == 5
    assert told.context["answered"].total == 1


@pytest.mark.parametrize(("query", "queries"), [("春根", 12), ("春耕 不在", 10)])
def test_a_slip_asks_no_more(client, home, query, queries, django_assert_num_queries):
    """What was meant is looked for among many spellings, all at once."""
    a_story(home, title="春耕开始了", on=date(2026, 5, 1))
    client.get(f"/search/?q={query}")

    with django_assert_num_queries(queries):
        client.get(f"/search/?q={query}")


def test_a_story_page_asks_a_fixed_number_of_questions(
    client, home, django_assert_num_queries
):
    for day in range(1, 7):
        a_story(home, cover=a_picture(), cover_alt="山", on=date(2026, 5, day))
    story = Story.objects.last()
    client.get(story.url)

    with django_assert_num_queries(10):
        client.get(story.url)


def test_a_story_of_a_theme_asks_once_more(client, home, django_assert_num_queries):
    """As few stories of its theme as there are, the section is asked, too."""
    theme = Theme.objects.create(unit=home.county, slug="harvest", name="田里的一年")
    for day in range(1, 7):
        told = {"theme": theme} if day < 4 else {}
        a_story(home, cover=a_picture(), cover_alt="山", on=date(2026, 5, day), **told)
    story = Story.objects.filter(theme=theme).last()
    client.get(story.url)

    with django_assert_num_queries(11):
        client.get(story.url)


def test_sections_that_were_quiet_for_long_are_asked_together(
    client, home, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(reading, "LOOKED_AT", 1)
    for day in range(1, 20):
        section = "villages" if day < 6 else "news"
        a_story(home, section=section, on=date(2026, 5, day))
    client.get("/")

    with django_assert_num_queries(11):
        client.get("/")
