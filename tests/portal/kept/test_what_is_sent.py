"""Which page a reader is handed, by what the browser sends."""

import gzip
from datetime import date

import pytest
from django.utils import timezone

from tests.portal.kept_house import Reader, correct
from tests.portal.paper import a_story
from xiangyin.portal.kept import store

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


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
