"""Which rule named an article, changing it, and listing what nobody listed."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.factories.people import PersonFactory, a_county
from tests.factories.placements import ArticleFactory, OutletFactory, a_placement
from xiangyin.kernel.errors import NotAllowed, RuleBroken
from xiangyin.kernel.models import Record
from xiangyin.placements.models import Article, Outlet, OutletName
from xiangyin.placements.services.outlets import keep_outlet
from xiangyin.placements.services.recognition import (
    change_rule,
    effect_of,
    list_unknown,
    why_of,
)


@pytest.fixture
def keeper(client, county):
    person = PersonFactory(posts=[("ledger_keeper", county)])
    client.force_login(person)
    return person


@pytest.fixture
def wrong(county):
    """A host that stands with the wrong outlet, and whose it really is."""
    outlet = OutletFactory(name="错报", hosts=["qz.example"], aliases=["清州网"])
    right = OutletFactory(name="清州日报")
    for number in range(3):
        ArticleFactory(outlet=outlet, address=f"https://www.qz.example/{number}")
    ArticleFactory(outlet=outlet, outlet_said="清州网")
    return outlet.names.get(kind="host"), right


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"address": "https://a.qz.example/1", "outlet_said": "清州网"}, "qz.example"),
        ({"outlet_said": " 清州网 "}, "清州网"),
        ({"outlet_said": "清州报"}, "the outlet's own name"),
        ({"outlet_said": "x", "source": "feed"}, "the outlet's own feed"),
        ({"outlet_said": "x", "source": "hand"}, "chosen by hand"),
    ],
)
def test_an_article_says_by_what_it_was_recognised(county, told, words, settings):
    settings.LANGUAGE_CODE = "en"
    outlet = OutletFactory(name="清州报", hosts=["qz.example"], aliases=["清州网"])

    why = why_of(ArticleFactory(outlet=outlet, **told))

    assert (str(why.words), bool(why.rule)) == (
        words,
        words in ("qz.example", "清州网"),
    )


def test_an_article_without_an_outlet_was_recognised_by_nothing(county):
    assert why_of(ArticleFactory(outlet=None)) is None


def test_the_effect_is_told_before_anything_changes(client, keeper, wrong):
    rule, right = wrong
    a_placement(article=Article.objects.get(address__endswith="/0"), confirmed=True)
    address = reverse("placements_rules:rule", args=[rule.pk])

    page = client.get(address, {"outlet": right.pk})

    effect = page.context["effect"]
    assert (effect.many, effect.counted) == (2, 1)
    assert Article.objects.filter(outlet=right).count() == 0


def test_a_changed_rule_is_applied_to_what_waits_and_not_to_what_was_counted(
    client, keeper, wrong
):
    rule, right = wrong
    counted = a_placement(
        article=Article.objects.get(address__endswith="/0"), confirmed=True
    ).article
    address = reverse("placements_rules:rule", args=[rule.pk])

    client.post(address, {"outlet": right.pk, "reason": "登记错了"})

    counted.refresh_from_db()
    assert Article.objects.filter(outlet=right).count() == 2
    assert counted.outlet.name == "错报"
    assert OutletName.objects.get(kind="host").outlet == right
    notes = Record.objects.filter(action="rule").values_list("note", flat=True)
    assert list(notes) == ["登记错了"] * 2


def test_a_rule_taken_away_lets_the_next_one_speak(county, keeper, wrong):
    rule, right = wrong
    right.names.create(kind="alias", value="qz")
    Article.objects.filter(address__endswith="/1").update(outlet_said="QZ")

    effect = change_rule(rule, None, by=keeper, reason="错了")

    assert effect.many == 3
    assert Article.objects.filter(outlet=right).count() == 1
    assert Article.objects.filter(outlet=None).count() == 2
    assert OutletName.objects.filter(pk=rule.pk).exists() is False


def test_what_another_rule_of_the_outlet_names_too_stays(county, keeper, wrong):
    rule, right = wrong
    Article.objects.filter(address__endswith="/1").update(outlet_said="错报")

    assert (effect_of(rule, None).many, effect_of(rule, right).many) == (2, 3)


def test_articles_that_nobody_knew_find_the_outlet_by_the_changed_rule(
    county, keeper, wrong
):
    rule, right = wrong
    waits = ArticleFactory(outlet=None, address="https://qz.example/9")

    change_rule(rule, right, by=keeper, reason="错了")

    waits.refresh_from_db()
    assert waits.outlet == right


def test_a_name_that_the_other_outlet_has_already_is_not_kept_twice(
    county, keeper, wrong
):
    rule, right = wrong
    alias = rule.outlet.names.get(kind="alias")
    right.names.create(kind="alias", value="清州网")

    change_rule(alias, right, by=keeper, reason="重复")

    assert [name.outlet for name in OutletName.objects.filter(kind="alias")] == [right]
    assert Article.objects.filter(outlet=right).count() == 1


def test_a_rule_changes_for_a_reason_by_who_may_and_to_another(county, keeper, wrong):
    rule, right = wrong
    reporter = PersonFactory(posts=[("reporter", county)])

    for outlet, reason in ((right, " "), (rule.outlet, "一样")):
        with pytest.raises(RuleBroken):
            change_rule(rule, outlet, by=keeper, reason=reason)
    with pytest.raises(NotAllowed):
        change_rule(rule, right, by=reporter, reason="错了")

    assert OutletName.objects.get(pk=rule.pk).outlet == rule.outlet


def test_a_refusal_is_told_on_the_screen(client, keeper, wrong):
    rule, right = wrong
    address = reverse("placements_rules:rule", args=[rule.pk])

    empty = client.post(address, {"outlet": right.pk, "reason": ""})
    strange = client.post(address, {"outlet": "987654", "reason": "x"})

    assert (empty.url, strange.status_code) == (address, 422)
    assert effect_of(rule, right).many == 3


def test_the_rules_are_searched_and_narrowed_to_an_outlet(client, keeper, wrong):
    _rule, right = wrong
    right.names.create(kind="host", value="daily.example")
    address = reverse("placements_rules:index")

    told = [
        [each.value for each in client.get(address, asked).context["page"]]
        for asked in ({"q": "daily"}, {"q": "错报"}, {"outlet": right.pk}, {"q": "无"})
    ]

    assert [sorted(each) for each in told] == [
        ["daily.example"],
        ["qz.example", "清州网"],
        ["daily.example"],
        [],
    ]


def test_another_countys_rule_is_not_there(client, keeper):
    other = a_county(code="other", name="别县")
    rule = OutletFactory(unit=other, hosts=["x.example"]).names.get()

    assert (
        client.get(reverse("placements_rules:rule", args=[rule.pk])).status_code == 404
    )


def test_an_unknown_name_is_listed_as_a_new_outlet_in_one_act(client, keeper):
    for number in range(2):
        ArticleFactory(outlet=None, outlet_said="江宁网", title=f"稿{number}")

    client.post(
        reverse("placements_unknown:index"),
        {
            "list": "1",
            "said": "江宁网",
            "name": "江宁新闻网",
            "tier": "city",
            "form": "site",
        },
    )

    outlet = Outlet.objects.get()
    assert [name.value for name in outlet.names.all()] == ["江宁网"]
    assert Article.objects.filter(outlet=outlet).count() == 2


def test_an_unknown_host_is_listed_and_a_platform_is_no_host(county, keeper):
    ArticleFactory(outlet=None, address="https://jn.example/1")
    told = [
        list_unknown(
            Outlet(unit=county, name=name, tier="city", form="site"),
            by=keeper,
            host=host,
        )
        for name, host in (("江宁网", "jn.example"), ("某号", "mp.weixin.qq.com"))
    ]

    assert told == [1, 0]
    assert [name.value for name in OutletName.objects.all()] == ["jn.example"]


@pytest.mark.parametrize("told", [{"tier": ""}, {"name": "江宁网", "said": ""}])
def test_a_new_outlet_that_cannot_be_is_refused_with_a_sentence(client, keeper, told):
    OutletFactory(name="江宁网")
    sent = {"list": "1", "said": "x", "name": "新", "tier": "city", "form": "site"}

    answer = client.post(
        reverse("placements_unknown:index"), {**sent, **told}, follow=True
    )

    assert len(list(answer.context["messages"])) == 1
    assert Outlet.objects.count() == 1


def test_a_platform_says_that_it_tells_no_account(client, keeper):
    ArticleFactory(outlet=None, address="https://mp.weixin.qq.com/s/1", outlet_said="")

    page = client.get(reverse("placements_unknown:index"))

    assert [each.is_platform for each, _form, _new in page.context["rows"]] == [True]


def edited(client, outlet, **told):
    sent = {"name": outlet.name, "tier": outlet.tier, "form": outlet.form}
    sent |= {"code": outlet.code, "is_active": "on", "evidence": outlet.evidence}
    return client.post(
        reverse("placements_outlets:edit", args=[outlet.pk]), {**sent, **told}
    )


@pytest.mark.parametrize(
    "told",
    [{"tier": "central"}, {"form": "app"}, {"owner": "x"}, {"evidence": "none"},
     {"is_ours": "on"}],
)  # fmt: skip
def test_what_counts_is_changed_for_a_reason(client, keeper, told):
    outlet = OutletFactory()

    refused = edited(client, outlet, **told)
    edited(client, outlet, **told, reason="文件第3号")

    assert list(refused.context["form"].errors) == ["reason"]
    line = Record.objects.get(subject=f"placements.outlet:{outlet.pk}")
    assert (line.note, list(line.data)) == ("文件第3号", list(told))


def test_saving_what_nobody_changed_notes_nothing(county, keeper):
    outlet = OutletFactory(hosts=["qz.example"])

    keep_outlet(outlet, by=keeper, hosts=["qz.example"])

    assert Record.objects.filter(subject=f"placements.outlet:{outlet.pk}").count() == 0


def test_a_name_is_changed_without_a_reason(client, keeper):
    outlet = OutletFactory()

    edited(client, outlet, name="新名")

    outlet.refresh_from_db()
    assert outlet.name == "新名"


def test_the_service_asks_for_the_reason_too(county, keeper):
    outlet = OutletFactory()
    outlet.tier = "central"

    with pytest.raises(ValidationError) as refusal:
        keep_outlet(outlet, by=keeper)

    assert list(refusal.value.message_dict) == ["reason"]


def test_an_outlets_page_tells_who_changed_what_and_why(client, keeper):
    outlet = OutletFactory(feed="https://qz.example/feed", feed_failures=2)
    edited(
        client, outlet, tier="central", is_ours="on", hosts="qz.example", reason="升格"
    )

    page = client.get(reverse("placements_outlets:inspect", args=[outlet.pk]))

    [line] = page.context["history"]
    assert (line.who, line.why) == (str(keeper), "升格")
    assert len(line.fields) == 4
    assert ("qz.example" in page.content.decode(), page.context["articles"]) == (
        True,
        0,
    )


def test_the_article_leads_to_its_rule(client, keeper, wrong):
    rule, _right = wrong
    article = Article.objects.get(address__endswith="/0")

    page = client.get(reverse("placements_articles:inspect", args=[article.pk]))

    link = reverse("placements_rules:rule", args=[rule.pk])
    assert page.content.decode().count(f'href="{link}"') == 1
