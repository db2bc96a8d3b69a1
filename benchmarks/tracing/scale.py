"""Measure the engine among hundreds of thousands of stories, and over an archive.

    python -m benchmarks.tracing.scale            # print
    python -m benchmarks.tracing.scale --write    # and write scale.md

The real stories stand among others that are put together from sentences of the real
archive. What the archive repeats is kept, so that formulae are as frequent as in life;
of all the rest every third character is replaced by another, so that no text is a copy.
Texts and symbols lie in files that are mapped, as a saved index does; some minutes, less
than 8 GiB.
"""

import re
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numba import njit

from benchmarks.tracing.measure import Engine, quality, timed
from benchmarks.tracing.news import News, data_folder
from xiangyin.engines.reuse import StoryIndex, trace
from xiangyin.engines.reuse.postings import build
from xiangyin.engines.reuse.segments import CHUNK, Folded, Segment, key_of, take
from xiangyin.engines.reuse.tracing import warm_up
from xiangyin.engines.reuse.winnowing import Packed, among, mark_new, pack, scan

# Bytes of a story and of an archived article: 900 characters, and 530 for lack of memory.
STORIES, ARCHIVE, SIZE, SHORTER = 600_000, 1_000_000, 2700, 1600
ROUNDS, ASKED, BATCH = 3, 200, 10_000
# Fingerprints a text has room for, and bytes.
PRINTS, BYTES = 260, 3400
# Texts that hold a formula, and the share of the other phrases of a sentence that may
# stand in the truth.
FORMULA, KNOWN = 5, 0.3


@njit
def _random(state):
    state ^= state << np.uint64(13)
    state ^= state >> np.uint64(7)
    return state ^ (state << np.uint64(17))


@njit
def recombine(data, ends, kept, count, size, seed):
    """Return texts of about so many bytes, of sentences in which characters differ."""
    state = np.uint64(seed)
    longest = np.diff(ends).max()
    made = np.empty(count * (size + longest), np.uint8)
    stops = np.zeros(count + 1, np.int64)
    at = 0
    for text in range(count):
        while at - stops[text] < size:
            state = _random(state)
            chosen = np.int64(state % np.uint64(len(ends) - 1))
            for place in range(ends[chosen], ends[chosen + 1]):
                made[at] = data[place]
                at += 1
                if place - ends[chosen] >= 2 and made[at - 3] & 0xF0 == 0xE0:
                    state = _random(state)
                    if not kept[place - 2] and state % np.uint64(3) == 0:
                        other = np.int64((state >> np.uint64(8)) % np.uint64(20_000))
                        point = 0x4E00 + other
                        made[at - 3] = 0xE0 | (point >> 12)
                        made[at - 2] = 0x80 | ((point >> 6) & 0x3F)
                        made[at - 1] = 0x80 | (point & 0x3F)
        stops[text + 1] = at
    return made[:at], stops


class Pool(NamedTuple):
    """Sentences end to end, and which bytes belong to formulae."""

    data: np.ndarray
    ends: np.ndarray
    kept: np.ndarray


def sentences(news: News) -> Pool:
    """Return the sentences of the archive, but those whose own phrases the truth holds."""
    texts = pq.read_table(data_folder() / "articles.parquet")["text"].to_pylist()
    archive = scan(pack(texts))
    held = among(
        archive,
        mark_new(
            archive.prints, archive.print_ends, np.ones(len(archive.prints), bool)
        ),
    )
    prints, counts = np.unique(held.prints, return_counts=True)
    formulae = prints[counts >= FORMULA]
    truth = pack([each["text"] for each in [*news.stories, *news.articles]])
    known = np.unique(scan(truth).prints)
    packed = pack(
        [
            part
            for text in texts
            for part in re.split("(?<=[。！？\n])", text)
            if 20 <= len(part) <= 200 and "://" not in part
        ]
    )
    found = scan(packed)
    common = np.isin(found.prints, formulae)
    own = _sums(~common, found.print_ends)
    told = _sums(~common & np.isin(found.prints, known), found.print_ends)
    kept = np.zeros(len(packed.data), bool)
    _keep(packed.data, packed.ends, found, common, kept)
    chosen = np.flatnonzero(told <= KNOWN * own)
    data, ends = take(packed, chosen)
    return Pool(data, ends, take(Packed(kept, packed.ends), chosen).data)


