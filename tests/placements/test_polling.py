"""Feeds that fail fail alone."""

from datetime import date, timedelta

import pytest
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import override

from tests.factories.placements import OutletFactory
from tests.gateways.fakes import FakeFetch
from xiangyin.gateways.fetch import Page
from xiangyin.placements import tasks
from xiangyin.placements.models import Article, Outlet
from xiangyin.placements.services import polling
from xiangyin.placements.services.addresses import read_address, read_addresses
from xiangyin.placements.services.outlets import OutletFinder
from xiangyin.placements.services.polling import batches, poll_feeds
from xiangyin.placements.tasks import ask_feeds, ask_the_outlets

TODAY = date(2026, 10, 8)
FEED = """<rss version="2.0"><channel><title>清州网</title><item>
<title>晚稻开镰</title><link>{address}/1</link></item></channel></rss>"""


@pytest.fixture
def web(settings):
    fake = FakeFetch()
    settings.XIANGYIN_FETCH = "tests.placements.test_polling.the_web"
    globals()["the_web"] = fake
    return fake


def an_outlet_with_a_feed(web, number, **told):
    address = f"https://qz{number}.example"
    web.pages[address] = FEED.format(address=address)
    return OutletFactory(feed=address, **told)


def test_troubled_feeds_are_asked_last_and_a_few_at_a_time(county, web):
    problems = ["slow", "", "", "broken", "", "", "", "", ""]
    for number, problem in enumerate(problems):
        an_outlet_with_a_feed(web, number, feed_problem=problem)

    asked = list(batches(Outlet.objects.with_a_feed()))

    assert [len(some) for some in asked] == [4, 4, 1]
    assert [outlet.feed_problem for some in asked for outlet in some][-2:] == [
        "slow",
        "broken",
    ]


def test_every_feed_is_asked_and_none_twice_within_minutes(county, web):
    for number in range(6):
        an_outlet_with_a_feed(web, number)

    ask_the_outlets()
    ask_feeds.enqueue([outlet.pk for outlet in Outlet.objects.all()])

    assert len(web.asked) == 6
    assert Article.objects.count() == 6


def test_a_feed_is_asked_again_after_its_time(county, web):
    soon = timezone.now() + timedelta(minutes=9)
    outlet = an_outlet_with_a_feed(web, 1, feed_next_at=soon)

    ask_feeds.enqueue([outlet.pk])

    assert len(web.asked) == 1


def test_a_feed_does_not_wait_for_a_clock_that_was_moved_back(county, web):
    outlet = asked_by_a_clock_a_year_ahead(web)

    ask_feeds.enqueue([outlet.pk])

    assert len(web.asked) == 1


def test_without_the_look_back_a_feed_would_wait_for_a_year(county, web, monkeypatch):
    """The twin."""
    monkeypatch.setattr(
        tasks, "is_due", lambda now: Q(feed_next_at=None) | Q(feed_next_at__lte=now)
    )
    outlet = asked_by_a_clock_a_year_ahead(web)

    ask_feeds.enqueue([outlet.pk])

    assert len(web.asked) == 0


def asked_by_a_clock_a_year_ahead(web):
    ahead = timezone.now() + timedelta(days=365)
    later = ahead + timedelta(minutes=30)
    return an_outlet_with_a_feed(web, 1, feed_checked_at=ahead, feed_next_at=later)


def test_what_nobody_thought_of_stops_one_feed_and_not_the_others(county, web):
    bad = an_outlet_with_a_feed(web, 1)
    good = an_outlet_with_a_feed(web, 2)
    web.pages[bad.feed] = ZeroDivisionError()

    new = poll_feeds([bad, good], today=TODAY)

    assert new == 1
    assert [bool(bad.feed_problem), bool(good.feed_problem)] == [True, False]


def test_articles_that_cannot_be_kept_stop_one_feed_and_not_the_others(
    county, web, monkeypatch
):
    bad = an_outlet_with_a_feed(web, 1)
    good = an_outlet_with_a_feed(web, 2)
    keep = polling.keep_articles

    def keep_or_fail(unit, readings, *, source, outlet):
        if outlet == bad:
            raise ZeroDivisionError
        return keep(unit, readings, source=source, outlet=outlet)

    monkeypatch.setattr(polling, "keep_articles", keep_or_fail)

    new = poll_feeds([bad, good], today=TODAY)

    assert new == 1
    assert [bool(bad.feed_problem), bool(good.feed_problem)] == [True, False]


def test_what_was_told_of_a_broken_feed_is_not_said_back(county, web):
    """Otherwise it would answer "nothing new" for ever, and its trouble be forgotten."""
    outlet = OutletFactory(feed="https://qz.example", feed_tag='"good"')
    web.pages[outlet.feed] = Page(outlet.feed, 200, {"etag": '"bad"'}, b"<html>")

    poll_feeds([outlet], today=TODAY)

    assert outlet.feed_tag == '"good"'
    assert outlet.feed_problem


@pytest.mark.parametrize(
    "body", [b"<div>" * 300_000, b"", b"\x00" * 1000, b"<a <a " * 100_000]
)
def test_a_page_that_breaks_its_reader_says_so(web, body):
    web.pages["https://qz.example/1"] = body

    found = read_address("https://qz.example/1")

    assert (found.text, bool(found.problem)) == ("", True)


def test_pages_are_read_side_by_side_in_the_language_of_who_asked(county, web):
    addresses = [f"https://qz.example/{number}" for number in range(3)]

    with override("en"):
        found = read_addresses(addresses, finder=OutletFinder(county))

    assert [each.address for each in found] == addresses
    assert {each.problem for each in found} == {"The server does not answer."}
