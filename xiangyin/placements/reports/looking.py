"""Looking back (成效回看): what some months came to, as far as a person may see it.

Points are what placements earned, before caps, quotas and bonuses: those are a
bulletin's. No unit is ranked, and no person's points are counted.
"""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from urllib.parse import urlencode

import numpy as np
from django.db.models import Q

from xiangyin.engines.points.rules import in_points
from xiangyin.kernel.models import Unit
from xiangyin.kernel.papers.charts import Chart
from xiangyin.kernel.rights import reach

from ..models import Outlet, Work
from . import charts
from .counted_lines import KIND_NUMBERS, CountedLines
from .period import Period
from .tiers import tiers_of


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the address asks for. Without anything, all of the period."""

    period: Period
    unit: Unit | None = None
    tier: str = ""
    form: str = ""
    outlet: Outlet | None = None
    kind: str = ""

    def query(self, **other) -> str:
        """The address's part behind the question mark; ``other`` replaces parts."""
        first, last = self.period.months_in[0], self.period.months_in[-1]
        told = {
            "from": f"{first[0]}-{first[1]:02}",
            "to": f"{last[0]}-{last[1]:02}",
            "unit": self.unit.pk if self.unit else "",
            "tier": self.tier,
            "form": self.form,
            "outlet": self.outlet.pk if self.outlet else "",
            "kind": self.kind,
        }
        return urlencode({name: each for name, each in (told | other).items() if each})


@dataclass(frozen=True)
class Table:
    """A chart, and for each of its rows the address of what its number counts."""

    chart: Chart
    queries: tuple[str, ...]

    @property
    def rows(self) -> list[tuple]:
        return list(zip(self.chart.rows, self.queries, strict=True))


