"""A whole office in one file, and back again."""

from .archive import Damaged, Refused, verify
from .making import make_backup
from .nightly import make_nightly
from .restoring import restore_backup

__all__ = [
    "Damaged",
    "Refused",
    "make_backup",
    "make_nightly",
    "restore_backup",
    "verify",
]
