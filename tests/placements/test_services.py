"""Works, outlets, articles and decisions: the rules of the ledger."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from tests.factories.people import PersonFactory, a_county, unit
from tests.factories.placements import (
    STORY,
    ArticleFactory,
    OutletFactory,
    WorkFactory,
    a_placement,
)
from xiangyin.kernel.errors import NotAllowed, RuleBroken, WrongState
from xiangyin.kernel.models import Letter
from xiangyin.kernel.services.audit import history
from xiangyin.kernel.services.outbox import deliver_due
from xiangyin.placements.models import Article, Placement, Work
from xiangyin.placements.services.articles import keep_article, keep_articles, read
from xiangyin.placements.services.outlets import OutletFinder, assign_unknown
from xiangyin.placements.services.placements import (
    change_kind,
    confirm_all_reprints,
    confirm_placement,
    reject_placement,
    undo_all,
    undo_decision,
)
from xiangyin.placements.services.tracing import trace_articles, trace_work
from xiangyin.placements.services.works import register_work, withdraw_work

TODAY = date(2026, 10, 8)


def register(**given) -> Work:
    told = {
        "unit": unit("shixi"),
        "key": "story:1",
        "title": "茶湾村320亩晚稻开镰",
        "text": STORY,
        "published_on": date(2026, 10, 3),
    }
    return register_work(**told | given)


@pytest.fixture
def editor(county):
    return PersonFactory(posts=[("editor", county)])


def test_a_work_registered_again_is_corrected(county):
    first = register(origin="TIP-2026-0001")

    again = register(title="茶湾村晚稻丰收")

    assert again.pk == first.pk
    assert Work.objects.get().title == "茶湾村晚稻丰收"


def test_registering_a_work_looks_for_it(county):
    ArticleFactory()

    register()
    deliver_due()

    assert Placement.objects.get().state == "candidate"


def test_registering_unchanged_tells_nobody(county):
    work = register()
    trace_work(work, today=TODAY)

    register()

    assert Letter.objects.count() == 1


def test_an_outlet_is_known_by_its_host_and_what_lies_under_it(county):
    outlet = OutletFactory(hosts=["gmw.cn"], aliases=["光明网"])

    finder = OutletFinder(county)

    assert finder.find(address="https://news.gmw.cn/2026/a.htm") == outlet
    assert finder.find(address="https://notgmw.cn/a") is None
    assert finder.find(said="《光明网》") == outlet
    assert finder.find(said="别的") is None


def test_the_longest_host_decides(county):
    OutletFactory(hosts=["people.com.cn"])
    local = OutletFactory(hosts=["sx.people.com.cn"])

    assert OutletFinder(county).find(address="http://sx.people.com.cn/a") == local


def test_another_countys_outlets_are_not_asked(county):
    OutletFactory(hosts=["gmw.cn"])
    other = a_county(code="other", name="别县")

    assert OutletFinder(other).find(address="https://gmw.cn/a") is None


def test_an_article_is_kept_once_however_its_address_is_decorated(county):
    plain = read(title="题", published_on=TODAY, address="https://gmw.cn/a?id=1")
    decorated = read(
        title="题 ", published_on=TODAY, address="http://www.gmw.cn/a?utm_x=2&id=1#top"
    )

    _first, new = keep_article(county, plain, source="file")
    _again, repeated = keep_article(county, decorated, source="feed")

    assert (new, repeated) == (True, False)
    assert Article.objects.count() == 1


def test_articles_without_an_address_are_told_apart_by_outlet_and_words(county):
    one = read(title="题", text="正文", outlet_said="甲报", published_on=TODAY)
    two = read(title="题", text="正文", outlet_said="乙报", published_on=TODAY)

    kept = keep_articles(county, [one, two, one], source="file")

    assert (kept.new, kept.known) == (2, 1)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": " \x00 "}, "title"),
        ({"title": "长" * 256}, "title"),
        ({"published_on": None}, "published_on"),
        ({"published_on": date(1600, 1, 1)}, "published_on"),
        ({"address": "javascript:alert(1)"}, "address"),
        ({"address": "https://a.cn/" + "x" * 500}, "address"),
        ({"text": "字" * 200_001}, "text"),
        ({"outlet_said": "报" * 121}, "outlet"),
    ],
)
def test_a_wrong_field_is_named(given, field):
    told = {"title": "题", "published_on": TODAY} | given

    with pytest.raises(ValidationError) as refusal:
        read(**told)

    assert list(refusal.value.message_dict) == [field]


@pytest.mark.parametrize("word", ["𠮷野家䶮", "🌾丰收", "مرحبا", "<b>粗</b>体"])
def test_rare_characters_emoji_and_right_to_left_letters_are_kept(county, word):
    reading = read(title=word, published_on=TODAY, outlet_said="报")

    article, _new = keep_article(county, reading, source="hand")

    article.refresh_from_db()
    assert article.title == word


def test_marks_that_turn_the_direction_are_dropped():
    assert read(title="a\u202eb\x00c", published_on=TODAY).title == "abc"


def test_assigning_an_unknown_outlet_resolves_all_alike(county):
    keeper = PersonFactory(posts=[("ledger_keeper", county)])
    outlet = OutletFactory(name="光明日报")
    for _ in range(2):
        ArticleFactory(outlet=None, outlet_said="光明网")

    count = assign_unknown(outlet, by=keeper, said="光明网")

    assert count == 2
    assert outlet.articles.count() == 2


def test_an_editor_does_not_assign_outlets(county, editor):
    outlet = OutletFactory()
    article = ArticleFactory(outlet=None, outlet_said="光明网")

    with pytest.raises(NotAllowed):
        assign_unknown(outlet, by=editor, said="光明网")

    article.refresh_from_db()
    assert article.outlet is None


def again(article):
    """Let it be looked at once more."""
    Article.objects.filter(pk=article.pk).update(traced_at=None)


def test_tracing_proposes_a_candidate_with_passages_and_a_due_date(county):
    work, article = WorkFactory(), ArticleFactory()

    found = trace_articles(county, today=TODAY)

    placement = Placement.objects.get()
    assert found == 1
    assert (placement.work, placement.article) == (work, article)
    assert (placement.kind, placement.unit) == ("reprint", work.unit)
    assert placement.passages
    assert placement.due_on > TODAY


def test_tracing_twice_finds_nothing_new(county):
    WorkFactory()
    article = ArticleFactory()
    trace_articles(county, today=TODAY)
    again(article)

    assert trace_articles(county, today=TODAY) == 0
    assert trace_articles(county, today=TODAY) == 0


def test_a_rejected_pair_never_returns(county, editor):
    work = WorkFactory()
    article = ArticleFactory()
    trace_articles(county, today=TODAY)
    reject_placement(Placement.objects.get(), by=editor)
    again(article)

    assert trace_articles(county, today=TODAY) == 0
    assert trace_work(work, today=TODAY) == 0


def test_an_article_older_than_the_work_is_no_candidate(county):
    WorkFactory(published_on=date(2026, 10, 3))
    ArticleFactory(published_on=date(2026, 10, 1))
    a_day_before = ArticleFactory(published_on=date(2026, 10, 2))

    trace_articles(county, today=TODAY)

    assert [each.article for each in Placement.objects.all()] == [a_day_before]


def test_our_own_site_is_no_outlet(county):
    WorkFactory(address="https://news.qinglan.example/1")
    ArticleFactory(address="https://news.qinglan.example/2")

    assert trace_articles(county, today=TODAY) == 0


def test_a_withdrawn_work_is_not_looked_for(county):
    withdraw_work(WorkFactory())
    ArticleFactory()

    assert trace_articles(county, today=TODAY) == 0


def test_another_countys_works_are_not_found(county):
    WorkFactory()
    other = a_county(code="other", name="别县")
    ArticleFactory(unit=other, outlet=None)

    assert trace_articles(other, today=TODAY) == 0


def test_a_correction_measures_the_passages_anew(county):
    work = register()
    ArticleFactory()
    trace_work(work, today=TODAY)

    longer = register(text="新的开头，原来没有。\n" + STORY)
    trace_work(longer, today=TODAY)

    placement = Placement.objects.get()
    assert placement.carried < 1
    assert all(end <= len(longer.text) for _s, end, _a, _b in placement.passages)


def test_confirming_writes_who_and_when(county, editor):
    placement = a_placement()

    confirm_placement(placement, by=editor, kind="abridged", prominence="lead")

    placement.refresh_from_db()
    assert placement.state == "confirmed"
    assert (placement.kind, placement.prominence) == ("abridged", "lead")
    assert placement.decided_by == editor
    assert placement.decided_at is not None
    assert [line.action for line in history(placement)] == ["open", "change", "confirm"]


def test_a_decision_is_made_once(county, editor):
    placement = a_placement()
    reject_placement(placement, by=editor)

    with pytest.raises(WrongState):
        confirm_placement(placement, by=editor)

    placement.refresh_from_db()
    assert placement.state == "rejected"


def test_a_reporter_does_not_decide(county):
    placement = a_placement()

    with pytest.raises(NotAllowed):
        confirm_placement(placement, by=PersonFactory(posts=[("reporter", county)]))

    placement.refresh_from_db()
    assert (placement.state, placement.decided_by) == ("candidate", None)


def test_an_article_of_an_unknown_outlet_is_not_confirmed(county, editor):
    placement = a_placement(article=ArticleFactory(outlet=None))

    with pytest.raises(RuleBroken):
        confirm_placement(placement, by=editor)

    placement.refresh_from_db()
    assert placement.state == "candidate"


def test_undo_makes_it_wait_again(county, editor):
    placement = a_placement()
    confirm_placement(placement, by=editor)

    undo_decision(placement, by=editor)

    placement.refresh_from_db()
    assert (placement.state, placement.decided_by) == ("candidate", None)


def test_a_kind_that_does_not_exist_is_refused(county, editor):
    placement = a_placement()

    with pytest.raises(ValidationError):
        change_kind(placement, by=editor, kind="praise")

    placement.refresh_from_db()
    assert placement.kind == "reprint"


def test_all_reprints_are_confirmed_and_taken_back_together(county, editor):
    work = WorkFactory()
    for _ in range(2):
        a_placement(work=work)
    excerpt = a_placement(work=work, kind="excerpt")
    unknown = a_placement(work=work, article=ArticleFactory(outlet=None))

    done = confirm_all_reprints(work, by=editor)
    count = undo_all(done, by=editor)

    assert (len(done), count) == (2, 2)
    assert not {excerpt, unknown} & set(done)
    assert Placement.objects.to_confirm().count() == 4
