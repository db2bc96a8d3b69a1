"""Copying and filling a database by its own means, and counting what it holds."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.db import connection, models, transaction

from .archive import Damaged, Refused

Rows = Callable[[str], list[tuple]]


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What a copy holds: rows per table, migrations applied, files it names."""

    counts: dict[str, int]
    migrations: list[tuple[str, str]]
    files: frozenset[str]


def member() -> str:
    """What the database's copy is called in the archive."""
    return f"database.{'sqlite3' if connection.vendor == 'sqlite' else 'dump'}"


def copy_database(target: Path) -> Contents:
    """Write a consistent copy to ``target`` while others read and write."""
    copy = copy_sqlite if connection.vendor == "sqlite" else copy_postgres
    return copy(target)


# --- SQLite ------------------------------------------------------------------


def copy_sqlite(target: Path) -> Contents:
    """``VACUUM INTO``: one moment of the database, without what was deleted from it."""
    name = str(connection.settings_dict["NAME"])
    with closing(sqlite3.connect(name, timeout=60)) as source:
        source.execute("VACUUM INTO ?", [str(target)])
    return read_sqlite(target)


def read_sqlite(path: Path) -> Contents:
    """Check a copy from end to end and count it. Raises ``Damaged``."""
    try:
        with closing(sqlite3.connect(path)) as copy:
            copy.execute("PRAGMA journal_mode=DELETE")

            def rows(sql):
                return copy.execute(sql).fetchall()

            if rows("PRAGMA integrity_check") != [("ok",)]:
                raise _unsound("integrity_check")
            if rows("PRAGMA foreign_key_check"):
                raise _unsound("foreign_key_check")
            tables = rows(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
                " AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
            )
            return read_contents(rows, [name for (name,) in tables])
    except sqlite3.Error as error:
        raise _unsound(str(error)) from error


def _unsound(why: str) -> Damaged:
    return Damaged(
        f"数据库副本没有通过检查（{why}）。",
        f"The copy of the database does not pass its check ({why}).",
    )


# --- PostgreSQL --------------------------------------------------------------


def copy_postgres(target: Path) -> Contents:
    """``pg_dump`` at a snapshot that this transaction counts at, too."""
    dump = client("pg_dump")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        run_client(
            [
                dump,
                "--format=custom",
                "--no-owner",
                "--no-privileges",
                f"--snapshot={snapshot}",
                f"--file={target}",
                f"--dbname={connection.settings_dict['NAME']}",
            ]
        )
        return read_postgres()


def read_postgres() -> Contents:
    """Count what the connected database holds."""

    def rows(sql):
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()

    tables = rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return read_contents(rows, [name for (name,) in tables])


def fill_postgres(dump: Path) -> None:
    """Load a dump into the connected, empty database: all of it or nothing."""
    restore = client("pg_restore")
    connection.close()
    run_client(
        [
            restore,
            "--no-owner",
            "--no-privileges",
            "--single-transaction",
            "--exit-on-error",
            f"--dbname={connection.settings_dict['NAME']}",
            str(dump),
        ]
    )


def client(name: str) -> str:
    """The oldest of PostgreSQL's programs here that knows this server's version."""
    server = connection.pg_version // 10000
    paths = [*Path("/usr/lib/postgresql").glob(f"*/bin/{name}")]
    if known := shutil.which(name):
        paths.append(Path(known))
    fit = {_major(path): path for path in paths if _major(path) >= server}
    if not fit:
        raise Refused(
            f"缺少 PostgreSQL {server} 的 {name}：apt-get install postgresql-client-{server}",
            f"{name} of PostgreSQL {server} is missing:"
            f" apt-get install postgresql-client-{server}",
        )
    return str(fit[min(fit)])


def _major(path: Path) -> int:
    """15, of ``pg_dump (PostgreSQL) 15.18 (Debian …)``."""
    said = subprocess.run(  # noqa: S603 -- PostgreSQL's own program
        [str(path), "--version"], capture_output=True, text=True, check=False
    ).stdout
    words = said.split(")")[1:2]
    number = words[0].split(".")[0].strip() if words else ""
    return int(number) if number.isdecimal() else 0


def run_client(command: list[str]) -> None:
    """Run one of PostgreSQL's programs with this connection's address."""
    settings = connection.settings_dict
    names = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER"}
    env = {**os.environ, "PGCONNECT_TIMEOUT": "10"}
    env |= {pg: str(settings[our]) for our, pg in names.items() if settings.get(our)}
    if settings.get("PASSWORD"):
        env["PGPASSWORD"] = settings["PASSWORD"]
    done = subprocess.run(  # noqa: S603 -- PostgreSQL's own program
        command, env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = done.stderr.strip()
        raise Refused(f"{Path(command[0]).name} 失败：{said}", f"It failed: {said}")


# --- both --------------------------------------------------------------------


def read_contents(rows: Rows, tables: list[str]) -> Contents:
    """Count every table; read the migrations and the names of files."""
    counts = {
        name: rows(f'SELECT COUNT(*) FROM "{name}"')[0][0]  # noqa: S608 -- own tables
        for name in sorted(tables)
    }
    applied = rows("SELECT app, name FROM django_migrations ORDER BY id")
    named = frozenset(
        value
        for table, column in file_columns()
        if table in counts
        for (value,) in rows(
            f'SELECT "{column}" FROM "{table}" WHERE "{column}" <> \'\''  # noqa: S608
        )
    )
    return Contents(counts=counts, migrations=applied, files=named)


def file_columns() -> list[tuple[str, str]]:
    """Where the database names files: table and column."""
    return [
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.FileField)
    ]
