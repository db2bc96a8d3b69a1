"""What must be true of points, whatever the ledger and the scheme."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from xiangyin.engines.points import (
    Month,
    Row,
    Rules,
    Shape,
    Sharing,
    Span,
    settle,
    shares,
    tally,
    worth,
)

from .ledgers import MONTHS, UNITS, World, count, rules, worlds

months = st.lists(
    st.tuples(st.integers(0, 2000), st.integers(0, 5)), min_size=12, max_size=12
)


def tallied(world: World, entries=None):
    return tally(world.lines(entries), together=world.together, false=world.false)


def by_place(told, shapes) -> Counter:
    """Items by month, unit, tier and form: what a bulletin shows of them."""
    found: Counter = Counter()
    for month, unit, shape in np.argwhere(told.items).tolist():
        where = shapes[shape]
        found[month, unit, where.tier, where.form] += int(
            told.items[month, unit, shape]
        )
    return found


@given(worlds())
def test_the_columns_agree_with_counting_one_by_one(world):
    lines = world.lines()

    told = tallied(world)

    plain = count(world)
    assert set(lines.key[told.counted].tolist()) == plain.counted
    earned = dict(zip(lines.key.tolist(), told.earned.tolist(), strict=True))
    assert earned == dict.fromkeys(earned, 0) | plain.earned
    for month in range(MONTHS):
        for unit in range(UNITS):
            assert told.points[month, unit] == plain.points[month, unit]
            for at, shape in enumerate(lines.shapes):
                assert told.items[month, unit, at] == plain.items[month, unit, shape]


@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_lines_never_matters(world, random):
    shuffled = random.sample(world.entries, len(world.entries))

    told, again = tallied(world), tallied(world, shuffled)

    assert np.array_equal(told.items, again.items)
    assert np.array_equal(told.points, again.points)
    assert np.array_equal(told.shared, again.shared)


@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_entry_never_matters(world, random):
    keys = random.sample(range(1000), len(world.entries))
    entered = [
        each._replace(key=key) for each, key in zip(world.entries, keys, strict=True)
    ]

    told, again = tallied(world), tallied(world, entered)

    shapes = world.lines().shapes
    assert by_place(told, shapes) == by_place(again, shapes)
    assert np.array_equal(told.points, again.points)


@given(worlds())
def test_counting_again_gives_the_same(world):
    told, again = tallied(world), tallied(world)

    for name in ("counted", "earned", "items", "points", "shared"):
        assert np.array_equal(getattr(told, name), getattr(again, name))


@given(worlds())
def test_units_and_what_they_share_sum_to_the_placements(world):
    told = tallied(world)

    items = told.items.sum(axis=1) - told.shared
    assert items.sum() == told.counted.sum()
    assert (items >= 0).all()


@given(worlds())
def test_split_points_sum_to_what_placements_earned(world):
    schemes = tuple(
        (day, replace(each, sharing=Sharing.SPLIT)) for day, each in world.schemes
    )

    told = tallied(replace(world, schemes=schemes))

    assert told.points.sum() == told.earned.sum()


@given(worlds(), st.integers(1, MONTHS))
def test_a_month_counted_alone_is_the_same_as_within_the_year(world, month):
    alone = [each for each in world.entries if each.day.month == month]

    year, told = tallied(world), tallied(world, alone)

    assert np.array_equal(year.points[month - 1], told.points[month - 1])
    assert year.items[month - 1].sum() == told.items[month - 1].sum()


@given(worlds())
def test_a_false_report_stands_and_earns_nothing(world):
    told = tallied(replace(world, false=frozenset(range(100))))

    assert told.points.sum() == 0
    assert (told.items.sum() > 0) == bool(count(world).items)


@given(st.integers(0, 10_000), st.integers(1, 7))
def test_split_shares_sum_to_the_whole_and_differ_by_a_hundredth_at_most(whole, among):
    parts = shares(whole, among, split=True)

    assert sum(parts) == whole
    assert max(parts) - min(parts) <= 1
    assert shares(whole, among, split=False) == [whole] * among


@given(months, rules)
def test_months_sum_to_quarters_and_quarters_to_the_year(found, scheme):
    first = 12 * 2026
    year = [
        Month(first + at, earned=earned, items=items)
        for at, (earned, items) in enumerate(found)
    ]

    settled = settle(year, "town", [scheme] * 12)

    if scheme.cap is not None and scheme.cap_span is not Span.YEAR:
        span = {Span.MONTH: 1, Span.QUARTER: 3}[scheme.cap_span]
        for start in range(0, 12, span):
            alone = settle(year[start : start + span], "town", [scheme] * span)
            assert alone == settled[start : start + span]
    for start in range(0, 12, 12 if scheme.cap_span is Span.YEAR else 3):
        part = settled[start : start + (12 if scheme.cap_span is Span.YEAR else 3)]
        earned = sum(each.earned - each.cut for each in part)
        cap = scheme.cap and int(scheme.cap * 100)
        if cap is not None and scheme.cap_span is not Span.MONTH:
            assert earned == min(cap, sum(each.earned for each in part))
    assert all(0 <= each.cut <= each.earned for each in settled)


@given(rules, st.booleans())
@settings(max_examples=50)
def test_a_scheme_told_and_read_again_is_the_same(scheme, is_long):
    told = Rules.from_json(scheme.as_json())

    assert told == scheme
    for tier in ("central", "city", "trade"):
        shape = Shape(tier, "site", mode="roundup", is_long=is_long)
        assert worth(told, shape) == worth(scheme, shape)


def test_the_steps_lead_to_the_points():
    row = Row("city", solo=Decimal(5), roundup=Decimal(2), long_extra=Decimal(1))
    scheme = Rules((row,), lead_factor=Decimal(3))

    told = worth(scheme, Shape("city", "site", prominence="lead", is_long=True))

    assert [(step.what.name, step.points) for step in told.steps] == [
        ("BASE", Decimal(5)),
        ("FACTOR", Decimal(15)),
        ("LONG", Decimal(16)),
    ]
    assert told.points == Decimal(16)
