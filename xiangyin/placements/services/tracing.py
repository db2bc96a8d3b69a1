"""Looking for our works in other people's articles.

What is found is proposed, never counted: an editor decides. A pair that was
noted once, confirmed or rejected, is never proposed again.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from xiangyin.engines.reuse import Kind, Match, StoryIndex, compare
from xiangyin.engines.reuse.index import LEAST
from xiangyin.engines.reuse.winnowing import pack
from xiangyin.kernel.deadlines import deadline
from xiangyin.kernel.services.cases import open_case

from ..lifecycles import PlacementState
from ..models import Article, Placement, Work
from .clusters import cluster_work
from .evidence import want_evidence
from .own_places import OwnPlaces

WORKDAYS_TO_DECIDE = 5
# A work is looked for in articles of this many days; an outlet may print a day early.
WINDOW = timedelta(days=90)
SLACK = timedelta(days=1)
NEIGHBOURS = timedelta(days=30)
BATCH = 200
# Articles that are looked at in one go; between two the worker does other things.
AT_ONCE = 2000


def trace_articles(county, *, today: date, most: int | None = None) -> int:
    """Lay articles not looked at yet against the works of their time.

    ``most`` articles at a time, or all. Returns how many new candidates there are. Safe
    to run again.
    """
    waiting = Article.objects.of_county(county).untraced()
    keys = list(
        waiting.order_by("published_on", "pk").values_list("pk", flat=True)[:most]
    )
    tracer = Tracer(county, today=today)
    found = 0
    for start in range(0, len(keys), BATCH):
        here = Article.objects.filter(pk__in=keys[start : start + BATCH])
        part = list(here.order_by("published_on", "pk"))
        days = [article.published_on for article in part]
        index = tracer.index(min(days) - WINDOW, max(days) + SLACK)
        proposed = [pair for pair in laid(part, index) if tracer.propose(*pair)]
        found += len(proposed)
        # Also of works noted before, whose article's text came in or changed only now.
        noted = Placement.objects.filter(article__in=part)
        fresh = {(match.story, article.pk) for match, article in proposed}
        remeasure(
            each
            for each in noted.select_related("work", "article")
            if (each.work_id, each.article_id) not in fresh
        )
        for work in sorted(set(noted.values_list("work", flat=True))):
            cluster_work(work)
        with transaction.atomic():
            Article.objects.filter(as_read(part)).update(traced_at=timezone.now())
    return found


def laid(articles: list[Article], index: StoryIndex) -> Iterator[tuple[Match, Article]]:
    """Lay articles against works, all at once."""
    texts = pack([article.text for article in articles])
    titles = pack([article.title for article in articles])
    for each in index.find(texts, titles).told:
        yield each.match(), articles[each.article]


def as_read(articles: list[Article]) -> Q:
    """These articles, but for one whose text changed after it was read here.

    Held until the transaction ends, so that none changes before it is marked.
    """
    here = Article.objects.filter(pk__in=[article.pk for article in articles])
    held = here.select_for_update(no_key=True).order_by("pk")
    texts = dict(held.values_list("pk", "text"))
    same = [each.pk for each in articles if texts.get(each.pk) == each.text]
    return Q(pk__in=same)


def trace_work(work: Work, *, today: date) -> int:
    """Lay a new or corrected work against the articles since it was published.

    What is noted already gets its passages measured anew, for the text moved.
    """
    if work.withdrawn:
        return 0
    remeasure(work.placements.select_related("article", "work"))
    tracer = Tracer(work.county, today=today)
    index = tracer.index(work.published_on - NEIGHBOURS, work.published_on + NEIGHBOURS)
    articles = (
        Article.objects.of_county(work.county)
        .published_between(work.published_on - 2 * SLACK, work.published_on + WINDOW)
        .exclude(placements__work=work)
    )
    found, reading = 0, articles.iterator(chunk_size=BATCH)
    while part := list(islice(reading, BATCH)):
        pairs = [pair for pair in laid(part, index) if pair[0].story == work.pk]
        found += sum(tracer.propose(*pair) for pair in pairs)
    cluster_work(work.pk)
    Work.objects.filter(pk=work.pk).update(traced_at=timezone.now())
    return found


def remeasure(placements: Iterable[Placement]) -> None:
    """Find the passages again in both texts as they read now.

    The kind of what nobody decided yet follows, where it is still told surely.
    """
    for placement in placements:
        match = compare(placement.work.text, placement.article.text)
        placement.passages = passages_of(match) if match else []
        placement.engine = StoryIndex.VERSION
        if match:
            placement.carried, placement.made_of = match.carried, match.made_of
            if _decides(match) and placement.state == PlacementState.CANDIDATE:
                placement.kind = match.kind.value
        placement.save(
            update_fields=["passages", "carried", "made_of", "engine", "kind"]
        )


def _decides(match: Match) -> bool:
    return match.confidence >= LEAST and match.kind is not Kind.SOURCE


def passages_of(match: Match) -> list[list[int]]:
    return [
        [each.story_start, each.story_end, each.article_start, each.article_end]
        for each in match.passages
    ]


class Tracer:
    """One run: the works, the pairs noted already, our own hosts, the due date."""

    def __init__(self, county, *, today: date):
        self.county = county
        self.today = today
        self.due = deadline(today, workdays=WORKDAYS_TO_DECIDE, county=county)
        self.works: dict[int, Work] = {}
        self.own = OwnPlaces(county)
        self._span: tuple = ()
        self._index = StoryIndex()

    def index(self, first: date, last: date) -> StoryIndex:
        """The standing works of these days, made once for a span that covers them."""
        if self._span and self._span[0] <= first and last <= self._span[1]:
            return self._index
        works = Work.objects.of_county(self.county).standing()
        works = works.published_between(first, last).select_related("unit")
        self.works = {work.pk: work for work in works}
        self._index = StoryIndex()
        for work in self.works.values():
            self._index.add(work.pk, work.text, work.title)
        self._span = (first, last)
        return self._index

    def propose(self, match: Match, article: Article) -> bool:
        """Note a candidate, unless the pair is known, too early or our own.

        Where both only quote the same law or speech, nobody carried us.
        """
        if match.kind is Kind.SOURCE:
            return False
        work = self.works[match.story]
        early = article.published_on < work.published_on - SLACK
        if early or article.published_on > work.published_on + WINDOW:
            return False
        if self.own.hold(article.address, article.outlet_id):
            return False
        if Placement.objects.filter(work=work, article=article).exists():
            return False
        candidate = Placement(
            unit=work.unit,
            work=work,
            article=article,
            kind=match.kind.value,
            confidence=match.confidence,
            carried=match.carried,
            made_of=match.made_of,
            passages=passages_of(match),
            engine=StoryIndex.VERSION,
            due_on=self.due.day,
            due_is_provisional=self.due.provisional,
            has_evidence=article.evidence.exists(),
        )
        try:
            with transaction.atomic():
                open_case(candidate, by=None, on=self.today)
                want_evidence(article, now=timezone.now())
        except (IntegrityError, ValidationError):
            if Placement.objects.filter(work=work, article=article).exists():
                return False  # another run was faster
            raise
        return True
