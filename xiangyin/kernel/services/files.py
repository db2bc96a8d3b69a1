"""Files that no row names: what a broken-off upload or a rolled-back write left.

A file is written before its row, so a row never lacks its file; the price is a file
without a row now and then, which is swept by night.
"""

import logging
from datetime import timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models

from ..storage import UNFINISHED

logger = logging.getLogger(__name__)

GRACE = timedelta(days=7)
GRACE_UNFINISHED = timedelta(days=1)
# More than this is no litter: more likely the wrong database, or one put back.
MOST_LITTER = 20
MOST_SHARE = 0.1


def sweep_files(*, now) -> int:
    """Throw away what no row has named for a week. Returns how many files went.

    Only folders are looked at in which some row has a file. Where a great part of
    the files has no row, nothing is thrown away and the log says so.
    """
    root = Path(settings.MEDIA_ROOT)
    # First the files, then the rows: a row that comes in between saves its file.
    files = [path for path in root.rglob("*") if path.is_file()]
    named = named_files()
    folders = {Path(name).parts[0] for name in named}
    unfinished = [path for path in files if path.name.endswith(UNFINISHED)]
    litter = [
        path
        for path in set(files) - set(unfinished)
        if path.relative_to(root).parts[0] in folders
        and path.relative_to(root).as_posix() not in named
        and is_older(path, GRACE, now=now)
    ]
    if len(litter) > max(MOST_LITTER, len(files) * MOST_SHARE):
        logger.error(
            "%d of %d files in %s have no row: none was thrown away."
            " Is this the right database?",
            *(len(litter), len(files), root),
        )
        litter = []
    litter += [path for path in unfinished if is_older(path, GRACE_UNFINISHED, now=now)]
    for path in litter:
        path.unlink(missing_ok=True)
    return len(litter)


def named_files() -> set[str]:
    """The name of every file that some row has."""
    return {
        name
        for field in file_fields()
        for name in field.model._base_manager.values_list(field.name, flat=True)
        if name
    }


def file_fields() -> list[models.FileField]:
    """Every field of every model that names a file."""
    return [
        field
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.FileField)
    ]


def is_older(path: Path, age: timedelta, *, now) -> bool:
    try:
        return now.timestamp() - path.stat().st_mtime > age.total_seconds()
    except FileNotFoundError:
        return False
