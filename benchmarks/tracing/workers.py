"""Measure what a second worker is worth, on a machine that is never quiet.

    python -m benchmarks.tracing.workers

By the clock alone two workers look slow wherever other work takes part of both CPUs. So
they are laid beside two processes of one worker each, at the same time of day: these
share nothing but the machine, each has half of the articles, and twice is what they are
worth. What is told is twice the time of the two processes by that of the two workers.
"""

import os
import statistics
import time

import pyarrow as pa

from benchmarks.tracing.news import News
from xiangyin.engines.reuse import StoryIndex, trace
from xiangyin.engines.reuse.tracing import index_of, warm_up

ROUNDS, TIMES = 9, 3


def table_of(texts: list[dict], ids: range) -> pa.Table:
    return pa.table(
        {
            "id": [str(each) for each in ids],
            "text": [each["text"] for each in texts],
            "title": [each["title"] for each in texts],
        }
    )


def by_clock(index: StoryIndex, articles: pa.Table, workers: int) -> float:
    started = time.perf_counter()
    for _ in trace(index, articles, workers=workers):
        pass
    return time.perf_counter() - started


def by_two_processes(index: StoryIndex, halves: list[pa.Table]) -> float:
    """Return the time until both are through; the index is there in both."""
    started = time.perf_counter()
    children = []
    for half in halves:
        child = os.fork()
        if not child:
            by_clock(index, half, 1)
            os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)
    return time.perf_counter() - started


def speed_up(index: StoryIndex, articles: pa.Table) -> tuple[float, float]:
    """Return what two workers are worth beside two processes, and by the clock."""
    half = len(articles) // 2
    halves = [articles.slice(0, half), articles.slice(half)]
    by_clock(index, articles, 2)
    walls: dict[str, list[float]] = {"one": [], "two": [], "processes": []}
    for _ in range(ROUNDS):
        walls["one"].append(by_clock(index, articles, 1))
        walls["two"].append(by_clock(index, articles, 2))
        walls["processes"].append(by_two_processes(index, halves))
    one, two, processes = (statistics.median(each) for each in walls.values())
    return 2 * processes / two, one / two


def main() -> None:
    news = News.load()
    if news is None:
        print("skipped: data not found")
        return
    warm_up()
    index = index_of(table_of(news.stories, range(len(news.stories))))
    many = news.articles * TIMES
    beside, clock = speed_up(index, table_of(many, range(len(many))))
    print(
        f"Two workers are worth {beside:.2f} beside two processes, {clock:.2f} by the clock."
    )


if __name__ == "__main__":
    main()
