"""Feeds are asked politely, and how each does is seen."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.people import PersonFactory, unit
from tests.factories.placements import OutletFactory
from tests.gateways.fakes import FakeFetch
from xiangyin.gateways.fetch import Page
from xiangyin.gateways.pace import MOST_HOSTS, Pace
from xiangyin.placements.models import Article, Outlet, WorkFeed
from xiangyin.placements.services import polling
from xiangyin.placements.services.feeds import read_feed
from xiangyin.placements.services.outlets import keep_outlet
from xiangyin.placements.services.polling import (
    LONGEST_RETRY,
    LONGEST_WAIT,
    ROUND,
    batches,
    poll_feeds,
    retry_after,
    wait_after,
)
from xiangyin.placements.tasks import ask_the_outlets

NOW = datetime(2026, 10, 8, 8, tzinfo=UTC)
TODAY = NOW.date()
FEED = "https://qz.example/feed"
GOOD = """<rss version="2.0"><channel><title>清州网</title><item>
<title>晚稻开镰</title><link>https://qz.example/1</link></item></channel></rss>"""


@pytest.fixture
def keeper(client, county):
    person = PersonFactory(posts=[("ledger_keeper", county)])
    client.force_login(person)
    return person


@pytest.fixture
def web(settings):
    fake = FakeFetch({FEED: GOOD})
    settings.XIANGYIN_FETCH = "tests.placements.test_polite.the_web"
    globals()["the_web"] = fake
    return fake


def answered(status=503, **headers) -> Page:
    return Page(
        FEED, status, {name.replace("_", "-"): headers[name] for name in headers}
    )


def test_the_wait_doubles_with_each_failure_up_to_a_day():
    waits = [wait_after(failures, None, now=NOW) / ROUND for failures in range(9)]

    assert waits == [1, 1, 2, 4, 8, 16, 32, 48, 48]
    assert wait_after(1000, None, now=NOW) == LONGEST_WAIT


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("7200", timedelta(hours=2)),
        ("Thu, 08 Oct 2026 11:00:00 GMT", timedelta(hours=3)),
        ("Thu, 08 Oct 2026 11:00:00 -0000", timedelta(hours=3)),
        ("Thu, 08 Oct 2020 11:00:00 GMT", timedelta(0)),
        ("9" * 40, LONGEST_RETRY),
        ("-5", timedelta(0)),
        ("soon", timedelta(0)),
        ("", timedelta(0)),
    ],
)
def test_what_a_server_says_of_its_next_moment_is_understood(said, wait):
    assert retry_after(answered(retry_after=said), now=NOW) == wait


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_left_alone_as_long_as_it_says(county, web, status):
    outlet = OutletFactory(feed=FEED)
    web.pages[FEED] = answered(status, retry_after=str(6 * 3600))

    poll_feeds([outlet], today=TODAY)

    outlet.refresh_from_db()
    assert outlet.feed_next_at - outlet.feed_checked_at == timedelta(hours=6)


def test_without_listening_it_would_be_asked_in_half_an_hour(county, web, monkeypatch):
    """The twin."""
    monkeypatch.setattr(polling, "retry_after", lambda *_told, **_now: timedelta(0))
    outlet = OutletFactory(feed=FEED)
    web.pages[FEED] = answered(429, retry_after=str(6 * 3600))

    poll_feeds([outlet], today=TODAY)

    outlet.refresh_from_db()
    assert outlet.feed_next_at - outlet.feed_checked_at == ROUND


def test_failures_are_counted_and_forgotten_when_it_reads_well(county, web):
    outlet = OutletFactory(feed=FEED)
    told = []
    for answer in (answered(500), answered(500), GOOD, Page(FEED, 304)):
        web.pages[FEED] = answer
        poll_feeds([outlet], today=TODAY)
        outlet.refresh_from_db()
        told.append(
            (outlet.feed_failures, bool(outlet.feed_problem), outlet.feed_succeeded_at)
        )

    assert [each[:2] for each in told] == [(1, True), (2, True), (0, False), (0, False)]
    assert [bool(each[2]) for each in told] == [False, False, True, True]


def test_a_feed_that_fails_is_not_asked_at_every_round(county, web):
    later = timezone.now() + timedelta(hours=3)
    OutletFactory(feed=FEED, feed_next_at=later, feed_checked_at=timezone.now())

    ask_the_outlets()

    assert web.asked == []


def test_feeds_of_one_host_are_spread_over_the_tasks(county):
    hosts = ["a", "a", "a", "b", "c"]
    for number, host in enumerate(hosts):
        OutletFactory(feed=f"https://{host}.example/{number}")

    asked = [feed for some in batches(Outlet.objects.all()) for feed in some]

    assert [feed.feed[8] for feed in asked] == ["a", "b", "c", "a", "a"]


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self):
        self.at, self.slept = 100.0, []

    def now(self):
        return self.at

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.at += seconds