class Looking:
    """The figures of ``asked``, of the lines that ``person`` may see."""

    def __init__(self, person, county: Unit, asked: Asked, lines: CountedLines):
        self.asked, self.county = asked, county
        self.below = list(Unit.objects.below(county).order_by("path"))
        found = Outlet.objects.filter(unit=county).order_by("pk")
        self.outlets_of_county = list(found)
        self.paths = reach(person, "placements.see")
        self.lines = self._asked_for(self._within_reach(lines))

    def _within_reach(self, lines: CountedLines) -> CountedLines:
        """Placements of units beyond reach are not seen, not even a shared one's part."""
        if any(self.county.path.startswith(path) for path in self.paths):
            return lines
        near = np.isin(
            lines.unit,
            [
                unit.pk
                for unit in self.below
                if any(unit.path.startswith(path) for path in self.paths)
            ],
        )
        seen = lines.key[near & lines.is_own]
        return lines.only(near & np.isin(lines.key, seen))

    def _asked_for(self, lines: CountedLines) -> CountedLines:
        asked = self.asked
        masks = []
        if asked.unit:
            masks.append(np.isin(lines.unit, [unit.pk for unit in self.units_asked]))
        if asked.tier or asked.form or asked.outlet:
            masks.append(
                np.isin(lines.outlet, [each.pk for each in self.outlets_asked])
            )
        if asked.kind:
            masks.append(lines.kind == KIND_NUMBERS[asked.kind])
        return lines.only(np.logical_and.reduce(masks)) if masks else lines

    @property
    def units_asked(self) -> list[Unit]:
        """The unit that is asked for and those below it; of a county, only its own."""
        unit = self.asked.unit
        if unit is None or unit.is_root():
            return [unit] if unit else self.below
        return [each for each in self.below if each.path.startswith(unit.path)]

    @property
    def outlets_asked(self) -> list[Outlet]:
        asked = self.asked
        return [
            each
            for each in self.outlets_of_county
            if (not asked.tier or each.tier == asked.tier)
            and (not asked.form or each.form == asked.form)
            and (not asked.outlet or each.pk == asked.outlet.pk)
        ]

    @cached_property
    def single(self) -> CountedLines:
        """A line a placement, where several lines of one were asked for."""
        if self.lines.is_own.all():
            return self.lines
        _keys, first = np.unique(self.lines.key, return_index=True)
        return self.lines.only(np.sort(first))

    @property
    def items(self) -> int:
        return len(self.single)

    @property
    def points(self) -> Decimal:
        return in_points(int(self.lines.points.sum(dtype=np.int64)))

    @cached_property
    def carried(self) -> np.ndarray:
        """Works that were carried, by primary key."""
        return np.flatnonzero(np.bincount(self.lines.work))

    @cached_property
    def by_outlet(self) -> dict[int, int]:
        return _counts(self.single.outlet)

    @cached_property
    def waits(self) -> dict[int, int]:
        """How many placements appeared how many days after their work."""
        return _counts(self.single.waits)

    @cached_property
    def by_wait(self) -> list[tuple[int, int]]:
        """Each placement by its key, and how many days it took, the quickest first."""
        waits, keys = self.single.waits, self.single.key
        order = np.lexsort((keys, waits))
        return list(zip(keys[order].tolist(), waits[order].tolist(), strict=True))

    @property
    def median_wait(self) -> Decimal | None:
        return charts.middle_of(self.waits)

    @cached_property
    def published(self):
        """Works of these units published in the period, carried or not (a queryset)."""
        works = Work.objects.of_county(self.county)
        works = works.published_between(self.asked.period.first, self.asked.period.last)
        if self.asked.unit or not any(
            self.county.path.startswith(path) for path in self.paths
        ):
            keys = [
                unit.pk
                for unit in self.units_asked
                if any(unit.path.startswith(path) for path in self.paths)
            ]
            shared = Work.shared_with.through.objects.filter(unit__in=keys)
            works = works.filter(Q(unit__in=keys) | Q(pk__in=shared.values("work")))
        return works

    @cached_property
    def published_count(self) -> int:
        return self.published.count()

    @cached_property
    def published_and_carried(self) -> int:
        """Of the works published in the period, those carried in it."""
        first = self.asked.period.first.toordinal()
        last = self.asked.period.last.toordinal()
        days = self.lines.published
        within = (days >= first) & (days <= last)
        return int(np.count_nonzero(np.bincount(self.lines.work[within])))

    @property
    def share(self) -> Decimal | None:
        """Of the works published in the period, how many in a hundred were carried."""
        if not self.published_count:
            return None
        share = Decimal(100 * self.published_and_carried) / self.published_count
        return share.quantize(Decimal("0.1"))

    def tables(self) -> list[Table]:
        return [self.trend(), self.tiers(), self.units(), self.outlets(), self.days()]

    def trend(self) -> Table:
        months = self.asked.period.months_in
        firsts = [Period(*month, 1).first.toordinal() for month in months]
        single = np.searchsorted(firsts, self.single.day, side="right") - 1
        every = np.searchsorted(firsts, self.lines.day, side="right") - 1
        items = np.bincount(single, minlength=len(months)).tolist()
        points = np.bincount(every, self.lines.points, len(months)).tolist()
        keys = [f"{year}-{month:02}" for year, month in months]
        chart = charts.trend(
            zip(keys, items, [in_points(int(each)) for each in points], strict=True)
        )
        ask = self.asked.query
        return Table(chart, tuple(ask(**{"from": key, "to": key}) for key in keys))

    def tiers(self) -> Table:
        counts: Counter[str] = Counter()
        for outlet in self.outlets_of_county:
            counts[outlet.tier] += self.by_outlet.get(outlet.pk, 0)
        tiers = tiers_of(self.county).including(counts)
        tiers = tiers.shown([code for code, many in counts.items() if many])
        queries = tuple(self.asked.query(tier=code) for code in tiers.codes)
        return Table(charts.tiers(counts, tiers), queries)

    def units(self) -> Table:
        """The bulletin's lines, or what is below the unit that is asked for."""
        units = self._lines_of_units()
        items = _counts(self.lines.unit)
        points = np.bincount(self.lines.unit, self.lines.points).tolist()
        rows, queries = [], []
        for unit, keys in units:
            total = sum(items.get(key, 0) for key in keys)
            earned = sum(int(points[key]) for key in keys if key < len(points))
            if total or len(units) <= 1:
                rows.append((str(unit), total, in_points(earned)))
                queries.append(self.asked.query(unit=unit.pk))
        return Table(charts.units(rows), tuple(queries))

    def _lines_of_units(self) -> list[tuple[Unit, list[int]]]:
        depth = self.asked.unit.depth + 1 if self.asked.unit else 2
        lines: dict[str, tuple[Unit, list[int]]] = {}
        for unit in self.units_asked:
            path = unit.path[: depth * Unit.steplen]
            lines.setdefault(path, (unit, []))[1].append(unit.pk)
        return list(lines.values())

    def outlets(self) -> Table:
        names = {each.pk: str(each) for each in self.outlets_of_county}
        top = sorted(
            self.by_outlet.items(), key=lambda each: (-each[1], names[each[0]])
        )
        chart = charts.outlets({names[key]: count for key, count in top})
        queries = [self.asked.query(outlet=key) for key, _count in top[: charts.TOP]]
        queries += [""] * (len(chart.rows) - len(queries))
        return Table(chart, tuple(queries))

    def days(self) -> Table:
        queries = [
            self.asked.query(waited=f"{first}-{'' if last is None else last}")
            for first, last in charts.wait_groups()
        ]
        return Table(charts.days_counted(self.waits), tuple(queries))


def _counts(values: np.ndarray) -> dict[int, int]:
    """How often each value occurs. Values are small: keys of rows, or days."""
    counts = np.bincount(values)
    return {at: int(counts[at]) for at in np.flatnonzero(counts).tolist()}
