"""One text in several outlets: found in any order, shown once, decided in one act."""

from datetime import date
from itertools import permutations

import pytest
from django.urls import reverse

from tests.factories.people import PersonFactory
from tests.factories.placements import (
    STORY,
    ArticleFactory,
    OutletFactory,
    WorkFactory,
    a_placement,
)
from xiangyin.engines.same_text import ALIKE, are_the_same, grouped, runs
from xiangyin.kernel.errors import NotAllowed, RuleBroken
from xiangyin.placements import tasks
from xiangyin.placements.models import Article, Placement
from xiangyin.placements.services.articles import keep_article, read
from xiangyin.placements.services.clusters import (
    cluster_work,
    clusters_of,
    confirm_cluster,
)
from xiangyin.placements.services.placements import reject_placement, undo_all
from xiangyin.placements.services.tracing import trace_articles, trace_work

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 8)
# The same with another lead and another number; and another text about the same.
NEARLY = "本报讯（记者 王芳）" + STORY.replace("86户", "87户")
OTHER = STORY[:60] + "市农业农村局负责人表示，全市晚稻收割将持续到月底。" * 4


@pytest.fixture
def editor(county):
    return PersonFactory(posts=[("editor", county)])


def an_article(text=STORY, name="", day=4, **told):
    outlet = OutletFactory(name=name) if name else OutletFactory()
    return ArticleFactory(
        text=text, outlet=outlet, published_on=date(2026, 10, day), **told
    )


def texts_together() -> set[frozenset[str]]:
    groups: dict[int, set[str]] = {}
    for each in Placement.objects.select_related("article__outlet"):
        groups.setdefault(each.cluster, set()).add(each.article.outlet.name)
    return {frozenset(group) for group in groups.values()}


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
def test_clusters_do_not_depend_on_the_order_of_arrival(county, order):
    WorkFactory()
    given = [(STORY, "甲报"), (NEARLY, "乙报"), (OTHER, "丙报"), (STORY + "。", "丁报")]

    for at in order:
        text, name = given[at]
        an_article(text, name)
        trace_articles(county, today=TODAY)

    assert texts_together() == {
        frozenset({"甲报", "乙报", "丁报"}),
        frozenset({"丙报"}),
    }


def test_a_chain_of_small_changes_is_one_group_in_any_order():
    """What is like something in a group belongs to it, also where the ends differ."""
    words = [f"第{chr(0x4E00 + at * 7)}{chr(0x5200 + at * 11)}句话" for at in range(40)]
    chain = {
        at: "".join(["换掉的话"[:3] + str(n) for n in range(at * 3)] + words[at * 3 :])
        for at in range(4)
    }

    assert not are_the_same(runs(chain[0]), runs(chain[3]))
    for order in permutations(chain):
        assert [sorted(g) for g in grouped({at: chain[at] for at in order})] == [
            [0, 1, 2, 3]
        ]


def test_a_story_told_in_traditional_characters_is_the_same_text():
    theirs = STORY.replace("镇", "鎮").replace("这", "這").replace("，", ", ")

    assert are_the_same(runs(STORY), runs(theirs))


@pytest.mark.parametrize("text", ["", "春耕", "，。" * 100])
def test_what_says_too_little_is_the_same_as_nothing(text):
    assert grouped({1: text, 2: text}) == [[1], [2]]


def test_two_texts_are_the_same_up_to_the_bound_and_no_further():
    one = frozenset(range(100))
    same = frozenset(range(11, 111))
    other = frozenset(range(12, 112))

    assert (ALIKE <= 89 / 111, ALIKE <= 88 / 112) == (True, False)
    assert (are_the_same(one, same), are_the_same(one, other)) == (True, False)
    assert not are_the_same(one, frozenset(range(70)))


def test_a_text_that_comes_in_later_finds_its_cluster(county):
    WorkFactory()
    an_article(name="甲报")
    address = {"address": "https://qz.example/1", "published_on": date(2026, 10, 4)}
    headline = {"title": "茶湾村320亩晚稻开镰", **address}
    keep_article(
        county, read(**headline), source="feed", outlet=OutletFactory(name="乙报")
    )
    trace_articles(county, today=TODAY)
    before = texts_together()

    keep_article(county, read(**headline, text=STORY), source="file")
    trace_articles(county, today=TODAY)

    assert before == {frozenset({"甲报"}), frozenset({"乙报"})}
    assert texts_together() == {frozenset({"甲报", "乙报"})}


