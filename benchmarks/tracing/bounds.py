"""Measure what is far too long or far too many: time and memory, each in a process.

    python -m benchmarks.tracing.bounds            # some minutes

A text of 200 MB, as a story, as an article, and of one character; a million copies of
one article, traced and kept in an archive that is then asked.
"""

import os
import resource
import time
from collections.abc import Callable

import pyarrow as pa

from xiangyin.engines.reuse import StoryIndex, compare, trace
from xiangyin.engines.reuse.tracing import warm_up

MEGABYTE, LONG, COPIES, BATCH = 1 << 20, 200, 1_000_000, 1000
STORY = "东河大桥将于本周五上午九时正式通车，市民可免费乘坐首班公交车。" + "".join(
    f"第{number}位代表介绍了{chr(0x4E00 + 37 * number)}岭村的{chr(0x5E00 + number)}田。"
    for number in range(20)
)


def long_text() -> str:
    """Return 200 MB of Chinese that does not repeat itself soon."""
    lines = LONG * MEGABYTE // 3 // 40
    return "".join(
        "".join(
            chr(0x4E00 + (seed * 7919 + step * step * 31) % 20_000)
            for step in range(39)
        )
        + "。"
        for seed in range(lines)
    )


def a_long_article() -> str:
    index = StoryIndex()
    index.add(1, STORY)
    return f"{len(index.match(STORY + long_text()))} match"


def a_long_story() -> str:
    index = StoryIndex()
    index.add(1, STORY + long_text())
    return f"{len(index.match(STORY))} match"


def two_long_texts_of_one_character() -> str:
    text = "甲" * (LONG * MEGABYTE // 3)
    match = compare(text, text)
    return f"{match.kind if match else 'nothing'}"


def copies_traced() -> str:
    stories = pa.table({"id": ["1"], "text": [STORY]})
    batch = pa.RecordBatch.from_pydict({"id": ["a"] * BATCH, "text": [STORY] * BATCH})
    found = trace(stories, (batch for _ in range(COPIES // BATCH)))
    return f"{sum(len(each) for each in found):,} matches"


def copies_kept() -> str:
    archive = StoryIndex()
    for number in range(COPIES):
        archive.add(number, STORY)
    archive.settle()
    started = time.process_time()
    found = archive.carriers(STORY)
    asked = time.process_time() - started
    return f"{len(found):,} found in {asked:.2f} s"


def measured(work: Callable[[], str]) -> str:
    """Do work in a process of its own; return a row of time, memory and outcome."""
    receive, send = os.pipe()
    child = os.fork()
    if not child:
        told = work()
        used = resource.getrusage(resource.RUSAGE_SELF)
        row = (
            f"{used.ru_utime + used.ru_stime:.1f} s | {used.ru_maxrss / 2**20:.2f} GiB"
        )
        os.write(
            send, f"| {work.__name__.replace('_', ' ')} | {row} | {told} |".encode()
        )
        os._exit(0)
    os.close(send)
    with os.fdopen(receive, "rb") as told_by:
        told = told_by.read().decode()
    os.waitpid(child, 0)
    return told


def main() -> None:
    warm_up()
    print("| | CPU | memory at most | |\n| --- | --- | --- | --- |")
    for work in (
        a_long_article,
        a_long_story,
        two_long_texts_of_one_character,
        copies_traced,
        copies_kept,
    ):
        print(measured(work), flush=True)


if __name__ == "__main__":
    main()
