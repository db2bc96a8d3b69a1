"""Making a backup while the office works."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from xiangyin import __version__

from ..storage import UNFINISHED
from . import archive, databases


@dataclass(frozen=True, kw_only=True)
class Made:
    """What was put into a backup."""

    path: Path
    fingerprint: str
    rows: int
    files: int
    missing: tuple[str, ...]


def make_backup(path: Path) -> Made:
    """Write database and files to ``path``, which must not exist yet.

    The database is copied first. Files are never changed once they have their
    name, so those found afterwards are at least those that the copy names; one
    that it names and that is not there is told. Raises ``Refused``.
    """
    facts = {
        "version": __version__,
        "made_at": timezone.now().isoformat(),
        "database": databases.member(),
    }
    with (
        archive.written_whole(path) as out,
        tempfile.TemporaryDirectory(dir=path.parent, prefix=".backup-") as folder,
    ):
        copy = Path(folder) / databases.member()
        contents = databases.copy_database(copy)
        pack = archive.Pack(out, packed=path.suffix in (".gz", ".tgz"))
        pack.add(databases.member(), copy)
        for name, file in files_to_keep():
            pack.add(name, file)
        missing = sorted(
            name for name in contents.files if f"media/{name}" not in pack.files
        )
        pack.close(
            {
                **facts,
                "counts": contents.counts,
                "migrations": contents.migrations,
                "missing": missing,
            }
        )
    return Made(
        path=path,
        fingerprint=archive.fingerprint(path),
        rows=sum(contents.counts.values()),
        files=sum(1 for name in pack.files if name.startswith("media/")),
        missing=tuple(missing),
    )


def files_to_keep():
    """Name in the archive and path of every file that belongs to the data."""
    var = Path(settings.VAR)
    for folder, root in (
        ("media", Path(settings.MEDIA_ROOT)),
        ("imports", var / "imports"),
    ):
        for file in sorted(root.rglob("*")):
            is_kept = (
                file.suffix != UNFINISHED
            )  # half a file, and nobody was told of it
            if is_kept and file.is_file() and not file.is_symlink():
                yield f"{folder}/{file.relative_to(root).as_posix()}", file
    deletions = Path(settings.XIANGYIN_DELETIONS)
    if deletions.exists():
        yield "deletions.jsonl", deletions
