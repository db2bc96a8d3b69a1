"""What was refused stays refused; a queue is walked to its end whatever its length."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories.people import PersonFactory, unit
from tests.factories.placements import STORY, OutletFactory, WorkFactory, a_placement
from xiangyin.engines.reuse import StoryIndex
from xiangyin.kernel.services.audit import history
from xiangyin.placements.models import Article, Placement, Work
from xiangyin.placements.reports import lay_side_by_side
from xiangyin.placements.services.articles import keep_article, read
from xiangyin.placements.services.placements import reject_placement, undo_decision
from xiangyin.placements.services.tracing import trace_articles, trace_work
from xiangyin.placements.services.works import register_work
from xiangyin.placements.views import queue as queue_views

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 8)
TOLD = {
    "title": "茶湾村晚稻开镰",
    "published_on": date(2026, 10, 4),
    "text": STORY,
    "address": "https://qz.example/1",
}


@pytest.fixture
def editor(county):
    return PersonFactory(posts=[("editor", county)])


def register(text=STORY) -> Work:
    return register_work(
        unit=unit("shixi"),
        key="story:1",
        title="茶湾村320亩晚稻开镰",
        text=text,
        published_on=date(2026, 10, 3),
    )


def corrected(county, monkeypatch):
    trace_work(register(STORY + "更正时加了一句。"), today=TODAY)


def brought_in_again(county, monkeypatch):
    keep_article(county, read(**TOLD), source="file", outlet=OutletFactory())
    Article.objects.update(traced_at=None)


def found_by_another_engine(county, monkeypatch):
    monkeypatch.setattr(StoryIndex, "VERSION", "of tomorrow")
    Article.objects.update(traced_at=None)
    trace_work(Work.objects.get(), today=TODAY)


@pytest.mark.parametrize(
    "meanwhile", [corrected, brought_in_again, found_by_another_engine]
)
def test_a_rejected_pair_never_returns(county, editor, monkeypatch, meanwhile):
    register()
    keep_article(county, read(**TOLD), source="feed", outlet=OutletFactory())
    trace_articles(county, today=TODAY)
    reject_placement(Placement.objects.get(), by=editor)

    meanwhile(county, monkeypatch)
    trace_articles(county, today=TODAY)

    placement = Placement.objects.get()
    assert (placement.state, placement.decided_by) == ("rejected", editor)


def test_a_decision_taken_back_says_who_and_when(county, editor):
    placement = a_placement()
    reject_placement(placement, by=editor)

    undo_decision(placement, by=editor)

    told = [(line.action, line.by) for line in history(placement)]
    assert told == [("open", None), ("reject", editor), ("undo", editor)]
    assert None not in [line.at for line in history(placement)]


@pytest.fixture
def keeper(client, county):
    person = PersonFactory(posts=[("ledger_keeper", county)])
    client.force_login(person)
    return person


@pytest.mark.parametrize("many", [2_000, 3])
def test_next_leads_through_all_and_previous_back(client, keeper, monkeypatch, many):
    monkeypatch.setattr(queue_views, "MANY", many)
    sure = [0.9, 0.9, 0.95, 0.9, 0.8, 0.95]
    made = [a_placement(confidence=each) for each in sure]
    order = [made[at].pk for at in (2, 5, 0, 1, 3, 4)]

    url, walked, back = reverse("placements_confirm:queue"), [], []
    while url:
        context = client.get(url).context
        walked.append(context["placement"].pk)
        url = context["next_url"]
    url = reverse("placements_confirm:pair", args=[order[-1]])
    while url:
        context = client.get(url).context
        back.append(context["placement"].pk)
        url = context["previous_url"]

    assert walked == order
    assert back == order[::-1]
    assert context["progress"].total == 6


def test_after_the_last_the_first_of_those_left_follows(client, keeper):
    first, last = a_placement(confidence=0.9), a_placement(confidence=0.8)
    url = reverse("placements_confirm:decide", args=[last.pk])

    page = client.post(url, {"step": "reject"}, follow=True)
    url = reverse("placements_confirm:decide", args=[first.pk])
    end = client.post(url, {"step": "reject"}, follow=True)

    assert page.context["placement"] == first
    assert end.context["progress"].waiting == 0


def test_where_many_wait_the_filters_offer_all_outlets_of_the_county(
    client, keeper, monkeypatch
):
    placement, idle = a_placement(), OutletFactory()
    url = reverse("placements_confirm:queue")

    few = client.get(url).context["queue_form"].fields["outlet"].queryset
    few = list(few)
    monkeypatch.setattr(queue_views, "MANY", 0)
    many = client.get(url).context["queue_form"].fields["outlet"].queryset

    assert few == [placement.article.outlet]
    assert set(many) == {placement.article.outlet, idle}


def test_the_same_change_is_listed_once_with_how_often(county):
    ours = "村里修好了水渠，引水浇地；村里开设课堂，请人讲农技；村里办起食堂，老人都来吃饭。"
    theirs = ours.replace("村里", "该村")
    work = WorkFactory(text=ours, title="茶湾村320亩晚稻开镰")
    placement = a_placement(work=work)
    placement.article.text = theirs
    placement.article.title = "茶湾村300亩晚稻开镰"
    placement.passages = [[0, len(ours), 0, len(theirs)]]

    pair = lay_side_by_side(placement)

    assert [(one.story, one.article, times) for one, times in pair.changes] == [
        ("村里", "该村", 3)
    ]
    assert [(n.ours, n.theirs) for n in pair.title_numbers] == [("320亩", "300亩")]
