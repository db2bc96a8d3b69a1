"""What a device may keep, and what the server says of it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.people import a_county
from tests.portal.paper import a_site, a_story
from xiangyin.portal.offline import MOST_STORIES, SHELL

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
KEPT = re.compile(r'<html[^>]*\sdata-keep="(\w+)"')


@pytest.fixture
def home(county):
    return a_site(county)


def kept_as(client, address: str) -> list[str]:
    return KEPT.findall(client.get(address).content.decode())


def test_a_story_and_the_paper_s_own_pages_may_be_kept(client, home):
    story = a_story(home)

    assert kept_as(client, story.url) == ["story"]
    assert kept_as(client, "/") == ["page"]
    assert kept_as(client, "/news/") == ["page"]


def test_pages_of_a_person_answers_and_drafts_may_not(admin_client, home):
    draft = a_story(home, live=False)
    a_story(home)
    preview = f"/admin/pages/{draft.pk}/view_draft/"

    for address in ("/search/?q=一", "/accounts/login/", "/my/tips/", "/offline/"):
        assert kept_as(admin_client, address) == []
    assert admin_client.get(preview).status_code == 200
    assert kept_as(admin_client, preview) == []


def test_a_draft_of_a_public_story_may_not_be_kept_either(admin_client, home):
    story = a_story(home)
    story.lead = "还没有人读过的改动。"
    story.save_revision()
    preview = f"/admin/pages/{story.pk}/view_draft/"

    page = admin_client.get(preview).content.decode()

    assert "还没有人读过的改动。" in page
    assert KEPT.findall(page) == []


def test_the_worker_comes_from_the_root_and_is_asked_for_anew(client, home):
    answer = client.get("/sw.js")

    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert dict(answer.cookies) == {}
    first, _, rest = answer.content.decode().partition("\n")
    assert first.startswith("const OURS = {")
    assert [name for name in SHELL if name not in first] == []
    assert f"story: {MOST_STORIES}," in rest


def test_a_withdrawn_story_is_told_as_gone_and_a_public_one_is_not(client, home):
    here, away = a_story(home), a_story(home)
    away.unpublish()

    answer = client.get(reverse("offline_gone"), {"p": [here.url, away.url, "/x/"]})

    assert answer.json() == {"gone": [away.url, "/x/"]}
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_story_of_another_county_is_none_of_this_site(client, home):
    other = a_site(a_county("elsewhere"), hostname="other", is_default=False)
    theirs = a_story(other)
    path = theirs.url_path.removeprefix(other.url_path)

    answer = client.get(reverse("offline_gone"), {"p": [f"/{path}"]})

    assert answer.json() == {"gone": [f"/{path}"]}


def test_nobody_asks_for_more_than_a_device_keeps(client, home):
    one_more = ["/news/x/"] * (MOST_STORIES + 1)

    assert client.get(reverse("offline_gone"), {"p": one_more}).status_code == 400
    assert client.get(reverse("offline_gone"), {"p": one_more[1:]}).status_code == 200


def test_it_asks_as_often_for_three_stories_as_for_one(
    client, home, django_assert_num_queries
):
    addresses = [a_story(home).url for _ in range(3)]
    client.get(reverse("offline_gone"))
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("offline_gone"), {"p": addresses[:1]})

    with django_assert_num_queries(len(asked)):
        client.get(reverse("offline_gone"), {"p": addresses})
