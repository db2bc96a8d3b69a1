"""The figures of answers in pictures, each drawn from the rows of a table."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from xiangyin.kernel.models import Unit
from xiangyin.kernel.papers.charts import Chart

from ..models import Openness
from ..models.catalogue import kind_word
from .figures import Row, counted, months_of, rows_of
from .months import Month, twelve_up_to
from .ranking import Band, bands

# What a telephone shows without making the words too small to read.
NARROW = 170


@dataclass(frozen=True)
class Told:
    """Figures of a span of months, and of each of twelve months up to its last."""

    everything: Row
    kinds: list[Row]
    groups: list[Row]
    months: list[Row]
    since: date
    until: date
    bands: list[Band] = field(default_factory=list)

    @property
    def by_kind(self) -> list[tuple[str, Row]]:
        return [(str(kind_word(row.key)), row) for row in self.kinds]

    @property
    def by_group(self) -> list[tuple[str, Row]]:
        return [(str(Unit.Kind(row.key).label), row) for row in self.groups]

    @property
    def by_month(self) -> list[tuple[str, Row]]:
        return [(row.key, row) for row in self.months]

    @property
    def all(self) -> tuple[str, Row]:
        return pgettext("figures", "All"), self.everything


def told_of_a_year(county: Unit, *, today: date) -> Told:
    """The running month and the eleven before it, as it stands today."""
    months = twelve_up_to(Month.of(today))
    return _told(county, months[0].first, today, months, today=today)


def told_of_a_month(county: Unit, month: Month, *, today: date) -> Told:
    """One month, and the year of months that it ends."""
    until = min(month.last, today)
    return _told(county, month.first, until, twelve_up_to(month), today=today)


def _told(county, since, until, months, *, today) -> Told:
    """The months are counted once, and what is told of some of them summed from that."""
    span = {"since": since, "until": until, "today": today}
    cells = counted(county, **span | {"since": months[0].first}, months=months)
    first = months.index(Month.of(since))
    inside = {key: told for key, told in cells.items() if key[0] >= first}
    everything, kinds, groups = rows_of(inside)
    ranked = bands(county, **span) if Openness.of(county).ranks_units else []
    rows = months_of(cells, months)
    return Told(everything, kinds, groups, rows, since, until, ranked)


def received(told: Told) -> Chart:
    return Chart(
        name="received",
        title=_("Questions received, by month"),
        headings=(_("Month"), pgettext("figures", "Received")),
        rows=tuple((row.key, row.received) for row in told.months),
        marked=frozenset([len(told.months) - 1]),
        note=_("Standing out: the last month told of here."),
        is_upright=True,
    )


def on_time(told: Told) -> Chart:
    """Months of which a share may be told; the others are not drawn as nothing."""
    rows = [
        (row.key, Decimal(row.on_time.percent))
        for row in told.months
        if row.on_time.is_told
    ]
    return Chart(
        name="on-time",
        title=_("Answered in time, by month, in percent"),
        headings=(_("Month"), _("Percent")),
        rows=tuple(rows),
        is_upright=True,
        scale=(0.0, 100.0),
    )


def kinds(told: Told) -> Chart:
    return Chart(
        name="kinds",
        title=_("Questions received, by kind"),
        headings=(_("Kind"), pgettext("figures", "Received")),
        rows=tuple((label, row.received) for label, row in told.by_kind),
    )


def groups(told: Told) -> Chart:
    return Chart(
        name="groups",
        title=_("Questions received, by group of units"),
        headings=(_("Group of units"), pgettext("figures", "Received")),
        rows=tuple((label, row.received) for label, row in told.by_group),
    )


CHARTS = {"received": received, "on-time": on_time, "kinds": kinds, "groups": groups}


def charts_of(told: Told) -> dict[str, Chart]:
    """By name, those that show something."""
    drawn = {name: draw(told) for name, draw in CHARTS.items()}
    return {name: chart for name, chart in drawn.items() if not chart.is_empty}


def svg_of(chart: Chart, *, narrow: bool = False, is_boxed: bool = True) -> str:
    """A picture for a page; ``narrow`` for a telephone, where bars lie.

    Unless it ``is_boxed`` it lies on the page's own colours.
    """
    if narrow:
        chart = replace(chart, is_upright=False)
    width = NARROW if narrow else 0
    if not is_boxed:
        return chart.unboxed(width=width)
    return chart.drawn(width=width) if narrow else chart.svg


def definition() -> list[str]:
    """How it was counted, a sentence each."""
    return [
        _(
            "Counted are questions whose contact was confirmed, by the day they came in."
        ),
        _(
            "In time: the first reply came by the promised day, of those that were due or"
            " answered. Withdrawn ones, merged ones and those that go another way by law"
            " are not among them."
        ),
        _(
            "Rated or called back: of the answered ones, those whose asker said a word of the reply."
            " Solved and satisfied are shares of those who said it; staff rates nothing."
        ),
        _(
            "Where fewer than five stand behind a share it is left out, and so is a further"
            " one that would tell it by subtraction."
        ),
    ]
