"""Fit the weights of the verdict on the development part of the data.

    python -m benchmarks.tracing.fit [folder of the data]

Prints the lines to put into ``xiangyin/engines/reuse/verdict.py``. Plain logistic
regression by Newton's method with a little ridge: nothing to install.
"""

import sys
from pathlib import Path

import numpy as np

from benchmarks.tracing.measure import News, data_folder, is_dev
from xiangyin.engines.reuse import StoryIndex
from xiangyin.engines.reuse.index import CANDIDATES
from xiangyin.engines.reuse.normalise import fold
from xiangyin.engines.reuse.overlap import overlap
from xiangyin.engines.reuse.verdict import features

RIDGE, ROUNDS = 1.0, 30


def examples(news: News) -> tuple[np.ndarray, np.ndarray]:
    """Return the features of every candidate pair, and whether it is a true one."""
    index = StoryIndex()
    for story in news.stories:
        index.add(story["id"], story["text"], story["title"])
    rows, truth = [], []
    for article in filter(is_dev, news.articles):
        folded = fold(article["text"])
        for slot, votes in index._voted(folded, CANDIDATES):
            story = index._stories[slot]
            shared = overlap(fold(story.text), folded)
            if shared.passages and (article["tid"], story.id) not in news.unscored:
                rows.append(features(shared, votes))
                truth.append(story.id == article["src"])
    return np.array(rows), np.array(truth, float)


def fit(rows: np.ndarray, truth: np.ndarray) -> tuple[np.ndarray, float]:
    """Return the weights and the bias, for features as they are."""
    mean, scale = rows.mean(axis=0), rows.std(axis=0)
    table = np.column_stack(((rows - mean) / scale, np.ones(len(rows))))
    ridge = RIDGE * np.eye(table.shape[1])
    ridge[-1, -1] = 0
    weights = np.zeros(table.shape[1])
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (chance - truth) + ridge @ weights
        bend = (table * (chance * (1 - chance))[:, None]).T @ table + ridge
        weights -= np.linalg.solve(bend, slope)
    plain = weights[:-1] / scale
    return plain, float(weights[-1] - plain @ mean)


def main(folder: Path) -> list[str]:
    if not (folder / "stories.parquet").exists():
        return ["skipped: data not found"]
    rows, truth = examples(News.load(folder))
    weights, bias = fit(rows, truth)
    return [
        f"# {len(truth)} pairs, {int(truth.sum())} true",
        f"WEIGHTS = {[round(float(weight), 3) for weight in weights]}",
        f"BIAS = {bias:.3f}",
    ]


if __name__ == "__main__":
    sys.stdout.write("\n".join(main(data_folder())) + "\n")
