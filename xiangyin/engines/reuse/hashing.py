"""Hash any run of a sequence at the cost of one subtraction.

A polynomial hash modulo 2**64: the hash of a run is a difference of two prefix sums,
shifted back to the origin by the inverse of the base (which exists, the base being
odd), then mixed so that every bit depends on every symbol.
"""

from functools import lru_cache

import numpy as np

BASE = 0x9E3779B97F4A7C15
INVERSE = pow(BASE, -1, 1 << 64)
ONE = np.uint64(1)


def run_hashes(values: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Return a 64-bit hash of each run of ``values`` (uint64) from start to end.

    >>> values = np.array([5, 7, 9, 5, 7], np.uint64)
    >>> first, second, other = run_hashes(values, np.array([0, 3, 1]), [2, 5, 3])
    >>> bool(first == second), bool(first == other)
    (True, False)
    """
    powers, inverses = _powers(max(10, len(values).bit_length()))
    sums = np.zeros(len(values) + 1, np.uint64)
    np.cumsum((values + ONE) * powers[: len(values)], out=sums[1:])
    return mix((sums[ends] - sums[starts]) * inverses[starts])


def mix(hashes: np.ndarray) -> np.ndarray:
    """Spread every bit over the whole number (the finaliser of MurmurHash3)."""
    hashes = (hashes ^ (hashes >> np.uint64(33))) * np.uint64(0xFF51AFD7ED558CCD)
    hashes = (hashes ^ (hashes >> np.uint64(33))) * np.uint64(0xC4CEB9FE1A85EC53)
    return hashes ^ (hashes >> np.uint64(33))


@lru_cache(maxsize=4)
def _powers(bits: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the powers of the base and of its inverse, 2**bits of each."""
    factors = np.ones((2, 1 << bits), np.uint64)
    factors[0, 1:], factors[1, 1:] = np.uint64(BASE), np.uint64(INVERSE)
    powers = np.multiply.accumulate(factors, axis=1)
    return powers[0], powers[1]
