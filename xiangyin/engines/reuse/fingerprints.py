"""Choose a few hashes of a text such that texts which share a run share a hash.

Winnowing (Schleimer, Wilkerson and Aiken, "Winnowing: local algorithms for document
fingerprinting", SIGMOD 2003): of every ``WINDOW`` neighbouring grams the smallest hash
is kept, so two texts with ``WINDOW`` whole grams in common always share one: a run
of 11 CJK characters, or 7 words. (A window of 8 halves the index and loses a tenth of
the heavily rewritten copies.)
"""

import numpy as np

from .hashing import run_hashes
from .normalise import Folded

GRAM = 8
WINDOW = 4


def grams(folded: Folded) -> np.ndarray:
    """Return the hash of every shortest run of symbols of weight ``GRAM`` or more.

    >>> from .normalise import fold
    >>> len(grams(fold("东河大桥通车了吗"))), len(grams(fold("the bridge is open")))
    (1, 1)
    >>> len(grams(fold("东河大桥")))
    0
    """
    reach = folded.reach
    ends = np.searchsorted(reach, reach[:-1] + GRAM)
    starts = np.flatnonzero(ends < len(reach))
    return run_hashes(folded.symbols, starts, ends[starts])


def fingerprints(folded: Folded, window: int = WINDOW) -> np.ndarray:
    """Return the winnowed gram hashes of a text, sorted, each once."""
    hashes = grams(folded)
    if len(hashes) <= window:
        return hashes.min(keepdims=True) if len(hashes) else hashes
    span = 1
    smallest = hashes
    while span * 2 <= window:
        smallest = np.minimum(smallest[:-span], smallest[span:])
        span *= 2
    if span < window:
        rest = window - span
        smallest = np.minimum(smallest[:-rest], smallest[rest:])
    return np.unique(smallest)
