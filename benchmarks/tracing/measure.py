"""Measure how well and how fast stories are found again in real articles.

    python -m benchmarks.tracing.measure [folder of the data]

Stories and articles are those of ``news/`` in the shared data (``XIANGYIN_DATA``, or
``../shared/data``). The weights of the verdict were fitted on two fifths of the truth
(``fit.py``); accuracy is reported on the other three.
"""

import json
import os
import sys
import time
import zlib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from xiangyin.engines.reuse import Kind, StoryIndex
from xiangyin.engines.reuse.hashing import run_hashes
from xiangyin.engines.reuse.normalise import fold

KINDS = {
    Kind.REPRINT: {"V", "T"},
    Kind.ABRIDGED: {"A70", "A50", "A30", "TA"},
    Kind.EXCERPT: {"E"},
    Kind.REWRITTEN: {"R15", "R30", "R50", "P50"},
}
KIND_OF = {name: kind for kind, names in KINDS.items() for name in names}
# Some unrelated articles are real reprints. Whatever the method, a pair which shares
# this many 20-character runs that few stories hold is neither right nor wrong.
RUN, FEW_STORIES, TELLTALE = 20, 3, 3


@dataclass
class News:
    """Stories, articles, and the pairs that are not scored."""

    stories: list[dict]
    articles: list[dict]
    unscored: set[tuple[int, int]] = field(default_factory=set)

    @classmethod
    def load(cls, folder: Path) -> "News":
        news = cls(
            pq.read_table(folder / "stories.parquet").to_pylist(),
            pq.read_table(folder / "targets.parquet").to_pylist(),
        )
        news.unscored = _natural_pairs(news)
        return news


def is_dev(article: dict) -> bool:
    """Two fifths, by story, so that no story is on both sides."""
    key = article["src"] if article["src"] >= 0 else f"n{article['tid']}"
    return zlib.crc32(str(key).encode()) % 5 < 2


def _runs(text: str) -> np.ndarray:
    codes = fold(text).codes.astype(np.uint64)
    starts = np.arange(max(len(codes) - RUN + 1, 0))
    return np.unique(run_hashes(codes, starts, starts + RUN))


def _natural_pairs(news: News) -> set[tuple[int, int]]:
    runs = [_runs(story["text"]) for story in news.stories]
    hashes = np.concatenate(runs)
    owners = np.repeat([story["id"] for story in news.stories], list(map(len, runs)))
    order = np.argsort(hashes, kind="stable")
    hashes, owners = hashes[order], owners[order]
    pairs = set()
    for article in news.articles:
        mine = _runs(article["text"])
        first = np.searchsorted(hashes, mine, "left")
        last = np.searchsorted(hashes, mine, "right")
        shared = Counter()
        for start, end in zip(first.tolist(), last.tolist(), strict=True):
            if 0 < end - start <= FEW_STORIES:
                shared.update(owners[start:end].tolist())
        pairs.update(
            (article["tid"], story)
            for story, count in shared.items()
            if count >= TELLTALE and story != article["src"]
        )
    return pairs


@dataclass
class Score:
    """Claims against the truth, for the test part."""

    right: int = 0
    wrong: int = 0
    mentions: int = 0
    true: Counter = field(default_factory=Counter)
    found: Counter = field(default_factory=Counter)
    kinds: Counter = field(default_factory=Counter)
    passages: dict[str, np.ndarray] = field(default_factory=dict)

    def take(self, article: dict, matches: list, unscored: set) -> None:
        self.true[article["type"]] += article["src"] >= 0
        for match in matches:
            if match.kind is Kind.MENTION:
                self.mentions += 1
            elif match.story == article["src"]:
                self._take_right(article, match)
            elif (article["tid"], match.story) not in unscored:
                self.wrong += 1

    def _take_right(self, article, match) -> None:
        self.right += 1
        self.found[article["type"]] += 1
        self.kinds[KIND_OF[article["type"]], match.kind] += 1
        truth, claim = np.zeros((2, len(article["text"])), bool)
        for *_, start, end in json.loads(article["spans"]):
            truth[start:end] = True
        for passage in match.passages:
            claim[passage.article_start : passage.article_end] = True
        sums = np.array([(truth & claim).sum(), claim.sum(), truth.sum()])
        self.passages[article["type"]] = self.passages.get(article["type"], 0) + sums

    def lines(self) -> list[str]:
        precision = self.right / (self.right + self.wrong)
        recall = self.right / self.true.total()
        f1 = 2 * precision * recall / (precision + recall)
        same = sum(n for (true, said), n in self.kinds.items() if true == said)
        lines = [
            f"precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}  "
            f"kind right {same / self.right:.3f}  mentions {self.mentions}",
            "type  recall  passage precision  passage recall",
        ]
        for name in sorted(self.passages):
            both, claimed, true = self.passages[name]
            lines.append(
                f"{name:5} {self.found[name] / self.true[name]:6.3f}  "
                f"{both / claimed:17.3f}  {both / true:14.3f}"
            )
        return lines


def main(folder: Path) -> list[str]:
    if not (folder / "stories.parquet").exists():
        return ["skipped: data not found"]
    news = News.load(folder)

    started = time.process_time()
    index = StoryIndex()
    for story in news.stories:
        index.add(story["id"], story["text"], story["title"])
    index.match(news.stories[0]["text"])
    built = time.process_time()
    answers = [index.match(each["text"], each["title"]) for each in news.articles]
    matched = time.process_time()

    score = Score()
    for article, matches in zip(news.articles, answers, strict=True):
        if not is_dev(article):
            score.take(article, matches, news.unscored)
    speeds = [
        (len(news.stories), "stories added", built - started),
        (len(news.articles), "articles matched", matched - built),
    ]
    return score.lines() + [
        f"{count} {what} in {spent:.1f} CPU-s, {count / spent:.0f} per CPU-second"
        for count, what, spent in speeds
    ]


def data_folder() -> Path:
    default = os.environ.get("XIANGYIN_DATA", "../shared/data")
    return Path(sys.argv[1] if len(sys.argv) > 1 else default) / "news"


if __name__ == "__main__":
    sys.stdout.write("\n".join(main(data_folder())) + "\n")
