"""A reader before the kept pages, who sends what a browser would and counts."""

from dataclasses import dataclass
from urllib.parse import unquote

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from tests.portal.paper import publish
from xiangyin.portal.kept.door import Door

ALWAYS = 0  # hear of every change before every page


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def html(self) -> str:
        return self.body.decode()


class Reader:
    """``made`` are the addresses that Django was asked for."""

    def __init__(self, folder, *, every=ALWAYS, application=None):
        self.made: list[str] = []
        self.django = application or WSGIHandler()
        self.door = Door(self.ask_django, folder, every=every)

    def ask_django(self, environ, start_response):
        query = environ.get("QUERY_STRING")
        self.made.append(environ["PATH_INFO"] + (f"?{query}" if query else ""))
        return self.django(environ, start_response)

    def read(self, address, method="GET", host="testserver", **headers) -> Answer:
        request = RequestFactory(headers={"host": host, **headers})
        environ = request.generic(method, unquote(address)).environ
        return answer_of(self.door, environ)


def answer_of(application, environ) -> Answer:
    """Ask as the server does, but with the test's own connection, however old it is."""
    told: list = []
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    try:
        parts = application(
            environ, lambda status, headers, *_: told.extend((status, headers))
        )
        body = b"".join(parts)
        if hasattr(parts, "close"):
            parts.close()
    finally:
        request_started.connect(close_old_connections)
        request_finished.connect(close_old_connections)
    return Answer(int(told[0][:3]), dict(told[1]), body)


def correct(story):
    """A correction, as a reader sees it."""
    story.title = "石桥修好又加宽了"
    publish(story)
