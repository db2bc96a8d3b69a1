"""Fill an answers desk with so many questions, open every list of it, and time each.

    python -m benchmarks.answers.measure FOLDER --db sqlite|postgres [--rows 100000]
    python -m benchmarks.answers.measure FOLDER --write

Requests go through Django's test client in this process: the processor's time of this
process and, on PostgreSQL, of the process of the database that serves it. Medians of
nine after two to warm up. Each run leaves its figures in FOLDER; ``--write`` puts those
of 100 and of 100,000 rows on both databases into the README.
"""

import argparse
import contextlib
import json
import os
import statistics
import time
from pathlib import Path

HERE = Path(__file__).parent
TIMES, WARM, LIMIT = 9, 2, 150
MANY, FEW = 100_000, 100


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--db", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--rows", type=int, default=MANY)
    parser.add_argument("--only", default="")
    parser.add_argument("--times", type=int, default=TIMES)
    parser.add_argument("--write", action="store_true", help="write the README")
    options = parser.parse_args()
    if options.write:
        write(options.folder)
        return 0
    folder = options.folder / f"{options.db}-{options.rows}"
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["XIANGYIN_ANSWERS"] = str(folder)
    os.environ["XIANGYIN_DB"] = options.db
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.answers.settings"
    with database(options.db):
        rows = measure(folder, options)
    if not options.only:
        (folder / "measured.json").write_text(json.dumps(rows, ensure_ascii=False))
    slow = [row for row in rows if row["cpu"] > LIMIT]
    print(f"{len(rows)} screens, {len(slow)} above {LIMIT} ms")
    return 1 if slow else 0


def database(db: str):
    from benchmarks.search.run import _environment
    from tests.postgres import cluster

    return _environment(cluster()) if db == "postgres" else contextlib.nullcontext()


def measure(folder: Path, options) -> list[dict]:
    import django

    import xiangyin.config  # noqa: F401 -- the newer SQLite

    django.setup()
    from . import fill
    from .screens import screens

    told = fill.fill(folder, options.rows)
    rows = []
    for screen in screens(told):
        if options.only in f"{screen.name} {screen.who}":
            shown = {"name": screen.name, "who": screen.who}
            shown |= one(screen, told, options.times)
            rows.append(shown)
            print(
                f"{shown['cpu']:8.1f} {shown['queries']:4} {screen.name} [{screen.who}]",
                flush=True,
            )
    return rows


def one(screen, told: dict, times: int) -> dict:
    """Open ``screen`` often enough to know it, once with the queries counted."""
    from django.core.cache import cache
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(screen.who, told)
    for _again in range(WARM):
        answer = client.get(screen.where)
    if answer.status_code != 200:
        raise SystemExit(f"{screen.where} answered {answer.status_code}")
    spent = spender()
    cpu, wall = [], []
    for _again in range(times):
        if screen.anew:
            cache.clear()
        on_the_wall, started = time.perf_counter(), spent()
        client.get(screen.where)
        cpu.append((spent() - started) * 1000)
        wall.append((time.perf_counter() - on_the_wall) * 1000)
    if screen.anew:
        cache.clear()
    with CaptureQueriesContext(connection) as queries:
        client.get(screen.where)
    return {
        "queries": len(queries),
        "cpu": statistics.median(cpu),
        "wall": statistics.median(wall),
    }


def spender():
    """What tells the seconds that the processor worked for us until now."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return time.process_time
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return lambda: time.process_time() + int(backend.read_text().split()[0]) / 1e9


def client_of(who: str, told: dict):
    """A browser of the person called ``who``, of the asker, or of nobody."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    from .rows import CODE

    client = Client()
    if who == "asker":
        client.post("/ask/status/", {"number": told["number"], "code": CODE})
    elif who:
        client.force_login(get_user_model().objects.get(username=who))
    return client


def read(path: Path) -> dict:
    """What a run measured, by screen and person; nothing where there was none."""
    rows = json.loads(path.read_text()) if path.exists() else []
    return {(row["name"], row["who"]): row for row in rows}


def shown(row: dict | None, field: str) -> str:
    return f"{row[field]:.0f}" if row else "–"


def write(folder: Path) -> None:
    """Put the figures that lie in ``folder`` below the README's words."""
    found = {
        (db, rows): read(folder / f"{db}-{rows}" / "measured.json")
        for db in ("sqlite", "postgres")
        for rows in (FEW, MANY)
    }
    lines = [
        "| screen | who | queries: 100 rows | 100,000 | SQLite, CPU ms: 100 | 100,000"
        " | PostgreSQL, CPU ms: 100 | 100,000 |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, who in found["sqlite", MANY]:
        cells = [
            shown(found[place].get((name, who)), field)
            for place, field in (
                (("sqlite", FEW), "queries"),
                (("sqlite", MANY), "queries"),
                (("sqlite", FEW), "cpu"),
                (("sqlite", MANY), "cpu"),
                (("postgres", FEW), "cpu"),
                (("postgres", MANY), "cpu"),
            )
        ]
        person = who.replace("_", " ") or "anybody"
        lines.append(f"| {name} | {person} | {' | '.join(cells)} |")
    readme = HERE / "README.md"
    head, mark, rest = readme.read_text().partition("<!-- figures -->\n")
    _old, end, tail = rest.partition("<!-- end -->")
    readme.write_text(f"{head}{mark}" + "\n".join(lines) + f"\n{end}{tail}")


if __name__ == "__main__":
    raise SystemExit(main())
