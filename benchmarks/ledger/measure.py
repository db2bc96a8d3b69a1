"""Compile a year of a full ledger, open its figures, and let a spreadsheet try a month.

    python -m benchmarks.ledger.measure FOLDER [--times 5] [--peer PYTHON] [--write]

In one process, so that ``time.process_time`` is all of the work on SQLite: ours and
the database's. PostgreSQL works elsewhere; the clock on the wall is told beside it.
``--peer`` names a Python with pandas and openpyxl.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
YEAR, MONTH = 2026, 5
MONTHS_COLUMNS = [
    "work__title",
    "unit__name",
    "article__outlet__name",
    "article__outlet__tier",
    "article__outlet__owner",
    "article__title",
    "article__published_on",
    "kind",
    "mode",
    "prominence",
    "state",
]
HEADINGS = [
    "work",
    "unit",
    "outlet",
    "tier",
    "owner",
    "title",
    "day",
    "kind",
    "mode",
    "prominence",
    "state",
]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--peer", default=sys.executable)
    parser.add_argument("--write", action="store_true", help="keep it in README.md")
    options = parser.parse_args()
    os.environ["XIANGYIN_LEDGER"] = str(options.folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.ledger.settings"
    import django

    import xiangyin.config  # noqa: F401 -- the newer SQLite

    django.setup()
    rows = [*ours(options.times), spreadsheet(options)]
    table = as_table(rows)
    print(table)
    if options.write:
        write(table)


def ours(times: int) -> list[dict]:
    from xiangyin.kernel.models import Unit
    from xiangyin.placements.reports import Period, bulletin

    county = Unit.objects.get(code="qinglan", depth=1)
    year = bulletin(county, Period(YEAR))
    print(f"the year: {year.total.items} items, {year.total.points} points")
    opens = pages()
    return [
        timed("a year's bulletin", times, lambda: bulletin(county, Period(YEAR))),
        timed(
            "a year's bulletin, by a scheme that minds length",
            times,
            lambda: bulletin(county, Period(YEAR), dated=minding_length(county)),
        ),
        timed(
            "a month's bulletin",
            times,
            lambda: bulletin(county, Period(YEAR, MONTH, 1)),
        ),
        *(timed(name, times, opened) for name, opened in opens.items()),
    ]


def minding_length(county):
    """The county's scheme, which now calls an article of 500 characters long."""
    from dataclasses import replace

    from xiangyin.placements.reports import Dated

    scheme = Dated.of(county).schemes[-1]
    return Dated.only(scheme, replace(scheme.rules, long_characters=500))


def pages() -> dict[str, Callable[[], object]]:
    """The page of figures, of the year and of a narrow question, and what they open."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client()
    client.force_login(get_user_model().objects.get(username="all"))
    year, month = f"from={YEAR}-01&to={YEAR}-12", f"from={YEAR}-{MONTH:02}"
    figures = "/admin/placements/figures/"
    listed = "/admin/placements/list/?state=confirmed&counted=on&"
    wheres = {
        "figures of the year": f"{figures}?{year}",
        "figures of a unit in one tier": f"{figures}?{year}&unit=4&tier=city",
        "a chart of the year": f"{figures}chart/trend.svg?{year}",
        "the list behind a month's figure": f"{listed}{month}&to={YEAR}-{MONTH:02}",
    }

    def opener(where: str):
        def opened():
            assert client.get(where).status_code == 200, where

        return opened

    return {name: opener(where) for name, where in wheres.items()}


def timed(name: str, times: int, act: Callable[[], object]) -> dict:
    """``act`` often enough to know it, after once to warm up."""
    act()
    cpu, wall = [], []
    for _again in range(times):
        on_the_wall, started = time.perf_counter(), time.process_time()
        act()
        cpu.append(time.process_time() - started)
        wall.append(time.perf_counter() - on_the_wall)
    told = {"cpu": statistics.median(cpu), "wall": statistics.median(wall)}
    print(f"{name}: {told['cpu']:.3f} s CPU, {told['wall']:.3f} s", flush=True)
    return {"name": name, **told}


def spreadsheet(options) -> dict:
    """The same month from a file, by the peer; writing the file is not measured."""
    file = options.folder / f"{YEAR}-{MONTH:02}.xlsx"
    rows = write_month(file) if not file.exists() else None
    command = [options.peer, "-m", "benchmarks.ledger.peer", str(file)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    told = json.loads(done.stdout)
    print(f"spreadsheet: {rows or ''} {told}")
    return {"name": "a month in a spreadsheet (openpyxl, pandas)", **told}


def write_month(file: Path) -> int:
    from openpyxl import Workbook

    from xiangyin.placements.models import Placement
    from xiangyin.placements.reports import month_of

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEADINGS)
    found = Placement.objects.carried_between(*month_of(YEAR, MONTH)).order_by("pk")
    count = 0
    for row in found.values_list(*MONTHS_COLUMNS).iterator(chunk_size=5_000):
        sheet.append(row)
        count += 1
    book.save(file)
    return count


def as_table(rows: list[dict]) -> str:
    lines = ["| what | CPU s | clock s |", "| --- | ---: | ---: |"]
    lines += [
        f"| {row['name']} | {row['cpu']:.2f} | {row['wall']:.2f} |" for row in rows
    ]
    return "\n".join(lines)


def write(table: str) -> None:
    """Put this run's figures in the README, in their database's place."""
    from django.db import connection

    readme = HERE / "README.md"
    mark = f"<!-- {connection.vendor} -->\n"
    head, _mark, rest = readme.read_text().partition(mark)
    _old, end, tail = rest.partition("<!-- end -->")
    readme.write_text(f"{head}{mark}{table}\n{end}{tail}")


if __name__ == "__main__":
    main()
