"""The bulletin's columns, in words: the same on a sheet, in a CSV and on paper."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..models import Outlet
from .bulletin import GROUPS, Bulletin, Row
from .words import line_name

Cell = str | int | Decimal | None


@dataclass(frozen=True)
class Column:
    """``short`` is its heading under ``group``, on paper; ``adds`` says whether its
    cells sum to the total line, ``is_part`` whether they sum to a unit's items."""

    key: str
    heading: str
    of: Callable[[Row], Cell]
    group: str = ""
    short: str = ""
    adds: bool = True
    is_part: bool = False


def columns(told: Bulletin) -> list[Column]:
    """Unit, tiers (central by form), items, points, and the changes."""
    head = [Column("unit", _("Unit"), line_name, adds=False)]
    for tier in told.tiers:
        if tier.code == Outlet.Tier.CENTRAL:
            head += _by_form(tier.label)
        else:
            name = tier.label
            head.append(Column(tier.code, name, _tier(tier.code), is_part=True))
    head += [
        Column("items", _("Items"), lambda row: row.items),
        Column("points", _("Points"), lambda row: row.points),
    ]
    if told.shows_ranks:
        head.append(Column("rank", _("Rank"), lambda row: row.rank, adds=False))
    return head + _changes(told)


def _by_form(central: str) -> list[Column]:
    names = (
        pgettext("outlets", "print"),
        pgettext("outlets", "TV, radio"),
        pgettext("outlets", "web"),
    )
    columns = []
    for group, short in zip(GROUPS, names, strict=True):
        heading = _("%(tier)s, %(form)s") % {"tier": central, "form": short}
        of = _form(group)
        columns.append(Column(group, heading, of, central, short, is_part=True))
    return columns


def _form(group: str) -> Callable[[Row], Cell]:
    return lambda row: row.forms[group]


def _tier(tier: str) -> Callable[[Row], Cell]:
    return lambda row: row.counts[tier]


def _changes(told: Bulletin) -> list[Column]:
    """Against the period before and the same of the year before; of a year, one."""
    year = [
        Column(
            "items_on_year",
            _("Items, change on the year before"),
            lambda row: row.items - row.items_year_before,
            _("change on year"),
            _("Items"),
        ),
        Column(
            "points_on_year",
            _("Points, change on the year before"),
            lambda row: row.points - row.points_year_before,
            _("change on year"),
            _("Points"),
        ),
    ]
    if told.period.months == 12:
        return year
    before = [
        Column(
            "items_on_before",
            _("Items, change on the period before"),
            lambda row: row.items - row.items_before,
            _("change on the period before"),
            _("Items"),
        ),
        Column(
            "points_on_before",
            _("Points, change on the period before"),
            lambda row: row.points - row.points_before,
            _("change on the period before"),
            _("Points"),
        ),
    ]
    return before + year


def parts(told: Bulletin) -> list[Column]:
    """How a line's points came about."""
    return [
        Column("unit", _("Unit"), line_name, adds=False),
        Column("earned", _("Earned"), lambda row: row.parts.earned),
        Column("cut", _("Cut by the cap"), lambda row: -row.parts.cut),
        Column("missing", _("Items short"), lambda row: row.parts.missing),
        Column("short", _("For items short"), lambda row: -row.parts.short),
        Column("bonus", _("Bonus"), lambda row: row.parts.bonus),
        Column("penalty", _("For false reports"), lambda row: -row.parts.penalty),
        Column("points", _("Points"), lambda row: row.points),
    ]
