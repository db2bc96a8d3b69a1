"""How the desk of questions is looked at from outside."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def door(client, person):
    """The way in, for somebody who has signed in."""
    client.force_login(person)
    return client


def queries_of(client, address) -> int:
    """How often the database is asked for a page."""
    with CaptureQueriesContext(connection) as seen:
        client.get(address)
    return len(seen)
