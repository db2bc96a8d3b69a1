"""Articles from feeds and from pasted addresses."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories.people import PersonFactory
from tests.factories.placements import OutletFactory
from tests.gateways.fakes import FakeFetch
from xiangyin.gateways.fetch import Page, Refused
from xiangyin.kernel.errors import RuleBroken
from xiangyin.placements.models import Article
from xiangyin.placements.services.feeds import read_feed
from xiangyin.placements.services.polling import poll_feeds

TODAY = date(2026, 10, 8)


@pytest.fixture
def keeper(client, county):
    person = PersonFactory(posts=[("ledger_keeper", county)])
    client.force_login(person)
    return person


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>清州网</title>
<entry><title>晚稻开镰</title><link href="https://qz.example/1"/>
<updated>2026-10-04T20:00:00Z</updated>
<content type="html">&lt;p&gt;第一段&lt;/p&gt;&lt;script&gt;x&lt;/script&gt;</content></entry>
<entry><title></title></entry></feed>"""


def test_a_feed_is_read_with_its_days_and_without_its_markup():
    [reading] = read_feed(ATOM.encode(), today=TODAY)

    assert (reading.title, reading.published_on) == ("晚稻开镰", date(2026, 10, 5))
    assert reading.text == "第一段"


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE x [<!ENTITY a 'b'>]><rss/>",
        "<!doctype html><p>".encode("utf-16"),
        b"<html>",
        b"",
        b"\x00",
    ],
)
def test_what_is_no_feed_is_refused(body):
    with pytest.raises(RuleBroken):
        read_feed(body, today=TODAY)


@pytest.fixture
def web(settings):
    """The web as a test lays it down."""
    fake = FakeFetch()
    settings.XIANGYIN_FETCH = "tests.placements.test_intake.the_web"
    globals()["the_web"] = fake
    return fake


def test_a_feed_is_polled_once_and_asked_conditionally(county, web):
    outlet = OutletFactory(feed="https://qz.example/feed")
    page = Page(outlet.feed, 200, {"etag": '"1"'}, ATOM.encode())
    web.pages[outlet.feed] = page

    first = poll_feeds([outlet], today=TODAY)
    web.pages[outlet.feed] = Page(outlet.feed, 304, {}, b"")
    poll_feeds([outlet], today=TODAY)

    assert first == 1
    assert Article.objects.get().outlet == outlet
    assert web.asked[1][1] == {"If-None-Match": '"1"'}
    assert (outlet.feed_problem, outlet.feed_tag) == ("", '"1"')


def test_a_feed_that_fails_is_noted_for_its_keeper(county, web):
    outlet = OutletFactory(feed="https://qz.example/feed")
    web.pages[outlet.feed] = Refused()

    new = poll_feeds([outlet], today=TODAY)

    assert new == 0
    assert outlet.feed_problem
    assert outlet.feed_checked_at


def test_a_pasted_address_is_read_shown_and_kept(client, keeper, web):
    OutletFactory(name="清州网", hosts=["qz.example"])
    body = "<html><head><title>晚稻开镰</title></head><body><article><h1>晚稻开镰</h1>"
    body += "<p>" + "石溪镇茶湾村的晚稻开镰收割，机器来回奔跑。" * 5 + "</p></article>"
    web.pages["https://qz.example/1"] = body
    url = reverse("placements_intake:addresses")

    page = client.post(
        url, {"addresses": "https://qz.example/1\nhttps://none.example/2"}, follow=True
    )
    (form, problem), (_other, trouble) = page.context["pairs"]
    assert form["outlet_said"].value() == "清州网"
    assert (bool(problem), bool(trouble)) == (True, True)

    client.post(
        page.redirect_chain[-1][0],
        {
            "keep": "1",
            "form-TOTAL_FORMS": "2",
            "form-INITIAL_FORMS": "2",
            "form-0-row": form["row"].value(),
            "form-1-row": _other["row"].value(),
            "form-0-keep": "on",
            "form-0-address": "https://qz.example/1",
            "form-0-title": "晚稻开镰",
            "form-0-outlet_said": "清州网",
            "form-0-published_on": "2026-10-04",
            "form-0-text": "正文",
            "form-1-address": "https://none.example/2",
        },
    )

    article = Article.objects.get()
    assert (article.title, article.source) == ("晚稻开镰", "address")
    assert article.outlet.name == "清州网"
