"""Hold each answer against the table, and say in words where they differ."""

import hashlib
import re

from django.apps import apps
from django.db import connection, transaction

from .forms import form_for
from .knocking import Answer, Street, address_of
from .meant import Who, meant
from .rows import Row
from .table import TABLE

# How a county's name can stand in an answer: plain, or as JSON and scripts write it.
NAMES = {
    "here": re.compile(r"qinglan|清岚|\\u6e05\\*u5c9a|%E6%B8%85%E5%B2%9A", re.I),
    "there": re.compile(r"linshui|临水|\\u4e34\\*u6c34|%E4%B8%B4%E6%B0%B4", re.I),
}
METHODS = ("GET", "POST")
SAMPLE = {"reporter", "editor", "administrator"}


def deviations(street: Street, name: str, row: Row, asked=None) -> list[str]:
    """Every answer of one address that is not what its row means."""
    things = street.world.here.things
    url = address_of(name, row, things)
    found = []
    for who in asked or street.everybody(row):
        for method in METHODS if may_matter(row, who) else ("GET",):
            data = form_for(row.sends, things) if method == "POST" else None
            answer = street.ask(who, url, method, data)
            found += _wrong(street, row, who, method, url, data, answer)
    return found


def may_matter(row: Row, who: Who) -> bool:
    """Say whether a write by ``who`` is worth trying.

    Where somebody may write, everybody's writes are tried at the thing's own place, and
    those of who could write there from elsewhere. Where nobody of the office may, three
    roles try.
    """
    if not who.role:
        return True
    if not row.act:
        return who.role in SAMPLE
    at_its_place = who.county == "here" and who.place != "elsewhere"
    return at_its_place or who.role in row.act


def _wrong(street, row, who: Who, method, url, data, answer: Answer) -> list[str]:
    case = f"{method} {url} by {who}"
    told = []
    right = meant(row, who, method)
    idle = row.idle and answer.outcome == "ok" and not answer.wrote
    if answer.outcome not in right and not idle:
        told.append(f"{case}: {answer.outcome} ({answer.status}), not {sorted(right)}")
    if answer.wrote and answer.outcome != "ok":
        changed = tables_changed_by(street, who, url, method, data)
        if changed:
            told.append(f"{case}: {answer.outcome}, but it changed {changed}")
    stranger = name_of_another_county(
        who, answer.said.replace(url.partition("?")[0], "")
    )
    if stranger:
        told.append(f"{case}: it names another county: {stranger}")
    return told


def name_of_another_county(who: Who, said: str) -> str:
    """The words around another county's name in an answer, or nothing."""
    if who.name == "operator":
        return ""
    other = "here" if who.county == "there" else "there"
    found = NAMES[other].search(said)
    if found is None:
        return ""
    return said[max(0, found.start() - 60) : found.end() + 20]


def tables_changed_by(street: Street, who, url, method, data) -> list[str]:
    """Tables whose rows differ after a request, sessions and picture sizes apart."""
    with transaction.atomic():
        before = digest_of_tables()
        street.ask(who, url, method, data, keep=True)
        after = digest_of_tables()
        transaction.set_rollback(True)
    return sorted(table for table in before if before[table] != after[table])


def digest_of_tables() -> dict[str, str]:
    """A hash of all rows, by table."""
    apart = {"django_session", "usersessions_usersession", "kernel_picturerendition"}
    names = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    digests = {}
    with connection.cursor() as cursor:
        for name in sorted(names - apart):
            cursor.execute(f'SELECT * FROM "{name}"')
            rows = sorted(repr(row) for row in cursor.fetchall())
            digests[name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return digests


def rows_of(*desks) -> list:
    """The rows of some desks, as parameters of a test."""
    return [(name, TABLE[name]) for desk in desks for name in desk]
