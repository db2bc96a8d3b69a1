"""Files that outlive a power cut: on the disk before any row names them.

Django's own storage leaves a new file to the kernel's write-back, up to half a minute;
the row that names it is flushed at once. After a power cut in between, the row points
at a file that is empty or gone.
"""

import os
import uuid
from collections.abc import Iterable
from pathlib import Path

from django.core.files.storage import FileSystemStorage

UNFINISHED = ".part"


class DurableStorage(FileSystemStorage):
    """Django's storage, with each file flushed, whole and under a name of its own."""

    def _save(self, name, content):
        make_folder(Path(self.path(name)).parent, mode=self.directory_permissions_mode)
        while True:
            path = Path(self.path(name))
            try:
                write_durably(path, content.chunks(), mode=self.file_permissions_mode)
            except FileExistsError:
                name = self.get_available_name(name)
            else:
                break
        self._ensure_location_group_id(str(path))
        return path.relative_to(self.location).as_posix()


def write_durably(path: Path, chunks: Iterable, *, mode: int | None = None) -> None:
    """Write a new file; when this returns, neither it nor its name can be lost.

    The name appears only when the content is on the disk: nobody ever sees half a
    file. Raises ``FileExistsError`` if the name is taken.
    """
    unfinished = path.with_name(f".{uuid.uuid4().hex}{UNFINISHED}")
    try:
        with unfinished.open("xb") as file:
            for chunk in chunks:
                file.write(chunk.encode() if isinstance(chunk, str) else chunk)
            file.flush()
            if mode is not None:
                os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        os.link(unfinished, path)  # refuses a name that is taken, a rename does not
    finally:
        unfinished.unlink(missing_ok=True)
    flush_folder(path.parent)


def make_folder(folder: Path, *, mode: int | None = None) -> None:
    """Make ``folder`` and what lacks above it, each durably in the one above."""
    lacking = [each for each in (folder, *folder.parents) if not each.is_dir()]
    for each in reversed(lacking):
        each.mkdir(exist_ok=True)
        if mode is not None:
            each.chmod(mode)
        flush_folder(each.parent)


def flush_folder(folder: Path) -> None:
    """Make the names in ``folder`` last."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
