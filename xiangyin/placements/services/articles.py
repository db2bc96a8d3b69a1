"""Keeping what outlets published: one door for files, feeds, addresses and hands."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xiangyin.kernel.services.outbox import tell

from ..events import KEPT
from ..models import ARTICLE_WORDS, Article, Outlet, WantedText
from .outlets import OutletFinder
from .texts import clean_line, folded, plain

LONGEST_TEXT = 200_000
TRACKERS = ("utm_", "spm", "from", "share", "scene", "wxshare", "isappinstalled")
is_address = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class Reading:
    """An article as it was read somewhere, cleaned but not yet kept."""

    title: str
    published_on: date
    text: str = ""
    address: str = ""
    outlet_said: str = ""
    byline: str = ""
    issue: str = ""
    page: str = ""
    programme: str = ""
    aired_at: time | None = None
    seconds: int | None = None
    # The text is a summary, or breaks off: its page has more.
    is_cut: bool = False

    @property
    def fingerprint(self) -> str:
        """What makes it the same article: its address, or outlet and words.

        In print and on air also where it stood: the same item of news is broadcast at
        noon and in the evening.
        """
        told = canonical(self.address) or "\n".join(
            folded(part) for part in (self.outlet_said, self.title, self.text)
        )
        if not self.address and any(where := self.where):
            told += "\n" + "\n".join(
                folded(str(part or "")) for part in (*where, self.published_on)
            )
        return hashlib.sha256(told.encode()).hexdigest()

    @property
    def where(self) -> tuple:
        """Where in a paper, or when on the air, it stood."""
        return self.issue, self.page, self.programme, self.aired_at


@dataclass(frozen=True)
class Kept:
    """How many articles were new, and how many were here already."""

    new: int = 0
    known: int = 0


def canonical(address: str) -> str:
    """An address without what only tells how a reader came there.

    >>> canonical("HTTP://www.Gmw.cn/a?utm_source=x&id=2#top")
    'gmw.cn/a?id=2'
    """
    if not address:
        return ""
    parts = urlsplit(address)
    host = (parts.netloc or "").lower().removeprefix("www.").removesuffix(":80")
    query = [
        pair for pair in parse_qsl(parts.query) if not pair[0].startswith(TRACKERS)
    ]
    path = parts.path.rstrip("/")
    return urlunsplit(("", host, path, urlencode(sorted(query)), ""))[2:]


def read(
    *, title, published_on, text="", address="", outlet_said="", byline="", **where
) -> Reading:
    """Clean an article's fields; ``where`` may hold ``issue``, ``page``, ``programme``,
    ``aired_at`` and ``seconds``.

    Raises ``ValidationError`` with a message for every field that is wrong.
    """
    reading = Reading(
        title=clean_line(title),
        published_on=published_on,
        text=plain(text),
        address=clean_line(address),
        outlet_said=clean_line(outlet_said),
        byline=clean_line(byline)[:200],
        issue=clean_line(where.get("issue")),
        page=clean_line(where.get("page")),
        programme=clean_line(where.get("programme")),
        aired_at=where.get("aired_at"),
        seconds=where.get("seconds"),
    )
    problems = dict(_problems(reading))
    if problems:
        raise ValidationError(problems)
    return reading


def _problems(reading: Reading):
    if not reading.title:
        yield "title", _("The title is missing.")
    if len(reading.title) > 255:
        yield "title", _("The title is longer than 255 characters.")
    if not isinstance(reading.published_on, date):
        yield "published_on", _("This is not a date: write it like 2026-10-03.")
    elif not 1990 <= reading.published_on.year <= 2100:
        yield "published_on", _("The year is not between 1990 and 2100.")
    if len(reading.text) > LONGEST_TEXT:
        yield "text", _("The text is longer than 200,000 characters.")
    if len(reading.outlet_said) > 120:
        yield "outlet", _("The outlet's name is longer than 120 characters.")
    if reading.address:
        yield from _address_problems(reading.address)
    yield from _where_problems(reading)


LONGEST = {"issue": 40, "page": 40, "programme": 80}
LONGEST_SECONDS = 24 * 60 * 60


def _where_problems(reading: Reading):
    for name, most in LONGEST.items():
        if len(getattr(reading, name)) > most:
            told = _("This is longer than %(most)s characters.") % {"most": most}
            yield name, told
    if reading.seconds is not None and not 0 < reading.seconds <= LONGEST_SECONDS:
        yield "seconds", _("A duration lies between a second and a day.")


def _address_problems(address: str):
    try:
        is_address(address)
    except ValidationError:
        yield "address", _("This is not a web address: it starts with http.")
    if len(address) > 500:
        yield "address", _("The address is longer than 500 characters.")


def keep_article(
    county, reading: Reading, *, source: str, outlet: Outlet | None = None
) -> tuple[Article, bool]:
    """Keep one article. Returns it, and whether it is new."""
    if outlet and not reading.outlet_said:
        reading = replace(reading, outlet_said=outlet.name)
    known = Article.objects.of_county(county).filter(fingerprint=reading.fingerprint)
    article = known.first()
    if article:
        return _complete(article, reading), False
    keep_articles(county, [reading], source=source, outlet=outlet)
    return known.get(), True


def _complete(article: Article, reading: Reading) -> Article:
    """A known article whose text was not known is looked at again with it."""
    if reading.text and not article.text:
        renew_text(article, reading.text)
    return article


@transaction.atomic
def renew_text(article: Article, text: str, **fields) -> None:
    """Write another text of an article, and let it be looked at again with it.

    ``fields`` are saved with it.
    """
    article.text, article.traced_at = text, None
    for name, value in fields.items():
        setattr(article, name, value)
    article.save(update_fields=["text", "traced_at", *fields])
    ARTICLE_WORDS.keep(Article.objects.filter(pk=article.pk))
    tell_of_articles(article.unit)


@transaction.atomic
def keep_articles(
    county, readings, *, source: str, outlet: Outlet | None = None
) -> Kept:
    """Keep many articles; those that are here already are left as they are."""
    finder = None if outlet else OutletFinder(county)
    fresh: dict[str, Article] = {}
    cut: set[str] = set()
    total = 0
    for reading in readings:
        total += 1
        fingerprint = reading.fingerprint
        if fingerprint in fresh:
            continue
        if reading.is_cut:
            cut.add(fingerprint)
        whose = outlet or finder.find(address=reading.address, said=reading.outlet_said)
        fresh[fingerprint] = Article(
            unit=county,
            outlet=whose,
            outlet_said=reading.outlet_said,
            address=reading.address,
            title=reading.title,
            text=reading.text,
            byline=reading.byline,
            published_on=reading.published_on,
            issue=reading.issue,
            page=reading.page,
            programme=reading.programme,
            aired_at=reading.aired_at,
            seconds=reading.seconds,
            source=source,
            fingerprint=fingerprint,
        )
    for known in known_fingerprints(county, list(fresh)):
        del fresh[known]
    Article.objects.bulk_create(fresh.values(), batch_size=500, ignore_conflicts=True)
    note_words(county, list(fresh))
    want_texts(county, cut.intersection(fresh))
    if fresh:
        tell_of_articles(county)
    return Kept(new=len(fresh), known=total - len(fresh))


def tell_of_articles(county) -> None:
    """Let what the articles carry be looked for, surely and soon."""
    tell(
        KEPT,
        key=f"{county.pk}:{timezone.now().isoformat()}",
        payload={"county": county.pk},
        county=county,
    )


def want_texts(county, fingerprints: Iterable[str]) -> None:
    """Have the worker read the pages of articles just kept, whose texts are cut."""
    keys, now = sorted(fingerprints), timezone.now()
    here = Article.objects.of_county(county).exclude(address="")
    for start in range(0, len(keys), 500):
        part = here.filter(fingerprint__in=keys[start : start + 500])
        WantedText.objects.bulk_create(
            (
                WantedText(article_id=pk, next_try_at=now)
                for pk in part.order_by("pk").values_list("pk", flat=True)
            ),
            ignore_conflicts=True,
        )


def note_words(county, fingerprints: list[str]) -> None:
    """Let the articles just kept be found by their words."""
    here = Article.objects.of_county(county)
    for start in range(0, len(fingerprints), 500):
        part = fingerprints[start : start + 500]
        ARTICLE_WORDS.keep(here.filter(fingerprint__in=part))


def known_fingerprints(county, fingerprints: list[str]) -> set[str]:
    """Which of these articles are here already."""
    known: set[str] = set()
    for start in range(0, len(fingerprints), 500):
        part = fingerprints[start : start + 500]
        known.update(
            Article.objects.of_county(county)
            .filter(fingerprint__in=part)
            .values_list("fingerprint", flat=True)
        )
    return known
