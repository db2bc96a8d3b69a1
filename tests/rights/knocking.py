"""Knock at an address as somebody, and say what answered."""

import re
from dataclasses import dataclass
from functools import reduce

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from xiangyin.kernel.rights import Role

from .meant import Who, place_of
from .rows import Row

BACKEND = "django.contrib.auth.backends.ModelBackend"
# What a mere visit writes: who is here, and sizes of pictures made on first sight.
VISITS = re.compile(
    r'(UPDATE|INSERT INTO|DELETE FROM) "'
    r'(django_session|usersessions_usersession|kernel_picturerendition)"'
)
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
ERROR_LEVEL = 40


@dataclass(frozen=True)
class Answer:
    """What came of one request: its class, what it said, what it asked and wrote."""

    outcome: str
    status: int
    said: str
    queries: int
    wrote: tuple[str, ...]
    raw: bytes
    is_private: bool
    leads_to: str = ""


class Street:
    """The world, with a browser for everybody who knocks at its doors."""

    def __init__(self, world):
        self.world = world
        self.browsers: dict[Who, tuple[Client, dict]] = {}

    def everybody(self, row: Row) -> list[Who]:
        """Who is worth asking: all roles in each position that makes a difference."""
        places = [("here", place_of(row))]
        if not row.alike:
            places += [("here", "elsewhere"), ("there", "county")]
        elif row.at_county:
            places += [("here", "elsewhere")]
        posts = [
            Who(f"{role.value} {place} {county}", role.value, place, county)
            for county, place in places
            for role in Role
        ]
        return [*posts, Who("nobody"), Who("anonymous"), Who("operator")]

    def person(self, who: Who):
        if who.role:
            return getattr(self.world, who.county).people[who.role, who.place]
        return getattr(self.world, who.name, None)

    def browser(self, who: Who) -> Client:
        """The same browser each time, with the cookies of the log-in and no others."""
        if who not in self.browsers:
            client = Client(raise_request_exception=False)
            person = self.person(who)
            if person is not None:
                client.force_login(person, backend=BACKEND)
            kept = {name: morsel.value for name, morsel in client.cookies.items()}
            self.browsers[who] = (client, kept)
        client, kept = self.browsers[who]
        client.cookies.clear()
        client.cookies.load(kept)
        return client

    def ask(self, who: Who, url, method="GET", data=None, **more) -> Answer:
        """Send one request, and put everything back as it was unless ``keep``.

        It goes to the host of one's own county, or to ``host``.
        """
        client = self.browser(who)
        own = self.world.there if who.county == "there" else self.world.here
        host = more.get("host", own.host)
        asked: list[str] = []

        def note(execute, sql, params, many, context):
            asked.append(sql)
            return execute(sql, params, many, context)

        with transaction.atomic(), connection.execute_wrapper(note):
            send = getattr(client, method.lower())
            response = send(url, data or {}, headers={"host": host})
            raw = b"".join(response) if response.streaming else response.content
            transaction.set_rollback(not more.get("keep", False))
        wrote = tuple(
            sql
            for sql in asked
            if sql.lstrip().upper().startswith(WRITES) and not VISITS.match(sql)
        )
        cached = response.headers.get("Cache-Control", "")
        return Answer(
            outcome=outcome_of(response),
            status=response.status_code,
            said=raw.decode("utf-8", "ignore"),
            queries=len(asked),
            wrote=wrote,
            raw=raw,
            is_private="private" in cached or "no-store" in cached,
            leads_to=response.headers.get("Location", ""),
        )


def outcome_of(response) -> str:
    """The class of an answer: what became of the person's wish."""
    status = response.status_code
    classes = {403: "refused", 404: "missing", 405: "method", 409: "told"}
    if status in classes:
        return classes[status]
    if status >= 500:
        return "broken"
    if status in (301, 302):
        return _where_to(response)
    return "ok"


def _where_to(response) -> str:
    target = response["Location"]
    if target.startswith(("/accounts/login/", "/admin/login/")):
        return "login"
    queued = getattr(response.wsgi_request, "_messages", None)
    refused = queued and any(
        message.level >= ERROR_LEVEL for message in queued._queued_messages
    )
    if refused:
        return "refused" if target == "/admin/" else "told"
    return "ok"


def words_of(row: Row, things: dict, **instead) -> list[str]:
    """What fills an address; ``instead`` replaces things by other keys."""

    def word(spec: str) -> str:
        if spec.startswith("="):
            return spec[1:]
        name, *inner = spec.split(".")
        if spec in instead:
            return str(instead[spec])
        found = reduce(getattr, inner, things[name])
        return str(getattr(found, "pk", found))

    return [word(spec) for spec in row.things]


def address_of(name: str, row: Row, things: dict, **instead) -> str:
    """Where a row's address leads, filled with a county's things."""
    keys = {key: getattr(thing, "pk", thing) for key, thing in things.items()}
    keys |= instead
    if row.at:
        url = row.at.format(**keys)
    else:
        url = reverse(name, args=words_of(row, things, **instead))
    return f"{url}?{row.asked.format(**keys)}" if row.asked else url
