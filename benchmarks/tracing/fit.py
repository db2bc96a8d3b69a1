"""Fit the confidence and the kind on the development part of the data, and try how
they travel.

    python -m benchmarks.tracing.fit           # print how it travels
    python -m benchmarks.tracing.fit --write   # and write engines/reuse/model.json

Each pair is measured twice, among the 3,800 stories and among these and some ten
thousand real strangers, so that the coefficients mean the same in both. Plain logistic
regression by Newton's method with a little ridge: nothing to install.
"""

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import xiangyin.engines.reuse as engine
from benchmarks.tracing.news import KIND_OF, TYPES, News
from benchmarks.tracing.small import short_pairs
from xiangyin.engines.reuse.aligning import TILES
from xiangyin.engines.reuse.finding import Seeker
from xiangyin.engines.reuse.segments import make_segment
from xiangyin.engines.reuse.verdict import (
    ALONE_FEATURES,
    FEATURES,
    FITTED,
    KIND_FEATURES,
    alone_features,
    chance_of,
    features,
    kind_features,
)
from xiangyin.engines.reuse.winnowing import pack, scan

RIDGE, ROUNDS = 1.0, 30
VERSION = "5"
# How often the pairs among many count where a story stands alone.
OFTEN = 3
CHUNK = 512


@dataclass
class Pairs:
    """Candidate pairs of the data, measured, with the truth."""

    news: News
    pairs: np.ndarray
    rows: np.ndarray
    size: int

    @classmethod
    def measure(cls, news: News, others: Sequence[str] = ()) -> "Pairs":
        """Measure the pairs of the truth, where the stories stand among others."""
        texts = [*(story["text"] for story in news.stories), *others]
        segment = make_segment(range(len(texts)), texts, [""] * len(texts))
        seeker = Seeker([segment], [segment])
        pairs, rows = [], []
        for start in range(0, len(news.articles), CHUNK):
            part = [each["text"] for each in news.articles[start : start + CHUNK]]
            found, measured = seeker.candidates(scan(pack(part)))
            ours = found[:, 1] < len(news.stories)
            pairs.append(found[ours] + np.array([start, 0], np.int32))
            rows.append(measured[ours])
        return cls(news, np.concatenate(pairs), np.concatenate(rows), len(texts))

    def __post_init__(self):
        self.articles = self.pairs[:, 0]
        self.true = self.news.source[self.articles] == self.pairs[:, 1]
        unscored = self.news.unscored
        skipped = np.array([(a, s) in unscored for a, s in self.pairs.tolist()])
        self.scored = ~(skipped & ~self.true)
        self.shared = self.rows[:, TILES] > 0
        self.outlet = np.array([each["outlet"] for each in self.news.stories])

    def chance(self, weights, bias) -> np.ndarray:
        return chance_of(self.rows, features(self.rows) @ weights + bias)

    def figures(self, chance, among) -> dict[str, float]:
        """Precision, recall, F1 and recall by type of articles among these."""
        said = (chance >= 0.5) & self.scored & among[self.articles]
        right = int((said & self.true).sum())
        wanted = among & (self.news.source >= 0)
        hit = np.zeros(len(among), bool)
        hit[self.articles[said & self.true]] = True
        told = {
            "F1": 2 * right / (right + int(said.sum()) - right + int(wanted.sum())),
            "precision": right / max(int(said.sum()), 1),
            "recall": right / int(wanted.sum()),
        }
        told["F1"] = (
            2
            * told["precision"]
            * told["recall"]
            / (told["precision"] + told["recall"])
        )
        for name in TYPES:
            of_type = wanted & (self.news.types == name)
            if of_type.any():
                told[name] = float(hit[of_type].mean())
        return told

    def truth(self, chosen) -> tuple[np.ndarray, np.ndarray]:
        """Return the features of chosen pairs, and which are reuse."""
        chosen = chosen & self.scored & self.shared
        return features(self.rows[chosen]), self.true[chosen].astype(float)


def fit_on(
    both: Sequence[Pairs], choose: Callable[[Pairs], np.ndarray]
) -> tuple[np.ndarray, float]:
    """Fit to the chosen pairs of each measuring."""
    rows, truth = zip(*[each.truth(choose(each)) for each in both], strict=True)
    return fit(np.concatenate(rows), np.concatenate(truth))


