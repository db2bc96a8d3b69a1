"""The ledger's screens: who sees them, what they do, how often they ask."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.people import PersonFactory, a_county, unit
from tests.factories.placements import (
    STORY,
    ArticleFactory,
    OutletFactory,
    WorkFactory,
    a_placement,
    a_scheme,
)
from xiangyin.placements.models import Bonus, Outlet, Scheme
from xiangyin.placements.services.presets import preset

LISTS = [
    "placements_list:index",
    "placements_articles:index",
    "placements_outlets:index",
    "placements_schemes:index",
    "placements_works:index",
]


@pytest.fixture
def keeper(client, county):
    """Somebody who keeps the ledger for the county, logged in."""
    person = PersonFactory(posts=[("ledger_keeper", county)])
    client.force_login(person)
    return person


@pytest.fixture
def neighbour(client, county):
    """A ledger keeper of another county, logged in."""
    other = a_county(code="other", name="别县")
    person = PersonFactory(posts=[("ledger_keeper", other)])
    client.force_login(person)
    return person


@pytest.mark.parametrize("name", LISTS)
def test_every_list_opens_for_the_ledger_keeper(client, keeper, name):
    a_placement()
    a_scheme()

    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_a_list_shows_nothing_of_another_county(client, neighbour, name):
    a_placement()
    a_scheme()

    assert list(client.get(reverse(name)).context["object_list"]) == []


@pytest.mark.parametrize("name", LISTS)
def test_a_correspondent_does_not_come_in(client, county, name):
    client.force_login(PersonFactory(posts=[("correspondent", county)]))

    assert client.get(reverse(name)).status_code in {302, 403}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_the_same_number_of_questions_for_1_and_3_rows(
    client, keeper, django_assert_num_queries, name
):
    a_placement()
    a_scheme()
    client.get(reverse(name))
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(reverse(name))
    for year in (2024, 2025):
        a_placement(work=WorkFactory(), article=ArticleFactory())
        a_scheme(starts_on=date(year, 1, 1))

    with django_assert_num_queries(len(one)):
        client.get(reverse(name))


def test_the_pair_is_shown_with_marks_in_both_texts(client, keeper):
    placement = a_placement()

    page = client.get(reverse("placements_confirm:pair", args=[placement.pk]))

    assert page.status_code == 200
    assert page.content.decode().count('data-passage="1"') >= 2


def test_another_countys_pair_is_not_there(client, neighbour):
    placement = a_placement()

    for name in ("pair", "decide"):
        url = reverse(f"placements_confirm:{name}", args=[placement.pk])
        answer = (
            client.post(url, {"step": "confirm"})
            if name == "decide"
            else (client.get(url))
        )
        assert answer.status_code == 404
    placement.refresh_from_db()
    assert placement.state == "candidate"


def test_deciding_goes_on_to_the_next_and_tells_what_was_done(client, keeper):
    first = a_placement(confidence=0.9)
    second = a_placement(confidence=0.8)

    answer = client.post(
        reverse("placements_confirm:decide", args=[first.pk]),
        {"step": "confirm", "kind": "excerpt", "mode": "solo", "prominence": "front"},
        follow=True,
    )

    first.refresh_from_db()
    assert (first.state, first.kind, first.prominence) == (
        "confirmed",
        "excerpt",
        "front",
    )
    assert answer.context["placement"] == second
    assert answer.context["last"]["pks"] == [first.pk]
    assert (answer.context["progress"].at, answer.context["progress"].total) == (2, 2)


def test_the_notice_takes_the_decision_back(client, keeper):
    placement = a_placement()
    decide = reverse("placements_confirm:decide", args=[placement.pk])
    client.post(decide, {"step": "reject"})

    client.post(reverse("placements_confirm:undo"), {"pk": placement.pk})

    placement.refresh_from_db()
    assert placement.state == "candidate"
    assert placement.decided_by is None


def test_a_reporter_sees_the_pair_but_decides_nothing(client, county):
    client.force_login(PersonFactory(posts=[("reporter", county)]))
    placement = a_placement()

    page = client.get(reverse("placements_confirm:pair", args=[placement.pk]))
    client.post(
        reverse("placements_confirm:decide", args=[placement.pk]), {"step": "confirm"}
    )

    assert page.context["may_decide"] is False
    placement.refresh_from_db()
    assert placement.state == "candidate"


def test_an_empty_queue_says_so(client, keeper):
    assert client.get(reverse("placements_confirm:queue")).status_code == 200


def test_script_in_a_text_is_shown_not_run(client, keeper):
    text = "<script>alert(1)</script><img src=x onerror=alert(2)>" * 3
    work = WorkFactory(text=text, title=text[:200])
    article = ArticleFactory(text=text, title=text[:200], byline=text[:100])
    placement = a_placement(work=work, article=article)

    page = client.get(reverse("placements_confirm:pair", args=[placement.pk]))

    assert "<script>alert" not in page.content.decode()
    assert "<img src=x" not in page.content.decode()


def test_an_outlet_is_added_with_its_hosts_and_names(client, keeper):
    client.post(
        reverse("placements_outlets:add"),
        {
            "name": "光明日报",
            "tier": "central",
            "form": "newspaper",
            "hosts": "https://www.gmw.cn/x\nepaper.gmw.cn",
            "aliases": "光明网",
            "is_active": "on",
        },
    )

    outlet = Outlet.objects.get(name="光明日报")
    assert sorted(outlet.names.values_list("kind", "value")) == [
        ("alias", "光明网"),
        ("host", "epaper.gmw.cn"),
        ("host", "gmw.cn"),
    ]
    assert outlet.unit == keeper.county


def test_a_host_of_another_outlet_is_refused_at_its_field(client, keeper):
    OutletFactory(name="新华网", hosts=["news.cn"])

    page = client.post(
        reverse("placements_outlets:add"),
        {"name": "别家", "tier": "city", "form": "site", "hosts": "news.cn"},
    )

    assert list(page.context["form"].errors) == ["hosts"]
    assert not Outlet.objects.filter(name="别家").exists()


def test_an_outlet_is_listed_once(client, keeper):
    OutletFactory(name="新华网")

    page = client.post(
        reverse("placements_outlets:add"),
        {"name": "新华网", "tier": "city", "form": "site"},
    )

    assert page.context["form"].errors
    assert Outlet.objects.filter(name="新华网").count() == 1


def sent_by(form) -> dict:
    """What a browser would send of a scheme's form, its table included."""
    fields = [form[name] for name in form.fields]
    for row in (form.row_forms.management_form, *form.row_forms):
        fields += list(row)
    values = {field.html_name: field.value() for field in fields}
    return {
        name: "" if value is None else value
        for name, value in values.items()
        if value is not False
    }


