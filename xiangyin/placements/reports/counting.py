"""The ledger as columns of numbers, and which of its lines count.

One query brings a year of a large office; what its numbers stand for (outlets,
units, schemes) is small and looked up here. The rules are the engine's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import numpy as np
from django.db import connections, models
from django.db.models import Case, Func, IntegerField, Value, When
from django.db.models.functions import Coalesce

from xiangyin.engines.points import Lines, Rules, Shape, Tally, tally
from xiangyin.engines.points.rules import in_points
from xiangyin.kernel.models import Unit

from ..models import Outlet, Placement, Scheme, Work, name_tiers
from .period import Period, month_of
from .tiers import tiers_of
from .transfer import read_numbers

KINDS, MODES = tuple(Placement.Kind.values), tuple(Placement.Mode.values)
PLACES = tuple(Placement.Prominence.values)


class DayNumber(Func):
    """A date as its proleptic ordinal, as Python's ``date.toordinal`` counts."""

    output_field = IntegerField()

    def as_sqlite(self, compiler, connection, **context):
        template = "CAST(julianday(%(expressions)s) - 1721424.5 AS INTEGER)"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler, connection, **context):
        template = "(%(expressions)s - DATE '0001-01-01' + 1)"
        return self.as_sql(compiler, connection, template=template, **context)


@dataclass(frozen=True)
class Dated:
    """A county's schemes, or the one to be tried on all days."""

    schemes: tuple[Scheme | None, ...]
    rules: tuple[Rules | None, ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, county: Unit) -> "Dated":
        found = Scheme.objects.filter(unit=county).order_by("starts_on")
        schemes = list(found.prefetch_related("rows"))
        name_tiers(schemes)
        return cls(
            (None, *schemes),
            (None, *(each.rules for each in schemes)),
            tuple(each.starts_on.toordinal() for each in schemes),
        )

    @classmethod
    def only(cls, scheme: Scheme, rules: Rules) -> "Dated":
        """One scheme on all days, to see what it would give."""
        return cls((None, scheme), (None, rules), (1,))

    @classmethod
    def told(cls, rules: Sequence[tuple[date, str, Rules]]) -> "Dated":
        """Schemes as a kept bulletin has them: the day they start, a name, rules."""
        return cls(
            (None, *(Scheme(name=name, starts_on=day) for day, name, _rules in rules)),
            (None, *(each for _day, _name, each in rules)),
            tuple(day.toordinal() for day, _name, _rules in rules),
        )

    def at(self, day: date) -> int:
        """Which of the schemes is in force on a day; 0 is none."""
        return int(np.searchsorted(self.starts, day.toordinal(), side="right"))

    def on(self, day: date) -> Scheme | None:
        return self.schemes[self.at(day)]


class Medium(NamedTuple):
    """An outlet, as far as counting goes."""

    pk: int
    code: str
    tier: str
    form: str
    owner: str
    name: str


@dataclass(frozen=True)
class Counted:
    """The placements of a period, tallied, and what their numbers stand for."""

    ledger: "Ledger"
    period: Period
    lines: Lines
    tally: Tally
    parts: np.ndarray  # the unit of each line itself, by primary key


class Entry(NamedTuple):
    """A placement that counts, for lists and figures."""

    pk: int
    work: int
    outlet: int
    tier: str
    unit: int
    day: date
    points: Decimal


