"""Claims against the truth: pairs, kinds, passages, and whether confidence is honest."""

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from benchmarks.tracing.news import KIND_OF, TYPES, News
from xiangyin.engines.reuse import Kind
from xiangyin.engines.reuse.finding import Told
from xiangyin.engines.reuse.verdict import FITTED

BINS = [0.0, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99, 1.0001]


@dataclass
class Quality:
    """Figures of the test part: three fifths of the truth, by story."""

    news: News
    threshold: float = 0.5
    right: int = 0
    wrong: int = 0
    found: Counter = field(default_factory=Counter)
    kinds: Counter = field(default_factory=Counter)
    passages: dict = field(default_factory=dict)
    claims: list = field(default_factory=list)

    def take(self, article: int, told: list[Told]) -> None:
        if self.news.dev[article]:
            return
        for each in told:
            if each.kind in (Kind.MENTION, Kind.SOURCE):
                continue
            true = self.news.source[article] == each.number
            if not true and (article, each.number) in self.news.unscored:
                continue
            self.claims.append((each.confidence, true))
            if each.confidence < self.threshold:
                continue
            self.right += bool(true)
            self.wrong += not true
            if true:
                self._take_right(article, each)

    def _take_right(self, article: int, told: Told) -> None:
        name = str(self.news.types[article])
        self.found[name] += 1
        self.kinds[KIND_OF[name], told.kind] += 1
        sums = np.zeros((2, 3))
        spans = self.news.spans[article]
        for side, text in enumerate(
            (self.news.stories[told.number], self.news.articles[article])
        ):
            truth, claim = np.zeros((2, len(text["text"])), bool)
            for span in spans:
                truth[span[2 * side] : span[2 * side + 1]] = True
            for passage in told.passages:
                claim[passage[2 * side] : passage[2 * side + 1]] = True
            sums[side] = (truth & claim).sum(), claim.sum(), truth.sum()
        self.passages[name] = self.passages.get(name, 0) + sums

    def wanted(self, name: str | None = None) -> int:
        of_type = self.news.source >= 0 if name is None else self.news.types == name
        return int((of_type & ~self.news.dev).sum())

    @property
    def precision(self) -> float:
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        return self.right / self.wanted()

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.right + self.wrong + self.wanted())

    def recall_of(self, name: str) -> float:
        return self.found[name] / self.wanted(name)

    @property
    def kind_f1(self) -> float:
        """The mean over kinds of the F1 of naming it, on pairs rightly found."""
        scores = []
        for kind in FITTED:
            both = self.kinds[kind, kind]
            said = sum(n for (_, other), n in self.kinds.items() if other is kind)
            true = sum(n for (other, _), n in self.kinds.items() if other is kind)
            scores.append(2 * both / max(said + true, 1))
        return float(np.mean(scores))

    def reliability(self) -> list[tuple[float, float, float, int]]:
        """From, mean confidence, share that was true, and how many, by bin."""
        sure = np.array([each[0] for each in self.claims])
        true = np.array([each[1] for each in self.claims])
        told = []
        for low, high in pairwise(BINS):
            here = (sure >= low) & (sure < high)
            if here.any():
                told.append(
                    (
                        low,
                        float(sure[here].mean()),
                        float(true[here].mean()),
                        int(here.sum()),
                    )
                )
        return told

    def lines(self) -> list[str]:
        told = [
            f"F1 {self.f1:.4f}  precision {self.precision:.4f}  recall {self.recall:.4f}  "
            f"kind macro F1 {self.kind_f1:.4f}",
            "type  recall   story P  R        article P  R",
        ]
        for name in TYPES:
            ours, theirs = self.passages[name]
            told.append(
                f"{name:5} {self.recall_of(name):.3f}    {ours[0] / ours[1]:.3f} "
                f"{ours[0] / ours[2]:.3f}    {theirs[0] / theirs[1]:.3f} {theirs[0] / theirs[2]:.3f}"
            )
        told.append("confidence, observed, pairs")
        told += [
            f"{mean:.3f} {share:.3f} {count}"
            for _, mean, share, count in self.reliability()
        ]
        return told
