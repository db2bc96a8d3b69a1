"""Phrases that are common before any story is known: where an index has learned nothing
yet, it knows these.

``formulae.npy`` holds fingerprints only, no text; ``benchmarks/tracing/formulary.py``
says where they are from, and makes it.
"""

from functools import lru_cache
from pathlib import Path

import numpy as np

from .postings import Postings, build, look_up

TABLE = Path(__file__).with_name("formulae.npy")


def common(prints: np.ndarray) -> np.ndarray:
    """Return 1 for each fingerprint of a common phrase, and 0 for any other.

    >>> common(np.array([5, 6], np.uint64)).tolist()
    [0, 0]
    """
    return look_up(table(), prints, np.ones(1, bool))[2]


@lru_cache(maxsize=1)
def table() -> Postings:
    """Return the shipped phrases, as an index of one text that holds them all."""
    prints = np.cumsum(np.load(TABLE), dtype=np.uint64)
    return build(prints, np.zeros(len(prints), np.uint32))


def write(path: Path, prints: np.ndarray) -> None:
    """Keep fingerprints as the gaps between them, in order."""
    gaps = np.diff(np.unique(prints), prepend=np.uint64(0))
    if gaps.max() > np.iinfo(np.uint32).max:
        raise ValueError("too few fingerprints: they lie too far apart")
    np.save(path, gaps.astype(np.uint32))
