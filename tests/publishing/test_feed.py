from datetime import UTC, datetime, timedelta

import feedparser
import pytest
from lxml import etree

from tests.portal.paper import a_site
from xiangyin.kernel.services.outbox import deliver_due
from xiangyin.publishing.models import Channel
from xiangyin.publishing.services.items import withdraw_item

from .channels import an_item

NASTY = "a < b & c ]]> <script>alert(1)</script> 𠮷䶮 \u202e \x00\x0b \ufffe"


@pytest.fixture
def site(county):
    return a_site(county)


def fetch(client, **headers):
    return client.get("/feed.atom", headers=headers)


def titles(response) -> list[str]:
    return [entry.title for entry in feedparser.parse(response.content).entries]


def test_the_feed_shows_what_arrived_the_newest_first(site, county, client):
    start = datetime(2026, 3, 2, 8, tzinfo=UTC)
    for number in range(52):
        an_item(
            county,
            key=f"story:{number}",
            title=f"第{number}条",
            published_at=start + timedelta(hours=number),
        )

    before = titles(fetch(client))
    deliver_due(limit=100)

    assert before == []
    assert titles(fetch(client)) == [f"第{number}条" for number in range(51, 1, -1)]


def test_an_entry_says_all_that_atom_asks_for(site, county, client):
    an_item(county)
    deliver_due()

    response = fetch(client)
    parsed = feedparser.parse(response.content)
    entry = parsed.entries[0]

    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert not parsed.bozo
    assert parsed.feed.title == "清岚融媒"
    assert {link.rel for link in parsed.feed.links} == {"self", "alternate"}
    assert entry.id == "tag:testserver,2026-03-02:story:1"
    assert entry.link == "https://qinglan.example.cn/news/bridge/"
    assert (entry.author, entry.updated) == ("林知夏", "2026-03-02T08:30:00+00:00")
    assert entry.content[0].value == "<p>桥长四十米。</p>"
    assert entry.content[0].language == "zh-Hans"


def test_whatever_is_written_the_feed_is_valid_xml(site, county, client):
    an_item(county, title=NASTY, summary=NASTY, byline=NASTY, html=f"<p>{NASTY}</p>")
    deliver_due()

    tree = etree.fromstring(fetch(client).content)

    title = tree.findtext("{*}entry/{*}title")
    assert title == NASTY.translate({0: None, 11: None, 0xFFFE: None})
    assert "<script" not in tree.findtext("{*}entry/{*}summary")


def test_a_corrected_story_is_one_entry(site, county, client):
    an_item(county)
    deliver_due()
    an_item(county, title="更正")

    before = titles(fetch(client))
    deliver_due()

    assert before == ["茶湾村的桥通了"]
    assert titles(fetch(client)) == ["更正"]


def test_a_withdrawn_story_is_gone_at_once(site, county, client):
    an_item(county)
    deliver_due()
    tag = fetch(client)["ETag"]

    withdraw_item(county=county, key="story:1")

    assert titles(fetch(client, if_none_match=tag)) == []


def test_a_reader_who_has_it_is_sent_nothing(site, county, client):
    an_item(county)
    deliver_due()
    first = fetch(client)

    by_tag = fetch(client, if_none_match=first["ETag"])
    by_date = fetch(client, if_modified_since=first["Last-Modified"])

    assert (by_tag.status_code, by_date.status_code) == (304, 304)
    assert by_tag.content == b""
    assert by_tag["ETag"] == first["ETag"]


def test_a_closed_feed_is_not_found(site, county, client):
    an_item(county)
    Channel.objects.update(is_open=False)

    assert fetch(client).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_feed_asks_the_same_of_the_database(
    site, county, client, rows, django_assert_num_queries
):
    for number in range(rows):
        an_item(county, key=f"story:{number}")
    deliver_due()
    fetch(client)

    with django_assert_num_queries(5):
        fetch(client)
