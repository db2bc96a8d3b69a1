"""Taking what was deleted off the disk too, not only out of the tables.

A database keeps the bytes of deleted rows until it needs their place, and a word
index keeps deleted words until its parts are merged.
"""

from django.core.cache import cache
from django.db import connection

from ..models import Erasure

# Indexes of words: the public search's, the lists' and Wagtail's.
INDEXES = """
SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%USING fts5%'
"""


def wipe() -> bool:
    """Rewrite the database without what was deleted, and forget what is cached.

    Says whether all of it is off the disk: a reader that holds an old page of
    the log (WAL) for the moment makes the worker try again later.
    """
    done = list(Erasure.objects.filter(is_wiped=False).values_list("pk", flat=True))
    cache.clear()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            if not _wipe_sqlite(cursor):
                return False
        else:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("VACUUM")
            cursor.execute("RESET statement_timeout")
    Erasure.objects.filter(pk__in=done).update(is_wiped=True)
    return True


def _wipe_sqlite(cursor) -> bool:
    cursor.execute(INDEXES)
    for (index,) in cursor.fetchall():
        cursor.execute(f"INSERT INTO {index}({index}) VALUES ('optimize')")  # noqa: S608
    cursor.execute("VACUUM")
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    busy, *_pages = cursor.fetchone()
    return not busy
