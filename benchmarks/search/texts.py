"""Articles of real length for the benchmark: real ones where the data is there.

The real texts belong to their publishers and are read where they lie; nothing of them
is kept. Each article is one of theirs with four in ten of its sentences taken from
others, so that 100,000 differ. Without the data a generator writes them of words.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

DATA = Path(os.environ.get("XIANGYIN_NEWS", "../shared/data/news"))
SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
LONGEST = 6_000
FOREIGN = 0.4


def articles(count: int) -> Iterator[tuple[str, str]]:
    """``count`` headlines with their texts, always the same."""
    random = Random(3)
    real = list(_real())
    yield from (_mixed(random, real, count) if real else _written(random, count))


def _real() -> Iterator[tuple[str, list[str]]]:
    if not DATA.exists():
        print("real articles not found: texts are generated")
        return
    import pyarrow.parquet as pq

    for name in ("stories", "targets", "articles"):
        table = pq.read_table(DATA / f"{name}.parquet", columns=["title", "text"])
        for row in table.to_pylist():
            if sentences := SENTENCE.findall(row["text"] or ""):
                yield row["title"] or sentences[0][:30], sentences


def _mixed(random: Random, real: list, count: int) -> Iterator[tuple[str, str]]:
    for _ in range(count):
        title, sentences = random.choice(real)
        told = (
            random.choice(random.choice(real)[1]) if random.random() < FOREIGN else each
            for each in sentences
        )
        yield title[:200], "".join(told)[:LONGEST]


def _written(random: Random, count: int) -> Iterator[tuple[str, str]]:
    characters = [chr(0x4E00 + at) for at in range(3_000)]
    words = [
        "".join(random.choices(characters, k=random.choice((1, 2, 2, 2, 3))))
        for _ in range(40_000)
    ]
    weights = [1 / (rank + 5) for rank in range(len(words))]
    for _ in range(count):
        drawn = random.choices(words, weights, k=random.randint(150, 800))
        signs = (
            "。" if at % 12 == 11 else "，" if at % 5 == 4 else ""
            for at in range(len(drawn))
        )
        yield "".join(drawn[:8]), "".join(map("".join, zip(drawn, signs, strict=True)))
