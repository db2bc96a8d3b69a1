"""nginx fetches films in pieces, gives any part of them, and lets go of what is withdrawn."""

import os
import socket
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test.testcases import _MediaFilesHandler

from tests.factories.films import a_film, film_block
from tests.front import configuration, nginx
from tests.portal.paper import a_story

MEGABYTE = 1024 * 1024
pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings(
        "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
    ),
]


@pytest.fixture
def front(house, tmp_path, monkeypatch):
    """A film of a megabyte and a byte in a public story, behind the shipped nginx."""
    # Django's server for tests would hand out the files by itself.
    monkeypatch.setattr(_MediaFilesHandler, "_should_handle", lambda *_told: False)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    film = a_film(house.office.county)
    whole = os.urandom(MEGABYTE + 1)
    Path(film.file.path).write_bytes(whole)
    body = [("text", "<p>正文一段。</p>"), film_block(film)]
    story = a_story(house.office.home, body=body)
    tmp_path.chmod(0o755)
    behind = house.thread.port
    with nginx(tmp_path, configuration(tmp_path, port=port, behind=behind), port):
        yield SimpleNamespace(
            story=story,
            whole=whole,
            film=f"http://127.0.0.1:{port}/media/{film.file.name}",
        )


def ask(address: str, **headers) -> tuple[int, bytes]:
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, b""


def test_the_whole_and_any_part_of_it(front):
    whole = front.whole
    assert ask(front.film) == (200, whole)
    for _again in range(2):  # from the program, and from what nginx keeps
        for first, last in ((0, 1), (10, 99), (MEGABYTE - 5, MEGABYTE), (MEGABYTE, "")):
            told = ask(front.film, Range=f"bytes={first}-{last}")
            end = len(whole) if last == "" else last + 1
            assert told == (206, whole[first:end])
        assert ask(front.film, Range="bytes=-7") == (206, whole[-7:])


def test_what_is_withdrawn_is_gone_within_two_seconds(front):
    assert ask(front.film)[0] == 200

    front.story.unpublish()
    time.sleep(2)  # nginx counts whole seconds

    assert ask(front.film)[0] == 404
    assert ask(front.film, Range="bytes=0-1")[0] == 404
