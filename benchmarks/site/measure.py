"""Ours beside others in one run on this machine; the figures go to results.csv.

    python -m benchmarks.site.measure SMALL LARGE BARE [--rounds 3] [--seconds 4]

SMALL and LARGE are folders filled by ``benchmarks.site.fill``, BARE by
``benchmarks.site.bare.fill``. Needs wrk and nginx (apt-get install wrk nginx-light).
Each figure is the median of the rounds, which take turns.
"""

import argparse
import csv
import json
import shutil
import statistics
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from . import connections, load, servers

HERE = Path(__file__).parent
OURS, KEPT, BARE, FRONT, FILE, LARGE = range(8271, 8277)
HEADERS = ["what", "requests a second", "CPU ms", "p50 ms", "p99 ms", "errors"]


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("small", "large", "bare"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=4)
    options = parser.parse_args()
    with (HERE / "results.csv").open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(HEADERS)
        for part in (made_anew, kept, many, cold):
            table.writerows(part(options))
            file.flush()


def stories(folder: Path) -> list[str]:
    return json.loads((folder / "site.json").read_text())["stories"]


def medians(runs: dict, options, **more) -> list:
    """Let each run take its turn, round by round; the median of each."""
    found: dict = {name: [] for name in runs}
    for _round in range(options.rounds):
        for name, (port, addresses, master) in runs.items():
            result = load.ask(port, addresses, master, seconds=options.seconds, **more)
            found[name].append(result)
    return [row(name, results) for name, results in found.items()]


def row(name: str, results: list[load.Result]) -> list:
    def middle(what):
        return round(statistics.median(getattr(each, what) for each in results), 3)

    told = [middle("rate"), middle("cpu"), middle("p50"), middle("p99")]
    told = [name, *told, sum(each.errors for each in results)]
    print(*told, sep=", ", flush=True)
    return told


def made_anew(options) -> list:
    """Pages that are made for each reader, beside a plain Wagtail."""
    small, large, plain = (
        stories(f) for f in (options.small, options.large, options.bare)
    )
    last = len(plain) // 20
    with (
        servers.ours(options.small, OURS, kept=False) as mine,
        servers.ours(options.large, LARGE, kept=False) as full,
        servers.bare(options.bare, BARE) as theirs,
    ):
        return medians(
            {
                "ours, made anew: story": (OURS, small, mine),
                "plain Wagtail: story": (BARE, plain, theirs),
                "ours, made anew: list": (OURS, ["/news/"], mine),
                "plain Wagtail: list": (BARE, ["/news/"], theirs),
                "plain Wagtail: list, deep": (BARE, [f"/news/?p={last}"], theirs),
                "ours, made anew: front page": (OURS, ["/"], mine),
                "ours, 100,000 in a section: story": (LARGE, large, full),
                "ours, 100,000 in a section: list": (LARGE, ["/news/"], full),
                "ours, 100,000: thousandth page": (LARGE, ["/news/?p=1000"], full),
                "ours, 100,000: front page": (LARGE, ["/"], full),
                "ours, 100,000: archive": (LARGE, ["/archive/"], full),
            },
            options,
            connections=2,
        )


def kept(options) -> list:
    """The same pages kept, without nginx and behind it, and nginx with a file."""
    small = stories(options.small)[:20]
    work = options.small / "front"
    with (
        servers.ours(options.small, KEPT, kept=True) as mine,
        servers.front(work, FRONT, FILE, KEPT) as nginx,
    ):
        for address in small:
            page = read(KEPT, address)
        (work / "static").mkdir()
        files = [f"/page-{number}.html" for number in range(len(small))]
        for name in files:
            (work / "static" / name[1:]).write_bytes(page)
        load.ask(KEPT, small, mine, seconds=2)
        rows = medians(
            {
                "ours, kept, without nginx: story": (KEPT, small, mine),
                "ours behind nginx: story": (FRONT, small, nginx),
                "nginx: files of that size": (FILE, files, nginx),
            },
            options,
            connections=64,
        )
        return rows


def many(options) -> list:
    """Ten thousand connections that stay open, and each page asked for now and then."""
    addresses, results = stories(options.small)[:20], []
    for _round in range(options.rounds):
        with kept_house(options) as (_mine, nginx):
            load.ask(KEPT, addresses, _mine, seconds=2)
            results.append(connections.many(FRONT, addresses, nginx))
    return [row("ours behind nginx, 10,000 connections", results)]


def cold(options) -> list:
    """Nothing is kept, and everybody comes for one page, or 64 for the same twenty."""
    pages = stories(options.small)
    alone, behind = [], []
    for round_ in range(options.rounds):
        with kept_house(options) as (mine, nginx):
            one = pages[40 + round_ : 41 + round_]
            behind.append(connections.many(FRONT, one, nginx, seconds=60))
            alone.append(
                load.ask(
                    KEPT, pages[20:40], mine, seconds=options.seconds, connections=64
                )
            )
    return [
        row("ours behind nginx, nothing kept, 1,000 a second: one story", behind),
        row("ours, nothing kept, 64 readers at once: story", alone),
    ]


@contextmanager
def kept_house(options):
    """Ours with kept pages, of which there are none yet, and nginx before it."""
    shutil.rmtree(options.small / "kept", ignore_errors=True)
    with (
        servers.ours(options.small, KEPT, kept=True) as mine,
        servers.front(options.small / "front", FRONT, FILE, KEPT) as nginx,
    ):
        yield mine, nginx


def read(port: int, address: str) -> bytes:
    ask = urllib.request.Request(
        f"http://127.0.0.1:{port}{address}", headers={"Host": "localhost"}
    )
    return urllib.request.urlopen(ask, timeout=30).read()


if __name__ == "__main__":
    main()
