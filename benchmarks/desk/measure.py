"""Open every list, history and home page of a full office, and time each.

    python -m benchmarks.desk.measure FOLDER [--only WORD] [--write]

Requests go through Django's test client in this process, so that the time of the
processor (``time.process_time``) is all of it on SQLite: the server's work and the
database's. On PostgreSQL the database works elsewhere, and the clock on the wall is
told beside it. Medians of nine after two to warm up.
"""

import argparse
import json
import os
import statistics
import time
from pathlib import Path

HERE = Path(__file__).parent
TIMES, WARM, LIMIT = 9, 2, 150


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--times", type=int, default=TIMES)
    parser.add_argument(
        "--write", action="store_true", help="keep the figures in README.md"
    )
    options = parser.parse_args()
    os.environ["XIANGYIN_DESK"] = str(options.folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.desk.settings"
    rows = measure(options.folder, options.only, options.times)
    table = as_table(rows)
    slow = [row for row in rows if row["cpu"] > LIMIT and row["screen"].ours]
    print(table)
    print(f"{len(rows)} screens, {len(slow)} above {LIMIT} ms")
    if options.write:
        write(table, rows)
    return 1 if slow else 0


def measure(folder: Path, only: str, times: int) -> list[dict]:
    import django

    import xiangyin.config  # noqa: F401 -- the newer SQLite

    django.setup()
    from . import yardstick
    from .screens import screens

    yardstick.stand()
    told = json.loads((folder / "office.json").read_text())
    rows = []
    for screen in screens(told, told["month"]):
        if only in f"{screen.name} {screen.who}":
            rows.append({"screen": screen, **one(screen, times)})
            shown = rows[-1]
            print(
                f"{shown['cpu']:8.1f} {shown['queries']:4} {screen.name} [{screen.who}]",
                flush=True,
            )
    return rows


def one(screen, times: int) -> dict:
    """Open ``screen`` often enough to know it, once with the queries counted."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(screen.who)
    for _again in range(WARM):
        answer = client.get(screen.where)
    if answer.status_code != 200:
        raise SystemExit(f"{screen.where} answered {answer.status_code}")
    cpu, wall = [], []
    for _again in range(times):
        on_the_wall, started = time.perf_counter(), time.process_time()
        client.get(screen.where)
        cpu.append((time.process_time() - started) * 1000)
        wall.append((time.perf_counter() - on_the_wall) * 1000)
    with CaptureQueriesContext(connection) as queries:
        client.get(screen.where)
    return {
        "queries": len(queries),
        "cpu": statistics.median(cpu),
        "p95": statistics.quantiles(cpu, n=20, method="inclusive")[-1],
        "wall": statistics.median(wall),
        "bytes": len(answer.content) if not answer.streaming else 0,
    }


def client_of(who: str):
    """A browser of the person called ``who``, or of nobody."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client()
    if who == "operator":
        person, _new = get_user_model().objects.get_or_create(
            username="operator", defaults={"name": "运维", "is_superuser": True}
        )
        client.force_login(person)
    elif who:
        username = "sender0" if who == "correspondent" else who
        client.force_login(get_user_model().objects.get(username=username))
    return client


def as_table(rows: list[dict]) -> str:
    lines = [
        "| screen | who | queries | CPU ms | p95 | wall ms |",
        "| --- | --- | ---: | ---: | ---: | ---: |",
    ]
    for row in rows:
        screen = row["screen"]
        lines.append(
            f"| {screen.name} | {screen.who.replace('_', ' ') or 'anybody'} | {row['queries']}"
            f" | {row['cpu']:.0f} | {row['p95']:.0f} | {row['wall']:.0f} |"
        )
    return "\n".join(lines)


def write(table: str, rows: list[dict]) -> None:
    """Put the figures of this run below the README's words, in their database's place."""
    from django.db import connection

    readme = HERE / "README.md"
    head, mark, rest = readme.read_text().partition(f"<!-- {connection.vendor} -->\n")
    _old, end, tail = rest.partition("<!-- end -->")
    worst = max((row for row in rows if row["screen"].ours), key=lambda row: row["cpu"])
    summary = (
        f"{len(rows)} screens; the slowest of ours, “{worst['screen'].name}”, takes"
        f" {worst['cpu']:.0f} ms of processor time in the median.\n\n"
    )
    readme.write_text(f"{head}{mark}{summary}{table}\n{end}{tail}")


if __name__ == "__main__":
    raise SystemExit(main())
