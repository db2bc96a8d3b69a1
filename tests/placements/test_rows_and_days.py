"""What people write in tables and feeds, and how the ledger reads it."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tests.factories.people import PersonFactory
from tests.factories.placements import ArticleFactory, OutletFactory, a_scheme
from tests.gateways.fakes import FakeFetch
from xiangyin.engines.child import ChildError
from xiangyin.engines.points import Row
from xiangyin.gateways.fetch import Page
from xiangyin.kernel.errors import NotAllowed, RuleBroken
from xiangyin.placements.models import Article, Outlet, OutletName, SchemeRow
from xiangyin.placements.services import addresses, feeds
from xiangyin.placements.services.addresses import read_address
from xiangyin.placements.services.articles import keep_article, keep_articles, read
from xiangyin.placements.services.days import read_date
from xiangyin.placements.services.feeds import keep_feed_file, read_feed
from xiangyin.placements.services.imports import import_file
from xiangyin.placements.services.outlet_rows import read_outlet
from xiangyin.placements.services.outlets import (
    assign_unknown,
    free_code,
    host_of,
    keep_outlet,
    read_hosts,
    unknown_outlets,
)
from xiangyin.placements.services.polling import poll_feeds
from xiangyin.placements.services.schemes import keep_scheme

TODAY = date(2026, 10, 8)
GOOD = {"name": "清州日报", "tier": "city", "form": "报纸"}
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>清州网</title>
<entry><title>晚稻开镰</title><link href="https://qz.example/1"/>
<updated>2026-10-04T20:00:00Z</updated></entry></feed>"""


@pytest.fixture
def keeper(county):
    return PersonFactory(posts=[("ledger_keeper", county)])


@pytest.fixture
def web(settings):
    fake = FakeFetch()
    settings.XIANGYIN_FETCH = "tests.placements.test_rows_and_days.the_web"
    globals()["the_web"] = fake
    return fake


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (date(2026, 10, 3), date(2026, 10, 3)),
        (datetime(2026, 10, 3, 23, 0), date(2026, 10, 3)),
        (datetime(2026, 10, 3, 23, 0, tzinfo=UTC), date(2026, 10, 4)),
        ("2026.10.3", date(2026, 10, 3)),
        ("20261003", date(2026, 10, 3)),
        ("2026-02-30", None),
        ("20261399", None),
        ("昨天", None),
    ],
)
def test_a_day_is_read_however_it_is_written(value, day):
    assert read_date(value) == day


@pytest.mark.parametrize(
    ("written", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "报" * 81}, "name"),
        ({"tier": "宇宙级"}, "tier"),
        ({"form": "飞艇"}, "form"),
        ({"feed": "qz.example/feed"}, "feed"),
        ({"feed": "javascript:x()"}, "feed"),
        ({"hosts": "no host!"}, "hosts"),
    ],
)
def test_what_is_wrong_with_an_outlets_row_is_told_at_its_field(written, field):
    with pytest.raises(ValidationError) as refusal:
        read_outlet({**GOOD, **written})

    assert list(refusal.value.message_dict) == [field]


def test_a_good_row_may_say_the_tier_in_either_language():
    row = read_outlet({**GOOD, "feed": "https://qz.example/feed"})

    assert (row.tier, row.form, row.feed) == (
        "city",
        "newspaper",
        "https://qz.example/feed",
    )


def test_a_host_is_read_from_whatever_is_pasted():
    assert read_hosts("https://www.gmw.cn/a；qz.example/b，qz.example") == [
        "gmw.cn",
        "qz.example",
    ]
    with pytest.raises(ValidationError) as refusal:
        read_hosts("qz.example\n报纸")
    assert refusal.value.messages == [_("“%(host)s” is not a host.") % {"host": "报纸"}]


def test_an_address_that_is_none_has_no_host():
    assert host_of("https://[::1/") == ""


def test_a_host_of_a_platform_is_remembered_for_no_outlet(county, keeper):
    outlet = OutletFactory()

    for host in ("mp.weixin.qq.com", "qz.example"):
        assign_unknown(outlet, by=keeper, host=host)

    assert list(OutletName.objects.values_list("value", flat=True)) == ["qz.example"]


def test_articles_that_say_no_outlet_are_gathered_by_their_host(county):
    for number, address in enumerate(["https://a.example/1", "https://a.example/2"]):
        ArticleFactory(
            outlet=None,
            address=address,
            title=f"稿{number}",
            published_on=date(2026, 10, 4 + number),
        )
    ArticleFactory(outlet=None, outlet_said="清州日报")

    found = unknown_outlets(county)

    assert [(each.label, each.articles, each.latest) for each in found] == [
        ("a.example", 2, date(2026, 10, 5)),
        ("清州日报", 1, date(2026, 10, 4)),
    ]


def test_a_code_that_is_free_is_found_past_those_that_are_taken(county):
    for number in (2, 3):
        OutletFactory(code=f"outlet-{number}")

    assert free_code(Outlet(unit=county)) == "outlet-4"


def test_a_host_has_one_owner(county, keeper):
    OutletFactory(hosts=["qz.example"])
    other = OutletFactory.build(unit=county, code="other")

    with pytest.raises(ValidationError) as refusal:
        keep_outlet(other, by=keeper, hosts=["qz.example"])

    assert list(refusal.value.message_dict) == ["hosts"]


