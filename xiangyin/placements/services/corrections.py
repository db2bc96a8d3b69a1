"""Correcting an article that somebody wrote down by hand, with who, what and why.

What came by a feed, a file or an address says what its source said and is not written
over here. A frozen bulletin is not moved by a correction: it shows it as a difference
(decisions 0044 and 0046).
"""

from datetime import date, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.rights import require
from xiangyin.kernel.services.audit import record

from ..lifecycles import BulletinState
from ..models import ARTICLE_WORDS, Article, KeptBulletin, Outlet
from ..reports import Period
from .articles import Reading, tell_of_articles

FIELDS = ("outlet_said", "address", "title", "text", "byline", "published_on")
FIELDS += ("issue", "page", "programme", "aired_at", "seconds")
# The trail holds no names of people: of these it says only that they were changed.
UNTOLD = frozenset({"text", "byline", "outlet_said"})
# What tracing reads of an article.
TRACED = frozenset({"title", "text", "published_on", "address"})
FROZEN = (BulletinState.FROZEN, BulletinState.PUBLISHED)


@transaction.atomic
def correct_article(
    article: Article, reading: Reading, *, outlet: Outlet | None, by, reason: str
) -> Article:
    """Let an article written down by hand say what ``reading`` says.

    Its works are looked for anew where what they are found by has changed. Raises
    ``NotAllowed``, ``RuleBroken``, or ``ValidationError`` with a message per field.
    """
    require(by, "placements.handle", article)
    held = Article.objects.select_for_update(of=["self"]).get(pk=article.pk)
    if held.source != Article.Source.HAND:
        raise RuleBroken(_("Only what was written down by hand is corrected here."))
    if not reason.strip():
        raise ValidationError({"reason": _("Write why: it stays in the history.")})
    _check(held, reading, outlet)
    changes = _changes(held, reading, outlet)
    if changes:
        held.outlet, held.fingerprint = outlet, reading.fingerprint
        _write(held, reading, TRACED.intersection(changes))
        record(held, "correct", by=by, label=_("Corrected"), note=reason, **changes)
    return held


def _changes(held: Article, reading: Reading, outlet: Outlet | None) -> dict[str, list]:
    """What is changed, as the trail is told it."""
    changes = {
        name: _told(name, getattr(held, name), getattr(reading, name))
        for name in FIELDS
        if getattr(held, name) != getattr(reading, name)
    }
    if held.outlet != outlet:
        changes["outlet"] = [str(held.outlet or ""), str(outlet or "")]
    return changes


def _write(held: Article, reading: Reading, is_traced_anew) -> None:
    for name in FIELDS:
        setattr(held, name, getattr(reading, name))
    if is_traced_anew:
        held.traced_at = None
    held.save()
    ARTICLE_WORDS.keep(Article.objects.filter(pk=held.pk))
    if is_traced_anew:
        tell_of_articles(held.unit)


def _check(held: Article, reading: Reading, outlet: Outlet | None) -> None:
    here = Article.objects.of_county(held.unit).exclude(pk=held.pk)
    if here.filter(fingerprint=reading.fingerprint).exists():
        raise ValidationError({"title": _("This article is here already.")})
    if held.outlet != outlet and held.placements.confirmed().exists():
        raise ValidationError(
            {
                "outlet": _(
                    "It was confirmed for a work under this outlet: take the"
                    " confirmation back first."
                )
            }
        )


def _told(name: str, before, after) -> list:
    """A change for the trail: before and after, or of a text how long it was and is."""
    if name == "text":
        return [len(before), len(after)]
    if name in UNTOLD:
        return ["", ""]
    return [_plain(before), _plain(after)]


def _plain(value):
    return value.isoformat() if isinstance(value, date | time) else value


def frozen_with(article: Article) -> list[KeptBulletin]:
    """Bulletins whose figures are fixed and may count the article, the latest first."""
    if not article.placements.confirmed().exists():
        return []
    day = article.published_on
    kept = KeptBulletin.objects.filter(county=article.unit, state__in=FROZEN)
    kept = kept.filter(period__startswith=str(day.year)).defer("told", "lines", "rules")
    periods = ((each, Period.parse(each.period)) for each in kept)
    return [each for each, period in periods if period.first <= day <= period.last]
