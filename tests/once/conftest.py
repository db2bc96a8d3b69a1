"""Offices to press buttons in: one for a single tab, one for several at once."""

import pytest
from django.db import connection, connections
from django.db.models import QuerySet

from tests.factories.people import a_county

from .doors import people_of


@pytest.fixture
def room(county):
    return people_of(county)


@pytest.fixture
def open_room(
    database_that_is_emptied,
    django_db_serialized_rollback,
    transactional_db,
):
    """The same office, committed: every connection sees it."""
    return people_of(a_county())


@pytest.fixture
def without_locks(monkeypatch):
    """No row is locked on PostgreSQL, no writer waits for another on SQLite."""
    if connection.vendor == "sqlite":
        options = connections.settings["default"]["OPTIONS"]
        monkeypatch.setitem(options, "transaction_mode", "DEFERRED")
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **kwargs: self)
