"""Measure the engine and what one can install instead: one run, the same data.

    python -m benchmarks.tracing.measure            # print
    python -m benchmarks.tracing.measure --write    # and write results.md, results.svg

CPU time of this process; medians of interleaved rounds. A peer is measured on every
n-th article, since the slow ones would take the whole morning; its thresholds are
tuned on the development part, and its quality is of the test part of those.
"""

import statistics
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from benchmarks.tracing.news import News
from benchmarks.tracing.peers import PEERS, folded
from benchmarks.tracing.picture import draw
from benchmarks.tracing.quality import Quality
from xiangyin.engines.reuse import StoryIndex
from xiangyin.engines.reuse.tracing import BATCH, warm_up
from xiangyin.engines.reuse.winnowing import pack

ROUNDS, EVERY = 3, 8


@dataclass
class Speed:
    """Documents a CPU second, round by round."""

    build: list[float] = field(default_factory=list)
    match: list[float] = field(default_factory=list)

    def medians(self) -> tuple[float, float]:
        return statistics.median(self.build), statistics.median(self.match)


class Engine:
    """Ours, from raw text to passages."""

    name = "engines.reuse"

    def __init__(self, news: News):
        self.news = news

    def build(self) -> None:
        self.index = StoryIndex()
        for number, story in enumerate(self.news.stories):
            self.index.add(number, story["text"], story["title"])
        self.index.settle()

    def match(self, least: float = 0.5) -> list:
        told = []
        for start in range(0, len(self.news.articles), BATCH):
            part = self.news.articles[start : start + BATCH]
            found = self.index.find(
                pack([each["text"] for each in part]),
                pack([each["title"] for each in part]),
                min_confidence=least,
            )
            told += [(start + each.article, each) for each in found.told]
        return told


def timed(work) -> tuple[float, object]:
    started = time.process_time()
    result = work()
    return time.process_time() - started, result


def quality(news: News, told) -> Quality:
    found = Quality(news)
    by_article: dict[int, list] = {}
    for article, each in told:
        by_article.setdefault(article, []).append(each)
    for article, each in by_article.items():
        found.take(article, each)
    return found


def best_f1(news: News, scored: list[tuple[int, int, float]], places) -> tuple:
    """Return F1, precision and recall of a peer at its best threshold."""
    claims = [
        (score, news.source[article] == story, bool(news.dev[article]))
        for article, story, score in scored
        if news.source[article] == story or (article, story) not in news.unscored
    ]
    scores = np.array([each[0] for each in claims])
    true = np.array([each[1] for each in claims], bool)
    dev = np.array([each[2] for each in claims], bool)

    def figures(threshold: float, part, wanted: int) -> tuple[float, float, float]:
        said = (scores >= threshold) & part
        right = int((said & true).sum())
        return (
            2 * right / max(int(said.sum()) + wanted, 1),
            right / max(int(said.sum()), 1),
            right / max(wanted, 1),
        )

    real = news.source[places] >= 0
    of_dev = int((real & news.dev[places]).sum())
    best = max(
        np.quantile(scores, np.linspace(0, 1, 200)),
        key=lambda threshold: figures(threshold, dev, of_dev)[0],
    )
    return figures(best, ~dev, int((real & ~news.dev[places]).sum()))


def run() -> tuple[Quality, list[tuple]]:
    """Return the engine's quality and a row for each: name, F1, P, R, build, match."""
    news = News.load()
    warm_up()
    ours = Engine(news)
    stories = folded([each["text"] for each in news.stories])
    places = np.arange(0, len(news.articles), EVERY)
    articles = folded([news.articles[place]["text"] for place in places])
    peers = [peer() for peer in PEERS]
    speeds = {each.name: Speed() for each in [ours, *peers]}
    figures = {}
    for _ in range(ROUNDS):
        spent, _ = timed(ours.build)
        speeds[ours.name].build.append(len(news.stories) / spent)
        spent, _ = timed(ours.match)
        speeds[ours.name].match.append(len(news.articles) / spent)
        for peer in peers:
            spent, _ = timed(lambda peer=peer: peer.build(stories))
            speeds[peer.name].build.append(len(stories) / spent)
            spent, scored = timed(lambda peer=peer: list(peer.match(articles)))
            speeds[peer.name].match.append(len(articles) / spent)
            placed = [(int(places[at]), number, score) for at, number, score in scored]
            figures[peer.name] = best_f1(news, placed, places)
    found = quality(news, ours.match(0.0))
    figures[ours.name] = found.f1, found.precision, found.recall
    return found, [
        (name, *figures[name], *speed.medians()) for name, speed in speeds.items()
    ]


def table(rows: list[tuple]) -> list[str]:
    lines = [
        "| | F1 | precision | recall | stories indexed / CPU-s | articles matched / CPU-s |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {name} | {f1:.3f} | {precision:.3f} | {recall:.3f} | {build:,.0f} | {match:,.0f} |"
        for name, f1, precision, recall, build, match in rows
    ]
    ours, *others = rows
    lines += [""] + [
        f"{ours[5] / other[5]:.1f} times as fast at matching as {other[0]}."
        for other in others
    ]
    return lines


def main() -> None:
    if News.load() is None:
        print("skipped: data not found")
        return
    found, rows = run()
    text = "\n".join([*table(rows), "", "```", *found.lines(), "```", ""])
    print(text)
    if "--write" in sys.argv:
        here = Path(__file__).parent
        (here / "results.md").write_text(text, "utf-8")
        (here / "results.svg").write_text(draw(rows, found.reliability()), "utf-8")


if __name__ == "__main__":
    main()
