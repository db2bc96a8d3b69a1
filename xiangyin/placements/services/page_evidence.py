"""Keeping the page of an article before it changes or goes: its text, and its picture.

The page and what it is dressed with come through the one guarded way out. A child reads
them, another makes the page still, and the browser that draws it has no network.
"""

import logging
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangyin.engines import child, drawing, pages, still
from xiangyin.gateways.fetch import FetchError, Page, the_fetch

from ..models import Article, Evidence, WantedEvidence
from .days import SHANGHAI
from .evidence import NOTHING, PICTURE, keep_bytes, kept_of
from .outlets import host_of
from .polling import CHARSET
from .texts import clean_line, clean_text

logger = logging.getLogger(__name__)

# One task: so many pages, each of another host, so many side by side. It ends within a
# minute or two whatever comes, and no host is asked for two pages in a minute.
AT_ONCE, TOGETHER = 8, 2
LEASE = timedelta(minutes=15)
WAITS = (timedelta(hours=1), timedelta(days=1), timedelta(days=3))
PAGE_PATIENCE, PART_PATIENCE, PARTS_PATIENCE = 20, 8, 25
MOST_PART, MOST_PARTS = 3 * 2**20, 20 * 2**20
SHORTEST_TEXT = 30
# A whole page's pixels and their copies.
DECODING = 768 * 2**20

NO_BROWSER = gettext_lazy(
    "No Chromium is installed here, so no picture is taken: send in a screenshot."
)
NOT_DRAWN = gettext_lazy("The page could not be drawn: send in a screenshot.")
NO_TEXT = gettext_lazy("No text was found on the page.")


@dataclass
class Taken:
    """What became of one page: what there is to keep, and what went wrong."""

    article: Article
    at: datetime
    address: str = ""
    text: str = ""
    picture: bytes = b""
    problems: list[str] = field(default_factory=list)
    again: bool = False


def take_due(*, now) -> int:
    """Take what is due, a few pages of as many hosts. Returns how many were tried."""
    wanted = lease_due(now=now)
    with ThreadPoolExecutor(TOGETHER) as pool:
        taken = pool.map(lambda each: take(each.article, at=now), wanted)
        for each, found in zip(wanted, taken, strict=True):
            keep(each, found)
    return len(wanted)


def lease_due(*, now) -> list[WantedEvidence]:
    """The next pages, one a host, put off so that nobody else takes them meanwhile."""
    due = WantedEvidence.objects.filter(next_try_at__lte=now).order_by("next_try_at")
    due = due.select_related("article__outlet", "article__unit")
    by_host: dict[str, WantedEvidence] = {}
    for wanted in due[: AT_ONCE * 50]:
        by_host.setdefault(host_of(wanted.article.address), wanted)
    return [each for each in list(by_host.values())[:AT_ONCE] if _lease(each, now=now)]


def _lease(wanted: WantedEvidence, *, now) -> bool:
    row = WantedEvidence.objects.filter(
        pk=wanted.pk, next_try_at=wanted.next_try_at, tries=wanted.tries
    )
    wanted.tries += 1
    return bool(row.update(next_try_at=now + LEASE, tries=F("tries") + 1))


def take(article: Article, *, at) -> Taken:
    """Fetch a page and make evidence of it, without the database: others run beside it.

    Raises nothing.
    """
    taken = Taken(article=article, at=at)
    allowed = kept_of(article.outlet)
    if allowed == NOTHING:
        return taken
    try:
        _take(taken, with_picture=allowed == PICTURE)
    except FetchError as error:
        taken.problems.append(str(error.message))
        taken.again = True
    except Exception:  # a border: a page of the world may break what nobody thought of
        logger.exception("page of article %s", article.pk)
        taken.problems.append(str(NOT_DRAWN))
        taken.again = True
    return taken


def _take(taken: Taken, *, with_picture: bool) -> None:
    page = the_fetch()(taken.article.address, deadline=PAGE_PATIENCE)
    if page.status != 200:
        told = _("The server answered %(status)s.") % {"status": page.status}
        taken.problems.append(told)
        taken.again = True
        return
    taken.address = page.final_url[:500]
    taken.text = told_text(taken, page)
    if not taken.text:
        taken.problems.append(str(NO_TEXT))
    if with_picture:
        _take_picture(taken, page)


