"""A sender is told what became of a tip, whatever became of it."""

import pytest

from tests.factories.people import unit
from tests.factories.placements import (
    ArticleFactory,
    OutletFactory,
    WorkFactory,
    a_placement,
)
from xiangyin.newsroom.models import Tip
from xiangyin.newsroom.services.plans import drop_plan
from xiangyin.newsroom.services.tips import decline_tip, merge_tip
from xiangyin.workbench.progress import gather, line_of, stages, with_facts

from .conftest import TODAY

pytestmark = pytest.mark.django_db
GATHER_QUERIES = 12


def way(tip) -> list[tuple[str, bool]]:
    return [(stage.name, stage.done) for stage in progress_of(fresh(tip))]


def progress_of(tip):
    """The way of one tip, from its arrival to who carried the story."""
    return stages(gather([tip])[tip.pk])


def fresh(tip):
    return Tip.objects.get(pk=tip.pk)


def line(tip) -> str:
    tip = fresh(tip)
    return line_of(gather([tip])[tip.pk])


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


def test_a_new_tip_waits_for_an_editor(newsroom):
    tip = newsroom.tip()

    assert way(tip) == [("sent", True), ("answer", False)]
    assert line(tip) == "Waits for an editor"


def test_a_declined_tip_ends_with_the_reason(newsroom):
    tip = newsroom.tip()
    decline_tip(tip, by=newsroom.editor, note="上周报道过了")

    last = progress_of(fresh(tip))[-1]

    assert (last.label, last.done, last.detail) == ("Declined", True, "上周报道过了")
    assert last.when is not None


def test_a_taken_tip_shows_what_is_still_to_come(newsroom):
    tip = newsroom.tip()
    newsroom.plan(tip)

    assert way(tip) == [
        ("sent", True),
        ("answer", True),
        ("work", False),
        ("reading", False),
        ("published", False),
        ("carried", False),
    ]


def test_who_works_on_it_is_named(newsroom):
    tip = newsroom.tip()
    newsroom.job(newsroom.plan(tip))

    assert line(tip) == f"In work: {newsroom.reporter}"


def test_a_dropped_plan_is_told(newsroom):
    tip = newsroom.tip()
    plan = newsroom.plan(tip)
    drop_plan(plan, by=newsroom.editor, today=TODAY, note="路断了")

    assert way(tip) == [("sent", True), ("answer", True), ("dropped", True)]


def test_a_story_being_read_is_told(newsroom):
    tip = newsroom.tip()
    newsroom.handed_in(newsroom.plan(tip))

    assert line(tip) == "Being read"
    assert dict(way(tip))["reading"] is False


def test_a_story_sent_back_is_told(newsroom):
    tip = newsroom.tip()
    story = newsroom.handed_in(newsroom.plan(tip))
    newsroom.read(story, newsroom.first_reader, "revise", "核对亩数")

    assert line(tip) == "Read, and being revised"


def test_a_published_story_is_linked(newsroom):
    tip = newsroom.tip()
    story = newsroom.published(newsroom.plan(tip))

    stage = next(s for s in progress_of(fresh(tip)) if s.name == "published")

    assert (stage.done, stage.detail) == (True, story.title)
    assert stage.link == story.get_url()
    assert line(tip) == "Published"


def test_who_carried_it_is_named_and_linked(newsroom):
    tip = newsroom.tip()
    newsroom.published(newsroom.plan(tip))
    work = WorkFactory(unit=unit("chawan"), origin=tip.number)
    for name in ("江北日报", "清河晚报"):
        article = ArticleFactory(
            unit=newsroom.county,
            outlet=OutletFactory(name=name),
            address=f"https://paper.example/{name}",
        )
        a_placement(confirmed=name == "江北日报", work=work, article=article)

    last = progress_of(fresh(tip))[-1]

    assert [(link.words, link.url) for link in last.links] == [
        ("江北日报", "https://paper.example/江北日报")
    ]
    assert line(tip) == "Published, carried by 1 outlet"


def test_a_merged_tip_follows_the_leading_one(newsroom):
    leading, tip = newsroom.tip(), newsroom.tip("茶湾开镰了")
    merge_tip(tip, into=leading, by=newsroom.editor)
    newsroom.published(newsroom.plan(leading))

    assert way(tip) == [
        ("sent", True),
        ("joined", True),
        ("answer", True),
        ("work", True),
        ("reading", True),
        ("published", True),
        ("carried", False),
    ]


@pytest.mark.parametrize("tips", [1, 3])
def test_many_tips_are_gathered_in_the_same_queries(
    newsroom, tips, django_assert_num_queries
):
    for _tip in range(tips):
        newsroom.handed_in()

    with django_assert_num_queries(GATHER_QUERIES):
        gather(with_facts(Tip.objects.order_by("pk")))
