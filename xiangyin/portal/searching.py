"""What a reader finds: one county's public stories, by what was typed.

Everything is asked of the words of public texts (``kernel.search.found``). What is
shown is read once more among the published stories of this site.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from xiangyin.engines.finding.asked import Asked, read
from xiangyin.engines.finding.ranking import Candidate, ranked
from xiangyin.engines.finding.written import LEAD, TITLE
from xiangyin.kernel.search import public
from xiangyin.kernel.search.found import (
    Hit,
    Question,
    Scope,
    newest,
    newest_of_each,
)

from . import meaning, reading

PER_PAGE = 20
# So many of the newest are counted and can be leafed through; a word that stands in
# more stories needs another one beside it.
MOST = 500
# So many are put in order by what they are about: those of title and lead, the newest.
ALL_RANKED, OF_TITLES, OF_LEADS, OF_NEWEST = 200, 80, 50, 70
# How many stories hold each word is told up to this.
FEW = 100
MINUTES_A_DAY, DAYS_A_YEAR = 24 * 60, 365


@dataclass(frozen=True)
class Narrow:
    """What a reader narrows a search to, and the order he wants."""

    section: object = None
    units: tuple[int, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    newest: bool = False

    def scope(self, site, section=None) -> Scope:
        key = section.pk if section else None
        return Scope(site.root_page_id, key, self.units, self.since, self.until)


@dataclass
class Found:
    """What a search found: counted, and one page of it fetched."""

    asked: Asked
    total: int = 0
    more: bool = False
    by_section: Counter = field(default_factory=Counter)
    stories: list = field(default_factory=list)
    number: int = 1
    pages: int = 1
    meant: str = ""
    """What was searched for instead, for what was typed stands nowhere."""
    each: list[tuple[str, int]] = field(default_factory=list)
    """Where not all words stand together: the words that stand somewhere."""


def search(site, query: str, narrow: Narrow | None = None, *, number: int = 1) -> Found:
    """Search one county's stories; where nothing is found, what may have been meant."""
    narrow, asked = narrow or Narrow(), read(query)
    if not asked.wanted:
        return Found(asked)
    found = _search(site, asked, narrow, number)
    if found.total:
        return found
    scope = Scope(site.root_page_id)
    everywhere = narrow.scope(site, narrow.section) == scope
    if meant := meaning.meant(scope, asked, stands_nowhere=everywhere):
        found = _search(site, read(meant), narrow, number)
        found.meant = meant
    elif len(asked.words) > 1:
        found.each = _each(scope, asked)
    return found


def _search(site, asked: Asked, narrow: Narrow, number: int) -> Found:
    everywhere = narrow.scope(site)
    hits = newest(asked, everywhere, limit=MOST + 1)
    found = Found(asked, total=min(len(hits), MOST), more=len(hits) > MOST)
    found.by_section = Counter(hit.section for hit in hits[:MOST])
    scope = narrow.scope(site, narrow.section) if narrow.section else everywhere
    listed = hits[:MOST]
    if narrow.section and found.more:
        listed = newest(asked, scope, limit=MOST)
        found.by_section[narrow.section.pk] = len(listed)
    elif narrow.section:
        listed = [hit for hit in hits if hit.section == narrow.section.pk]
    ordered = listed if narrow.newest else _best_first(asked, scope, listed)
    found.pages = max(1, -(-len(ordered) // PER_PAGE))
    found.number = min(max(1, number), found.pages)
    start = (found.number - 1) * PER_PAGE
    found.stories = _fetched(site, ordered[start : start + PER_PAGE])
    return found


def _best_first(asked: Asked, scope: Scope, hits: list[Hit]) -> list[Hit]:
    """The best first: of very many, those of title or lead and the newest are judged."""
    judged = hits
    if len(hits) > ALL_RANKED:
        few = hits[0].place - hits[-1].place > DAYS_A_YEAR * MINUTES_A_DAY
        titles, leads = newest_of_each(
            [
                Question(asked, scope, OF_TITLES, TITLE, few),
                Question(asked, scope, OF_LEADS, LEAD, few),
            ]
        )
        judged = list(dict.fromkeys([*titles, *leads, *hits[:OF_NEWEST]]))
    by_place = {hit.place: hit for hit in judged}
    order = ranked(asked, _candidates(by_place))
    best = [by_place[place] for place in order]
    return [*best, *(hit for hit in hits if hit.place not in by_place)][:MOST]


def _candidates(places: Iterable[int]) -> Iterable[Candidate]:
    told = public.texts(places)
    today = max(told, default=0)
    for place, (title, lead, text) in told.items():
        days_old = (today - place) / MINUTES_A_DAY
        yield Candidate(place, title, lead, text, days_old)


def _fetched(site, hits: list[Hit]) -> list:
    """The stories themselves, in the order of ``hits``, and only if they are public."""
    keys = [hit.story for hit in hits]
    stories = reading.stories_on(site).defer(None).filter(pk__in=keys).order_by()
    by_key = {story.pk: story for story in stories}
    return [by_key[key] for key in keys if key in by_key]


def _each(scope: Scope, asked: Asked) -> list[tuple[str, int]]:
    """Each word that stands somewhere, and in how many stories."""
    words = [each.said for each in asked.words]
    found = newest_of_each([Question(read(said), scope, FEW) for said in words])
    return [(said, len(hits)) for said, hits in zip(words, found, strict=True) if hits]
