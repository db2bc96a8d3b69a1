"""A hundred addresses at once: read in the background, looked over, kept."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from tests.factories.people import PersonFactory
from tests.factories.placements import ArticleFactory, OutletFactory
from tests.gateways.fakes import FakeFetch
from xiangyin.kernel.errors import NotAllowed, RuleBroken
from xiangyin.placements.models import Article, Pasted
from xiangyin.placements.services.articles import read
from xiangyin.placements.services.pasting import (
    PART,
    clear_pasted,
    keep_read_well,
    look_over,
    read_some,
    start_pasting,
)
from xiangyin.placements.tasks import go_on_reading

PAGE = """<html><head><title>{title}</title>
<meta property="article:published_time" content="2026-10-04"></head><body><article>
<h1>{title}</h1><p>{text}</p></article></body></html>"""
TEXT = "石溪镇茶湾村的晚稻开镰收割，机器来回奔跑。" * 4
GOOD, DAYLESS, GONE = (f"https://qz.example/{name}" for name in ("good", "day", "gone"))


@pytest.fixture
def keeper(client, county):
    person = PersonFactory(posts=[("ledger_keeper", county)])
    client.force_login(person)
    return person


@pytest.fixture
def web(settings):
    fake = FakeFetch({GOOD: PAGE.format(title="晚稻开镰", text=TEXT)})
    fake.pages[DAYLESS] = fake.pages[GOOD].replace("2026-10-04", "")
    settings.XIANGYIN_FETCH = "tests.placements.test_pasting.the_web"
    globals()["the_web"] = fake
    return fake


def paste(client, *addresses):
    return client.post(
        reverse("placements_intake:addresses"), {"addresses": "\n".join(addresses)}
    )


def results(page):
    return [
        (each.row.address, each.is_good, bool(each.problem))
        for each in page.context["looked"]
    ]


def test_each_address_says_what_became_of_it(client, keeper, web):
    OutletFactory(name="清州网", hosts=["qz.example"])
    page = client.get(paste(client, GOOD, DAYLESS, GONE, "x" * 600).url)

    assert results(page) == [
        (GOOD, True, False),
        (DAYLESS, False, True),
        (GONE, False, True),
        ("x" * 500, False, True),
    ]
    assert "Refresh" not in page.headers


def test_what_was_read_well_is_kept_in_one_act_and_the_rest_stays(client, keeper, web):
    address = paste(client, GOOD, GONE).url

    answer = client.post(address, {"good": "1"})

    assert (answer.url, Article.objects.get().title) == (address, "晚稻开镰")
    assert results(client.get(address)) == [(GONE, False, True)]


def test_when_all_was_read_well_nothing_is_left(client, keeper, web):
    ArticleFactory(fingerprint="x")
    answer = client.post(paste(client, GOOD).url, {"good": "1"})

    assert (answer.url, Pasted.objects.count()) == (
        reverse("placements_articles:index"),
        0,
    )


def test_an_article_that_is_here_already_says_so_and_is_not_kept_twice(
    client, keeper, web
):
    client.post(paste(client, GOOD).url, {"good": "1"})
    address = paste(client, GOOD).url

    page = client.get(address)
    client.post(address, {"good": "1"})

    assert (page.context["known"], page.context["good"]) == (1, 0)
    assert Article.objects.count() == 1


def forms(page, **told):
    """What somebody sends who fills ``told`` into each form of a page."""
    sent = {"form-TOTAL_FORMS": len(page.context["pairs"]), "form-INITIAL_FORMS": 0}
    for number, (form, _problem) in enumerate(page.context["pairs"]):
        given = {field.name: field.value() or "" for field in form}
        given = {**given, "keep": "on", **told}
        sent |= {f"form-{number}-{name}": value for name, value in given.items()}
    return sent


def test_what_could_not_be_read_is_pasted_on_the_same_page(client, keeper, web):
    address = paste(client, GONE).url
    told = {"title": "手工", "outlet_said": "清州网", "published_on": "2026-10-05"}

    client.post(address, forms(client.get(address), **told, text="粘贴的正文"))

    article = Article.objects.get()
    assert (article.title, article.text, article.address) == (
        "手工",
        "粘贴的正文",
        GONE,
    )


def test_a_form_that_is_wrong_keeps_what_was_typed(client, keeper, web):
    address = paste(client, GONE).url
    told = {"title": "手工", "outlet_said": "清州网", "published_on": "1800-01-01"}

    page = client.post(address, forms(client.get(address), **told))

    [(form, _problem)] = page.context["pairs"]
    assert (page.status_code, form["title"].value(), Article.objects.count()) == (
        422,
        "手工",
        0,
    )


def test_what_is_left_out_is_gone(client, keeper, web):
    address = paste(client, GONE).url
    sent = forms(client.get(address))
    del sent["form-0-keep"]

    client.post(address, sent)

    assert (Pasted.objects.count(), Article.objects.count()) == (0, 0)


def test_all_of_it_may_be_dropped(client, keeper, web):
    client.post(paste(client, GOOD).url, {"drop": "1"})

    assert (Pasted.objects.count(), Article.objects.count()) == (0, 0)


def test_while_some_are_unread_the_page_looks_again_and_shows_no_form(
    client, keeper, county, web
):
    pasted = start_pasting(county, [GONE] * 1, by=keeper)
    address = reverse("placements_intake:pasted", args=[pasted.pk])

    page = client.get(address)

    assert (page.headers["Refresh"], page.context["waiting"]) == ("3", 1)
    assert page.context["pairs"] == []


def test_they_are_read_a_few_at_a_time(county, keeper, web):
    addresses = [f"https://qz.example/{number}" for number in range(PART + 1)]
    pasted = start_pasting(county, addresses, by=keeper)

    left = [read_some(pasted), read_some(pasted)]

    assert left == [True, False]
    assert {asked for asked, _headers in web.asked} == set(addresses)


def test_problems_are_told_in_the_language_of_who_pasted(county, keeper, web):
    with override("en"):
        pasted = start_pasting(county, [GONE], by=keeper)
    with override("zh-hans"):
        read_some(pasted)

    assert look_over(pasted)[0].problem == "The server does not answer."


@pytest.mark.parametrize("many", [0, 101])
def test_too_many_or_none_are_refused(county, keeper, many):
    with pytest.raises(RuleBroken):
        start_pasting(
            county, [f"https://a.example/{n}" for n in range(many)], by=keeper
        )

    assert Pasted.objects.count() == 0


def test_too_many_on_the_screen_are_refused_and_stay_in_the_form(client, keeper):
    page = paste(client, *(f"https://a.example/{n}" for n in range(101)))

    assert (page.status_code, list(page.context["form"].errors)) == (422, ["addresses"])


def test_who_may_not_take_in_pastes_nothing(county):
    reporter = PersonFactory(posts=[("reporter", county)])

    with pytest.raises(NotAllowed):
        start_pasting(county, [GOOD], by=reporter)


def test_a_page_whose_fields_do_not_hold_is_in_trouble(county, keeper):
    pasted = start_pasting(county, [GOOD], by=keeper)
    found = {
        "title": "",
        "text": "文",
        "outlet_said": "报",
        "published_on": "2026-10-04",
    }
    pasted.addresses.update(read_at=timezone.now(), found={**found, "byline": ""})

    [looked] = look_over(pasted)

    assert (looked.reading, bool(looked.problem)) == (None, True)


def test_what_was_read_at_an_address_is_the_same_article_from_a_file(
    county, keeper, web
):
    pasted = start_pasting(county, [GOOD], by=keeper)
    read_some(pasted)
    keep_read_well(pasted, by=keeper)

    again = read(
        title="晚稻", published_on=timezone.localdate(), address=f"{GOOD}?utm_source=x"
    )

    assert Article.objects.get().fingerprint == again.fingerprint


def test_what_a_worker_left_behind_is_taken_up_again(county, keeper, web):
    old, young = (start_pasting(county, [GOOD, GONE], by=keeper) for _each in range(2))
    Pasted.objects.filter(pk=old.pk).update(made_at=timezone.now() - timedelta(hours=1))

    go_on_reading()

    left = [each.addresses.filter(read_at=None).count() for each in (old, young)]
    assert left == [0, 2]


def test_after_a_day_they_are_thrown_away(county, keeper):
    pasted = start_pasting(county, [GOOD], by=keeper)
    now = timezone.now()

    gone = [clear_pasted(now=now), clear_pasted(now=now + timedelta(days=1, hours=1))]

    assert (gone, Pasted.objects.filter(pk=pasted.pk).exists()) == ([0, 1], False)
