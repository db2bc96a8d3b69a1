"""The server refuses to start on settings that can lose what was saved.

Measured reasons stand in ``docs/explanation/reliability.md``. What settings say is
looked at by every ``xiangyin check``; what is in force (in the running database, on
the disks) is asked at each start and by ``xiangyin check --database default``.
"""

import sqlite3
from pathlib import Path

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.db import connections
from django.db.utils import DatabaseError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from . import disks
from .services.files import file_fields
from .storage import DurableStorage

SAFE_SQLITE = (3, 51, 3)
SQLITE_FULL = 2  # PRAGMA synchronous: 0 OFF, 1 NORMAL, 2 FULL, 3 EXTRA
TAKE_OURS = _("Take DATABASES from xiangyin.config.settings.base.")
POSTGRES_WANTS = ("fsync", "full_page_writes", "synchronous_commit")


@register("durability")
def settings_keep_what_is_saved(app_configs, **kwargs) -> list[CheckMessage]:
    """SQLite before 3.51.3 can corrupt a WAL; below FULL it can lose a commit."""
    database = settings.DATABASES["default"]
    if "sqlite" not in database["ENGINE"] or ":memory:" in str(database["NAME"]):
        return []
    errors: list[CheckMessage] = []
    if sqlite3.sqlite_version_info < SAFE_SQLITE:
        errors.append(old_sqlite(sqlite3.sqlite_version))
    command = database.get("OPTIONS", {}).get("init_command", "")
    if "synchronous=FULL" not in command or "journal_mode=WAL" not in command:
        errors.append(
            Error(
                _("SQLite must run with journal_mode=WAL and synchronous=FULL."),
                hint=TAKE_OURS,
                id="xiangyin.E002",
            )
        )
    return errors


@register("durability")
def files_can_be_flushed(app_configs, **kwargs) -> list[CheckMessage]:
    """Every file that a row names is kept by the storage that flushes it first."""
    return [
        Error(
            format_lazy(
                _("The files of {field} are kept by {storage}, which does not flush."),
                field=str(field),
                storage=type(field.storage).__name__,
            ),
            hint=_("Take STORAGES['default'] from xiangyin.config.settings.base."),
            id="xiangyin.E003",
        )
        for field in file_fields()
        if not isinstance(field.storage, DurableStorage)
    ]


@register("durability")
def what_is_in_force(app_configs, databases=None, **kwargs) -> list[CheckMessage]:
    """Ask the running databases: a server, a role or another program may overrule us."""
    errors: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        ask = {"sqlite": _ask_sqlite, "postgresql": _ask_postgres}[connection.vendor]
        try:
            with connection.cursor() as cursor:
                errors += ask(cursor)
        except DatabaseError as error:
            errors.append(
                Error(
                    format_lazy(
                        _("The database does not answer: {error}"),
                        error=str(error).strip(),
                    ),
                    hint=_("Start the database, or look at XIANGYIN_DB and PGHOST."),
                    id="xiangyin.E004",
                )
            )
    return errors


@register("durability")
def disks_can_be_trusted(app_configs, databases=None, **kwargs) -> list[CheckMessage]:
    """Database and files lie on a disk of this machine that has room."""
    if not databases:
        return []
    found: list[CheckMessage] = []
    for folder in places():
        found += _kind_of_disk(folder) + _room(folder)
    return found


def places() -> list[Path]:
    """The folders that hold what was saved, one for each disk."""
    folders = {Path(settings.VAR), Path(settings.MEDIA_ROOT)}
    for database in settings.DATABASES.values():
        if "sqlite" in database["ENGINE"] and ":memory:" not in str(database["NAME"]):
            folders.add(Path(database["NAME"]).parent)
    disk_of = {
        disks.existing(each).stat().st_dev: each for each in sorted(folders)[::-1]
    }
    return sorted(disk_of.values())


def old_sqlite(version: str) -> Error:
    return Error(
        format_lazy(_("SQLite {version} has the WAL-reset race."), version=version),
        hint=_("Install the locked requirements again: make setup."),
        id="xiangyin.E001",
    )


def _ask_sqlite(cursor) -> list[CheckMessage]:
    found = {}
    for pragma in ("journal_mode", "synchronous"):
        found[pragma] = cursor.execute(f"PRAGMA {pragma}").fetchone()[0]
    version = cursor.execute("SELECT sqlite_version()").fetchone()[0]
    errors: list[CheckMessage] = []
    if tuple(map(int, version.split("."))) < SAFE_SQLITE:
        errors.append(old_sqlite(version))
    if found["journal_mode"] != "wal" or found["synchronous"] < SQLITE_FULL:
        errors.append(
            Error(
                format_lazy(
                    _(
                        "SQLite runs with journal_mode={journal_mode} and"
                        " synchronous={synchronous}: a power cut can take back what"
                        " was saved."
                    ),
                    **found,
                ),
                hint=TAKE_OURS,
                id="xiangyin.E005",
            )
        )
    return errors


def _ask_postgres(cursor) -> list[CheckMessage]:
    errors: list[CheckMessage] = []
    for name in POSTGRES_WANTS:
        cursor.execute(f"SHOW {name}")
        if cursor.fetchone()[0] == "off":
            errors.append(
                Error(
                    format_lazy(
                        _(
                            "PostgreSQL runs with {name}=off: a power cut can take"
                            " back what was saved."
                        ),
                        name=name,
                    ),
                    hint=format_lazy(
                        _(
                            "Set {name} to on in postgresql.conf, for the role and"
                            " for the database, and reload PostgreSQL."
                        ),
                        name=name,
                    ),
                    id="xiangyin.E006",
                )
            )
    return errors


def _kind_of_disk(folder: Path) -> list[CheckMessage]:
    kind = disks.file_system(folder)
    if disks.is_network(kind):
        message = _("{folder} is on a network share ({kind}).")
    elif kind in disks.PASSING and not settings.ON_TRIAL:
        message = _("{folder} is kept in memory or by another machine ({kind}).")
    else:
        return []
    return [
        Error(
            format_lazy(message, folder=str(folder), kind=kind),
            hint=_("Set XIANGYIN_VAR to a folder on a local disk."),
            id="xiangyin.E007",
        )
    ]


def _room(folder: Path) -> list[CheckMessage]:
    free, total = disks.room(folder)
    if free >= disks.ENOUGH_SPACE and free >= total * disks.EASY_SHARE:
        return []
    told = format_lazy(
        _("The disk of {folder} is nearly full: {free} MB of {total} MB are free."),
        folder=str(folder),
        free=free // 2**20,
        total=total // 2**20,
    )
    if free < disks.ENOUGH_SPACE:
        hint = _("Free some space: at least 300 MB are needed to start.")
        return [Error(told, hint=hint, id="xiangyin.E008")]
    hint = _("Free some space before it is full: then nothing can be saved.")
    return [Warning(told, hint=hint, id="xiangyin.W001")]
