"""The server refuses to start on settings that can lose what was saved.

Measured reasons stand in ``docs/explanation/reliability.md``.
"""

import sqlite3

from django.conf import settings
from django.core.checks import Error, register

SAFE_SQLITE = (3, 51, 3)


@register("durability")
def saved_means_saved(app_configs, **kwargs):
    """SQLite before 3.51.3 can corrupt a WAL; below FULL it can lose a commit."""
    database = settings.DATABASES["default"]
    if "sqlite" not in database["ENGINE"] or ":memory:" in str(database["NAME"]):
        return []
    errors = []
    if sqlite3.sqlite_version_info < SAFE_SQLITE:
        errors.append(
            Error(
                f"SQLite {sqlite3.sqlite_version} has the WAL-reset race.",
                hint="Install the locked requirements again: make setup.",
                id="xiangyin.E001",
            )
        )
    command = database.get("OPTIONS", {}).get("init_command", "")
    if "synchronous=FULL" not in command or "journal_mode=WAL" not in command:
        errors.append(
            Error(
                "SQLite must run with journal_mode=WAL and synchronous=FULL.",
                hint="Take DATABASES from xiangyin.config.settings.base.",
                id="xiangyin.E002",
            )
        )
    return errors
