"""The outermost door: a page that is kept is handed out before Django is asked.

Only for who reads without being known: a request with a session, with messages that
wait, or with any method but GET and HEAD goes past it.
"""

import re
import time
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language_from_request

from .changes import SECOND, Changes, place
from .notes import Noting
from .store import KeptPage, Store

# What is a person's own, a file, or found anew each time. (What notes nothing is not
# kept either; these need not be asked.)
PAST = [
    "/admin/",
    "/accounts/",
    "/my/",
    "/start/",
    "/language/",
    "/display/",
    "/static/",
    "/media/",
    "/search/",
    "/healthz",
    "/bulletins/",
    "/feed",
    "/open311/",
    "/answers/",
    "/ask/",
]
# What a page listens to behind the question mark: the number of a list's page, and
# live notes from the oldest on.
PARAMETERS = {"p": re.compile(r"\d{1,9}", re.ASCII), "notes": re.compile("oldest")}
LONGEST = 300
# A page that was not to be kept is not waited for again for so many seconds.
NOT_KEPT_FOR = 60
MOST_REMEMBERED = 10_000
# What a browser has it asks for again each time; nginx may hand a page out for the
# rest of the second in which it was known to be true, and for one more while it asks.
# (nginx takes no answer that says max-age=0 alone, and reads X-Accel-Expires, which has
# the last word, only after it: both are sent, in this order.)
CACHE_CONTROL = "public, s-maxage=1, max-age=0, stale-while-revalidate=1"
VARY = "Accept-Encoding, Accept-Language, Cookie"
OURS = {"etag", "vary", "cache-control", "content-length"}


class Door:
    """The application with its kept pages before it."""

    def __init__(self, application, folder: Path, *, every: int | None = None):
        self.application = application
        self.changes = Changes(
            folder, **({"every": every} if every is not None else {})
        )
        self.store = Store(folder, self.changes)
        self.past = tuple(PAST)
        self.cookies = [
            (getattr(settings, name), values)
            for name, values in settings.XIANGYIN_PAGE_COOKIES
        ]
        self.known = {settings.SESSION_COOKIE_NAME, "messages"}
        self.languages: dict[str, str] = {}
        self.not_kept: dict[tuple, float] = {}

    def __call__(self, environ, start_response):
        key = self.key_of(environ)
        if key is None:
            return self.application(environ, start_response)
        heard = self.changes.look()
        if not self.changes.number:
            return self.application(environ, start_response)
        kept = self.store.get(key)
        if kept is None:
            if self.not_kept.get(key, 0) > time.monotonic():
                return self.application(environ, start_response)
            with self.store.alone(key):
                kept = self.store.get(key)
                if kept is None:
                    kept, answer = self.make(key, environ)
                    if kept is None:
                        return pass_on(answer, environ, start_response)
        return hand_out(kept, heard, environ, start_response)

    def key_of(self, environ) -> tuple | None:
        """What tells this page from others; nothing if it is not to be kept."""
        path = environ.get("PATH_INFO", "")
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or path.startswith(
            self.past
        ):
            return None
        chosen = self.chosen(environ.get("HTTP_COOKIE", ""))
        if chosen is None or len(path) > LONGEST:
            return None
        language = chosen[0] or self.language_of(
            environ.get("HTTP_ACCEPT_LANGUAGE", "")
        )
        query = environ.get("QUERY_STRING", "")
        return (
            environ.get("HTTP_HOST", ""),
            environ.get("wsgi.url_scheme", ""),
            environ.get("HTTP_X_FORWARDED_PROTO", ""),
            path,
            known_query(query) if query else "",
            language,
            *chosen[1:],
        )

    def chosen(self, header: str) -> list[str] | None:
        """What the reader chose by cookies; nothing if they are known to us."""
        if not header:
            return [""] * len(self.cookies)
        sent = dict(part.strip().partition("=")[::2] for part in header.split(";"))
        if not self.known.isdisjoint(sent):
            return None
        return [
            sent[name] if sent.get(name) in values else ""
            for name, values in self.cookies
        ]

    def language_of(self, header: str) -> str:
        """The language that Django would speak, worked out once for each header."""
        found = self.languages.get(header)
        if found is None:
            asked = SimpleNamespace(COOKIES={}, META={"HTTP_ACCEPT_LANGUAGE": header})
            found = get_language_from_request(asked)
            if len(self.languages) < MOST_REMEMBERED:
                self.languages[header] = found
        return found

    def make(self, key: tuple, environ) -> tuple[KeptPage | None, tuple]:
        """Ask Django for the page, as a reader would who sends nothing else."""
        made_at, until = self.changes.number, midnight()
        asked = {**environ, "REQUEST_METHOD": "GET", "QUERY_STRING": key[4]}
        for name in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE"):
            asked.pop(name, None)
        chosen = [key[5], *key[6:]] if "HTTP_COOKIE" in environ else []
        asked["HTTP_COOKIE"] = "; ".join(
            f"{name}={value}"
            for (name, _values), value in zip(self.cookies, chosen, strict=False)
            if value
        )
        told: list = []
        with Noting() as noted:
            parts = self.application(asked, lambda *start: told.extend(start[:2]))
            try:
                body = b"".join(parts)
            finally:
                if hasattr(parts, "close"):
                    parts.close()
        status, headers = told
        if not noted or not status.startswith("200") or is_one_persons(headers):
            self._remember_not(key)
            return None, (status, headers, body)
        headers = [each for each in headers if each[0].lower() not in OURS]
        places = sorted({place(note) for note in noted})
        kept = KeptPage(made_at, until, places, headers, body)
        self.store.put(key, kept)
        return kept, ()

    def _remember_not(self, key: tuple) -> None:
        if len(self.not_kept) >= MOST_REMEMBERED:
            self.not_kept.clear()
        self.not_kept[key] = time.monotonic() + NOT_KEPT_FOR


