"""The shared news data: stories, articles with truth, and pairs nobody can score."""

import json
import os
import zlib
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from xiangyin.engines.reuse import Kind
from xiangyin.engines.reuse.winnowing import pack, scan

KINDS = {
    Kind.REPRINT: ["V", "T"],
    Kind.ABRIDGED: ["A70", "A50", "A30", "TA"],
    Kind.EXCERPT: ["E"],
    Kind.REWRITTEN: ["R15", "R30", "R50", "P50"],
}
KIND_OF = {name: kind for kind, names in KINDS.items() for name in names}
TYPES = ["V", "A70", "A50", "A30", "E", "R15", "R30", "R50", "P50", "T", "TA"]
# Some unrelated articles are real reprints. Whatever the method, a pair which shares
# this many 20-symbol runs that few stories hold is neither right nor wrong.
RUN, FEW_STORIES, TELLTALE = 20, 3, 3
# A text of the archive that shares more of its runs with the truth is of the truth.
KINDRED = 0.3
FACTOR = np.uint64(0x9E3779B97F4A7C15)


def data_folder() -> Path:
    return Path(os.environ.get("XIANGYIN_DATA", "../shared/data")) / "news"


@dataclass
class News:
    """Stories and articles, numbered by their place."""

    stories: list[dict]
    articles: list[dict]

    @classmethod
    def load(cls) -> "News | None":
        folder = data_folder()
        if not (folder / "stories.parquet").exists():
            return None
        return cls(
            pq.read_table(folder / "stories.parquet").to_pylist(),
            pq.read_table(folder / "targets.parquet").to_pylist(),
        )

    @cached_property
    def source(self) -> np.ndarray:
        """The place of the story each article was made from, or -1."""
        places = {story["id"]: place for place, story in enumerate(self.stories)}
        return np.array([places.get(each["src"], -1) for each in self.articles])

    @cached_property
    def types(self) -> np.ndarray:
        return np.array([each["type"] for each in self.articles])

    @cached_property
    def dev(self) -> np.ndarray:
        """Two fifths, by story, so that no story is on both sides."""
        keys = [
            each["src"] if each["src"] >= 0 else f"n{each['tid']}"
            for each in self.articles
        ]
        return np.array([zlib.crc32(str(key).encode()) % 5 < 2 for key in keys])

    @cached_property
    def outlets(self) -> np.ndarray:
        """Whose text each article is, as far as one can see."""
        return np.array(
            [
                self.stories[place]["outlet"]
                if place >= 0
                else ("xwlb" if "央视网" in each["text"] else "sina")
                for each, place in zip(self.articles, self.source, strict=True)
            ]
        )

    @cached_property
    def spans(self) -> list[list[list[int]]]:
        return [json.loads(each["spans"]) for each in self.articles]

    @cached_property
    def strangers(self) -> list[str]:
        """Texts of the archive that are no copies of stories or articles: real ones, to
        stand among."""
        truth = {each["text"] for each in [*self.stories, *self.articles]}
        held = np.unique(np.concatenate([_runs(text) for text in truth]))
        table = pq.read_table(data_folder() / "articles.parquet")
        told = []
        for text in table["text"].to_pylist():
            runs = _runs(text)
            place = np.minimum(np.searchsorted(held, runs), len(held) - 1)
            if text not in truth and (held[place] == runs).sum() < KINDRED * len(runs):
                told.append(text)
        return told

    @cached_property
    def unscored(self) -> set[tuple[int, int]]:
        """Pairs of (article, story) that are neither right nor wrong."""
        runs = [_runs(story["text"]) for story in self.stories]
        hashes = np.concatenate(runs)
        owners = np.repeat(np.arange(len(runs)), [len(each) for each in runs])
        order = np.argsort(hashes, kind="stable")
        hashes, owners = hashes[order], owners[order]
        pairs = set()
        for place, article in enumerate(self.articles):
            mine = _runs(article["text"])
            first = np.searchsorted(hashes, mine, "left").tolist()
            last = np.searchsorted(hashes, mine, "right").tolist()
            shared: Counter = Counter()
            for start, end in zip(first, last, strict=True):
                if 0 < end - start <= FEW_STORIES:
                    shared.update(owners[start:end].tolist())
            pairs.update(
                (place, story)
                for story, count in shared.items()
                if count >= TELLTALE and story != self.source[place]
            )
        return pairs


def _runs(text: str) -> np.ndarray:
    symbols = scan(pack([text])).symbols.astype(np.uint64)
    count = max(len(symbols) - RUN + 1, 0)
    hashes = np.zeros(count, np.uint64)
    for step in range(RUN):
        hashes = hashes * FACTOR + symbols[step : step + count]
    return np.unique(hashes)
