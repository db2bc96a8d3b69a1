"""The test feeds of feedparser and of W3C's validator, and what should be read in them.

``read_all`` runs in a child and reads a whole suite. ``expectations`` are feedparser's
own, as far as they speak of what our reader uses; ``plain_entries`` is a second, much
simpler reader, to compare with on feeds that came without expectations.
"""

import ast
import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC
from email.utils import parsedate_to_datetime
from pathlib import Path
from xml.etree import ElementTree

from feedparser.encodings import convert_to_utf8

from xiangyin.engines import feeds

DATA = Path(__file__).parents[1] / "data/hostile"
HEADER = re.compile(r"^\s*Header:\s*([\w-]+):\s*(.+?)\s*$", re.M)
CHARSET = re.compile(r"charset\s*=\s*\"?([\w-]+)")
EXPECT = re.compile(r"^\s*Expect:\s*(.+?)\s*$", re.M)
# Ours, and what feedparser calls it.
FIELDS = {
    "title": "title",
    "link": "link",
    "author": "author",
    "published_parsed": "moment",
    "updated_parsed": "moment",
    "summary": "text",
    "description": "text",
}
RSS1 = "{http://purl.org/rss/1.0/}"


def suite(name: str) -> bytes:
    return (DATA / f"{name}.zip").read_bytes()


def files(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)


def decoded(body: bytes) -> str:
    return convert_to_utf8({}, body, {}).decode("utf-8", "replace")


def read_all(data: bytes) -> dict:
    """What our reader makes of each feed; what it raises under ``raised``."""
    return {name: _read(name, body) for name, body in files(data)}


def _read(name: str, body: bytes) -> dict:
    headers = {name.lower(): value for name, value in HEADER.findall(decoded(body))}
    charset = CHARSET.search(headers.get("content-type", ""))
    prepared = feeds.prepared(
        body,
        address=headers.get("content-location") or _served_at(name),
        charset=charset.group(1) if charset else "",
    )
    try:
        return feeds.read(prepared)
    except Exception as error:
        return {"raised": repr(error)}


def _served_at(name: str) -> str:
    """Where feedparser's own tests serve those that must come from a server."""
    is_served = Path(name).name.startswith("http_")
    return f"http://127.0.0.1:8097/tests/{name}" if is_served else ""


def expectations(body: bytes) -> Iterator[tuple[int, str, object]]:
    """(entry, field, value) for each comparison of ours that must hold."""
    told = EXPECT.search(decoded(body))
    try:
        tree = ast.parse(told.group(1), mode="eval").body if told else None
    except SyntaxError:
        return
    parts = tree.values if isinstance(tree, ast.BoolOp) else [tree]
    if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.Or):
        return
    for part in parts:
        match part:
            case ast.Compare(
                left=ast.Subscript(
                    value=ast.Subscript(
                        value=ast.Name(id="entries"), slice=ast.Constant(value=entry)
                    ),
                    slice=ast.Constant(value=field),
                ),
                ops=[ast.Eq()],
                comparators=[value],
            ) if field in FIELDS:
                with suppress(ValueError):  # an expression, not a value
                    yield entry, field, ast.literal_eval(value)


def holds(seen: dict, entry: int, field: str, value) -> bool:
    """Whether what was read is what feedparser expects."""
    try:
        got = seen["entries"][entry][FIELDS[field]]
    except (KeyError, IndexError):
        return False
    if FIELDS[field] == "moment":
        return got == (list(value[:6]) if value else None)
    return got == value


def plain_entries(body: bytes) -> list[dict]:
    """Titles, links and moments of an RSS feed by ElementTree; none where it fails."""
    try:
        root = ElementTree.fromstring(body)
    except (ElementTree.ParseError, LookupError, ValueError):
        return []
    return [_plain(item) for item in [*root.iter("item"), *root.iter(f"{RSS1}item")]]


def _plain(item) -> dict:
    space = item.tag.removesuffix("item")
    title, link, guid = (
        (item.findtext(f"{space}{name}") or "").strip()
        for name in ("title", "link", "guid")
    )
    element = item.find("guid")
    is_link = element is None or element.get("isPermaLink", "true") != "false"
    plain = {"title": title, "link": link or (guid if is_link else "")}
    with suppress(TypeError, ValueError):  # no date, or none that mail could carry
        moment = parsedate_to_datetime(item.findtext("pubDate"))
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        plain["moment"] = list(moment.astimezone(UTC).timetuple()[:6])
    return plain