def _sums(marks: np.ndarray, ends: np.ndarray) -> np.ndarray:
    return np.diff(np.concatenate(([0], np.cumsum(marks)))[ends])


@njit
def _keep(data, ends, found, common, kept):
    """Mark the first bytes of the characters that belong to formulae."""
    for text in range(len(ends) - 1):
        places = np.flatnonzero((data[ends[text] : ends[text + 1]] & 0xC0) != 0x80)
        first = found.symbol_ends[text]
        for each in range(found.print_ends[text], found.print_ends[text + 1]):
            if common[each]:
                begin = first + found.places[each]
                last = begin + found.lengths[each] - 1
                for place in range(found.starts[begin], found.ends[last]):
                    kept[ends[text] + places[place]] = True


def texts_of(news: News, pool: Pool, count: int, size: int) -> Iterator[Packed]:
    yield pack([story["text"] for story in news.stories])
    for start in range(len(news.stories), count, BATCH):
        many = min(BATCH, count - start)
        yield Packed(*recombine(*pool, many, size, start + 88_172_645))


class Shelf:
    """An array in a file, that grows."""

    def __init__(self, folder: Path, name: str, kind: str, room: int):
        self.array = np.memmap(folder / name, kind, "w+", shape=(room,))
        self.size = 0

    def add(self, part: np.ndarray) -> None:
        self.array[self.size : self.size + len(part)] = part
        self.size += len(part)

    def whole(self) -> np.ndarray:
        return self.array[: self.size].view(np.ndarray)


