"""Bringing an office back from a backup, into an empty place only."""

import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from . import archive, databases


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What came back."""

    made_at: datetime
    rows: int
    files: int
    migrated: int
    missing: tuple[str, ...]


def restore_backup(path: Path) -> Restored:
    """Fill an empty ``XIANGYIN_VAR`` (and an empty database) from ``path``.

    Everything is unpacked beside its place and compared with the manifest before
    any of it is put there, the database last. Raises ``Refused`` or ``Damaged``
    with nothing changed.
    """
    require_empty()
    var = Path(settings.VAR)
    var.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=var, prefix=".restoring-") as folder:
        staging = Path(folder)
        manifest = archive.unpack(path, staging)
        require_known(manifest)
        if manifest["database"] == "database.dump":
            databases.fill_postgres(staging / "database.dump")
            compare(manifest, databases.read_postgres())
            put_files(staging)
        else:
            compare(manifest, databases.read_sqlite(staging / "database.sqlite3"))
            put_files(staging)
            name = Path(connection.settings_dict["NAME"])
            (staging / "database.sqlite3").rename(name)
    return Restored(
        made_at=datetime.fromisoformat(manifest["made_at"]),
        rows=sum(manifest["counts"].values()),
        files=sum(1 for name in manifest["files"] if name.startswith("media/")),
        migrated=bring_up_to_date(),
        missing=tuple(manifest["missing"]),
    )


def require_empty() -> None:
    """Refuse to write where data stands already."""
    for name in (settings.MEDIA_ROOT, Path(settings.VAR) / "imports"):
        if Path(name).exists() and any(Path(name).iterdir()):
            raise _not_empty(str(name))
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        for kept in (name, f"{name}-wal", f"{name}-journal"):
            if Path(kept).exists():
                raise _not_empty(kept)
    elif connection.introspection.table_names():
        raise _not_empty(f"PostgreSQL “{connection.settings_dict['NAME']}”")


def _not_empty(what: str) -> archive.Refused:
    return archive.Refused(
        f"{what} 不是空的：只能恢复到空的位置。请另选 XIANGYIN_VAR，或先把它移开。",
        f"{what} is not empty: a backup is restored to an empty place only."
        " Choose another XIANGYIN_VAR, or move it away first.",
    )


def require_known(manifest: dict) -> None:
    """Refuse another kind of database, and what a newer program wrote."""
    if manifest["database"] != databases.member():
        raise archive.Refused(
            f"这份备份是 {manifest['database']}，与 XIANGYIN_DB 的设置不符。",
            f"This backup holds {manifest['database']}: set XIANGYIN_DB to match it.",
        )
    known = MigrationLoader(None).disk_migrations
    newer = [name for name in map(tuple, manifest["migrations"]) if name not in known]
    if newer:
        raise archive.Refused(
            f"这份备份来自更新的版本（{manifest['version']}）：先升级程序。",
            f"This backup was made by a newer version ({manifest['version']}):"
            f" upgrade the program first. Unknown: {'.'.join(newer[0])}",
        )


def compare(manifest: dict, contents: databases.Contents) -> None:
    """Compare rows, table by table, with what was counted when it was copied."""
    counts = manifest["counts"]
    if contents.counts != counts:
        wrong = sorted(
            name
            for name in counts.keys() | contents.counts.keys()
            if counts.get(name) != contents.counts.get(name)
        )
        raise archive.Damaged(
            f"行数与备份时不同：{'、'.join(wrong)}",
            f"Rows differ from those counted at the backup: {', '.join(wrong)}",
        )


def put_files(staging: Path) -> None:
    """Move unpacked folders to where the program looks for them."""
    for folder, place in (
        ("media", Path(settings.MEDIA_ROOT)),
        ("imports", Path(settings.VAR) / "imports"),
    ):
        if (staging / folder).exists():
            if place.exists():
                place.rmdir()  # empty, or require_empty had refused
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(staging / folder, place)
    deletions = Path(settings.XIANGYIN_DELETIONS)
    if (staging / "deletions.jsonl").exists() and not deletions.exists():
        shutil.move(staging / "deletions.jsonl", deletions)


def bring_up_to_date() -> int:
    """Apply the migrations that came after the backup. Returns how many."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        call_command("migrate", verbosity=0, interactive=False)
    return len(plan)
