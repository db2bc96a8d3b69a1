"""The tests' settings over a database of the benchmark's own."""

import os
from pathlib import Path

from xiangyin.config.settings.test import *  # noqa: F403
from xiangyin.config.settings.test import DATABASES, SQLITE

VAR = Path(os.environ["XIANGYIN_SEARCH"]).resolve()
MEDIA_ROOT = VAR / "media"
if os.environ.get("XIANGYIN_DB") != "postgres":
    DATABASES = {"default": {**SQLITE, "NAME": VAR / "search.sqlite3"}}
