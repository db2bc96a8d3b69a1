"""The tests' settings over a database of the benchmark's own."""

import os
from pathlib import Path

from xiangyin.config.settings.test import *  # noqa: F403
from xiangyin.config.settings.test import DATABASES, SQLITE

VAR = Path(os.environ["XIANGYIN_ANSWERS"]).resolve()
MEDIA_ROOT = VAR / "media"
if os.environ.get("XIANGYIN_DB") == "postgres":
    # All that the database works is then in the process that is asked for its time.
    DATABASES["default"]["OPTIONS"]["options"] += (
        " -c max_parallel_workers_per_gather=0"
    )
else:
    DATABASES = {"default": {**SQLITE, "NAME": VAR / "answers.sqlite3"}}