def known_query(query: str) -> str:
    """Of what stands behind the question mark what a page listens to.

    >>> known_query("utm_source=wechat&p=2&p=3"), known_query("from=timeline")
    ('p=2', '')
    >>> known_query("notes=oldest"), known_query("notes=newest")
    ('notes=oldest', '')
    """
    found: dict[str, str] = {}
    for name, value in parse_qsl(query[:LONGEST]):
        if name in PARAMETERS and PARAMETERS[name].fullmatch(value):
            found.setdefault(name, value)
    return urlencode(sorted(found.items()))


def is_one_persons(headers) -> bool:
    for name, value in headers:
        name = name.lower()
        if name == "set-cookie":
            return True
        if name == "cache-control" and ("private" in value or "no-store" in value):
            return True
    return False


def midnight() -> float:
    """When the date in the masthead is yesterday's."""
    tomorrow = timezone.localtime() + timedelta(days=1)
    return tomorrow.replace(hour=0, minute=0, second=0, microsecond=0).timestamp()


def hand_out(kept: KeptPage, heard: int, environ, start_response):
    """Send a kept page, or only that it is still the one the reader has."""
    age = max(0, time.monotonic_ns() - heard) / SECOND
    common = [
        ("ETag", kept.etag),
        ("Cache-Control", CACHE_CONTROL),
        ("Vary", VARY),
        ("X-Accel-Expires", f"@{int(time.time() - age)}"),
    ]
    if has_it(environ.get("HTTP_IF_NONE_MATCH", ""), kept.etag):
        start_response("304 Not Modified", common)
        return []
    body = kept.body
    if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
        body = kept.packed
        common.append(("Content-Encoding", "gzip"))
    common.append(("Content-Length", str(len(body))))
    start_response("200 OK", kept.headers + common)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def has_it(asked: str, etag: str) -> bool:
    return bool(asked) and (
        asked.strip() == "*" or etag in (part.strip() for part in asked.split(","))
    )


def pass_on(answer, environ, start_response):
    """Send what Django answered and is not kept."""
    status, headers, body = answer
    start_response(status, headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
