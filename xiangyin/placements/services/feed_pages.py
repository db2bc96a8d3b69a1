"""Reading the pages of entries of which a feed carries a summary only.

Beside the poll, never within it: a few pages a minute, each host with its breath
between two. A page that was read is not asked again; one that could not be read leaves
the feed's text, and says why, until somebody pastes what it says.
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.rights import require
from xiangyin.kernel.services.audit import record

from ..models import Article, WantedText
from .addresses import SHORTEST_TEXT, Found, read_in
from .articles import LONGEST_TEXT, renew_text
from .outlets import host_of
from .texts import folded, plain

# One task: so many pages, so many of them of one host, so many side by side. It ends
# within a minute or so whatever comes; 10,000 articles a day are seven a minute.
AT_ONCE, OF_A_HOST, TOGETHER = 20, 5, 4
LOOKED_THROUGH = 1000
LEASE = timedelta(minutes=15)
WAITS = (timedelta(hours=1), timedelta(days=1))
# So much of a headline, or of what the feed says, tells that a page is the one meant.
TELLING = 12


def read_due(*, now) -> int:
    """Read what is due. Returns how many pages were tried."""
    wanted = lease_due(now=now)
    addresses = [each.article.address for each in wanted]
    with ThreadPoolExecutor(TOGETHER) as pool:
        found = pool.map(partial(read_in, get_language()), addresses)
        for each, page in zip(wanted, found, strict=True):
            keep(each, page)
    return len(wanted)


def lease_due(*, now) -> list[WantedText]:
    """The next pages, put off so that nobody else reads them meanwhile."""
    due = WantedText.objects.filter(next_try_at__lte=now).order_by("next_try_at", "pk")
    due = due.select_related("article").defer("article__text")
    taken: list[WantedText] = []
    of_host: Counter = Counter()
    for wanted in due[:LOOKED_THROUGH]:
        host = host_of(wanted.article.address)
        if len(taken) < AT_ONCE and of_host[host] < OF_A_HOST:
            of_host[host] += 1
            taken.append(wanted)
    return [each for each in taken if _lease(each, now=now)]


def _lease(wanted: WantedText, *, now) -> bool:
    row = WantedText.objects.filter(
        pk=wanted.pk, next_try_at=wanted.next_try_at, tries=wanted.tries
    )
    wanted.tries += 1
    return bool(row.update(next_try_at=now + LEASE, tries=F("tries") + 1))


@transaction.atomic
def keep(wanted: WantedText, found: Found) -> None:
    """Take over the page's text, or say why not and when it is tried again.

    Not where somebody pasted it meanwhile.
    """
    mine = WantedText.objects.select_for_update().filter(
        pk=wanted.pk, tries=wanted.tries, next_try_at__isnull=False
    )
    if not mine.exists():
        return
    here = Article.objects.select_for_update(of=["self"]).select_related("unit")
    article = here.get(pk=wanted.article_id)
    problem = found.problem or problem_with(article, found)
    words = without_headline(found.text, found.title or article.title)
    if not problem and len(words) > len(article.text):
        renew_text(article, words[:LONGEST_TEXT])
    again = found.again and wanted.tries <= len(WAITS)
    mine.update(
        next_try_at=timezone.now() + WAITS[wanted.tries - 1] if again else None,
        problem=problem[:300],
    )


def without_headline(text: str, headline: str) -> str:
    """A page's text without the headline that readers of pages put before it.

    >>> without_headline("开镰\\n稻子熟了。", "开镰")
    '稻子熟了。'
    """
    first, _line, rest = text.partition("\n")
    return rest if rest and folded(first) == folded(headline) else text


def problem_with(article: Article, found: Found) -> str:
    """What is wrong with a page that was read: it may be a page for signing in."""
    said = folded(found.title + found.text)
    tells = (folded(article.title)[:TELLING], folded(article.text)[:TELLING])
    if any(told and told in said for told in tells):
        return ""
    return _("The page says something else than the feed.")


@transaction.atomic
def paste_text(article: Article, text: str, *, by) -> Article:
    """Take over what somebody pasted for a page that could not be read.

    Raises ``NotAllowed``, or ``RuleBroken`` with what is wrong.
    """
    require(by, "placements.handle", article)
    wanted = WantedText.objects.select_for_update().filter(article=article).first()
    if wanted is None or not wanted.problem:
        raise RuleBroken(_("The page of this article was not in trouble."))
    words = plain(text)
    if len(words) < SHORTEST_TEXT:
        raise RuleBroken(_("Paste the whole text of the article."))
    if len(words) > LONGEST_TEXT:
        raise RuleBroken(_("The text is longer than 200,000 characters."))
    before = article.text
    renew_text(article, words)
    WantedText.objects.filter(pk=wanted.pk).update(next_try_at=None, problem="")
    record(
        article,
        "paste_text",
        by=by,
        label=_("Text pasted"),
        text=[len(before), len(words)],
    )
    return article
