"""The chain of the audit trail: each line seals the line before it.

A line has a digest of its fields, and a *link*: its number and a hash over the hash
before it, the number and the digest. Who changes, removes, inserts or moves a line
breaks the chain from there on. SQLite has one writer at a time, so the link is made
with its line; PostgreSQL makes it at the commit, by a trigger (migration
``0005_records_are_chained``), because a lock taken earlier would let two
transactions wait for each other.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from ..models import Link, Record

GENESIS = "0" * 64
FIELDS = ("at", "by", "county", "subject", "action", "label", "note", "data")


@dataclass(frozen=True)
class Broken:
    """The first place where the chain does not hold."""

    number: int
    what: str  # "changed", "missing", "out of order", "outside" or "unknown"
    text: str


def told(at: datetime) -> str:
    """A moment as the digest has it, in whatever zone it was read."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def digest_of(fields: dict[str, Any]) -> str:
    """SHA-256 of a line's fields as JSON with sorted keys and no blanks."""
    kept = {name: fields[name] for name in FIELDS}
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def hash_of(previous: str, number: int, digest: str) -> str:
    return hashlib.sha256(f"{previous}:{number}:{digest}".encode()).hexdigest()


def newest() -> Link | None:
    return Link.objects.order_by("-number").first()


def link(line: Record) -> None:
    """Hang a new line on the chain, where the database does not do it by itself."""
    if connection.vendor != "sqlite":
        return
    last = newest()
    number, previous = (last.number + 1, last.hash) if last else (1, GENESIS)
    Link.objects.create(
        number=number,
        record=line,
        previous=previous,
        hash=hash_of(previous, number, line.digest),
    )


def lines() -> Iterator[dict[str, Any]]:
    """Every linked line in the order of the chain, as it is exported."""
    columns = {"by": "record__by_id", "county": "record__county_id"}
    names = [columns.get(name, f"record__{name}") for name in FIELDS]
    rows = Link.objects.order_by("number").values_list(
        "number", "previous", "hash", *names
    )
    for number, previous, hash_, *values in rows.iterator(chunk_size=2000):
        fields = dict(zip(FIELDS, values, strict=True))
        fields["at"] = told(fields["at"])
        yield {"number": number, **fields, "previous": previous, "hash": hash_}


def first_broken(chain: Iterable[dict[str, Any]]) -> Broken | int:
    """Follow a chain to its end: the number of its lines, or where it breaks."""
    number, last = 0, GENESIS
    for line in chain:
        number += 1
        if broken := _wrong(line, number, last):
            return broken
        last = line["hash"]
    return number


def _wrong(line: dict[str, Any], number: int, last: str) -> Broken | None:
    if line["number"] > number:
        return Broken(number, "missing", "this line is not there")
    if line["number"] != number or line["previous"] != last:
        return Broken(number, "out of order", "it does not follow the line before it")
    if line["hash"] != hash_of(last, number, digest_of(line)):
        return Broken(number, "changed", "it says something else than when written")
    return None


def first_broken_here(known: str = "") -> Broken | int:
    """Check the trail in the database, and that it holds the line ``known``.

    ``known`` is a hash somebody wrote down: it finds a chain that was cut at its
    end, or made anew from its beginning.
    """
    found = first_broken(lines())
    if isinstance(found, Broken):
        return found
    outside = Record.objects.filter(link=None).order_by("pk").first()
    if outside is not None:
        return Broken(found + 1, "outside", f"line {outside.pk} hangs on no chain")
    if known and not Link.objects.filter(hash=known).exists():
        return Broken(
            found + 1, "unknown", "no line has the hash that was written down"
        )
    return found