def test_points_are_never_less_than_nothing(county, keeper):
    scheme = a_scheme()
    less = Row("central", solo=Decimal(5), roundup=Decimal(-1))

    with pytest.raises(ValidationError):
        keep_scheme(scheme, by=keeper, rows=[less])

    kept = SchemeRow.objects.get(scheme=scheme, tier="central")
    assert (kept.solo, kept.roundup) == (Decimal(20), Decimal(10))


def an_article(**told):
    values = {"title": "晚稻开镰", "published_on": date(2026, 10, 4)}
    return read(**{**values, **told})


def test_an_article_takes_its_outlets_name_where_it_says_none(county):
    outlet = OutletFactory(name="清州日报")

    article, is_new = keep_article(county, an_article(), source="file", outlet=outlet)

    assert (article.outlet_said, is_new) == ("清州日报", True)


def test_a_known_article_without_its_text_is_completed_and_looked_at_again(county):
    reading = an_article(address="https://qz.example/1")
    first, _new = keep_article(county, reading, source="file")
    Article.objects.update(text="", traced_at=datetime(2026, 10, 5, tzinfo=UTC))

    again, is_new = keep_article(
        county, an_article(address="https://qz.example/1", text="正文"), source="file"
    )

    again.refresh_from_db()
    assert (again.pk, is_new, again.text, again.traced_at) == (
        first.pk,
        False,
        "正文",
        None,
    )


def test_what_is_here_already_is_not_kept_again(county):
    first, second = an_article(), an_article(title="春茶开采")
    keep_articles(county, [first], source="file")

    kept = keep_articles(county, [first, second, second], source="file")

    assert (kept.new, kept.known, Article.objects.count()) == (1, 2, 2)


def test_a_saved_feed_is_kept_by_who_may(county, keeper):
    reporter = PersonFactory(posts=[("reporter", county)])

    with pytest.raises(NotAllowed):
        keep_feed_file(county, ATOM.encode(), by=reporter, today=TODAY)
    kept = keep_feed_file(county, ATOM.encode(), by=keeper, today=TODAY)

    assert (kept.new, Article.objects.get().source) == (1, "feed")


@pytest.mark.parametrize("reason", ["failed", "died", "too slow", "too large"])
def test_a_feed_that_breaks_its_reader_is_refused_with_a_sentence(reason, monkeypatch):
    def run(*_told):
        raise ChildError(reason)

    monkeypatch.setattr(feeds, "run", run)

    with pytest.raises(RuleBroken) as refusal:
        read_feed(ATOM.encode(), today=TODAY)
    assert str(refusal.value.message) == str(feeds.REFUSALS[reason])


def test_a_feed_that_is_too_large_is_not_read(monkeypatch):
    monkeypatch.setattr(feeds, "LIMIT", 10)

    with pytest.raises(RuleBroken):
        read_feed(ATOM.encode(), today=TODAY)


def test_a_feed_is_asked_whether_it_changed_and_its_refusal_noted(county, web):
    outlet = OutletFactory(
        feed="https://qz.example/feed", feed_modified="Sat, 03 Oct 2026 08:00:00 GMT"
    )
    web.pages[outlet.feed] = Page(outlet.feed, 503)

    poll_feeds([outlet], today=TODAY)

    outlet.refresh_from_db()
    [(_address, headers)] = web.asked
    assert headers == {"If-Modified-Since": "Sat, 03 Oct 2026 08:00:00 GMT"}
    assert outlet.feed_problem == _("The server answered %(status)s.") % {"status": 503}


def test_a_page_that_is_not_there_says_so(web):
    web.pages["https://qz.example/1"] = Page("https://qz.example/1", 404)

    found = read_address("https://qz.example/1")

    assert found.problem == _("The server answered %(status)s.") % {"status": 404}


def test_a_page_that_breaks_its_reader_is_still_an_address(web, monkeypatch):
    def run(*_told, **_limits):
        raise ChildError("too slow")

    web.pages["https://qz.example/1"] = "<html>"
    monkeypatch.setattr(addresses, "run", run)

    found = read_address("https://qz.example/1")

    assert (found.outlet_said, found.problem) == (
        "qz.example",
        str(addresses.UNREADABLE),
    )


def test_a_column_that_the_file_does_not_have_is_named(county, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("标题,媒体,日期\n晚稻开镰,清州日报,2026-10-04\n", "utf-8")

    with pytest.raises(RuleBroken) as refusal:
        import_file(county, path, what="articles", mapping={"text": "正文"})

    assert refusal.value.message == _("The file has no column “%(column)s”.") % {
        "column": "正文"
    }


@pytest.mark.parametrize("moment", [[9999, 12, 31, 23, 0, 0], [2026, 13, 1, 0, 0, 0]])
def test_an_entry_of_a_day_that_is_none_is_of_today(moment):
    entry = {"title": "a", "link": "", "author": "", "text": "", "moment": moment}
    entry["is_whole"] = False

    [reading] = feeds.articles_of({"title": "b", "entries": [entry]}, today=TODAY)

    assert reading.published_on == TODAY
