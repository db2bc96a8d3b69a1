"""Which stories hold a fingerprint: sorted arrays, merged as they grow.

Twelve bytes for each fingerprint of a story. New stories wait in a list until the
next question; they then become a segment, and segments of like size are merged, so
that adding n stories costs n log n and there are never more than log n segments.
"""

import numpy as np


class Postings:
    """A many-to-many table of fingerprints (uint64) and slots (small integers).

    >>> postings = Postings()
    >>> postings.add(0, np.array([7, 9], np.uint64))
    >>> postings.add(1, np.array([9], np.uint64))
    >>> places, slots = postings.find(np.array([8, 9], np.uint64))
    >>> places.tolist(), slots.tolist()
    ([1, 1], [0, 1])
    """

    def __init__(self):
        self._segments: list[tuple[np.ndarray, np.ndarray]] = []
        self._waiting: list[tuple[int, np.ndarray]] = []
        self._gone: set[int] = set()

    def add(self, slot: int, hashes: np.ndarray) -> None:
        """Enter a story under a slot that was never used before."""
        self._waiting.append((slot, hashes))

    def remove(self, slot: int) -> None:
        self._gone.add(slot)

    def find(self, hashes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the place in ``hashes`` and the slot of every posting found.

        A slot's postings come in the order of ``hashes``.
        """
        self._settle()
        found = [_look_up(segment, hashes) for segment in self._segments]
        if not found:
            return np.zeros(0, np.int64), np.zeros(0, np.uint32)
        places, slots = zip(*found, strict=True)
        return np.concatenate(places), np.concatenate(slots)

    def _settle(self) -> None:
        """Drop what was removed, take in what waits, merge what is of like size."""
        if self._gone:
            gone = np.fromiter(self._gone, np.uint32)
            self._waiting = [new for new in self._waiting if new[0] not in self._gone]
            self._segments = [
                (hashes[kept], slots[kept])
                for hashes, slots in self._segments
                for kept in [~np.isin(slots, gone)]
            ]
            self._gone = set()
        if self._waiting:
            slots = [np.full(len(new), slot, np.uint32) for slot, new in self._waiting]
            hashes = np.concatenate([new for _, new in self._waiting])
            self._segments.append(_sorted(hashes, np.concatenate(slots)))
            self._waiting = []
        self._segments.sort(key=lambda segment: -len(segment[0]))
        while len(self._segments) > 1 and (
            len(self._segments[-2][0]) < 2 * len(self._segments[-1][0])
        ):
            pair = self._segments.pop(), self._segments.pop()
            merged = [np.concatenate(column) for column in zip(*pair, strict=True)]
            self._segments.append(_sorted(*merged))


def _sorted(hashes: np.ndarray, slots: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    order = np.lexsort((slots, hashes))
    return hashes[order], slots[order]


def _look_up(segment, hashes):
    keys, slots = segment
    places, first, counts = postings_of(keys, hashes)
    return np.repeat(places, counts), slots[spread(first, counts)]


def postings_of(keys: np.ndarray, sought: np.ndarray):
    """Return which of ``sought`` are among the sorted ``keys``, where, and how often.

    >>> places, first, counts = postings_of(np.array([2, 5, 5]), np.array([5, 3]))
    >>> places.tolist(), first.tolist(), counts.tolist()
    ([0], [1], [2])
    """
    if not len(keys):
        return np.zeros((3, 0), np.int64)
    first = np.searchsorted(keys, sought)
    # Most are not there: the second search is for those that are.
    places = np.flatnonzero(keys[np.minimum(first, len(keys) - 1)] == sought)
    first = first[places]
    return places, first, np.searchsorted(keys, sought[places], "right") - first


def spread(first: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Return the ranges that begin at ``first``, each of its length, end to end.

    >>> spread(np.array([4, 9]), np.array([2, 1])).tolist()
    [4, 5, 9]
    """
    earlier = np.cumsum(counts) - counts
    return np.arange(counts.sum()) + np.repeat(first - earlier, counts)
