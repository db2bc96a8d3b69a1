"""What a reader may be typing, and what he may have meant.

Every offer is a word of this county's published stories that finds something now: it
is asked of the search before it is made. So nothing is told of what is not public, nor
of another county.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from wagtail.models import Page

from xiangyin.engines.finding import slips
from xiangyin.engines.finding.asked import Asked, read
from xiangyin.engines.finding.sounds import sound
from xiangyin.engines.finding.written import TITLE, written
from xiangyin.kernel.search import vocabulary
from xiangyin.kernel.search.found import Question, Scope, newest, newest_of_each

from . import reading

OFFERED, WORDS, TITLES, NAMED = 8, 6, 3, 4
NAMED_ASKED = 8
# So many words are asked of the search before it is given up.
ASKED_AT_MOST = 24
ENOUGH = 50


@dataclass(frozen=True)
class Offer:
    """One line below the field: what it says, what it is, and where it leads."""

    text: str
    kind: str
    address: str


def offers(site, typed: str) -> list[Offer]:
    """What may be meant by what is typed so far, in writing or in pinyin."""
    said = written(typed[:40]).strip()
    if not said:
        return []
    scope = Scope(site.root_page_id)
    found = [*_named(site, said), *_words(scope, said), *_titles(site, scope, typed)]
    once = {offer.text: offer for offer in reversed(found)}
    return [offer for offer in found if once[offer.text] is offer][:OFFERED]


def _words(scope: Scope, said: str) -> list[Offer]:
    plain = said.replace(" ", "")
    found = vocabulary.beginning(scope.home, plain, limit=WORDS * 2)
    there = _finding(scope, [each.word for each in found])
    return [Offer(word, _("word"), _search_for(word)) for word in there[:WORDS]]


def _search_for(word: str) -> str:
    return f"{reverse('search')}?{urlencode({'q': word})}"


def _finding(scope: Scope, queries: list[str]) -> list[str]:
    """Those of some queries that find something now."""
    found = newest_of_each([Question(read(query), scope, 1) for query in queries])
    return [query for query, hits in zip(queries, found, strict=True) if hits]


def _named(site, said: str) -> list[Offer]:
    """Themes and units whose name begins so, if a story of theirs is public.

    A single letter begins many names: so many are asked for, and no more.
    """
    stories = reading.stories_on(site).order_by()
    named = [
        *(
            (theme, _("theme"), reverse("theme", args=[theme.slug]), Q(theme=theme))
            for theme in reading.themes_on(site)
        ),
        *(
            (
                unit,
                _("unit"),
                reverse("unit", args=[unit.code]),
                Q(unit__path__startswith=unit.path),
            )
            for unit in reading.units_on(site)
        ),
    ]
    alike = [each for each in named if _begins(each[0], said)][:NAMED_ASKED]
    found = (
        Offer(str(thing), kind, address)
        for thing, kind, address, of_it in alike
        if stories.filter(of_it).exists()
    )
    return list(islice(found, NAMED))


def _begins(named, said: str) -> bool:
    plain = said.replace(" ", "")
    spelled = _spelled(named.name, named.name_en)
    return any(each.startswith(plain) for each in spelled)


@lru_cache(maxsize=4_000)
def _spelled(name: str, name_en: str) -> tuple[str, ...]:
    """A name as it may be typed: in writing, in pinyin, by initials, in English."""
    name, name_en = (written(each).replace(" ", "") for each in (name, name_en))
    heard = sound(name)
    return name, name_en, heard.full, heard.initials


def _titles(site, scope: Scope, typed: str) -> list[Offer]:
    asked = read(typed)
    if not asked.wanted or typed.isascii():
        return []
    hits = newest(asked, scope, limit=TITLES, part=TITLE)
    live = reading.stories_on(site).filter(pk__in=[hit.story for hit in hits])
    return [Offer(story.title, _("story"), _address_of(story)) for story in live]


def _address_of(story: Page) -> str:
    return story.get_url() or story.url_path


def meant(scope: Scope, asked: Asked, *, stands_nowhere: bool = False) -> str:
    """What was perhaps meant by a query that finds nothing; "" where nobody knows.

    Judged against words that stand in published stories, and against what finds most.
    ``stands_nowhere`` says that the query was asked of this whole scope already.
    """
    runs = asked.whole.split()
    known = [] if stands_nowhere and len(runs) == 1 else _finding(scope, runs)
    tried = list(dict.fromkeys(_spellings(scope, runs, known)))[:ASKED_AT_MOST]
    found = newest_of_each([Question(read(query), scope, ENOUGH) for query in tried])
    best = max(map(len, found), default=0)
    # Of those that find as many, the likeliest.
    return tried[[len(hits) for hits in found].index(best)] if best else ""


def _spellings(scope: Scope, runs: list[str], known: list[str]):
    """The query with one of its runs written otherwise, the likeliest first."""
    for at, run in enumerate(runs):
        if run in known:
            continue
        for other in _other_spellings(scope, run):
            yield " ".join([*runs[:at], other, *runs[at + 1 :]])


def _other_spellings(scope: Scope, run: str) -> list[str]:
    parts = slips.windows(run)
    alike = vocabulary.sounding(scope.home, {part.sound for part in parts})
    found = []
    for part in parts:
        near = [(word.word, word.sound) for word in alike]
        found += slips.instead(run, part, near)
    if not found and parts and len(run) > 2:
        lengths = {len(run) - 1, len(run), len(run) + 1}
        near = vocabulary.beginning_with(scope.home, run[0], lengths)
        found = slips.instead(run, parts[0], [(w.word, w.sound) for w in near])
    return found