def shelve(folder: Path, texts: Iterator[Packed], count: int) -> Segment:
    """Return one segment of all texts, as ``make_segment`` would, in mapped files."""
    data = Shelf(folder, "texts", "u1", count * BYTES)
    symbols = Shelf(folder, "symbols", "u4", count * BYTES // 2)
    breaks = Shelf(folder, "breaks", "u1", count * BYTES // 2)
    prints = Shelf(folder, "prints", "u8", count * PRINTS)
    sizes, lengths, counts = [], [], []
    for packed in texts:
        data.add(packed.data[: packed.ends[-1]])
        sizes.append(np.diff(packed.ends))
        for at in range(0, len(packed.ends) - 1, CHUNK):
            part = scan(Packed(packed.data, packed.ends[at : at + CHUNK + 1]))
            symbols.add(part.symbols)
            breaks.add(part.breaks)
            prints.add(part.prints)
            lengths.append(np.diff(part.symbol_ends))
            counts.append(np.diff(part.print_ends))
    owners = np.repeat(np.arange(count, dtype=np.uint32), np.concatenate(counts))
    postings = build(prints.whole(), owners)
    names = [str(number) for number in range(count)]
    none = np.zeros(count + 1, np.int64)
    empty = Folded(np.zeros(0, np.uint32), none, np.zeros(0, np.uint8))
    return Segment(
        names,
        np.array([key_of(name) for name in names], np.uint64),
        Packed(data.whole(), _ends(sizes)),
        Packed(np.zeros(0, np.uint8), none),
        Folded(symbols.whole(), _ends(lengths), breaks.whole()),
        postings,
        build(np.zeros(0, np.uint64), np.zeros(0, np.uint32)),
        empty,
        np.ones(count, bool),
    )


def _ends(sizes: list[np.ndarray]) -> np.ndarray:
    return np.concatenate(([0], np.cumsum(np.concatenate(sizes))))


def index_of(segment: Segment, familiar: StoryIndex | None = None) -> StoryIndex:
    index = StoryIndex(familiar)
    index._segments = [segment]
    return index


@dataclass
class Figures:
    """What is measured."""

    few: float = 0
    few_f1: float = 0
    many: float = 0
    many_f1: float = 0
    build: float = 0
    postings: float = 0
    two_wall: float = 0
    two_cpu: float = 0
    asked: tuple[float, float] = (0, 0)
    candidates: float = 0

    def lines(self, stories: int, archive: int) -> list[str]:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        copied = bandwidth()
        return [
            f"| | 3,800 stories | {stories:,} stories |",
            "| --- | --- | --- |",
            f"| articles matched / CPU-s | {self.few:,.0f} | {self.many:,.0f} |",
            f"| F1 (test part) | {self.few_f1:.4f} | {self.many_f1:.4f} |",
            f"| postings, bytes a story | | {self.postings:,.0f} |",
            f"| stories made, folded and indexed / CPU-s | | {self.build:,.0f} |",
            "",
            f"Two workers on {stories:,} stories: {self.two_wall:.2f} times as fast by the "
            f"clock, {self.two_cpu:.2f} times the CPU time an article.",
            "",
            f"A new story against {archive:,} archived articles, warm: median "
            f"{self.asked[0]:.1f} ms CPU, nineteen of twenty within {self.asked[1]:.1f} ms, "
            f"{self.candidates:.0f} articles found on average.",
            "",
            f"The largest share of memory was {peak:.1f} GiB, mapped files included. This "
            f"machine copies {copied:.1f} GB/s: reading {SIZE} bytes an article once would "
            f"allow {copied * 1e9 / SIZE:,.0f} articles a second, {copied * 1e9 / SIZE / self.few:,.0f} "
            "times what the engine does.",
        ]


def bandwidth() -> float:
    """Return how many GB a CPU second copies."""
    source = np.ones(1 << 27, np.uint8)
    target = np.empty_like(source)
    spent = [timed(lambda: np.copyto(target, source))[0] for _ in range(5)]
    return len(source) / statistics.median(spent) / 1e9


def postings_of(segment: Segment) -> int:
    """Return the bytes of what is looked up."""
    return sum(part.nbytes for part in segment.postings)


def among_many(news: News, figures: Figures, folder: Path, pool: Pool, count: int):
    few = Engine(news)
    few.build()
    spent, segment = timed(
        lambda: shelve(folder, texts_of(news, pool, count, SIZE), count)
    )
    figures.build, figures.postings = count / spent, postings_of(segment) / count
    many = Engine(news)
    many.index = index_of(segment)
    speeds: dict[str, list[float]] = {"few": [], "many": []}
    for _ in range(ROUNDS):
        for name, engine in (("few", few), ("many", many)):
            spent, _ = timed(engine.match)
            speeds[name].append(len(news.articles) / spent)
    figures.few, figures.many = (statistics.median(each) for each in speeds.values())
    figures.few_f1 = quality(news, few.match()).f1
    figures.many_f1 = quality(news, many.match()).f1
    two_workers(news, figures, many.index)


def two_workers(news: News, figures: Figures, index: StoryIndex) -> None:
    table = pa.table(
        {
            "id": [str(place) for place in range(len(news.articles))],
            "text": [each["text"] for each in news.articles],
            "title": [each["title"] for each in news.articles],
        }
    )
    walls, cpus = {1: [], 2: []}, {1: [], 2: []}
    for _ in range(ROUNDS):
        for workers in (1, 2):
            started = time.perf_counter()
            spent, _ = timed(
                lambda workers=workers: list(trace(index, table, workers=workers))
            )
            walls[workers].append(time.perf_counter() - started)
            cpus[workers].append(spent)
    wall, cpu = (
        {workers: statistics.median(each) for workers, each in told.items()}
        for told in (walls, cpus)
    )
    figures.two_wall, figures.two_cpu = wall[1] / wall[2], cpu[2] / cpu[1]


def over_archive(news: News, figures: Figures, folder: Path, pool: Pool, count: int):
    familiar = Engine(news)
    familiar.build()
    segment = shelve(folder, texts_of(news, pool, count, SHORTER), count)
    archive = index_of(segment, familiar.index)
    asked = news.stories[:: len(news.stories) // ASKED]
    spent, found = [], 0
    for _ in range(2):
        spent, found = [], 0
        for story in asked:
            each, told = timed(
                lambda story=story: archive.carriers(story["text"], story["title"])
            )
            spent.append(each * 1000)
            found += len(told)
    figures.asked = statistics.median(spent), float(np.quantile(spent, 0.95))
    figures.candidates = found / len(asked)


def main() -> None:
    news = News.load()
    if news is None:
        print("skipped: data not found")
        return
    warm_up()
    pool, figures = sentences(news), Figures()
    with tempfile.TemporaryDirectory() as folder:
        among_many(news, figures, Path(folder), pool, STORIES)
    with tempfile.TemporaryDirectory() as folder:
        over_archive(news, figures, Path(folder), pool, ARCHIVE)
    text = "\n".join([*figures.lines(STORIES, ARCHIVE), ""])
    print(text)
    if "--write" in sys.argv:
        (Path(__file__).parent / "scale.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
