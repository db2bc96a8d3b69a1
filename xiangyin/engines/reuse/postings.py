"""Which texts hold a fingerprint: a table that is built once and then only read.

A directory over the highest bits of the fingerprint, and in each of its buckets the
rest of the bits beside the number of the text, in order. Built by counting, without a
sort; read with one jump and a few steps. Before it a sieve of one bit for each of the
first values of a fingerprint: most that are asked for are held by no text, and need one
look there and no more. Six bytes a posting from some hundred million postings on,
eight below, and one or one and a half for the directory and the sieve.
"""

from typing import NamedTuple

import numpy as np

from .compiling import kernel, lean
from .winnowing import BITS

# Postings to a bucket, and bits of the sieve to a posting, within a factor of two; bits
# of the directory at least, and where the rest is short.
FILL, SIEVE, FEWEST_BITS, SHORT_REST = 12, 4, 8, 24
# A bucket with more postings holds a phrase that very many texts hold: it is sorted and
# searched by other means than one of the usual size.
CROWDED = 64

U32, UP = np.uint32, np.uintp


class Postings(NamedTuple):
    """``first`` is where each bucket begins in ``rests`` and ``texts``."""

    first: np.ndarray
    rests: np.ndarray
    texts: np.ndarray
    sieve: np.ndarray


