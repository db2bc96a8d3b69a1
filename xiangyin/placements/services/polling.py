"""Asking feeds again and again, politely, and noting how that goes.

Politely: with what the server said of the last answer, so that "nothing new" costs
neither side anything; one question to a host at a time; ever more seldom while it
fails; and not before the moment that the server names.
"""

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from django.db.models import F, Q
from django.utils import timezone as clock
from django.utils.translation import gettext as _

from xiangyin.gateways.fetch import FetchError, Page, the_fetch
from xiangyin.gateways.pace import PACE, host_of
from xiangyin.kernel.errors import RuleBroken

from ..models import Article, Outlet, Polled
from .articles import Kept, Reading, keep_articles
from .feeds import REFUSALS, as_carried, read_feed

logger = logging.getLogger(__name__)

ACCEPT = "application/atom+xml,application/rss+xml,application/xml;q=0.9,*/*;q=0.5"
# So many feeds are asked side by side in one task: it ends soon whatever comes.
TOGETHER = 4
CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.-]+)", re.I)
# What a header may carry back to its server with the next question.
PLAIN = re.compile(r"[\x20-\x7e]*\Z")

ROUND = timedelta(minutes=30)
SLACK = timedelta(minutes=10)  # a round that begins a little early is that round
LONGEST_WAIT = timedelta(days=1)
LONGEST_RETRY = timedelta(days=7)  # who says "in a year" is asked after a week


@dataclass(frozen=True)
class Answer:
    """What asking a feed brought: articles, or a problem for its keeper."""

    readings: list[Reading]
    page: Page | None = None
    problem: str = ""


def is_due(now: datetime) -> Q:
    """Feeds whose time has come; also those asked by a clock moved back since."""
    return (
        Q(feed_next_at=None)
        | Q(feed_next_at__lte=now + SLACK)
        | Q(feed_checked_at__gt=now)
    )


def poll_feeds(outlets: Iterable[Outlet], *, today: date) -> int:
    """Ask outlets' feeds, some side by side. Returns how many new articles came.

    A problem is written on its outlet for its keeper, and nothing is raised.
    """
    return poll(outlets, today=today, keep=keep_of_outlet)


def keep_of_outlet(outlet: Outlet, readings: list[Reading]) -> Kept:
    readings = as_carried(readings, outlet)
    return keep_articles(
        outlet.unit, readings, source=Article.Source.FEED, outlet=outlet
    )


Keep = Callable[..., Kept]


def poll(feeds: Iterable[Polled], *, today: date, keep: Keep) -> int:
    """Ask feeds, some side by side. Returns how much was new.

    What one brings is kept at once, whatever becomes of the others.
    """
    with ThreadPoolExecutor(TOGETHER) as pool:
        asked = {pool.submit(_ask, feed, today): feed for feed in feeds}
        return sum(
            _note(asked[answered], answered.result(), keep).new
            for answered in as_completed(asked)
        )


def batches(feeds: Iterable[Polled]) -> Iterator[list[Polled]]:
    """Feeds in the order to be asked, a task's worth each: the troubled ones last.

    So what went wrong the last time delays nobody this time. Feeds of one host are
    spread, as they are asked one after the other.
    """
    ordered = sorted(feeds, key=_place)
    seen: dict[str, int] = {}
    turns = []
    for feed in ordered:
        host = host_of(feed.feed)
        seen[host] = seen.get(host, 0) + 1
        turns.append((bool(feed.feed_problem), seen[host], feed))
    ordered = [feed for *_turn, feed in sorted(turns, key=lambda turn: turn[:2])]
    for start in range(0, len(ordered), TOGETHER):
        yield ordered[start : start + TOGETHER]


def _place(feed: Polled) -> tuple:
    return bool(feed.feed_problem), feed.pk


def _ask(feed: Polled, today: date) -> Answer:
    """Fetch and read, without the database: this runs beside others."""
    asked = {}
    if feed.feed_tag:
        asked["If-None-Match"] = feed.feed_tag
    if feed.feed_modified:
        asked["If-Modified-Since"] = feed.feed_modified
    try:
        with PACE.turn(feed.feed):
            page = the_fetch()(feed.feed, accept=ACCEPT, headers=asked)
        if page.status == 304:
            return Answer([])
        if page.status != 200:
            told = _("The server answered %(status)s.") % {"status": page.status}
            return Answer([], page, problem=told)
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
        logger.exception("feed %s", feed)
        return Answer([], problem=str(REFUSALS["failed"]))


def _note(feed: Polled, answer: Answer, keep: Keep) -> Kept:
    kept, problem = Kept(), answer.problem
    try:
        kept = keep(feed, answer.readings)
    except Exception:  # as above: what one brings must not cost the others theirs
        logger.exception("articles of feed %s", feed)
        problem = str(REFUSALS["failed"])
    now = clock.now()
    failures = feed.feed_failures + 1 if problem else 0
    noted = {
        "feed_checked_at": now,
        "feed_problem": problem[:300],
        "feed_brought": F("feed_brought") + kept.new,
        "feed_failures": min(failures, 1000),
        "feed_next_at": now + wait_after(failures, answer.page, now=now),
    }
    if not problem:
        noted["feed_succeeded_at"] = now
    if answer.page and not problem:
        noted["feed_tag"] = _told(answer.page, "etag", 200)
        noted["feed_modified"] = _told(answer.page, "last-modified", 60)
    type(feed)._default_manager.filter(pk=feed.pk).update(**noted)
    feed.refresh_from_db()
    return kept


def wait_after(failures: int, page: Page | None, *, now: datetime) -> timedelta:
    """How long to leave a feed alone: twice as long after each failure, up to a day.

    A server that is busy says itself when it may be asked again.
    """
    grown = ROUND * 2 ** min(max(failures - 1, 0), 10)
    wait = min(grown, LONGEST_WAIT)
    if failures and page is not None:
        wait = max(wait, retry_after(page, now=now))
    return wait


def retry_after(page: Page, *, now: datetime) -> timedelta:
    """What a server said in ``Retry-After``: seconds, or a day and time."""
    told = page.headers.get("retry-after", "").strip()
    wait = timedelta(0)
    if told.isascii() and told.isdecimal():
        wait = timedelta(seconds=min(int(told[:9]), 10**8))
    elif told:
        try:
            moment = parsedate_to_datetime(told)
        except (TypeError, ValueError, OverflowError):
            return wait
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        wait = moment - now
    return min(max(wait, timedelta(0)), LONGEST_RETRY)


def _told(page: Page, header: str, longest: int) -> str:
    """A header to say back the next time; one cut or mangled would never match."""
    value = page.headers.get(header, "")
    return value if len(value) <= longest and PLAIN.match(value) else ""
