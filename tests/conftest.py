"""What every test can ask for."""

import gc
from importlib import import_module

import hypothesis
import pytest
from django.db import connection

from tests import network, seen
from tests.factories.people import a_county
from xiangyin.config.catalogues import compile_catalogues


def pytest_configure():
    """Make the translations before anything reads them, in a fresh clone too.

    Django keeps what it found at the first word: a process that began without them
    would speak English to its end.
    """
    compile_catalogues()
    seen.watch()
    # No timing is asserted: under load and measured, a sentence takes what it takes.
    hypothesis.settings.register_profile("house", deadline=None)
    hypothesis.settings.load_profile("house")


def pytest_collection_finish():
    """Leave out what stands to the end when garbage is looked for.

    Some tests look for it themselves, so that files of theirs are closed: it took a
    second each, nearly all of which went by what never is garbage.
    """
    gc.collect()
    gc.freeze()


def pytest_sessionfinish():
    """Each worker keeps what it saw; ``tests.run`` puts it together."""
    seen.keep()


@pytest.fixture
def county(db):
    """清岚县 with a town (shixi), its village (chawan) and a department (rmt)."""
    return a_county()


@pytest.fixture(autouse=True)
def _nobody_calls_out(monkeypatch):
    """Tests reach loopback only: a call to anywhere else is a mistake."""
    network.shut(monkeypatch)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request, django_db_modify_db_settings_parallel_suffix):
    """Where a browser or several writers are among the tests, SQLite is a file.

    A server answers several requests at once, each on a connection of its own; a
    database in memory has one connection, and they would share a transaction.
    """
    from django.conf import settings

    has_several = any(
        item.get_closest_marker(name)
        for item in request.session.items
        for name in ("browser", "writers")
    )
    database = settings.DATABASES["default"]
    if has_several and database["ENGINE"].endswith("sqlite3"):
        settings.VAR.mkdir(parents=True, exist_ok=True)
        database["TEST"]["NAME"] = str(settings.VAR / "test.sqlite3")


@pytest.fixture
def database_that_is_emptied(django_db_setup, django_db_blocker):
    """Lift the trail's guard while a test empties the database; refill it after.

    What the migrations wrote (Wagtail's first page, the trees' roots) is there
    again for whatever runs next in this process.
    """
    guards = [
        statement
        for name in (
            "kernel.migrations.0002_records_are_only_added",
            "kernel.migrations.0005_records_are_chained",
            "answers.migrations.0002_marks_are_only_added",
        )
        for statement in import_module(f"xiangyin.{name}").SQLITE
    ]
    names = [
        f"{table}_no_{change}"
        for table in ("kernel_record", "kernel_link", "answers_clockmark")
        for change in ("update", "delete")
    ]
    on_sqlite = connection.vendor == "sqlite"
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for name in names if on_sqlite else []:
            cursor.execute(f"DROP TRIGGER {name}")
    yield
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            for statement in guards if on_sqlite else []:
                cursor.execute(statement)
        connection.creation.deserialize_db_from_string(
            connection._test_serialized_contents
        )
