"""Feeds that were written to do harm, or by somebody in a hurry."""

import re
from unittest.mock import patch

import feedparser
import pytest

from xiangyin.engines import feeds, nursery, pages
from xiangyin.engines.child import ChildError, run

ITEM = "<item><title>{title}</title><link>{link}</link></item>"
RSS = "<rss version='2.0'><channel><title>t</title>{items}</channel></rss>"
NO_DECLARATION = re.compile(rb"(?!)")


def a_feed(title="晚稻开镰", link="https://qz.example/1") -> str:
    return RSS.format(items=ITEM.format(title=title, link=link))


def a_bomb(size: int) -> bytes:
    """Each use of one entity unpacks to ``size`` letters."""
    head = f'<?xml version="1.0"?>\n<!DOCTYPE r [\n<!ENTITY a "{"x" * size}">\n]>\n'
    return (head + RSS.format(items=ITEM.format(title="&a;" * size, link=""))).encode()


def read(body, **told):
    return feeds.read(feeds.prepared(body, **told))


def read_careless(data: bytes) -> dict:
    with patch.object(feeds, "DECLARATION", NO_DECLARATION):
        return feeds.read(data)


def parse_as_bytes(data: bytes) -> dict:
    return {"title": feedparser.parse(data).feed.get("title")}


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-16", "utf-16-le", "utf-32", "utf-7", "cp037"]
)
def test_a_declaration_is_seen_in_every_encoding(encoding):
    text = f"<?xml version='1.0' encoding='{encoding}'?><!DOCTYPE a>" + a_feed("t")
    body = text.encode(encoding)
    if encoding == "utf-7":  # what stands in the first line must be legible
        first, rest = text.split("?>", 1)
        body = f"{first}?>".encode() + rest.replace("<", "+ADw-").encode()

    assert read(body) == {"refused": "declaration"}


def test_an_entity_that_unpacks_without_end_is_not_opened():
    assert run("xiangyin.engines.feeds:read", feeds.prepared(a_bomb(30_000))) == {
        "refused": "declaration"
    }


def test_opened_it_would_have_taken_all_a_child_may_have():
    with pytest.raises(ChildError) as caught:
        run("tests.engines.test_feeds:read_careless", feeds.prepared(a_bomb(30_000)))

    assert caught.value.reason in {"too large", "too slow"}


def test_a_feed_that_is_the_name_of_a_file_is_not_opened(tmp_path):
    kept = tmp_path / "feed.xml"
    kept.write_text(a_feed(), "utf-8")

    assert read(str(kept).encode()) == {"refused": "no feed"}


def test_given_as_bytes_the_file_would_be_opened(tmp_path):
    kept = tmp_path / "feed.xml"
    kept.write_text(a_feed(), "utf-8")

    assert parse_as_bytes(str(kept).encode()) == {"title": "t"}


@pytest.mark.parametrize(
    ("declared", "encoding", "charset"),
    [
        ("", "utf-8", ""),
        ("<?xml version='1.0' encoding='gb2312'?>", "gb18030", ""),
        ("", "gb18030", "gb2312"),
        ("<?xml version='1.0' encoding='utf-8'?>", "utf-8", "utf-8"),
        ("<?xml version='1.0'?>", "utf-8", "no such charset\r\nX: y"),
    ],
)
def test_chinese_is_read_with_and_without_a_word_about_its_encoding(
    declared, encoding, charset
):
    body = (declared + a_feed()).encode(encoding)

    [entry] = read(body, charset=charset)["entries"]

    assert entry["title"] == "晚稻开镰"


def test_without_its_servers_word_it_would_be_misread():
    [entry] = read(a_feed().encode("gb18030"))["entries"]

    assert entry["title"] != "晚稻开镰"


def test_a_relative_link_leads_to_where_the_feed_is():
    body = a_feed(link="/news/1").encode()

    [entry] = read(body, address="https://qz.example/feed.xml")["entries"]

    assert entry["link"] == "https://qz.example/news/1"


@pytest.mark.parametrize(
    ("reader", "given"),
    [("feeds", a_feed().encode()), ("pages", pages.SAMPLE)],
)
def test_a_reader_has_read_a_sample_before_the_first_document(
    reader, given, monkeypatch
):
    """What its library loads at first use is then loaded once, not in each child."""
    module = {"feeds": feeds, "pages": pages}[reader]
    monkeypatch.setattr(nursery, "_warm", set())
    read, samples = module.read, []
    monkeypatch.setattr(module, "read", lambda data: samples.append(data) or read(data))

    found = nursery.find(f"xiangyin.engines.{reader}:read")

    assert len(samples) == 1
    assert found(module.prepared(given, address="https://qz.example/"))["title"]
