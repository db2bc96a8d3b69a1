"""Reading what outlets publish in their Atom or RSS feeds."""

import re
import warnings
from datetime import UTC, date, datetime

import feedparser
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone as clock
from django.utils.translation import gettext as _

from xiangyin.gateways.fetch import LIMIT, FetchError, the_fetch
from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.rights import require
from xiangyin.kernel.services.audit import record

from ..models import Article, Outlet
from .articles import Kept, Reading, keep_articles, read
from .texts import SHANGHAI

ACCEPT = "application/atom+xml,application/rss+xml,application/xml;q=0.9,*/*;q=0.5"
MOST_ENTRIES = 500
# A declaration of a document type can hold entities that unpack without end.
DECLARATION = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.I)


def read_feed(body: bytes, *, today: date) -> list[Reading]:
    """The articles of a feed; entries that cannot be articles are passed over.

    Raises ``RuleBroken`` where it is no feed.
    """
    if len(body) > LIMIT:
        raise RuleBroken(_("The feed is too large."))
    if DECLARATION.search(body.replace(b"\x00", b"")):
        raise RuleBroken(_("The feed declares a document type: it is not opened."))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            feed = feedparser.parse(body, response_headers={"content-location": ""})
        except Exception as error:  # whatever a broken feed makes the parser raise
            raise RuleBroken(_("This is not a feed we can read.")) from error
    if not feed.get("version"):
        raise RuleBroken(_("This is not an Atom or RSS feed."))
    said = feed.feed.get("title", "")
    readings = (_reading(entry, said, today) for entry in feed.entries[:MOST_ENTRIES])
    return [reading for reading in readings if reading]


def _reading(entry, said: str, today: date) -> Reading | None:
    contents = [part.get("value", "") for part in entry.get("content", [])]
    text = max([entry.get("summary", ""), *contents], key=len)
    address = entry.get("link", "")
    try:
        return read(
            title=entry.get("title", "")[:255],
            published_on=_day(entry) or today,
            text=text,
            address=address if address.startswith(("http://", "https://")) else "",
            outlet_said=said[:120],
            byline=entry.get("author", ""),
        )
    except ValidationError:
        return None


def _day(entry) -> date | None:
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    if not moment:
        return None
    try:
        utc = datetime(*moment[:6], tzinfo=UTC)
    except ValueError:
        return None
    return utc.astimezone(SHANGHAI).date()


def poll_feed(outlet: Outlet, *, today: date) -> Kept:
    """Ask an outlet's feed for what is new, and note how the feed does.

    A feed that says "nothing new since" costs neither side anything. A problem
    is written on the outlet for its keeper, and nothing is raised.
    """
    asked = {}
    if outlet.feed_tag:
        asked["If-None-Match"] = outlet.feed_tag
    if outlet.feed_modified:
        asked["If-Modified-Since"] = outlet.feed_modified
    kept, problem, headers = Kept(), "", {}
    try:
        page = the_fetch()(outlet.feed, accept=ACCEPT, headers=asked)
        if page.status == 200:
            headers = page.headers
            kept = _keep(outlet, page.body, today)
        elif page.status != 304:
            problem = _("The server answered %(status)s.") % {"status": page.status}
    except (FetchError, RuleBroken) as error:
        problem = str(error.message)
    Outlet.objects.filter(pk=outlet.pk).update(
        feed_checked_at=clock.now(),
        feed_problem=problem[:300],
        feed_tag=headers.get("etag", "" if headers else outlet.feed_tag)[:200],
        feed_modified=headers.get(
            "last-modified", "" if headers else outlet.feed_modified
        )[:60],
        feed_brought=F("feed_brought") + kept.new,
    )
    outlet.refresh_from_db()
    return kept


def _keep(outlet: Outlet, body: bytes, today: date) -> Kept:
    readings = read_feed(body, today=today)
    return keep_articles(
        outlet.unit, readings, source=Article.Source.FEED, outlet=outlet
    )


def poll_every_feed(county, *, today: date) -> int:
    """Ask every feed of a county. Returns how many new articles came."""
    outlets = Outlet.objects.of_county(county).with_a_feed()
    return sum(poll_feed(outlet, today=today).new for outlet in outlets)


def keep_feed_file(county, body: bytes, *, by, today: date, outlet=None) -> Kept:
    """Keep the articles of a feed that somebody saved as a file."""
    require(by, "placements.handle", county)
    readings = read_feed(body, today=today)
    kept = keep_articles(county, readings, source=Article.Source.FEED, outlet=outlet)
    record(county, "import", by=by, label="feed", new=kept.new)
    return kept