def test_a_work_that_is_traced_again_keeps_its_clusters(county):
    work = WorkFactory()
    an_article(name="甲报")
    an_article(name="乙报")
    trace_work(work, today=TODAY)
    trace_work(work, today=TODAY)

    assert texts_together() == {frozenset({"甲报", "乙报"})}


def test_what_was_noted_before_there_were_clusters_is_grouped_by_the_schedule(county):
    work = WorkFactory()
    for _n in range(2):
        a_placement(work=work)

    tasks.group_what_is_not_yet()

    assert len(set(Placement.objects.values_list("cluster", flat=True))) == 1


def one_text(work=None):
    """甲报 and 乙报 on the 4th, 丙报 first, on the 3rd; all one text of one work."""
    work = work or WorkFactory()
    made = [
        a_placement(work=work, article=an_article(name=name, day=day))
        for name, day in (("甲报", 4), ("乙报", 4), ("丙报", 3))
    ]
    cluster_work(work.pk)
    return [Placement.objects.get(pk=each.pk) for each in made]


def test_the_first_appearance_is_marked(county, django_assert_num_queries):
    placements = one_text()

    with django_assert_num_queries(2):
        told = clusters_of(placements)

    (cluster,) = told.values()
    assert (cluster.outlets, cluster.waiting, cluster.first) == (3, 3, placements[2])
    assert (cluster.first_on, cluster.first_outlet) == (date(2026, 10, 3), "丙报")


def test_of_one_day_the_first_by_name_leads(county):
    *others, first = one_text()
    Article.objects.filter(pk=first.article_id).update(published_on=date(2026, 10, 4))

    (cluster,) = clusters_of(others).values()

    assert cluster.first_outlet == min(["甲报", "乙报", "丙报"])


def test_what_was_refused_is_counted_no_more(county, editor):
    placements = one_text()
    reject_placement(placements[2], by=editor)

    (cluster,) = clusters_of(placements).values()

    assert (cluster.outlets, cluster.first_on) == (2, date(2026, 10, 4))


def test_the_same_article_of_two_works_is_in_two_clusters(county):
    article, first, second = an_article(), WorkFactory(), WorkFactory()
    pair = [a_placement(work=work, article=article) for work in (first, second)]
    for work in (first, second):
        cluster_work(work.pk)

    assert clusters_of(pair) == {}


def test_a_cluster_is_confirmed_and_taken_back_in_one_act(county, editor):
    placements = one_text()
    unknown = a_placement(work=placements[0].work, article=ArticleFactory(outlet=None))
    cluster_work(placements[0].work_id)

    done = confirm_cluster(Placement.objects.get(pk=placements[0].pk), by=editor)
    undone = undo_all(done, by=editor)

    assert (len(done), undone) == (3, 3)
    assert unknown not in done
    assert Placement.objects.to_confirm().count() == 4


def test_a_reporter_confirms_no_cluster(county):
    placement = one_text()[0]

    with pytest.raises(NotAllowed):
        confirm_cluster(placement, by=PersonFactory(posts=[("reporter", county)]))

    assert Placement.objects.to_confirm().count() == 3


def test_what_is_in_no_cluster_is_confirmed_by_itself(county, editor):
    with pytest.raises(RuleBroken):
        confirm_cluster(a_placement(), by=editor)

    assert Placement.objects.to_confirm().count() == 1


# --- on the screens --------------------------------------------------------------


@pytest.fixture
def keeper(client, county):
    person = PersonFactory(posts=[("ledger_keeper", county)])
    client.force_login(person)
    return person


def test_the_pair_and_the_queue_tell_of_the_cluster(client, keeper):
    placements = one_text()

    page = client.get(reverse("placements_confirm:pair", args=[placements[0].pk]))

    assert page.context["cluster"].outlets == 3
    assert [same.outlets for _each, _url, same in page.context["upcoming"]] == [3, 3, 3]


def test_the_works_page_groups_one_text(client, keeper):
    placements = one_text()
    alone = a_placement(work=placements[0].work, article=an_article(OTHER))
    cluster_work(alone.work_id)

    url = reverse("placements_works:inspect", args=[alone.work_id])
    groups = client.get(url).context["groups"]

    assert [(bool(cluster), len(rows)) for cluster, rows in groups] == [
        (True, 3),
        (False, 1),
    ]


def test_the_button_confirms_all_and_the_notice_takes_all_back(client, keeper):
    placements = one_text()

    url = reverse("placements_confirm:cluster", args=[placements[0].pk])
    page = client.post(url, follow=True)
    client.post(reverse("placements_confirm:undo"), {"pk": page.context["last"]["pks"]})

    assert len(page.context["last"]["pks"]) == 3
    assert Placement.objects.to_confirm().count() == 3