def fit(rows: np.ndarray, truth: np.ndarray) -> tuple[np.ndarray, float]:
    """Return the weights and the bias, for features as they are."""
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    table = np.column_stack(((rows - mean) / scale, np.ones(len(rows))))
    ridge = RIDGE * np.eye(table.shape[1])
    ridge[-1, -1] = 0
    weights = np.zeros(table.shape[1])
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
        slope = table.T @ (chance - truth) + ridge @ weights
        bend = (table * (chance * (1 - chance))[:, None]).T @ table + ridge
        weights -= np.linalg.solve(bend, slope)
    plain = weights[:-1] / scale
    return plain, float(weights[-1] - plain @ mean)


def ways(news: News) -> list[tuple[str, Callable[[Pairs], np.ndarray], np.ndarray]]:
    """Return what is fitted on and which articles it is tried on: the shipped way, each
    outlet alone, and without each type."""
    told = [("dev to test", lambda pairs: news.dev[pairs.articles], ~news.dev)]
    for one, other in (("sina", "xwlb"), ("xwlb", "sina")):
        told.append(
            (
                f"{one} to {other}",
                lambda pairs, one=one: (
                    (news.outlets[pairs.articles] == one)
                    & (pairs.outlet[pairs.pairs[:, 1]] == one)
                ),
                news.outlets == other,
            )
        )
    for name in TYPES:
        told.append(
            (
                f"without {name}",
                lambda pairs, name=name: (
                    news.dev[pairs.articles] & (news.types[pairs.articles] != name)
                ),
                ~news.dev,
            )
        )
    return told


def travel(both: Sequence[Pairs]) -> list[tuple[str, dict[str, float]]]:
    """Return the figures of each way, among few stories and among many."""
    told = []
    for name, choose, tried in ways(both[0].news):
        weights, bias = fit_on(both, choose)
        for pairs in both:
            figures = pairs.figures(pairs.chance(weights, bias), tried)
            told.append((f"{name}, {pairs.size:,}", figures))
    return told


def fit_alone(both: Sequence[Pairs], news: News) -> tuple[np.ndarray, float]:
    """Fit what a story that stands alone is judged by: short texts, and formulae that no
    table knows, besides all else."""
    parts = [(each.rows, each.true, each) for each in both]
    chosen = [
        (rows[keep], true[keep])
        for rows, true, each in parts
        for keep in [news.dev[each.articles] & each.scored & each.shared]
    ] * OFTEN
    rows, true = short_pairs(news, informed=False)
    chosen += [short_pairs(news, informed=True), (rows[~true], true[~true])]
    rows, truth = zip(*chosen, strict=True)
    return fit(
        alone_features(np.concatenate(rows)), np.concatenate(truth).astype(float)
    )


def kinds(pairs: Pairs) -> dict:
    """Fit one against the rest for each kind."""
    chosen = pairs.true & pairs.shared & pairs.news.dev[pairs.articles]
    rows = kind_features(pairs.rows[chosen])
    kind = [KIND_OF[name] for name in pairs.news.types[pairs.articles[chosen]]]
    told = {}
    for each in FITTED:
        weights, bias = fit(rows, np.array([one is each for one in kind], float))
        told[each.value] = _named(KIND_FEATURES, weights, bias)
    return told


def _named(names, weights, bias) -> dict[str, float]:
    return {"bias": round(bias, 4)} | {
        name: round(float(weight), 4)
        for name, weight in zip(names, weights, strict=True)
    }


def lines(told) -> list[str]:
    return [
        f"{name:20} F1 {each['F1']:.4f} P {each['precision']:.4f} R {each['recall']:.4f} "
        + " ".join(f"{kind}:{each[kind]:.3f}" for kind in TYPES if kind in each)
        for name, each in told
    ]


def main() -> None:
    news = News.load()
    if news is None:
        print("skipped: data not found")
        return
    both = [Pairs.measure(news), Pairs.measure(news, news.strangers)]
    print("\n".join(lines(travel(both))))
    weights, bias = fit_on(both, ways(news)[0][1])
    model = {
        "version": VERSION,
        "confidence": _named(FEATURES, weights, bias),
        "alone": _named(ALONE_FEATURES, *fit_alone(both, news)),
        "kinds": kinds(both[0]),
    }
    if "--write" in sys.argv:
        path = Path(engine.__file__).with_name("model.json")
        path.write_text(json.dumps(model, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
