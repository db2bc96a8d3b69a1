"""What was written down by hand is corrected: with who and why, traced anew, told."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.factories.people import PersonFactory
from tests.factories.placements import (
    STORY,
    ArticleFactory,
    OutletFactory,
    WorkFactory,
    a_placement,
    a_scheme,
)
from xiangyin.kernel.errors import NotAllowed, RuleBroken
from xiangyin.kernel.models import Record
from xiangyin.kernel.services.outbox import deliver_due
from xiangyin.placements.models import Article, KeptBulletin, Placement
from xiangyin.placements.reports import Period
from xiangyin.placements.reports.articles import article_history
from xiangyin.placements.reports.kept import differences
from xiangyin.placements.services.articles import keep_article, read
from xiangyin.placements.services.bulletins import (
    begin_bulletin,
    freeze_bulletin,
    take_objections,
)
from xiangyin.placements.services.corrections import correct_article, frozen_with
from xiangyin.placements.services.placements import confirm_placement

pytestmark = pytest.mark.django_db
LATER = date(2026, 11, 9)
TOLD = {
    "title": "茶湾村晚稻开镰",
    "published_on": date(2026, 10, 4),
    "text": STORY[:60],
    "outlet_said": "清州日报",
    "byline": "记者 甲",
    "issue": "第3021期",
    "page": "A1",
}


@pytest.fixture
def editor(county):
    return PersonFactory(posts=[("ledger_keeper", county)])


@pytest.fixture
def outlet(county):
    return OutletFactory(name="清州日报")


@pytest.fixture
def by_hand(county, outlet) -> Article:
    return keep_article(county, read(**TOLD), source="hand", outlet=outlet)[0]


def correct(article, *, by, outlet=None, reason="录错了", **changes):
    reading = read(**{**TOLD, **changes})
    outlet = outlet or article.outlet
    return correct_article(article, reading, outlet=outlet, by=by, reason=reason)


def form_of(article, **changes) -> dict:
    told = {
        "outlet": article.outlet_id,
        "outlet_said": "",
        "title": article.title,
        "published_on": article.published_on.isoformat(),
        "issue": article.issue,
        "page": article.page,
        "programme": "",
        "aired_at": "",
        "duration": "",
        "address": "",
        "byline": article.byline,
        "text": article.text,
        "reason": "录错了版次",
    }
    return told | changes


def test_it_is_corrected_on_the_same_form_with_the_reason_in_its_history(
    client, editor, by_hand
):
    client.force_login(editor)
    where = reverse("placements_articles:edit", args=[by_hand.pk])
    shown = client.get(where).context["form"]

    answer = client.post(where, form_of(by_hand, page="A3", text=STORY))

    by_hand.refresh_from_db()
    assert shown.initial["page"] == "A1"
    assert answer.url == reverse("placements_articles:inspect", args=[by_hand.pk])
    assert (by_hand.page, by_hand.text, by_hand.length) == (
        "A3",
        STORY,
        len(STORY.replace("\n", "")),
    )
    [line] = article_history(by_hand)
    assert (line.who, line.why) == (str(editor), "录错了版次")
    assert [(before, after) for _label, before, after in sorted(line.fields)] == [
        ("60 字", "145 字"),
        ("A1", "A3"),
    ]
    assert line.why in client.get(answer.url).content.decode()


def test_minute_and_duration_stand_in_the_form_as_they_are_written(
    client, editor, county, outlet
):
    told = {**TOLD, "programme": "清州新闻", "aired_at": time(19, 31), "seconds": 90}
    article = keep_article(county, read(**told), source="hand", outlet=outlet)[0]
    client.force_login(editor)
    where = reverse("placements_articles:edit", args=[article.pk])

    form = client.get(where).context["form"]

    assert (form["aired_at"].value(), form["duration"].value()) == ("19:31", "1:30")


def test_a_corrected_text_is_looked_at_anew(county, editor, by_hand):
    WorkFactory()
    while deliver_due():
        pass
    first = [each.carried for each in Placement.objects.all()]

    correct(by_hand, by=editor, text=STORY)
    while deliver_due():
        pass

    assert [share < 0.9 for share in first] in ([], [True])
    assert [each.carried for each in Placement.objects.all()] == [1.0]


def test_without_a_look_the_passages_would_be_those_of_the_old_text(
    county, editor, by_hand
):
    """The twin: the text is written past the service."""
    placement = a_placement(article=by_hand)
    while deliver_due():
        pass
    before = Placement.objects.get(pk=placement.pk).passages

    Article.objects.filter(pk=by_hand.pk).update(text="前面多了一句话。" + STORY)
    while deliver_due():
        pass

    assert Placement.objects.get(pk=placement.pk).passages == before


def test_where_only_the_page_was_wrong_nothing_is_looked_for(county, editor, by_hand):
    while deliver_due():
        pass
    Article.objects.update(traced_at="2026-10-05T00:00:00Z")

    correct(by_hand, by=editor, page="A3")

    assert deliver_due() == 0
    assert Article.objects.get().traced_at is not None


def test_what_changes_nothing_leaves_no_trace(editor, by_hand):
    correct(by_hand, by=editor)

    assert not Record.objects.filter(action="correct").exists()


def test_the_trail_holds_no_names(county, editor, by_hand):
    correct(by_hand, by=editor, byline="记者 乙")

    [line] = Record.objects.filter(action="correct")
    assert line.data == {"byline": ["", ""]}
    assert [each[1:] for each in article_history(by_hand)[0].fields] == [
        ("原样", "已更正")
    ]


@pytest.mark.parametrize("reason", ["", "  "])
def test_without_a_reason_nothing_is_corrected(client, editor, by_hand, reason):
    client.force_login(editor)
    where = reverse("placements_articles:edit", args=[by_hand.pk])

    answer = client.post(where, form_of(by_hand, page="A3", reason=reason))
    with pytest.raises(ValidationError):
        correct(by_hand, by=editor, page="A3", reason=reason)

    assert list(answer.context["form"].errors) == ["reason"]
    assert Article.objects.get().page == "A1"


def test_what_came_by_a_feed_is_not_corrected(client, editor, county):
    article = ArticleFactory(source="feed")
    client.force_login(editor)

    answer = client.get(reverse("placements_articles:edit", args=[article.pk]))
    listed = client.get(reverse("placements_articles:index")).content.decode()
    with pytest.raises(RuleBroken):
        correct(article, by=editor)

    assert answer.status_code == 404
    assert reverse("placements_articles:edit", args=[article.pk]) not in listed


def test_who_may_not_handle_the_ledger_corrects_nothing(county, by_hand):
    with pytest.raises(NotAllowed):
        correct(by_hand, by=PersonFactory(posts=[("leader", county)]), page="A3")

    assert Article.objects.get().page == "A1"


def test_it_does_not_become_what_is_here_already(client, editor, county, by_hand):
    other = {**TOLD, "title": "另一篇"}
    keep_article(county, read(**other), source="hand", outlet=by_hand.outlet)
    client.force_login(editor)
    where = reverse("placements_articles:edit", args=[by_hand.pk])

    answer = client.post(where, form_of(by_hand, title="另一篇"))

    assert list(answer.context["form"].errors) == ["title"]
    assert Article.objects.filter(title="另一篇").count() == 1


def test_what_was_confirmed_keeps_its_outlet(client, editor, by_hand):
    a_placement(article=by_hand, confirmed=True)
    client.force_login(editor)
    where = reverse("placements_articles:edit", args=[by_hand.pk])
    other = OutletFactory(name="清州晚报")

    answer = client.post(where, form_of(by_hand, outlet=other.pk))

    assert list(answer.context["form"].errors) == ["outlet"]
    assert Article.objects.get(pk=by_hand.pk).outlet != other


def test_what_waits_changes_its_outlet(editor, by_hand):
    other = OutletFactory(name="清州晚报")

    correct(by_hand, by=editor, outlet=other, outlet_said="清州晚报")

    assert Article.objects.get().outlet == other


@pytest.fixture
def frozen(county, editor, by_hand) -> KeptBulletin:
    """A frozen bulletin that counts the article, by a scheme that minds length."""
    a_scheme(long_characters=100).rows.filter(tier="city").update(long_extra=3)
    confirm_placement(a_placement(article=by_hand), by=editor)
    kept = begin_bulletin(county, Period(2026, 10, 1), by=editor, today=LATER)
    take_objections(kept, until=LATER, by=editor, today=LATER)
    return freeze_bulletin(kept, by=editor, today=LATER)


def test_after_freezing_it_shows_as_a_difference(client, editor, by_hand, frozen):
    client.force_login(editor)
    where = reverse("placements_articles:edit", args=[by_hand.pk])
    warned = client.get(where).context["frozen"]
    before = (frozen.told, frozen.hash)

    client.post(where, form_of(by_hand, text=STORY))

    frozen.refresh_from_db()
    assert len(warned) == 1
    assert (frozen.told, frozen.hash) == before
    assert len(differences(frozen, today=LATER).rows) == 2


def test_a_correction_that_counts_nothing_makes_no_difference(editor, by_hand, frozen):
    """The twin of the one before: not every correction is a difference."""
    correct(by_hand, by=editor, byline="记者 乙")

    assert not differences(frozen, today=LATER)


def test_only_the_bulletins_of_its_days_are_named(county, editor, by_hand, frozen):
    other = ArticleFactory(published_on=date(2026, 9, 4))
    a_placement(article=other, confirmed=True)

    assert frozen_with(by_hand) == [frozen]
    assert frozen_with(other) == []
    assert frozen_with(ArticleFactory()) == []