class Ledger:
    """A county's ledger, and the little that its numbers stand for, read once.

    ``units`` are the lines of a bulletin: the county itself, its towns, its
    departments. A unit further down stands in the line of the one above it.
    """

    def __init__(self, county: Unit, *, dated: Dated):
        self.county, self.dated = county, dated
        below = list(Unit.objects.below(county))
        self.units = tuple(unit for unit in below if unit.depth <= 2)
        at = {unit.path: number for number, unit in enumerate(self.units)}
        self.row_of = {unit.pk: at[unit.path[: 2 * Unit.steplen]] for unit in below}
        outlets = Outlet.objects.filter(unit=county).order_by("pk")
        rows = outlets.values_list(*Medium._fields)
        self.outlets = [Medium(*row) for row in rows]
        self.tiers = tiers_of(county).including(each.tier for each in self.outlets)
        works = Work.objects.of_county(county)
        self.false = list(
            works.exclude(false_on=None).only("pk", "unit_id", "false_on")
        )
        self.together = self._together()

    def _together(self) -> dict[int, list[int]]:
        """For works that several units share: the lines they stand in, own first."""
        shared = Work.shared_with.through.objects.filter(work__county=self.county)
        rows = shared.order_by("work_id", "unit__path")
        found: dict[int, list[int]] = {}
        for work, own, other in rows.values_list("work_id", "work__unit", "unit_id"):
            mine = found.setdefault(work, [self.row_of[own]])
            if self.row_of[other] not in mine:
                mine.append(self.row_of[other])
        return {work: units for work, units in found.items() if len(units) > 1}

    def count(self, period: Period, *, work: int | None = None) -> Counted:
        """Read and tally a period, in one query.

        ``work`` reads one work's placements only: what counts once, counts once
        among these.
        """
        key, day, works, outlet, unit, look, *size = self._columns(period, work)
        dated, outlets = self.dated, self.outlets
        firsts = [month_of(*month)[0].toordinal() for month in period.months_in]
        scheme = np.searchsorted(np.array(dated.starts, np.int64), day, side="right")
        outlet = _positions([each.pk for each in outlets], outlet)
        rows = np.array(list(self.row_of.values()), np.int64)
        long = self._long(size, scheme)
        at_shape, shapes = _shapes(outlets, outlet, look, long)
        lines = Lines(
            key=key,
            day=day,
            work=works,
            outlet=outlet,
            month=np.searchsorted(np.array(firsts), day, side="right") - 1,
            unit=rows[_positions(list(self.row_of), unit)],
            shape=at_shape,
            scheme=scheme,
            owner=_owners(outlets),
            rank=np.argsort(np.argsort([each.code for each in outlets])),
            shapes=shapes,
            schemes=dated.rules,
            months=period.months,
            units=len(self.units),
        )
        false = frozenset(each.pk for each in self.false)
        told = tally(lines, together=self.together, false=false)
        return Counted(self, period, lines, told, unit)

    def _columns(self, period: Period, work: int | None) -> list[np.ndarray]:
        """Key, day, work, outlet, unit and look of every confirmed placement; and
        characters and seconds, where a scheme asks how long it is."""
        size = ["article__length", Coalesce("article__seconds", 0)]
        size = size if self._minding else []
        found = (
            Placement.objects.filter(
                county=self.county,
                article__unit=self.county,
                article__published_on__range=(period.first, period.last),
                article__outlet__isnull=False,
                article__outlet__is_ours=False,
            )
            .confirmed()
            .filter(**({"work": work} if work else {}))
            .order_by()
            .values_list(
                "pk",
                DayNumber("article__published_on"),
                "work_id",
                "article__outlet_id",
                "unit_id",
                _number("kind", KINDS) * 100
                + _number("mode", MODES) * 10
                + _number("prominence", PLACES),
                *size,
            )
        )
        # Past the model layer, which would make a million lists only to take them apart.
        statement, values = found.query.sql_with_params()
        connection = connections[found.db]
        with connection.cursor() as cursor:
            table = read_numbers(cursor, statement, values, wide=6 + len(size))
        return [np.ascontiguousarray(column) for column in table.T]

    @property
    def _minding(self) -> list[tuple[int, Rules]]:
        """The schemes that tell long from short, and their numbers."""
        return [
            (at, rules)
            for at, rules in enumerate(self.dated.rules)
            if rules and rules.minds_length
        ]

    def _long(self, size: list[np.ndarray], scheme: np.ndarray) -> np.ndarray:
        """Which lines are of a long article, by the scheme of their day.

        A broadcast is long by its duration, a text by its characters, spaces left out.
        """
        long = np.zeros(len(scheme), np.int64)
        for at, rules in self._minding:
            long[(scheme == at) & is_long(rules, *size)] = 1
        return long


def is_long(rules: Rules, characters, seconds):
    """Whether an article counts as long; of numbers, or of columns of them."""
    by_text = bool(rules.long_characters) & (characters >= rules.long_characters)
    by_time = bool(rules.long_seconds) & (seconds >= rules.long_seconds)
    return by_text | by_time


def ledger_of(county: Unit) -> Ledger:
    """A county's ledger by the schemes in force."""
    return Ledger(county, dated=Dated.of(county))


def entries(ledger: Ledger, period: Period) -> list[Entry]:
    """Every placement of a period that counts, by day."""
    counted = ledger.count(period)
    lines, told = counted.lines, counted.tally
    at = np.flatnonzero(told.counted)
    at = at[np.lexsort((lines.key[at], lines.day[at]))]
    return [
        Entry(
            pk=int(lines.key[each]),
            work=int(lines.work[each]),
            outlet=ledger.outlets[lines.outlet[each]].pk,
            tier=ledger.outlets[lines.outlet[each]].tier,
            unit=int(counted.parts[each]),
            day=date.fromordinal(int(lines.day[each])),
            points=in_points(int(told.earned[each])),
        )
        for each in at
    ]


def _number(field: str, values: Sequence[str]) -> Case:
    whens = [When(**{field: value}, then=Value(at)) for at, value in enumerate(values)]
    return Case(*whens, default=Value(0), output_field=models.IntegerField())


def _positions(keys: Sequence[int], wanted: np.ndarray) -> np.ndarray:
    """Where each of the ``wanted`` primary keys stands among ``keys``."""
    if not len(wanted):
        return wanted
    order = np.argsort(keys)
    return order[np.searchsorted(np.asarray(keys, np.int64)[order], wanted)]


def _owners(outlets: Sequence[Medium]) -> np.ndarray:
    """A number for each outlet's owner; one without is its own."""
    numbers: dict[tuple, int] = {}
    keys = [(each.owner,) if each.owner else (each.pk, "") for each in outlets]
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], np.int64)


def _shapes(outlets, outlet, look, is_long) -> tuple[np.ndarray, list[Shape]]:
    """A number for all that points depend on, and what each number stands for."""
    media: dict[tuple, int] = {}
    of_outlet = np.array(
        [media.setdefault((each.tier, each.form), len(media)) for each in outlets],
        np.int64,
    )
    packed = np.zeros(0, np.int64)
    if len(outlet):
        packed = (of_outlet[outlet] * 1000 + look) * 2 + is_long
    seen = np.flatnonzero(np.bincount(packed, minlength=1))
    at = np.zeros(int(seen[-1]) + 1 if len(seen) else 1, np.int64)
    at[seen] = np.arange(len(seen))
    names = list(media)
    shapes = []
    for each in seen.tolist():
        rest, long = divmod(each, 2)
        medium, rest = divmod(rest, 1000)
        tier, form = names[medium]
        kind, rest = divmod(rest, 100)
        mode, place = divmod(rest, 10)
        shapes.append(
            Shape(tier, form, KINDS[kind], MODES[mode], PLACES[place], bool(long))
        )
    return at[packed], shapes
