"""Ledgers to try the points on: made at random, and counted by a plain reference."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st

from xiangyin.engines.points import (
    Lines,
    Once,
    Row,
    Rules,
    Shape,
    Sharing,
    Span,
    shares,
    worth,
)

FIRST = date(2026, 1, 1)
MONTHS, UNITS, WORKS = 12, 4, 5
TIERS, FORMS = ("central", "city"), ("newspaper", "site")
OUTLETS = [  # tier, form, owner
    ("central", "newspaper", 0),
    ("central", "site", 0),
    ("city", "newspaper", 1),
    ("city", "site", 2),
    ("city", "site", 1),
    ("trade", "site", 3),
]


class Entry(NamedTuple):
    """One placement as a person would write it down."""

    key: int
    day: date
    work: int
    outlet: int
    kind: str
    mode: str
    prominence: str
    is_long: bool

    @property
    def month(self) -> int:
        return self.day.month - 1

    @property
    def shape(self) -> Shape:
        tier, form, _owner = OUTLETS[self.outlet]
        return Shape(tier, form, self.kind, self.mode, self.prominence, self.is_long)

    @property
    def unit(self) -> int:
        return self.work % UNITS


@dataclass(frozen=True)
class World:
    """Placements, the schemes with the days they begin on, and what works are."""

    entries: tuple[Entry, ...]
    schemes: tuple[tuple[date, Rules], ...]
    together: dict[int, list[int]]
    false: frozenset[int]

    def scheme_at(self, day: date) -> int:
        return sum(start <= day for start, _rules in self.schemes)

    @property
    def rules(self) -> list[Rules | None]:
        return [None, *(rules for _start, rules in self.schemes)]

    def lines(self, entries: Sequence[Entry] | None = None) -> Lines:
        """The entries as columns, in the order given."""
        entries = self.entries if entries is None else entries
        shapes = sorted({each.shape for each in entries})

        def column(values) -> np.ndarray:
            return np.fromiter(values, np.int64)

        return Lines(
            key=column(each.key for each in entries),
            day=column(each.day.toordinal() for each in entries),
            work=column(each.work for each in entries),
            outlet=column(each.outlet for each in entries),
            month=column(each.month for each in entries),
            unit=column(each.unit for each in entries),
            shape=column(shapes.index(each.shape) for each in entries),
            scheme=column(self.scheme_at(each.day) for each in entries),
            owner=column(owner for _tier, _form, owner in OUTLETS),
            rank=column(range(len(OUTLETS))),
            shapes=shapes,
            schemes=self.rules,
            months=MONTHS,
            units=UNITS,
        )


points = st.sampled_from([Decimal(each) for each in ("0", "0.5", "3.33", "5", "10")])
rows = st.builds(
    Row,
    tier=st.sampled_from(TIERS),
    form=st.sampled_from(("", *FORMS)),
    solo=points,
    roundup=points,
    lead=st.none() | points,
    front=st.none() | points,
    long_extra=points,
)
rules = st.builds(
    Rules,
    rows=st.lists(rows, max_size=4).map(tuple),
    lead_factor=st.sampled_from([Decimal("1.5"), Decimal(2)]),
    digest_factor=st.sampled_from([Decimal("0.3"), Decimal(1)]),
    counts_mentions=st.booleans(),
    once=st.sampled_from(Once),
    sharing=st.sampled_from(Sharing),
    cap=st.none() | st.sampled_from([Decimal(7), Decimal("12.5")]),
    cap_span=st.sampled_from(Span),
    quotas=st.fixed_dictionaries({"town": st.integers(0, 3)}),
    short_cost=points,
)
entries = st.builds(
    Entry,
    key=st.just(0),
    day=st.integers(0, 364).map(lambda days: FIRST + timedelta(days=days)),
    work=st.integers(0, WORKS - 1),
    outlet=st.integers(0, len(OUTLETS) - 1),
    kind=st.sampled_from(["reprint", "mention"]),
    mode=st.sampled_from(["solo", "roundup"]),
    prominence=st.sampled_from(["ordinary", "lead", "front", "digest"]),
    is_long=st.booleans(),
)


def _sharing(work: int) -> st.SearchStrategy[list[int]]:
    """The work's own unit first, and one or two others."""
    own = work % UNITS
    others = [unit for unit in range(UNITS) if unit != own]
    more = st.lists(st.sampled_from(others), min_size=1, max_size=2, unique=True)
    return more.map(lambda found: [own, *found])


@st.composite
def worlds(draw) -> World:
    found = draw(st.lists(entries, max_size=30))
    # So that placements meet: half of them fall into one month.
    month = draw(st.integers(1, MONTHS))
    found = [
        each._replace(key=at, day=each.day.replace(month=month, day=1 + at % 3))
        if at % 2
        else each._replace(key=at)
        for at, each in enumerate(found)
    ]
    starts = draw(st.lists(st.integers(0, 364), max_size=2, unique=True))
    schemes = tuple(
        (FIRST + timedelta(days=start), draw(rules)) for start in sorted(starts)
    )
    shared = draw(st.sets(st.integers(0, WORKS - 1), max_size=2))
    return World(
        entries=tuple(found),
        schemes=schemes,
        together={work: draw(_sharing(work)) for work in shared},
        false=frozenset(draw(st.sets(st.integers(0, WORKS - 1), max_size=1))),
    )


@dataclass(frozen=True)
class Plain:
    """What :func:`count` found, by name."""

    counted: set[int]
    earned: dict[int, int]
    items: Counter
    points: Counter


def count(world: World) -> Plain:
    """The same as the engine, one placement after the other, in plain words."""
    groups: dict[tuple, list[tuple]] = {}
    for each in world.entries:
        told = world.rules[world.scheme_at(each.day)]
        value = worth(told, each.shape)
        if not value.counts:
            continue
        earned = 0 if each.work in world.false else value.hundredths
        once = told.once if told else Once.EVERY
        owner = OUTLETS[each.outlet][2]
        group = {
            Once.EVERY: ("every", each.key),
            Once.OWNER: ("owner", each.month, each.work, owner),
            Once.WORK: ("work", each.month, each.work),
        }[once]
        best_first = (-earned, each.day, each.outlet, each.key)
        groups.setdefault(group, []).append((best_first, each, earned, told))
    items: Counter = Counter()
    points: Counter = Counter()
    earnings = {}
    for candidates in groups.values():
        _order, each, earned, told = min(candidates, key=lambda found: found[0])
        earnings[each.key] = earned
        units = world.together.get(each.work, [each.unit])
        split = told is None or told.sharing is Sharing.SPLIT
        for unit, part in zip(
            units, shares(earned, len(units), split=split), strict=True
        ):
            items[each.month, unit, each.shape] += 1
            points[each.month, unit] += part
    return Plain(set(earnings), earnings, items, points)