def asked_of(hosts, *, gap):
    clock = Clock()
    pace = Pace(lambda: gap, now=clock.now, sleep=clock.sleep)
    for host in hosts:
        with pace.turn(f"https://{host}/1"):
            clock.at += 0.25
    return clock.slept


def test_two_questions_to_one_host_have_a_breath_between_them():
    assert asked_of(["a", "a", "b", "a"], gap=1.0) == [1.0, 0.75]


def test_without_the_gap_they_follow_at_once():
    """The twin."""
    assert asked_of(["a", "a", "b", "a"], gap=0.0) == []


def test_hosts_that_were_asked_long_ago_are_forgotten():
    clock = Clock()
    pace = Pace(lambda: 1.0, now=clock.now, sleep=clock.sleep)
    for number in range(MOST_HOSTS + 1):
        with pace.turn(f"https://h{number}/"):
            clock.at += 2

    assert len(pace._turns) == 2


def test_a_failing_feed_stands_first_in_the_list(client, keeper, county):
    OutletFactory(name="甲", feed=FEED)
    OutletFactory(name="乙", feed="https://b.example", feed_problem="打不开")
    OutletFactory(name="丙")
    WorkFeed.objects.create(county=county, unit=unit("rmt"), feed="https://c.example")

    page = client.get(reverse("placements_feeds:index"))

    assert [str(feed) for _kind, feed in page.context["rows"]] == [
        "乙",
        "https://c.example",
        "甲",
    ]
    assert page.context["failing"] == 1


def test_without_feeds_the_list_says_where_to_write_one(client, keeper):
    page = client.get(reverse("placements_feeds:index"))

    assert page.context["rows"] == []


def test_a_feed_is_asked_now_but_not_twice_in_a_moment(client, keeper, web):
    later = timezone.now() + timedelta(hours=3)
    outlet = OutletFactory(feed=FEED, feed_next_at=later)
    for _time in range(2):
        client.post(reverse("placements_feeds:index"), {"ask": f"outlet:{outlet.pk}"})

    assert len(web.asked) == 1
    assert Article.objects.count() == 1


def test_our_own_feed_is_asked_now_too(client, keeper, county, web):
    feed = WorkFeed.objects.create(county=county, unit=unit("rmt"), feed=FEED)

    client.post(reverse("placements_feeds:index"), {"ask": f"own:{feed.pk}"})

    assert len(web.asked) == 1


@pytest.mark.parametrize("ask", ["", "outlet:x", "moon:1", "outlet:987654"])
def test_a_feed_that_is_not_there_is_not_asked(client, keeper, ask):
    answer = client.post(reverse("placements_feeds:index"), {"ask": ask})

    assert answer.status_code == 404


def test_another_address_is_asked_anew(county, keeper):
    outlet = OutletFactory(feed=FEED, feed_tag='"1"', feed_failures=4)
    outlet.feed_next_at = timezone.now() + timedelta(days=1)
    outlet.save()
    outlet.feed = "https://qz.example/rss"

    keep_outlet(outlet, by=keeper)

    assert (outlet.feed_tag, outlet.feed_failures, outlet.feed_next_at) == ("", 0, None)


ENTRY = "<item><title>{0}</title><link>{1}</link><guid>same</guid>{2}</item>"


def a_feed(entries) -> bytes:
    items = "".join(ENTRY.format(*entry) for entry in entries)
    return f'<rss version="2.0"><channel><title>清州网</title>{items}</channel></rss>'.encode()


def test_entries_that_share_an_address_are_told_apart_by_their_words():
    entries = [(f"稿{n}", "https://qz.example/list?id=1", "") for n in range(3)]

    readings = read_feed(a_feed(entries), today=TODAY)

    assert len({reading.fingerprint for reading in readings}) == 3
    assert {reading.address for reading in readings} == {""}


def test_an_entry_repeated_keeps_its_address_and_a_front_page_is_none():
    entries = [("稿", "https://qz.example/1", "")] * 2
    entries += [("别的", "https://qz.example/", "")]

    readings = read_feed(a_feed(entries), today=TODAY)

    assert [reading.address for reading in readings] == ["https://qz.example/1"] * 2 + [
        ""
    ]
    assert len({reading.fingerprint for reading in readings}) == 2


def test_of_ten_thousand_entries_the_newest_are_read():
    day = "<pubDate>{0:%a, %d %b %Y} 08:00:00 +0800</pubDate>"
    first = datetime(1999, 1, 1)
    entries = [
        (f"稿{n}", f"https://qz.example/{n}", day.format(first + timedelta(days=n)))
        for n in range(10_000)
    ]

    readings = read_feed(a_feed(entries), today=TODAY)

    assert [readings[0].title, readings[-1].title, len(readings)] == [
        "稿9999",
        "稿9500",
        500,
    ]