def test_a_scheme_starts_from_a_preset(client, keeper):
    page = client.get(reverse("placements_schemes:add") + "?preset=gaoan")
    data = sent_by(page.context["form"]) | {"starts_on": "2026-01-01"}

    client.post(reverse("placements_schemes:add"), data)

    scheme = Scheme.objects.get()
    assert "gaoan.gov.cn" in scheme.source
    assert scheme.rules == preset("gaoan").rules


def test_an_editor_does_not_change_schemes(client, county):
    client.force_login(PersonFactory(posts=[("editor", county)]))

    assert client.get(reverse("placements_schemes:add")).status_code in {302, 403}


def test_an_article_is_written_down_by_hand(client, keeper):
    outlet = OutletFactory(name="清岚电视台", form="television")

    client.post(
        reverse("placements_articles:add"),
        {
            "outlet": outlet.pk,
            "title": "晚稻开镰",
            "published_on": "2026-10-05",
            "text": "正文",
        },
    )

    article = outlet.articles.get()
    assert (article.title, article.source) == ("晚稻开镰", "hand")


def test_works_and_articles_show_their_placements(client, keeper):
    placement = a_placement()

    for name, thing in (("works", placement.work), ("articles", placement.article)):
        page = client.get(reverse(f"placements_{name}:inspect", args=[thing.pk]))
        assert page.context["groups"] == [(None, [placement])]


def test_unknown_outlets_are_assigned_from_the_list(client, keeper):
    outlet = OutletFactory(name="光明日报")
    article = ArticleFactory(outlet=None, outlet_said="光明网")
    page = client.get(reverse("placements_unknown:index"))

    client.post(
        reverse("placements_unknown:index"), {"outlet": outlet.pk, "said": "光明网"}
    )

    assert [each.said for each, _form, _new in page.context["rows"]] == ["光明网"]
    article.refresh_from_db()
    assert article.outlet == outlet


def test_a_town_editor_confirms_the_towns_own(client, county):
    client.force_login(PersonFactory(posts=[("editor", unit("shixi"))]))
    own = a_placement()
    other = a_placement(work=WorkFactory(unit=unit("rmt")))

    queue = client.get(reverse("placements_confirm:queue"))
    beyond = client.get(reverse("placements_confirm:pair", args=[other.pk]))

    assert queue.context["placement"] == own
    assert beyond.status_code == 404


@pytest.mark.parametrize(
    ("kind", "confidence", "told"),
    [
        ("reprint", 0.93, "把握 <b>93 %</b>：标成这个把握的，一百对里约有 93 对"),
        ("mention", 0.83, "把握 <b>83 %</b>：文中完整出现我们的标题"),
    ],
)
def test_a_pair_says_what_it_is_taken_for_and_how_surely(
    client, keeper, kind, confidence, told
):
    placement = a_placement(kind=kind, confidence=confidence)

    page = client.get(f"/admin/placements/confirm/{placement.pk}/").content.decode()

    assert page.count(told) == 1
    assert page.count(f'<h2 id="verdict">{placement.get_kind_display()}</h2>') == 1


def test_changes_are_listed_for_both_sides(client, keeper):
    article = ArticleFactory(text=STORY.replace("颗粒归仓", "应收尽收"))
    placement = a_placement(article=article)

    page = client.get(f"/admin/placements/confirm/{placement.pk}/").content.decode()

    cells = page.split("<tbody>")[1].split("</tbody>")[0].split("<td>")[1:]
    assert [each.split("<")[0] for each in cells] == ["颗粒归仓", "应收尽收"]


def test_bonuses_and_false_reports_are_noted_on_their_screens(client, keeper):
    work = a_placement(confirmed=True).work
    client.post(
        reverse("placements_bonuses:add"),
        {
            "unit": work.unit_id,
            "points": "5",
            "given_on": "2026-10-08",
            "reason": "领导批示",
            "document": "清委宣〔2026〕12号",
        },
    )
    bonus = Bonus.objects.get()
    client.post(
        reverse("placements_credit:bonus", args=[bonus.pk]), {"withdrawn": "on"}
    )
    other = unit("rmt")
    client.post(
        reverse("placements_credit:share", args=[work.pk]), {"units": [other.pk]}
    )
    false = reverse("placements_credit:false", args=[work.pk])
    client.post(false, {"reason": "数字有误"})

    bonus.refresh_from_db()
    work.refresh_from_db()
    assert bonus.is_withdrawn
    assert list(work.shared_with.all()) == [other]
    assert work.false_on
    for empty in ("", "复核属实"):
        client.post(false, {"reason": empty})
    work.refresh_from_db()
    assert work.false_on is None
