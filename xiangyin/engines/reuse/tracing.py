"""Trace whole batches: Arrow in, Arrow out, on as many cores as one likes."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow as pa

from .index import LEAST, LIMIT, StoryIndex
from .tables import matches, names, packed

# Articles folded and matched at a time, and their bytes, unless one alone is longer;
# this many batches wait for each worker.
BATCH, BYTES, WAITING = 512, 1 << 25, 3


def index_of(stories: pa.Table) -> StoryIndex:
    """Return an index of a table of stories."""
    index = StoryIndex()
    columns = (names(stories), *(_strings(stories, name) for name in ("text", "title")))
    for story, text, title in zip(*columns, strict=True):
        index.add(story, text, title)
    return index


def _strings(table: pa.Table, name: str) -> list[str]:
    if name not in table.schema.names:
        return [""] * len(table)
    return [text or "" for text in table[name].cast(pa.string()).to_pylist()]


def trace(
    stories: StoryIndex | pa.Table,
    articles: Iterable[pa.RecordBatch] | pa.Table,
    *,
    workers: int = 1,
    limit: int = LIMIT,
    min_confidence: float = LEAST,
) -> Iterator[pa.RecordBatch]:
    """Yield the matches of articles, batch by batch, in their order.

    ``stories`` is an index or a table; the schemas are ``tables.TEXTS`` and
    ``tables.MATCHES``. How many workers there are changes nothing but the time. What
    is held at once is the index and a few batches of articles for each worker.

    >>> text = "东河大桥将于本周五上午九时正式通车，市民可免费乘坐首班公交车。"
    >>> stories = pa.table({"id": ["s"], "text": [text]})
    >>> [batch] = trace(stories, pa.table({"id": ["a"], "text": ["本报讯 " + text]}))
    >>> batch.to_pylist()[0]["kind"]
    'reprint'
    """
    index = stories if isinstance(stories, StoryIndex) else index_of(stories)
    index.settle()

    def one(batch: pa.RecordBatch) -> pa.RecordBatch:
        found = index.find(
            packed(batch, "text"), packed(batch, "title"), limit, min_confidence
        )
        return matches(names(batch), found.told)

    batches = _batches(articles)
    if workers == 1:
        yield from map(one, batches)
        return
    with ThreadPoolExecutor(workers) as pool:
        waiting: deque = deque()
        for batch in batches:
            waiting.append(pool.submit(one, batch))
            if len(waiting) >= WAITING * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _batches(articles) -> Iterator[pa.RecordBatch]:
    source = articles.to_batches() if isinstance(articles, pa.Table) else articles
    for batch in source:
        ends, start = packed(batch, "text").ends, 0
        while start < len(batch):
            most = int(np.searchsorted(ends, ends[start] + BYTES, "right")) - 1
            stop = min(start + BATCH, max(most, start + 1))
            yield batch.slice(start, stop - start)
            start = stop


def warm_up() -> None:
    """Load or compile every kernel now, so that nobody waits for it later."""
    text = "东河大桥将于本周五上午九时正式通车，市民可免费乘坐首班公交车。2026 ㎏"
    archive = StoryIndex(familiar=index_of(pa.table({"id": ["s"], "text": [text]})))
    archive.add(1, text, text)
    archive.add(2, text[:20], text[:12])
    archive.match(text, text)
    archive.carriers(text, text)
    archive.add(3, text[5:], "")
    archive.remove(1)
    archive.match(text[::-1] + text)
