"""The front pages of a hundred counties in one database, each made anew.

    python -m benchmarks.site.fill FOLDER --rows 10000 --counties 100
    python -m benchmarks.site.counties FOLDER

For each county its first page in this process, when nothing of the county is held in
memory, and its front page again; and what a province's page asks to gather the newest
of each: milliseconds of the processor.
"""

import argparse
import json
import statistics
import time
from pathlib import Path

from . import inside


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    reader, told = inside.open_site(folder)
    hosts = ["localhost"]
    hosts += [f"county-{number}.example" for number in range(1, told["counties"])]
    reader.get("/archive/")  # templates and catalogues are read
    first = [took(reader, host) for host in hosts]
    again = [took(reader, host) for host in hosts]
    row = {"counties": len(hosts), "stories in each": told["rows"]}
    for name, times in (("first", first), ("again", again)):
        row[f"{name}, median ms"] = round(statistics.median(times), 1)
        row[f"{name}, slowest ms"] = round(max(times), 1)
    row["gathered, median ms"] = round(statistics.median(gathered(len(hosts))), 1)
    print(json.dumps(row))


def gathered(counties: int, times: int = 9) -> list[float]:
    """Asking for the newest story of each county, as a province's page does."""
    from xiangyin.portal.gathering import newest_of_each
    from xiangyin.portal.models import Home

    spent = []
    for _time in range(times):
        started = time.process_time()
        found = newest_of_each(Home.objects.live())
        spent.append((time.process_time() - started) * 1000)
        if len([each for each in found if each.story]) != counties:
            raise SystemExit("a county's newest story is missing")
    return spent


def took(reader, host: str) -> float:
    started = time.process_time()
    status, body = reader.get("/", host)
    spent = (time.process_time() - started) * 1000
    if status != 200 or b"card" not in body:
        raise SystemExit(f"{host} answered {status}")
    return spent


if __name__ == "__main__":
    main()
