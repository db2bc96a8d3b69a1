"""How often a public page asks the database, past the door of kept pages: twelve times at most.

The numbers are exact; those of a front page that the office arranged are in ``front/``.
"""

from datetime import date, datetime

import pytest
from django.db import connection
from django.utils.timezone import make_aware

from tests.factories.portal import OccasionFactory
from tests.portal.paper import a_picture, a_site, a_story
from xiangyin.newsroom.models import Story, Theme
from xiangyin.portal import reading

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
        ("/units/qinglan/", 11),
        ("/themes/harvest/", 11),
        ("/archive/", 8),
        ("/archive/2026/5/", 7),
        ("/whats-on/2026/5/", 8),
        ("/site-map/", 8),
        ("/bulletins/", 7),
        ("/answers/", 7),
        ("/answers/known/", 6),
        ("/ask/", 6),
        # SQLite asks its word index first, PostgreSQL joins it.
        ("/search/?q=正文", 12 if connection.vendor == "sqlite" else 16),
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


def test_a_story_page_asks_a_fixed_number_of_questions(
    client, home, django_assert_num_queries
):
    for day in range(1, 7):
        a_story(home, cover=a_picture(), cover_alt="山", on=date(2026, 5, day))
    story = Story.objects.last()
    client.get(story.url)

    with django_assert_num_queries(9):
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
