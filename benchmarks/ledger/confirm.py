"""Open the queue and the confirm screen with 100,000 candidates waiting, and confirm.

    python -m benchmarks.ledger.confirm FOLDER [--rows 100000] [--decided 0] [--write]

Fills an office of its own in FOLDER the first time; ``--decided`` adds placements that
were confirmed before. Requests go through Django's test client in this process: its
processor time is all of it on SQLite; on PostgreSQL the database works elsewhere, and
the clock on the wall is told beside it. Medians of nine after two to warm up.
"""

import argparse
import os
import statistics
import time
from datetime import timedelta
from pathlib import Path

from benchmarks.desk import words

HERE = Path(__file__).parent
TIMES, WARM = 9, 2
BEGIN, END = "<!-- confirm {db}: begin -->", "<!-- confirm {db}: end -->"
OF_A_WORK = 10  # articles that carry one work
ONE_TEXT = 3  # of them, and of the others each its own


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--decided", type=int, default=0)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    os.environ["XIANGYIN_DESK"] = str(options.folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.desk.settings"
    import django

    import xiangyin.config  # noqa: F401 -- the newer SQLite

    django.setup()
    if is_empty():
        fill(options.rows, options.decided)
    figures = measure()
    told = table(figures)
    print(told)
    if options.write:
        write(told)


def is_empty() -> bool:
    from django.core.management import call_command

    from xiangyin.placements.models import Placement

    call_command("migrate", verbosity=0)
    return not Placement.objects.exists()


def fill(rows: int, decided: int) -> None:
    from django.db import connection, transaction
    from django.utils import timezone

    from benchmarks.desk.office import open_office
    from xiangyin.kernel.services.upkeep import refresh_statistics

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
    with transaction.atomic():
        office = open_office(rows + decided, timezone.localdate())
        ledger(office, rows, decided)
    refresh_statistics()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def ledger(office, rows: int, decided: int) -> None:
    """Ten articles a work, of which three are one text; some hundred outlets."""
    from django.db.models import F
    from django.db.models.functions import Mod

    from benchmarks.desk.office import keep
    from xiangyin.placements.models import Article, Outlet, Placement, Work

    outlets = [
        Outlet(unit=office.county, code=f"o{at}", name=f"媒体{at}", tier="city")
        for at in range(300)
    ]
    keep(Outlet, outlets)
    texts = words.texts(office.random, 12)
    every = rows + decided
    works = [
        Work(
            county=office.county,
            unit=office.units[at % len(office.units)],
            key=f"bench:{at}",
            title=words.headline(office.random, at),
            text=texts[at % 500],
            published_on=office.day(at),
        )
        for at in range(every // OF_A_WORK + 1)
    ]
    keep(Work, works)
    articles = [
        Article(
            unit=office.county,
            outlet=outlets[at % 300],
            address=f"https://site{at % 300}.example/{at}.html",
            title=works[at // OF_A_WORK].title,
            text=works[at // OF_A_WORK].text,
            byline="本报记者",
            published_on=office.day(at // OF_A_WORK) + timedelta(days=at % 3),
            source="feed",
            fingerprint=f"{at:064x}",
        )
        for at in range(every)
    ]
    keep(Article, articles)
    placements = [
        placement(office, works, articles, at, at < rows) for at in range(every)
    ]
    keep(Placement, placements)
    first = placements[0].pk
    of_its_work = Mod(F("pk") - first, OF_A_WORK)
    Placement.objects.update(cluster=F("pk"))
    Placement.objects.annotate(place=of_its_work).filter(place__lt=ONE_TEXT).update(
        cluster=F("pk") - of_its_work
    )


def placement(office, works, articles, at: int, is_waiting: bool):
    from xiangyin.placements.models import Placement

    work = works[at // OF_A_WORK]
    return Placement(
        number=f"PLC-{office.day(at).year}-{at:07}",
        county=office.county,
        unit=work.unit,
        state="candidate" if is_waiting else "confirmed",
        opened_on=office.day(at),
        work=work,
        article=articles[at],
        kind="reprint",
        # As sure as the engine mostly is: many alike, none in their own order.
        confidence=(99, 99, 98, 95, 91)[at % 5] / 100,
        carried=1.0,
        made_of=1.0,
        passages=[[0, 60, 0, 60], [80, 200, 80, 200]],
    )


def measure() -> list[tuple]:
    from django.test import Client

    from xiangyin.kernel.models import Person
    from xiangyin.placements.models import Placement

    client = Client()
    client.force_login(
        Person.objects.get(username="ledger_keeper"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    waiting = Placement.objects.to_confirm()
    keys = list(waiting.surest_first().values_list("pk", flat=True))
    outlet = waiting.first().article.outlet_id
    print(f"{len(keys):,} candidates, {Placement.objects.count():,} placements")
    middle = iter(keys[len(keys) // 2 :])
    where = "/admin/placements/confirm/"
    return [
        ("the queue", *timed(lambda: client.get(where))),
        (
            "the queue of one outlet",
            *timed(lambda: client.get(f"{where}?outlet={outlet}")),
        ),
        (
            "a pair from the middle",
            *timed(lambda: client.get(f"{where}{next(middle)}/")),
        ),
        (
            "confirm, then the next",
            *timed(lambda: confirm(client, where, next(middle))),
        ),
        (
            "without evidence, oldest first",
            *timed(lambda: client.get("/admin/placements/evidence/")),
        ),
    ]


def confirm(client, where: str, pk: int):
    told = {"step": "confirm", "kind": "reprint", "mode": "solo"}
    told |= {"prominence": "ordinary"}
    return client.post(f"{where}{pk}/decide/", told, follow=True)


def timed(ask) -> tuple[float, float, int]:
    """Milliseconds of the processor and of the clock on the wall, and queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _again in range(WARM):
        answer = ask()
    if answer.status_code != 200:
        raise SystemExit(f"answered {answer.status_code}")
    cpu, wall = [], []
    for _again in range(TIMES):
        on_the_wall, started = time.perf_counter(), time.process_time()
        ask()
        cpu.append((time.process_time() - started) * 1000)
        wall.append((time.perf_counter() - on_the_wall) * 1000)
    with CaptureQueriesContext(connection) as queries:
        ask()
    return statistics.median(cpu), statistics.median(wall), len(queries)


def table(figures: list[tuple]) -> str:
    lines = ["| screen | ms CPU | ms wall | queries |", "| --- | ---: | ---: | ---: |"]
    lines += [
        f"| {name} | {cpu:.0f} | {wall:.0f} | {queries} |"
        for name, cpu, wall, queries in figures
    ]
    return "\n".join(lines)


def write(told: str) -> None:
    from django.db import connection

    path = HERE / "README.md"
    text = path.read_text("utf-8")
    begin, end = (mark.format(db=connection.vendor) for mark in (BEGIN, END))
    before, _begin, rest = text.partition(begin)
    _old, _end, after = rest.partition(end)
    path.write_text(f"{before}{begin}\n{told}\n{end}{after}", "utf-8")


if __name__ == "__main__":
    main()
