"""A database and a folder of one's own, for tests that commit, copy and migrate.

The tests' database is made once and shared; what stands here is a copy of it that
one test may write to for good, migrate down, back up, or break.
"""

import itertools
import os
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection

_numbers = itertools.count(1)


@contextmanager
def moved_to(name: str, folder: Path, settings):
    """Let everything write to the database ``name`` and below ``folder``."""
    kept = connection.settings_dict["NAME"], connection.connection
    if connection.vendor == "sqlite":
        connection.connection = None  # kept open: closing it would empty it
    else:
        connection.close()
    connection.settings_dict["NAME"] = name
    for setting, value in places(folder).items():
        setattr(settings, setting, value)
    forget()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"], connection.connection = kept
        if connection.vendor != "sqlite":
            connection.connection = None
        forget()


def places(folder: Path) -> dict:
    return {
        "VAR": folder,
        "MEDIA_ROOT": folder / "media",
        "XIANGYIN_DELETIONS": folder / "deletions.jsonl",
    }


def forget() -> None:
    """Drop what this process remembers of a database's rows."""
    ContentType.objects.clear_cache()
    cache.clear()


@contextmanager
def a_copy(folder: Path):
    """Copy the tests' database, as migrated; yield the name of the copy."""
    if connection.vendor == "sqlite":
        folder.mkdir(parents=True, exist_ok=True)
        name = str(folder / "xiangyin.sqlite3")
        connection.ensure_connection()
        with closing(sqlite3.connect(name)) as target:
            connection.connection.backup(target)
        yield name
    else:
        name = f"copy_{os.getpid()}_{next(_numbers)}"
        original = connection.settings_dict["NAME"]
        with made(name, template=original):
            yield name


@contextmanager
def made(name: str, *, template: str = "template0"):
    """A PostgreSQL database that is gone afterwards."""
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def nothing_yet(folder: Path):
    """An empty place: on PostgreSQL an empty database; yield its name."""
    if connection.vendor == "sqlite":
        yield str(folder / "xiangyin.sqlite3")
    else:
        name = f"empty_{os.getpid()}_{next(_numbers)}"
        with made(name):
            yield name
