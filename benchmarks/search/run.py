"""Fill, then measure, on one database.

python -m benchmarks.search.run FOLDER --db sqlite|postgres [--rows 100000]
"""

import argparse
import contextlib
import json
import os
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--db", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--rows", type=int, default=100_000)
    options = parser.parse_args()
    folder = options.folder / options.db
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["XIANGYIN_SEARCH"] = str(folder)
    os.environ["XIANGYIN_DB"] = options.db
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.search.settings"
    with _database(options.db):
        told = _told(options.rows)
    (folder / "measured.json").write_text(
        json.dumps(told, ensure_ascii=False, indent=1)
    )
    print(json.dumps(told, ensure_ascii=False, indent=1))


def _database(db: str):
    from tests.postgres import cluster

    return _environment(cluster()) if db == "postgres" else contextlib.nullcontext()


@contextlib.contextmanager
def _environment(made):
    import psycopg

    with made as env:
        os.environ.update(env)
        with psycopg.connect(dbname="postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE xiangyin")
        yield


def _told(rows: int) -> dict:
    import django

    import xiangyin.config  # noqa: F401 -- the newer SQLite

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from xiangyin.newsroom.models import Story

    from . import fill, measure

    call_command("migrate", verbosity=0)
    filled = {}
    if not Story.objects.exists():
        filled = fill.fill(rows)
        print(json.dumps(filled), flush=True)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return {**filled, **measure.measure()}


if __name__ == "__main__":
    main()
