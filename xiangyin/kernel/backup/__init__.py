"""A whole office in one file, and back again."""

from .archive import Damaged, Refused, verify
from .making import make_backup
from .restoring import restore_backup

__all__ = ["Damaged", "Refused", "make_backup", "restore_backup", "verify"]
