"""Search that finds Chinese words, behind Wagtail's own interface.

Wagtail's database backends make each clause of Chinese one word and find next to
nothing. These keep Wagtail's tables, signals and screens, and change what is written
into the index and how a query is read (``xiangyin.engines.words``).
"""

from django.db import connection


def SearchBackend(params):  # noqa: N802 -- the name Wagtail looks for
    """The backend for the database in use. Either finds the same."""
    if connection.vendor == "postgresql":
        from .postgres import PostgresBackend  # noqa: PLC0415 -- its models differ

        return PostgresBackend(params)
    from .sqlite import SQLiteBackend  # noqa: PLC0415

    return SQLiteBackend(params)
