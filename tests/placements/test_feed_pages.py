"""Feeds carry summaries: the pages are read beside the poll, once, and for their text."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.people import PersonFactory
from tests.factories.placements import STORY, OutletFactory, WorkFactory
from tests.gateways.fakes import FakeFetch
from xiangyin.gateways.fetch import Page, Refused, TooSlow
from xiangyin.kernel.errors import NotAllowed, RuleBroken
from xiangyin.kernel.models import Record
from xiangyin.kernel.services.outbox import deliver_due
from xiangyin.placements import tasks
from xiangyin.placements.models import Article, Placement, WantedText
from xiangyin.placements.services import feed_pages
from xiangyin.placements.services.feed_pages import paste_text, read_due
from xiangyin.placements.services.feeds import is_cut, keep_feed_file
from xiangyin.placements.services.polling import poll_feeds

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 8)
ADDRESS = "https://qz.example/1.html"
SUMMARY = STORY[:50] + "……"
PAGE = f"<html><head><title>茶湾村晚稻开镰</title></head><body><article><h1>茶湾村晚稻开镰</h1><p>{STORY.replace(chr(10), '</p><p>')}</p></article></body></html>"


def an_entry(number=1, *, text=SUMMARY, tag="description", host="qz.example"):
    return (
        f"<item><title>茶湾村晚稻开镰</title><link>https://{host}/{number}.html</link>"
        f"<pubDate>Sun, 04 Oct 2026 08:00:00 +0800</pubDate><{tag}>{text}</{tag}></item>"
    )


def a_feed(*entries):
    content = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    return f'<rss version="2.0" {content}><channel><title>清州网</title>{"".join(entries)}</channel></rss>'


@pytest.fixture
def web(settings):
    fake = FakeFetch({ADDRESS: PAGE})
    settings.XIANGYIN_FETCH = "tests.placements.test_feed_pages.the_web"
    globals()["the_web"] = fake
    return fake


def polled(web, *entries, **told):
    outlet = OutletFactory(feed="https://qz.example/feed", **told)
    web.pages[outlet.feed] = a_feed(*(entries or [an_entry()]))
    poll_feeds([outlet], today=TODAY)
    return outlet


def read(later=timedelta(0)) -> int:
    return read_due(now=timezone.now() + later)


def test_a_summary_is_kept_at_once_and_its_page_read_afterwards(county, web):
    polled(web)
    before = Article.objects.get().text
    asked_by_the_poll = [address for address, _headers in web.asked]

    tasks.read_the_pages_that_are_due()

    assert (before, asked_by_the_poll) == (SUMMARY, ["https://qz.example/feed"])
    assert Article.objects.get().text == STORY
    assert (WantedText.objects.get().next_try_at, WantedText.objects.get().problem) == (
        None,
        "",
    )


def test_what_a_page_was_read_for_is_not_asked_again(county, web):
    outlet = polled(web)
    read()

    poll_feeds([outlet], today=TODAY)
    tasks.read_the_pages_that_are_due()

    assert [address for address, _headers in web.asked].count(ADDRESS) == 1


def test_without_the_note_of_what_was_read_it_would_be_asked_again(county, web):
    """The twin."""
    polled(web)
    read()
    WantedText.objects.update(next_try_at=timezone.now())

    read()

    assert [address for address, _headers in web.asked].count(ADDRESS) == 2


def test_two_workers_read_a_page_once(county, web, monkeypatch):
    polled(web)
    real = feed_pages._lease

    def other_first(wanted, *, now):
        WantedText.objects.update(next_try_at=now + feed_pages.LEASE, tries=1)
        return real(wanted, now=now)

    monkeypatch.setattr(feed_pages, "_lease", other_first)

    assert read() == 0
    assert ADDRESS not in [address for address, _headers in web.asked]


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (an_entry(text=STORY * 3), {}),
        (an_entry(text=STORY, tag="content:encoded"), {}),
        (an_entry(), {"feed_is_whole": True}),
        (an_entry(), {"is_ours": True}),
        ("<item><title>茶湾村晚稻开镰</title></item>", {}),
    ],
    ids=["long", "called the content", "whole by setting", "our own", "no address"],
)
def test_of_what_is_whole_no_page_is_read(county, web, entry, told):
    polled(web, entry, **told)

    assert (Article.objects.count(), WantedText.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    "text", ["", "开镰", STORY * 3 + "…", STORY * 3 + "[...]", STORY * 3 + "[查看全文]"]
)
def test_what_is_short_or_breaks_off_is_cut(text):
    assert is_cut(text)


def test_a_saved_feed_has_its_pages_read_too(county, web):
    keeper = PersonFactory(posts=[("ledger_keeper", county)])
    keep_feed_file(county, a_feed(an_entry()).encode(), by=keeper, today=TODAY)

    read()

    assert Article.objects.get().text == STORY


def test_the_whole_text_is_looked_at_where_the_summary_was(county, web):
    work = WorkFactory()
    polled(web)
    while deliver_due():
        pass
    first = [each.carried for each in Placement.objects.all()]

    read()
    while deliver_due():
        pass

    placement = Placement.objects.get()
    assert [share < 0.9 for share in first] in ([], [True])
    assert (placement.work, placement.carried) == (work, 1.0)
    end = len(STORY) - 1  # a mark at the end is no part of it
    assert placement.passages == [[0, end, 0, end]]


@pytest.mark.parametrize(
    ("answer", "again"),
    [
        (TooSlow(), True),
        (Page(ADDRESS, 503, {}, b""), True),
        (Page(ADDRESS, 404, {}, b""), False),
        (Refused(), False),
        ("<html><body><p>x</p></body></html>", False),
        (
            "<html><body><article><h1>请登录</h1><p>"
            + "请先登录，再阅读本站的全部内容。" * 20
            + "</p></article></body></html>",
            False,
        ),
    ],
    ids=["slow", "busy", "gone", "inner address", "no text", "a page to sign in"],
)
def test_a_page_that_cannot_be_read_leaves_the_summary_and_says_why(
    county, web, answer, again
):
    polled(web)
    web.pages[ADDRESS] = answer

    read()

    wanted = WantedText.objects.get()
    assert Article.objects.get().text == SUMMARY
    assert (bool(wanted.problem), wanted.next_try_at is not None) == (True, again)
    assert Article.objects.unread().count() == 1


def test_a_page_that_stays_away_is_given_up(county, web):
    polled(web)
    web.pages[ADDRESS] = TooSlow()

    tried = [read(timedelta(days=5 * turn)) for turn in range(5)]

    assert tried == [1, 1, 1, 0, 0]


def test_a_page_that_says_less_than_the_feed_changes_nothing(county, web):
    polled(web, an_entry(text=STORY + "……"))

    read()

    assert Article.objects.get().text == STORY + "……"
    assert WantedText.objects.get().problem == ""


def test_a_run_reads_a_few_pages_and_of_one_host_fewer(county, web):
    hosts = ["a.example"] * 9 + ["b.example"] * 9 + ["c.example"] * 9
    entries = [an_entry(number, host=host) for number, host in enumerate(hosts)]
    polled(web, *entries, *(an_entry(99, host=f"h{at}.example") for at in range(9)))

    counts = [read(), read()]

    assert counts == [20, 16]
    first = [address.split("/")[2] for address, _headers in web.asked[1:21]]
    assert [first.count(f"{host}.example") for host in ("a", "b", "c")] == [5, 5, 5]


def test_without_the_bound_of_a_host_one_would_take_the_whole_run(
    county, web, monkeypatch
):
    """The twin."""
    monkeypatch.setattr(feed_pages, "OF_A_HOST", 100)
    polled(web, *(an_entry(number) for number in range(25)))

    assert read() == 20


@pytest.fixture
def handler(county):
    return PersonFactory(posts=[("editor", county)])


@pytest.fixture
def unread(county, web):
    polled(web)
    web.pages[ADDRESS] = Page(ADDRESS, 404, {}, b"")
    read()
    return Article.objects.get()


def test_what_could_not_be_read_is_listed_and_pasted(client, handler, unread):
    client.force_login(handler)
    shown = client.get(reverse("placements_feeds:index")).content.decode()
    listed = client.get(reverse("placements_articles:index") + "?unread=true")
    others = client.get(reverse("placements_articles:index") + "?unread=false")
    page = client.get(reverse("placements_articles:inspect", args=[unread.pk]))
    where = reverse("placements_intake:text", args=[unread.pk])

    answer = client.post(where, {"text": STORY})

    assert "?unread=true" in shown
    assert [len(each.context["object_list"]) for each in (listed, others)] == [1, 0]
    assert unread.wanted_text.problem in listed.content.decode()
    assert where in page.content.decode()
    assert answer.url == reverse("placements_articles:inspect", args=[unread.pk])
    unread.refresh_from_db()
    assert (unread.text, unread.traced_at) == (STORY, None)
    assert not Article.objects.unread().exists()
    assert Record.objects.filter(action="paste_text", by=handler).count() == 1


@pytest.mark.parametrize("text", ["", "太短", "长" * 200_001])
def test_a_text_that_is_none_is_refused_with_a_sentence(client, handler, unread, text):
    client.force_login(handler)

    answer = client.post(
        reverse("placements_intake:text", args=[unread.pk]), {"text": text}
    )

    assert answer.status_code == 422
    unread.refresh_from_db()
    assert unread.text == SUMMARY


def test_a_text_too_long_for_the_ledger_is_refused_below_the_form(handler, unread):
    with pytest.raises(RuleBroken):
        paste_text(unread, "长" * 200_001, by=handler)


def test_where_nothing_was_wrong_nothing_is_pasted(county, web, handler):
    polled(web)

    with pytest.raises(RuleBroken):
        paste_text(Article.objects.get(), STORY, by=handler)

    assert Article.objects.get().text == SUMMARY


def test_who_may_not_handle_the_ledger_pastes_nothing(county, unread):
    with pytest.raises(NotAllowed):
        paste_text(unread, STORY, by=PersonFactory(posts=[("leader", county)]))

    unread.refresh_from_db()
    assert unread.text == SUMMARY


def test_what_was_pasted_meanwhile_is_not_written_over(
    county, web, handler, monkeypatch
):
    polled(web)
    web.pages[ADDRESS] = TooSlow()
    read()
    web.pages[ADDRESS] = PAGE.replace("颗粒归仓。", "颗粒归仓。" + "另有一段。" * 20)
    real = feed_pages.read_in

    def meanwhile(language, address):
        paste_text(Article.objects.get(), STORY, by=handler)
        return real(language, address)

    monkeypatch.setattr(feed_pages, "TOGETHER", 1)
    monkeypatch.setattr(feed_pages, "ThreadPoolExecutor", Inline)
    monkeypatch.setattr(feed_pages, "read_in", meanwhile)

    read(timedelta(hours=2))

    assert Article.objects.get().text == STORY


class Inline:
    """Does what it is given at once, in this thread."""

    def __init__(self, _many):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_what):
        return None

    def map(self, act, these):
        return [act(each) for each in these]
