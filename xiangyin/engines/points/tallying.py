"""Many placements at once: which count, and what they come to by month and unit.

A placement is a line of plain numbers. What is asked once a shape, not once a
line, is asked in Python; the rest is arithmetic on columns, so that a year of a
million lines takes about a second. The order of the lines never matters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .rules import Once, Rules, Sharing
from .worth import Shape, shares, worth

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Lines:
    """Placements as columns of equal length, and what their numbers stand for.

    ``key``, ``day`` (a date's ordinal) and ``work`` are numbers as they come;
    ``outlet``, ``month``, ``unit``, ``shape`` and ``scheme`` count from nought:
    ``owner`` and ``rank`` are looked up by ``outlet`` (rank: where the outlet stands
    among all by its code), ``shapes`` by ``shape``, ``schemes`` by ``scheme``.
    """

    key: Whole
    day: Whole
    work: Whole
    outlet: Whole
    month: Whole
    unit: Whole
    shape: Whole
    scheme: Whole
    owner: Whole
    rank: Whole
    shapes: Sequence[Shape]
    schemes: Sequence[Rules | None]
    months: int
    units: int


@dataclass(frozen=True)
class Tally:
    """What the lines come to.

    ``counted`` and ``earned`` (hundredths) are of each line; ``shared`` is by how
    much the units' items exceed the placements, by month and shape.
    """

    counted: NDArray[np.bool_]
    earned: Whole
    items: Whole  # [month, unit, shape]
    points: Whole  # [month, unit]
    shared: Whole  # [month, shape]


def tally(
    lines: Lines,
    *,
    together: Mapping[int, Sequence[int]] | None = None,
    false: frozenset[int] = frozenset(),
) -> Tally:
    """Count a ledger's lines.

    ``together`` names, for a work that units share, all of them in order; ``false``
    are works found to be false: they stand as items and earn nothing.
    """
    kinds = len(lines.shapes)
    worths = [worth(rules, shape) for rules in lines.schemes for shape in lines.shapes]
    at = lines.scheme * kinds + lines.shape
    earned = np.array([each.hundredths for each in worths], np.int64)[at]
    valid = np.array([each.counts for each in worths], bool)[at]
    if false:
        earned[np.isin(lines.work, np.fromiter(false, np.int64))] = 0
    counted = valid & _chosen(lines, np.where(valid, earned, -1))
    earned = np.where(counted, earned, 0)

    units, shared = lines.unit, np.zeros((lines.months, kinds), np.int64)
    apart = counted.copy()
    if together:
        apart &= ~np.isin(lines.work, np.fromiter(together, np.int64))
    cell = (lines.month * lines.units + units) * kinds + lines.shape
    items = np.bincount(cell[apart], minlength=lines.months * lines.units * kinds)
    items = items.reshape(lines.months, lines.units, kinds)
    # Sums of hundredths stay far below 2**53, where a double is exact.
    row = lines.month * lines.units + units
    points = np.bincount(
        row[apart], weights=earned[apart], minlength=lines.months * lines.units
    )
    points = points.astype(np.int64).reshape(lines.months, lines.units)
    for line in np.flatnonzero(counted & ~apart):
        mine = (together or {})[int(lines.work[line])]
        month, shape = lines.month[line], lines.shape[line]
        rules = lines.schemes[lines.scheme[line]]
        split = rules is None or rules.sharing is Sharing.SPLIT
        given = shares(int(earned[line]), len(mine), split=split)
        for unit, part in zip(mine, given, strict=True):
            items[month, unit, shape] += 1
            points[month, unit] += part
        shared[month, shape] += len(mine) - 1
    return Tally(counted, earned, items, points, shared)


def _chosen(lines: Lines, value: Whole) -> NDArray[np.bool_]:
    """Of the lines that count once together, the dearest; of these the earliest.

    Equal ones are told apart by the outlet's rank, which no order of entry changes.
    """
    if not len(value):
        return np.zeros(0, bool)
    group = _together(lines)
    # One number a line: dearer, then earlier, then of lower rank is greater.
    within = lines.day - lines.day.min()
    rank = lines.rank[lines.outlet]
    days, ranks = int(within.max()) + 1, int(rank.max()) + 1
    place = ((value + 1) * days + (days - 1 - within)) * ranks + (ranks - 1 - rank)
    by_group = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(group[by_group]) != 0])
    best = np.maximum.reduceat(place[by_group], starts)
    sizes = np.diff(np.r_[starts, len(value)])
    is_best = place[by_group] == np.repeat(best, sizes)
    # The same work twice in one outlet on one day, for the same points: one of them.
    first = np.minimum.reduceat(
        np.where(is_best, lines.key[by_group], np.iinfo(np.int64).max), starts
    )
    chosen = np.zeros(len(value), bool)
    chosen[by_group] = is_best & (lines.key[by_group] == np.repeat(first, sizes))
    return chosen


def _together(lines: Lines) -> Whole:
    """A number a line: lines with the same one count once together."""
    once = [Once.EVERY if rules is None else rules.once for rules in lines.schemes]
    by_scheme = np.array([tuple(Once).index(each) for each in once], np.int64)
    rule = by_scheme[lines.scheme]
    owner = lines.owner[lines.outlet]
    within = np.where(rule == tuple(Once).index(Once.WORK), 0, owner + 1)
    _works, work = np.unique(lines.work, return_inverse=True)
    wide = int(within.max()) + 1
    group = (lines.month * len(_works) + work) * wide + within
    every = rule == tuple(Once).index(Once.EVERY)
    return np.where(every, int(group.max()) + 1 + np.arange(len(group)), group)
