"""What comes in and what goes public is looked for by letter: surely, and soon."""

from datetime import date

import pytest
from django.db import transaction

from tests.factories.people import unit
from tests.factories.placements import STORY, ArticleFactory, WorkFactory, a_placement
from xiangyin.engines.reuse import StoryIndex
from xiangyin.kernel import schedule
from xiangyin.kernel.models import Letter
from xiangyin.kernel.services import outbox
from xiangyin.kernel.services.outbox import deliver_due, try_again
from xiangyin.placements import subscribers, tasks
from xiangyin.placements.events import KEPT, REGISTERED
from xiangyin.placements.models import Article, Placement
from xiangyin.placements.services import tracing
from xiangyin.placements.services.articles import keep_article, keep_articles, read
from xiangyin.placements.services.tracing import as_read, trace_articles
from xiangyin.placements.services.works import register_work

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 8)
OTHER = "县图书馆周末开放到晚上九点，读者可以在二楼自习，也可以把孩子留在绘本馆里。" * 4


def an_article(number=1, text=STORY):
    return read(
        title=f"茶湾村晚稻开镰之{number}",
        published_on=date(2026, 10, 4),
        text=text,
        outlet_said="清州日报",
    )


def register(text=STORY, key="story:1"):
    return register_work(
        unit=unit("shixi"),
        key=key,
        title="茶湾村320亩晚稻开镰",
        text=text,
        published_on=date(2026, 10, 3),
    )


def deliver_all():
    while deliver_due():
        pass


def test_a_new_article_is_laid_against_the_stories_in_the_workers_next_round(county):
    WorkFactory()

    keep_articles(county, [an_article()], source="feed")
    deliver_due()

    placement = Placement.objects.get()
    assert (placement.kind, placement.engine) == ("reprint", StoryIndex.VERSION)


def test_a_new_story_is_laid_against_the_articles_that_were_here_before(county):
    keep_articles(county, [an_article(1), an_article(2, OTHER)], source="feed")
    deliver_all()

    register()
    deliver_due()

    assert [each.article.text for each in Placement.objects.all()] == [STORY]


def test_a_corrected_story_is_looked_for_again_and_measured_anew(county):
    keep_articles(county, [an_article(1), an_article(2, OTHER)], source="feed")
    register()
    deliver_all()

    register(text=STORY + OTHER + "最后一段是更正时加上的，别处没有。" * 9)
    deliver_all()

    found = {each.article.text: each for each in Placement.objects.all()}
    assert set(found) == {STORY, OTHER}
    assert found[STORY].carried < 0.6
    assert found[STORY].kind == "abridged"


def test_a_decided_placement_keeps_its_kind_when_the_story_is_corrected(county):
    placement = a_placement(confirmed=True)
    placement.work.text = STORY + OTHER * 3

    tracing.remeasure([placement])

    placement.refresh_from_db()
    assert (placement.kind, placement.carried < 0.6) == ("reprint", True)


def test_the_letter_is_of_the_same_transaction_as_the_articles(county):
    with transaction.atomic():
        keep_articles(county, [an_article()], source="feed")
        transaction.set_rollback(True)

    assert (Article.objects.count(), Letter.objects.count()) == (0, 0)


def test_a_worker_that_dies_over_it_leaves_the_letter_to_the_next(county, monkeypatch):
    class Killed(BaseException):
        """No fault that anything catches."""

    def die(*_told, **_more):
        raise Killed

    WorkFactory()
    keep_articles(county, [an_article()], source="feed")
    with monkeypatch.context() as patch:
        patch.setattr(subscribers, "trace_articles", die)
        with pytest.raises(Killed):
            deliver_due()
    Letter.objects.update(leased_until=None)  # its lease ends

    deliver_due()

    assert Placement.objects.count() == 1


def test_without_a_letter_nothing_would_look(county, monkeypatch):
    """The twin: it is the letter that makes it sure."""
    monkeypatch.setattr(outbox, "_handlers", {})
    WorkFactory()
    keep_articles(county, [an_article()], source="feed")

    deliver_all()

    assert Placement.objects.count() == 0


def test_many_articles_are_looked_at_a_part_at_a_time(county, monkeypatch):
    monkeypatch.setattr(subscribers, "AT_ONCE", 2)
    WorkFactory()
    keep_articles(county, [an_article(n) for n in range(5)], source="file")

    rounds = [(deliver_due(), Placement.objects.count()) for _ in range(4)]

    assert rounds == [(1, 2), (1, 4), (1, 5), (0, 5)]


def test_a_letter_delivered_twice_finds_nothing_twice(county):
    keep_articles(county, [an_article()], source="feed")
    register()
    deliver_all()
    for letter in Letter.objects.all():
        try_again(letter)

    deliver_all()

    assert Placement.objects.count() == 1
    assert {each.kind for each in Letter.objects.all()} == {
        f"{KEPT}>tracing",
        f"{REGISTERED}>tracing",
    }


def test_a_work_that_is_gone_is_looked_for_no_more(county):
    register().delete()

    assert deliver_due() == 1


@pytest.fixture
def text_that_comes_in_meanwhile(county, monkeypatch):
    """An article known by its headline; its text comes while it is being read."""
    WorkFactory()
    address = "https://qz.example/1"
    told = {"title": "开镰", "published_on": date(2026, 10, 4), "address": address}
    keep_article(county, read(**told), source="feed")

    def meanwhile(part):
        keep_article(county, read(**told, text=STORY), source="file")
        return as_read(part)

    monkeypatch.setattr(tracing, "as_read", meanwhile)


def test_a_text_that_comes_in_meanwhile_is_looked_at(
    county, text_that_comes_in_meanwhile, monkeypatch
):
    trace_articles(county, today=TODAY)
    monkeypatch.setattr(tracing, "as_read", as_read)

    trace_articles(county, today=TODAY)

    assert Placement.objects.count() == 1


def test_marked_by_its_key_alone_it_would_be_lost(
    county, text_that_comes_in_meanwhile, monkeypatch
):
    """The twin: what was read is not what stands there now."""
    meanwhile = tracing.as_read

    def careless(part):
        meanwhile(part)
        return tracing.Q(pk__in=[article.pk for article in part])

    monkeypatch.setattr(tracing, "as_read", careless)
    trace_articles(county, today=TODAY)
    monkeypatch.setattr(tracing, "as_read", as_read)

    trace_articles(county, today=TODAY)

    assert Placement.objects.count() == 0


def test_an_article_whose_works_are_of_another_day_is_read_all_the_same(county):
    article = ArticleFactory(published_on=date(2026, 6, 1))

    trace_articles(county, today=TODAY)

    article.refresh_from_db()
    assert article.traced_at is not None


def test_the_worker_makes_the_engine_ready_when_it_starts(monkeypatch):
    made = []
    monkeypatch.setattr(tasks, "warm_up", lambda: made.append(True))
    jobs = [job for job in schedule._jobs if job.run is tasks.make_the_engine_ready]

    for job in jobs:
        job.run()

    assert made == [True]
