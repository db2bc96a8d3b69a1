"""Films as files and on pages: everybody's while a story is public, and in pieces."""

import hashlib
from pathlib import Path

import pytest
from django.urls import reverse

from tests.factories.films import SRT, a_film, film_block, where
from tests.factories.people import PersonFactory, a_county
from tests.portal.paper import a_story
from xiangyin.kernel.models import Showing
from xiangyin.kernel.rights import Role
from xiangyin.newsroom.models import FilmShowing

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


# ---- who may watch ---------------------------------------------------------


def test_the_page_shows_it_with_captions_words_and_a_still(shown, client):
    film, story = shown
    page = client.get(story.url).content.decode()

    assert f'<source src="{where(film)}" type="video/mp4">' in page
    assert 'preload="none"' in page
    assert "<p>今年的春茶开采了。</p>" in page
    captions = page.partition('<track kind="captions" src="')[2].partition('"')[0]
    said = client.get(captions)
    assert said.headers["Content-Type"] == "text/vtt; charset=utf-8"
    assert said.content.decode().startswith("WEBVTT")
    assert "今年的春茶开采了。" in said.content.decode()


def test_who_passes_the_story_on_passes_the_video_on(shown, client):
    film, story = shown

    page = client.get(story.url).content.decode()

    address = f"http://testserver{film.file.url}"
    assert f'<meta property="og:video" content="{address}">' in page
    assert '<meta property="og:video:width" content="64">' in page


def test_a_recording_is_heard(home, county, client):
    film = a_film(county, name="talk.mp3", video=None, sound="libmp3lame")
    story = a_story(home, body=[film_block(film, words="他说：茶好。")])

    page = client.get(story.url).content.decode()

    assert f'src="{where(film)}"' in page
    assert "<audio controls" in page
    assert (
        f'<meta property="og:audio" content="http://testserver{film.file.url}">' in page
    )
    assert "og:video" not in page
    assert "<p>他说：茶好。</p>" in page
    assert "<track" not in page


def test_it_is_everybodys_while_a_story_is_public_and_no_longer(shown, client):
    film, story = shown
    captions = reverse(
        "captions",
        args=[story.pk, film.pk, hashlib.sha256(SRT.encode()).hexdigest()[:16]],
    )
    assert client.get(where(film)).status_code == 200
    assert "public" in client.get(where(film)).headers["Cache-Control"]
    assert Showing.objects.public().filter(picture=film.still).exists()

    story.unpublish()

    assert client.get(where(film)).status_code == 404
    assert client.get(captions).status_code == 404
    assert not Showing.objects.public().filter(picture=film.still).exists()


def test_a_draft_is_watched_by_whoever_may_open_it(home, county, client, editor):
    film = a_film(county)
    story = a_story(home, live=False, body=[film_block(film)])
    story.save_revision()
    reader = PersonFactory(posts=[(Role.FINAL_READER, county)])
    leader = PersonFactory(posts=[(Role.LEADER, county)])
    clerk = PersonFactory(posts=[(Role.CLERK, county)])
    there = PersonFactory(posts=[(Role.EDITOR, a_county("yunling", "云岭县"))])
    mark = hashlib.sha256(SRT.encode()).hexdigest()[:16]
    captions = reverse("captions", args=[story.pk, film.pk, mark])

    def answers(address, person=None):
        client.logout()
        if person:
            client.force_login(person)
        return client.get(address)

    for address in (where(film), captions):
        seen = [answers(address, person) for person in (editor, reader, leader)]
        assert {each.status_code for each in seen} == {200}
        assert {each.headers["Cache-Control"] for each in seen} == {"private, no-store"}
        hidden = [answers(address, person) for person in (None, clerk, there)]
        assert {each.status_code for each in hidden} == {404}


def test_without_the_note_of_where_it_stands_nobody_would_see_it(shown, client):
    film, _story = shown
    FilmShowing.objects.all().delete()
    assert client.get(where(film)).status_code == 404


def test_names_that_are_no_films_are_missing_alike(db, client, county):
    film = a_film(county)
    hidden = client.get(where(film))
    for path in ("films/none.mp4", "films/none.exe", "films/%00.mp4", "films/..%2f"):
        answer = client.get(f"/media/{path}")
        assert answer.status_code == 404
    assert hidden.content == client.get("/media/films/none.mp4").content


def test_a_row_whose_file_is_gone_is_missing(shown, client):
    film, _story = shown
    Path(film.file.path).unlink()
    assert client.get(where(film)).status_code == 404


# ---- pieces of it ----------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "begins", "ends"),
    [
        ("bytes=0-", 0, None),
        ("bytes=0-0", 0, 0),
        ("bytes=10-19", 10, 19),
        ("bytes=10-99999999", 10, None),
        ("bytes=-5", -5, None),
    ],
)
def test_a_piece_of_it(shown, client, asked, begins, ends):
    film, _story = shown
    whole = Path(film.file.path).read_bytes()
    first = begins % len(whole)
    last = len(whole) - 1 if ends is None else ends

    answer = client.get(where(film), headers={"range": asked})

    assert answer.status_code == 206
    assert answer.content == whole[first : last + 1]
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{len(whole)}"


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=-0"])
def test_beyond_its_end_there_is_nothing(shown, client, asked):
    film, _story = shown
    answer = client.get(where(film), headers={"range": asked})
    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == f"bytes */{film.size}"


@pytest.mark.parametrize(
    "asked", ["bytes=0-1,4-5", "lines=0-1", "bytes=-", "bytes=5-2", "bytes=a-b"]
)
def test_what_is_no_single_piece_is_the_whole(shown, client, asked):
    film, _story = shown
    answer = client.get(where(film), headers={"range": asked})
    assert answer.status_code == 200
    assert len(answer.getvalue()) == film.size


def test_no_answer_holds_a_thread_for_a_whole_film(shown, client, monkeypatch):
    monkeypatch.setattr("xiangyin.config.films.LONGEST", 100)
    film, _story = shown
    answer = client.get(where(film), headers={"range": "bytes=50-"})
    assert answer.headers["Content-Range"] == f"bytes 50-149/{film.size}"


def test_who_has_it_is_not_sent_it_again(shown, client):
    film, _story = shown
    told = client.get(where(film)).headers

    same = client.get(where(film), headers={"if-none-match": told["ETag"]})
    piece = {"range": "bytes=0-3", "if-range": told["ETag"]}
    other = {"range": "bytes=0-3", "if-range": '"another"'}
    dated = {"range": "bytes=0-3", "if-range": told["Last-Modified"]}

    assert same.status_code == 304
    assert client.get(where(film), headers=piece).status_code == 206
    assert client.get(where(film), headers=dated).status_code == 206
    assert client.get(where(film), headers=other).status_code == 200
    assert client.head(where(film)).headers["Content-Length"] == str(film.size)
    assert client.post(where(film)).status_code == 405
