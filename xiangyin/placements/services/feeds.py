"""Reading what outlets publish in their Atom or RSS feeds."""

import logging
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import UTC, date, datetime
from threading import BoundedSemaphore

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone as clock
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangyin.engines import feeds as engine
from xiangyin.engines.child import ChildError, run
from xiangyin.gateways.fetch import LIMIT, FetchError, Page, the_fetch
from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.rights import require
from xiangyin.kernel.services.audit import record

from ..models import Article, Outlet
from .articles import Kept, Reading, keep_articles, read
from .texts import SHANGHAI

logger = logging.getLogger(__name__)

ACCEPT = "application/atom+xml,application/rss+xml,application/xml;q=0.9,*/*;q=0.5"
# So many feeds are asked side by side in one task, and so many are read at a time,
# each in half a gigabyte at most: a task ends within a minute whatever comes.
TOGETHER = 4
READING = BoundedSemaphore(2)
CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.-]+)", re.I)
# What a header may carry back to its server with the next question.
PLAIN = re.compile(r"[\x20-\x7e]*\Z")
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
    return [reading for reading in readings if reading]


def _reading(entry: dict, said: str, today: date) -> Reading | None:
    address = entry["link"]
    try:
        return read(
            title=entry["title"][:255],
            published_on=_day(entry["moment"]) or today,
            text=entry["text"],
            address=address if address.startswith(("http://", "https://")) else "",
            outlet_said=said[:120],
            byline=entry["author"],
        )
    except ValidationError:
        return None


def _day(moment: list[int] | None) -> date | None:
    if not moment:
        return None
    try:
        utc = datetime(*moment, tzinfo=UTC)
        return utc.astimezone(SHANGHAI).date()
    except (ValueError, OverflowError):
        return None


@dataclass(frozen=True)
class Answer:
    """What asking a feed brought: articles, or a problem for its keeper."""

    readings: list[Reading]
    page: Page | None = None
    problem: str = ""


def poll_feed(outlet: Outlet, *, today: date) -> Kept:
    """Ask an outlet's feed for what is new, and note how the feed does.

    A feed that says "nothing new since" costs neither side anything. A problem
    is written on the outlet for its keeper, and nothing is raised.
    """
    return _keep(outlet, _ask(outlet, today))


def poll_feeds(outlets: Iterable[Outlet], *, today: date) -> int:
    """Ask feeds, some side by side. Returns how many new articles came.

    What one brings is kept at once, whatever becomes of the others.
    """
    with ThreadPoolExecutor(TOGETHER) as pool:
        asked = {pool.submit(_ask, outlet, today): outlet for outlet in outlets}
        return sum(
            _keep(asked[answered], answered.result()).new
            for answered in as_completed(asked)
        )


def batches(outlets: Iterable[Outlet]) -> Iterator[list[Outlet]]:
    """Outlets in the order to be asked, a task's worth each: the troubled ones last.

    So what went wrong the last time delays nobody this time.
    """
    ordered = sorted(outlets, key=lambda outlet: (bool(outlet.feed_problem), outlet.pk))
    for start in range(0, len(ordered), TOGETHER):
        yield ordered[start : start + TOGETHER]


def _ask(outlet: Outlet, today: date) -> Answer:
    """Fetch and read, without the database: this runs beside others."""
    asked = {}
    if outlet.feed_tag:
        asked["If-None-Match"] = outlet.feed_tag
    if outlet.feed_modified:
        asked["If-Modified-Since"] = outlet.feed_modified
    try:
        page = the_fetch()(outlet.feed, accept=ACCEPT, headers=asked)
        if page.status == 304:
            return Answer([])
        if page.status != 200:
            told = _("The server answered %(status)s.") % {"status": page.status}
            return Answer([], problem=told)
        charset = CHARSET.search(page.headers.get("content-type", ""))
        readings = read_feed(
            page.body,
            today=today,
            address=page.final_url,
            charset=charset.group(1) if charset else "",
        )
        return Answer(readings, page)
    except (FetchError, RuleBroken) as error:
        return Answer([], problem=str(error.message))
    except (
        Exception
    ):  # a border: a feed of the world may break what we did not think of
        logger.exception("feed of outlet %s", outlet.pk)
        return Answer([], problem=str(REFUSALS["failed"]))


def _keep(outlet: Outlet, answer: Answer) -> Kept:
    kept, problem = Kept(), answer.problem
    try:
        kept = keep_articles(
            outlet.unit, answer.readings, source=Article.Source.FEED, outlet=outlet
        )
    except Exception:  # as above: one feed's articles must not cost the others theirs
        logger.exception("articles of outlet %s", outlet.pk)
        problem = str(REFUSALS["failed"])
    noted = {
        "feed_checked_at": clock.now(),
        "feed_problem": problem[:300],
        "feed_brought": F("feed_brought") + kept.new,
    }
    if answer.page and not problem:
        noted["feed_tag"] = _told(answer.page, "etag", 200)
        noted["feed_modified"] = _told(answer.page, "last-modified", 60)
    Outlet.objects.filter(pk=outlet.pk).update(**noted)
    outlet.refresh_from_db()
    return kept


def _told(page: Page, header: str, longest: int) -> str:
    """A header to say back the next time; one cut or mangled would never match."""
    value = page.headers.get(header, "")
    return value if len(value) <= longest and PLAIN.match(value) else ""


def keep_feed_file(county, body: bytes, *, by, today: date, outlet=None) -> Kept:
    """Keep the articles of a feed that somebody saved as a file."""
    require(by, "placements.handle", county)
    readings = read_feed(body, today=today)
    kept = keep_articles(county, readings, source=Article.Source.FEED, outlet=outlet)
    record(county, "import", by=by, label="feed", new=kept.new)
    return kept