def _take_picture(taken: Taken, page: Page) -> None:
    try:
        taken.picture = picture_of(page)
    except drawing.NoBrowser:
        taken.problems.append(str(NO_BROWSER))
    except (drawing.NotDrawn, child.ChildError):
        taken.problems.append(str(NOT_DRAWN))
        taken.again = True


def told_text(taken: Taken, page: Page) -> str:
    """The page's words below where and when they stood, or nothing without words."""
    data = pages.prepared(page.body, address=page.final_url)
    try:
        found = child.run("xiangyin.engines.pages:read", data, cpu=5, wall=6)
    except child.ChildError:
        found = dict.fromkeys(pages.FIELDS, "")
    words = clean_text(found["text"])
    if len(words) < SHORTEST_TEXT:
        words = clean_text(_in_child("text_of", _prepared(page)))
    if len(words) < SHORTEST_TEXT:
        return ""
    lines = [
        page.final_url,
        f"{taken.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S %z}",
        clean_line(found["title"]) or taken.article.title,
        clean_line(found["author"]),
        clean_line(found["date"]),
    ]
    return "\n".join([*filter(None, lines), "", words]) + "\n"


def picture_of(page: Page) -> bytes:
    """The page as a JPEG, drawn with what it is dressed with.

    Raises what :func:`xiangyin.engines.drawing.draw` and a child raise.
    """
    if not drawing.browser():
        raise drawing.NoBrowser
    wanted = _in_child("wanted", _prepared(page))
    html = _in_child("stilled", _prepared(page, parts=parts_of(wanted)))
    drawn = drawing.draw(html)
    # Who broke out of the page would have made the picture: it is written anew too.
    made = child.run("xiangyin.engines.pictures:sheet", drawn, memory=DECODING)
    if not isinstance(made, bytes):
        raise drawing.NotDrawn("too large")
    return made


def parts_of(addresses: Iterable[str]) -> dict[str, bytes]:
    """Styles and pictures of a page, as many as can be had in time and size."""
    parts: dict[str, bytes] = {}
    left, ends = MOST_PARTS, time.monotonic() + PARTS_PATIENCE
    for address in addresses:
        patience = min(PART_PATIENCE, ends - time.monotonic())
        if patience <= 0 or left <= 0:
            break
        try:
            part = the_fetch()(
                address,
                accept="text/css,image/*;q=0.9,*/*;q=0.1",
                deadline=patience,
                limit=min(MOST_PART, left),
            )
        except FetchError:
            continue  # a picture that is missing is missing on the picture too
        if part.status == 200:
            parts[address] = part.body
            left -= len(part.body)
    return parts


def _prepared(page: Page, **parts) -> bytes:
    said = CHARSET.search(page.headers.get("content-type", ""))
    charset = said.group(1) if said else ""
    address = page.final_url
    return still.prepared(page.body, address=address, charset=charset, **parts)


def _in_child(function: str, data: bytes):
    return child.run(f"xiangyin.engines.still:{function}", data, cpu=8, wall=12)


@transaction.atomic
def keep(wanted: WantedEvidence, taken: Taken) -> None:
    """Write down what was taken, and when to try again if that is of use."""
    told = {"at": taken.at, "address": taken.address or taken.article.address}
    article = taken.article
    Article.objects.select_for_update(of=["self"]).get(pk=article.pk)
    here = set(article.evidence.values_list("kind", flat=True))
    if taken.text and Evidence.Kind.TEXT not in here:
        keep_bytes(
            article,
            taken.text.encode(),
            kind=Evidence.Kind.TEXT,
            ending="txt",
            **told,
        )
    if taken.picture:
        kind = Evidence.Kind.PICTURE
        keep_bytes(article, taken.picture, kind=kind, ending="jpg", **told)
    tries = wanted.tries
    more = taken.again and tries <= len(WAITS)
    WantedEvidence.objects.filter(pk=wanted.pk).update(
        next_try_at=timezone.now() + WAITS[tries - 1] if more else None,
        problem=" ".join(taken.problems)[:300],
    )
