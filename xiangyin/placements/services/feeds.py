"""Reading what outlets publish in their Atom or RSS feeds."""

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from threading import BoundedSemaphore
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangyin.engines import feeds as engine
from xiangyin.engines.child import ChildError, run
from xiangyin.gateways.fetch import LIMIT
from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.rights import require
from xiangyin.kernel.services.audit import record

from ..models import Article, Outlet, length_of
from .articles import Kept, Reading, canonical, keep_articles, read
from .days import SHANGHAI

# An entry that is shorter, and not called the content, is taken for a summary.
SHORTEST_WHOLE = 300
BREAKS_OFF = re.compile(
    r"(?:…|\.{3}|。{3}|\[…\]|阅读全文|阅读原文|查看全文|查看更多|read more|"
    r"continue reading)[\s.\])）】>»›→]*\Z",
    re.I,
)
READING = BoundedSemaphore(2)  # each in half a gigabyte at most
REFUSALS = {
    "declaration": gettext_lazy("The feed declares a document type: it is not opened."),
    "no feed": gettext_lazy("This is not an Atom or RSS feed."),
    "failed": gettext_lazy("This is not a feed we can read."),
    "died": gettext_lazy("This is not a feed we can read."),
    "too slow": gettext_lazy("Reading this feed takes too long: it was given up."),
    "too large": gettext_lazy("Reading this feed takes too much memory: given up."),
}


def read_feed(
    body: bytes, *, today: date, address: str = "", charset: str = ""
) -> list[Reading]:
    """The articles of a feed; entries that cannot be articles are passed over.

    ``address`` and ``charset`` are what its server said. Raises ``RuleBroken``
    where it is no feed.
    """
    if len(body) > LIMIT:
        raise RuleBroken(_("The feed is too large."))
    data = engine.prepared(body, address=address, charset=charset)
    try:
        with READING:
            feed = run("xiangyin.engines.feeds:read", data)
    except ChildError as error:
        raise RuleBroken(str(REFUSALS[error.reason])) from error
    if "refused" in feed:
        raise RuleBroken(str(REFUSALS[feed["refused"]]))
    return articles_of(feed, today=today)


def articles_of(feed: dict, *, today: date) -> list[Reading]:
    """The articles of what the engine read; the rest is passed over."""
    said = feed["title"]
    readings = (_reading(entry, said, today) for entry in feed["entries"])
    return told_apart([reading for reading in readings if reading])


def told_apart(readings: list[Reading]) -> list[Reading]:
    """Without the addresses that tell no article: of a front page, or of several.

    A feed that gives each entry the same address would otherwise bring one of them.
    """
    titles = Counter(
        address
        for address, _title in {(canonical(r.address), r.title) for r in readings}
    )
    return [
        replace(reading, address="")
        if titles[canonical(reading.address)] > 1 or is_front_page(reading.address)
        else reading
        for reading in readings
    ]


def is_front_page(address: str) -> bool:
    """Whether an address names a site and nothing on it.

    >>> is_front_page("https://qz.example/"), is_front_page("https://qz.example/?id=1")
    (True, False)
    """
    parts = urlsplit(address)
    return bool(address) and parts.path in ("", "/") and not parts.query


def _reading(entry: dict, said: str, today: date) -> Reading | None:
    address = entry["link"]
    try:
        reading = read(
            title=entry["title"][:255],
            published_on=_day(entry["moment"]) or today,
            text=entry["text"],
            address=address if address.startswith(("http://", "https://")) else "",
            outlet_said=said[:120],
            byline=entry["author"],
        )
    except ValidationError:
        return None
    return replace(reading, is_cut=is_cut(reading.text, is_whole=entry["is_whole"]))


def is_cut(text: str, *, is_whole: bool = False) -> bool:
    """Whether an entry's text is a summary, or breaks off.

    ``is_whole``: the feed calls it the content. Otherwise a short text is taken for a
    summary, which is what most feeds carry.

    >>> is_cut("茶湾村晚稻开镰……", is_whole=True), is_cut("开镰" * 200), is_cut("开镰")
    (True, False, True)
    """
    if not text or BREAKS_OFF.search(text):
        return True
    return not is_whole and length_of(text) < SHORTEST_WHOLE


def as_carried(readings: list[Reading], outlet: Outlet | None) -> list[Reading]:
    """Readings of an outlet whose feed carries whole texts, or which is our own, want
    no page."""
    if outlet is None or not (outlet.feed_is_whole or outlet.is_ours):
        return readings
    return [replace(reading, is_cut=False) for reading in readings]


def _day(moment: list[int] | None) -> date | None:
    if not moment:
        return None
    try:
        utc = datetime(*moment, tzinfo=UTC)
        return utc.astimezone(SHANGHAI).date()
    except (ValueError, OverflowError):
        return None


def keep_feed_file(county, body: bytes, *, by, today: date, outlet=None) -> Kept:
    """Keep the articles of a feed that somebody saved as a file."""
    require(by, "placements.handle", county)
    readings = as_carried(read_feed(body, today=today), outlet)
    kept = keep_articles(county, readings, source=Article.Source.FEED, outlet=outlet)
    record(county, "import", by=by, label="feed", new=kept.new)
    return kept
