"""The first reader of a new process does not wait for what it could have read before."""

import pytest
from django.template import engines

from tests.factories.people import a_county
from tests.portal.paper import a_site, a_story
from xiangyin.portal.readiness import be_ready

pytestmark = pytest.mark.django_db


@pytest.fixture
def templates():
    """The compiled templates of this process: none, and what is added from now on."""
    loader = engines["django"].engine.template_loaders[0]
    loader.reset()
    return loader.get_template_cache


def read_a_story(client) -> None:
    story = a_story(a_site(a_county()))
    assert client.get(story.url).status_code == 200


def test_no_template_of_a_story_is_compiled_while_a_reader_waits(client, templates):
    be_ready()
    before = set(templates)

    read_a_story(client)

    assert before
    assert set(templates) == before


def test_without_that_the_first_reader_waits_for_all_of_them(client, templates):
    read_a_story(client)

    assert {"newsroom/story.html", "portal/base.html"} <= set(templates)
