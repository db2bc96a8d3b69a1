"""Fill a fresh ledger with a year of 1,000,000 confirmed placements.

python -m benchmarks.ledger.fill FOLDER [--rows 1000000]
"""

import argparse
import os
import time
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    os.environ["XIANGYIN_LEDGER"] = str(options.folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.ledger.settings"
    fill(options.rows)


def fill(rows: int) -> None:
    import django

    import xiangyin.config  # noqa: F401 -- the newer SQLite

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    from xiangyin.placements.models import marks

    from .rows import Ledger
    from .rows import fill as fill_ledger

    started = time.monotonic()
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous=OFF")
        marks.take_away(connection)  # a mark a row would only be thrown away
        with transaction.atomic():
            fill_ledger(Ledger(rows))
        marks.set_up(connection)
        print(f"rows after {time.monotonic() - started:.0f} s", flush=True)
        # As autovacuum does within minutes, and the worker once a day.
        for step in (
            ("VACUUM ANALYZE",)
            if connection.vendor == "postgresql"
            else ("ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)")
        ):
            cursor.execute(step)
    print(f"filled after {time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
