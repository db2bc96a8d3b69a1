"""Ours, a plain Wagtail, WordPress and Ghost in one run; the figures go to peers.csv.

    python -m benchmarks.site.peers SMALL [BARE] [--work FOLDER] [--ghost FOLDER]

SMALL and BARE as in ``measure``. How to get WordPress and Ghost: README.md. Both are
filled once, in FOLDER, with as many stories of the same length, and serve on loopback.
"""

import argparse
import csv
import re
from contextlib import ExitStack
from pathlib import Path

from benchmarks.site import fill, load, measure, servers

from .ghost import ghost
from .stories import ROWS, SHOWN
from .wordpress import wordpress

OURS, BARE, WORDPRESS, GHOST = range(8471, 8475)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("small", type=Path)
    parser.add_argument("bare", type=Path, nargs="?")
    parser.add_argument("--work", type=Path, default=Path("/tmp/peers"))
    parser.add_argument("--ghost", type=Path, default=Path("/tmp/ghost"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=4)
    options = parser.parse_args()
    with ExitStack() as stack:
        runs = {}
        for name, (serve, port, addresses, listed) in peers(options).items():
            masters = stack.enter_context(serve)
            prove(name, port, addresses[-1], listed)
            runs[f"{name}: story"] = (port, addresses, masters)
            runs[f"{name}: list"] = (port, [listed], masters)
        for run in runs.values():  # node and PHP compile what they are asked for first
            load.ask(*run, seconds=2 * options.seconds, connections=2)
        rows = measure.medians(runs, options, connections=2)
    path = Path(measure.__file__).with_name("peers.csv")
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([measure.HEADERS, *rows])


def peers(options) -> dict:
    """For each: its server, port, the newest stories' addresses and its list's."""
    found = {}
    small = options.small
    serve = servers.ours(small, OURS, kept=False)
    found["ours, made anew"] = (serve, OURS, measure.stories(small), "/news/")
    if options.bare:
        bare = options.bare
        serve = servers.bare(bare, BARE)
        found["plain Wagtail"] = (serve, BARE, measure.stories(bare), "/news/")
    newest = [f"/story-{at}/" for at in range(ROWS - fill.SHOWN, ROWS)]
    work = options.work.resolve()
    serve = wordpress(work / "wordpress", WORDPRESS)
    found["WordPress"] = (serve, WORDPRESS, newest, "/category/news/")
    serve = ghost(work / "ghost", options.ghost.resolve(), GHOST)
    found["Ghost"] = (serve, GHOST, newest, "/tag/yaowen/")
    return found


def prove(name: str, port: int, address: str, listed: str) -> None:
    """The pages are what they should be: a page that tells of an error costs little."""
    page, at = words(port, address), re.search(r"story-(\d+)", address)[1]
    assert f"第{at}条：清岚县石溪镇春茶开采" in page, f"{name}: no headline"
    assert all(f"第{part}节" in page for part in (1, 2)), f"{name}: no headings"
    told = sum(map(len, re.findall("[一-龥]{32,48}。", page)))
    assert told > 700, f"{name}: {told} characters of a story"
    titles = set(re.findall(r"第(\d+)条：", words(port, listed)))
    assert len(titles) == SHOWN, f"{name}: {len(titles)} stories in a list"


def words(port: int, address: str) -> str:
    """What a reader sees of a page, without the marks where its lines may break."""
    page = measure.read(port, address).decode().partition("<body")[2]
    return re.sub(r"<[^>]+>|\s", "", page)


if __name__ == "__main__":
    main()
