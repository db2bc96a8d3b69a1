"""Set the door before the application that serves an office."""

import os
import shutil
from pathlib import Path

from django.conf import settings

from xiangyin import __version__

from .door import Door


def with_kept_pages(application):
    """The application behind its kept pages, where the settings want them."""
    if not settings.XIANGYIN_KEEP_PAGES:
        return application
    folder = Path(settings.XIANGYIN_KEPT)
    mine = folder / edition()
    door = Door(application, mine)
    for other in folder.iterdir():
        if other != mine:
            shutil.rmtree(other, ignore_errors=True)
    return door


def edition() -> str:
    """A name that changes with each start of the server and each version of ours.

    The web workers are children of one server: they share its pages, also with those
    that come after them. What an earlier program made is never shown by a later one.
    """
    parent = os.getppid()
    try:
        began = Path(f"/proc/{parent}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        began = ""
    return f"{__version__}-{parent}-{began}"
