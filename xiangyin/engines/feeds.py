"""Reading an Atom or RSS feed into plain data. Meant to run in a child.

What comes in is a line of JSON (``address``: where the feed was had, for its relative
links; ``charset``: what its server said of it) and then the feed as it came.
"""

import io
import json
import re
import warnings

import feedparser
from feedparser.encodings import convert_to_utf8

MOST_ENTRIES = 500
# A declaration of a document type can hold entities that unpack without end.
DECLARATION = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.I)
NAME = re.compile(r"[A-Za-z][A-Za-z0-9._-]{0,39}\Z")
SAMPLE = b"""<rss version="2.0"><channel><title>a</title><item><title>b</title>
<link>http://a.example/</link><pubDate>Sat, 03 Oct 2026 08:00:00 +0800</pubDate>
<description>&lt;p&gt;c&lt;/p&gt;</description></item></channel></rss>"""


def prepared(body: bytes, *, address: str = "", charset: str = "") -> bytes:
    """What :func:`read` takes."""
    return json.dumps({"address": address, "charset": charset}).encode() + b"\n" + body


def read(data: bytes) -> dict:
    """Return ``{"title", "entries"}`` or ``{"refused": "declaration" | "no feed"}``.

    An entry has ``title``, ``link``, ``author``, ``text``, ``is_whole`` where the feed
    calls it more than a summary, and ``moment``, the six numbers of its publication in
    UTC, or None.

    >>> read(prepared(SAMPLE))["entries"]  # doctest: +NORMALIZE_WHITESPACE
    [{'title': 'b', 'link': 'http://a.example/', 'author': '', 'text': '<p>c</p>',
      'is_whole': False, 'moment': [2026, 10, 3, 0, 0, 0]}]
    >>> read(prepared(b"<html/>")), read(prepared(b"<!DOCTYPE a>" + SAMPLE))
    ({'refused': 'no feed'}, {'refused': 'declaration'})
    """
    told, _line, body = data.partition(b"\n")
    asked = json.loads(told)
    headers = {"content-type": "application/xml"}
    if NAME.match(asked["charset"]):
        headers["content-type"] += f"; charset={asked['charset']}"
    if asked["address"]:
        headers["content-location"] = asked["address"]
    if _declares(body, headers):
        return {"refused": "declaration"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # As a file: of bytes it would ask whether they name one, and open that.
        feed = feedparser.parse(io.BytesIO(body), response_headers=headers)
    if not feed.get("version"):
        return {"refused": "no feed"}
    entries = [_entry(entry) for entry in _newest(feed.entries)]
    return {"title": feed.feed.get("title", ""), "entries": entries}


def _newest(entries: list) -> list:
    """The newest of more entries than are read; some feeds begin with their oldest."""
    if len(entries) <= MOST_ENTRIES:
        return entries
    return sorted(entries, key=_moment, reverse=True)[:MOST_ENTRIES]


def _moment(entry) -> tuple:
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    return tuple(moment[:6]) if moment else ()


def warm_up() -> None:
    """Have the parser load what it loads at first use."""
    read(prepared(SAMPLE))


def _declares(body: bytes, headers: dict) -> bool:
    """Whether there is a declaration, in whatever encoding the parser will see it."""
    decoded = convert_to_utf8(dict(headers), body, {})
    return any(DECLARATION.search(text) for text in (body, decoded))


def _entry(entry) -> dict:
    contents = [part.get("value", "") for part in entry.get("content", [])]
    return {
        "title": entry.get("title", ""),
        "link": entry.get("link", ""),
        "author": entry.get("author", ""),
        "text": max([entry.get("summary", ""), *contents], key=len),
        "is_whole": any(contents),
        "moment": list(_moment(entry)) or None,
    }