def build(prints: np.ndarray, owners: np.ndarray, sieve_bits: int = SIEVE) -> Postings:
    """Return the postings of fingerprints and the texts that hold them.

    The texts of a fingerprint come in order; one that holds it twice is told once. The
    more bits the sieve has to a posting, the less it lets through that is not there.

    >>> table = build(np.array([7, 9, 9, 9], np.uint64), np.array([0, 0, 0, 1]))
    >>> found = look_up(table, np.array([9, 8], np.uint64), np.ones(2, bool))
    >>> [each.tolist() for each in found]
    [[1, 1], [3, 1], [2, 0]]
    """
    bits = max(FEWEST_BITS, int(len(prints) // FILL).bit_length())
    kind = np.uint16 if bits >= SHORT_REST else np.uint32
    first = np.zeros((1 << bits) + 1, np.uint32)
    rests, texts = np.empty(len(prints), kind), np.empty(len(prints), np.uint32)
    _scatter(prints, owners, np.uint64(BITS - bits), first, rests, texts)
    size = _tell_once(first, rests, texts)
    rests, texts = rests[:size], texts[:size]
    sieve_size = 1 << max(0, int(len(prints) * sieve_bits).bit_length() - 6)
    sieve = np.zeros(sieve_size, np.uint64)
    _fill(prints, sieve)
    return Postings(first, rests, texts, sieve)


@lean
def _place_in(sieve):
    """Return how far a fingerprint is moved to give its bit in a sieve."""
    return np.uint64(BITS - 6) - np.uint64(_bits(len(sieve) + 1))


@lean
def _fill(prints, sieve):
    move = _place_in(sieve)
    for value in prints:
        bit = value >> move
        sieve[bit >> np.uint64(6)] |= np.uint64(1) << (bit & np.uint64(63))


@lean
def sift(sieve, prints, maybe):
    """Mark the fingerprints that a table may hold; what it does not mark it has not."""
    move = _place_in(sieve)
    for each in range(len(prints)):
        bit = prints[each] >> move
        maybe[each] |= (
            sieve[bit >> np.uint64(6)] >> (bit & np.uint64(63))
        ) & np.uint64(1)


@kernel
def _scatter(prints, owners, shift, first, rests, texts):
    """Lay each posting into its bucket, then order the buckets."""
    for each in range(len(prints)):
        first[np.int64(prints[each] >> shift) + 1] += np.uint32(1)
    for bucket in range(1, len(first)):
        first[bucket] += first[bucket - 1]
    mask = (np.uint64(1) << shift) - np.uint64(1)
    # ``first`` moves to the end of each bucket while it fills, and is moved back.
    for each in range(len(prints)):
        bucket = np.int64(prints[each] >> shift)
        place = np.int64(first[bucket])
        rests[place] = prints[each] & mask
        texts[place] = owners[each]
        first[bucket] += np.uint32(1)
    for bucket in range(len(first) - 1, 0, -1):
        first[bucket] = first[bucket - 1]
    first[0] = 0
    for bucket in range(len(first) - 1):
        _order(rests, texts, np.int64(first[bucket]), np.int64(first[bucket + 1]))


@lean
def _tell_once(first, rests, texts):
    """Leave out what is told already; return how many postings there are."""
    kept = start = np.int64(0)
    for bucket in range(len(first) - 1):
        end, begin = np.int64(first[bucket + 1]), kept
        for place in range(start, end):
            rest, text = rests[place], texts[place]
            if kept > begin and rests[kept - 1] == rest and texts[kept - 1] == text:
                continue
            rests[kept], texts[kept] = rest, text
            kept += 1
        first[bucket + 1], start = kept, end
    return kept


@kernel
def _order(rests, texts, start, end):
    """Sort a bucket by the rest; texts come in order and stay so."""
    if end - start > CROWDED:
        order = np.argsort(rests[start:end], kind="mergesort")
        rests[start:end] = rests[start:end][order]
        texts[start:end] = texts[start:end][order]
        return
    for place in range(start + 1, end):
        rest, text, at = rests[place], texts[place], place
        while at > start and rests[at - 1] > rest:
            rests[at] = rests[at - 1]
            texts[at] = texts[at - 1]
            at -= 1
        rests[at] = rest
        texts[at] = text


def unpack(table: Postings) -> tuple[np.ndarray, np.ndarray]:
    """Return the fingerprints of a table and the texts that hold them.

    >>> table = build(np.array([7, 9, 9], np.uint64), np.array([0, 0, 1]))
    >>> [each.tolist() for each in unpack(table)]
    [[7, 9, 9], [0, 0, 1]]
    """
    shift = np.uint64(BITS - _bits(len(table.first)))
    buckets = np.repeat(
        np.arange(len(table.first) - 1, dtype=np.uint64), np.diff(table.first)
    )
    return (buckets << shift) | table.rests.astype(np.uint64), np.array(table.texts)


@lean
def _first_above(rests, start, end, rest):
    """Return the first place whose rest is above, by halving."""
    while start < end:
        middle = (start + end) >> 1
        if rests[middle] <= rest:
            start = middle + 1
        else:
            end = middle
    return start


@lean
def _halve(rests, start, end, rest):
    """Return the range of one rest in a crowded bucket."""
    stop = _first_above(rests, start, end, rest)
    if rest == 0:
        return start, stop
    return _first_above(rests, start, stop, rest - U32(1)), stop


@lean
def _count(rests, start, end, rest):
    """Return how many rests of a bucket are below and how many are the same.

    All are compared, with no choice between: faster than to stop at the right one.
    """
    below = same = U32(0)
    for place in range(UP(start), UP(end)):
        other = U32(rests[place])
        below += U32(other < rest)
        same += U32(other == rest)
    return below, same


@lean
def _find_all(table, prints, begin, stop):
    """Write the range of the postings of each fingerprint.

    First the buckets of all, then what is in them: so the processor can fetch one
    bucket while another is on its way.
    """
    shift = np.uint64(BITS) - np.uint64(_bits(len(table.first)))
    mask = (np.uint64(1) << shift) - np.uint64(1)
    for each in range(len(prints)):
        bucket = UP(prints[each] >> shift)
        begin[each], stop[each] = table.first[bucket], table.first[bucket + UP(1)]
    for each in range(len(prints)):
        start, end, rest = begin[each], stop[each], U32(prints[each] & mask)
        if end - start > CROWDED:
            begin[each], stop[each] = _halve(table.rests, start, end, rest)
        else:
            below, same = _count(table.rests, start, end, rest)
            begin[each] = start + below
            stop[each] = start + below + same


@kernel
def look_up(table, prints, alive):
    """Return where each fingerprint's postings begin and end, and how many live."""
    begin = np.empty(len(prints), np.int64)
    stop = np.empty(len(prints), np.int64)
    live = np.empty(len(prints), np.int32)
    _find_all(table, prints, begin, stop)
    whole = alive.all()
    for each in range(len(prints)):
        live[each] = stop[each] - begin[each]
        if not whole:
            for place in range(begin[each], stop[each]):
                live[each] -= not alive[table.texts[place]]
    return begin, stop, live


@lean
def _bits(size):
    """Return the bits of a directory of this size."""
    bits = 0
    while (1 << bits) + 1 < size:
        bits += 1
    return bits
