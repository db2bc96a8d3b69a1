"""Every placement that a bulletin counts, a line each."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from xiangyin.engines.points.rules import in_points
from xiangyin.kernel.models import Unit

from ..models import Outlet, Placement
from .bulletin import Bulletin

AT_ONCE = 5_000
FIELDS = (
    "pk",
    "number",
    "work__title",
    "unit_id",
    "article__outlet_id",
    "article__published_on",
    "kind",
    "mode",
    "prominence",
    "article__address",
)


class Line(NamedTuple):
    """A placement in words."""

    number: str
    title: str
    unit: str
    outlet: str
    tier: str
    form: str
    day: date
    kind: str
    mode: str
    place: str
    points: Decimal
    address: str


def headings() -> list[str]:
    return [
        pgettext("placement", "Number"),
        _("Our title"),
        _("Unit"),
        _("Outlet"),
        _("Tier"),
        _("Outlet's form"),
        _("Day"),
        _("Kind"),
        _("Solo or roundup"),
        _("Place on the page"),
        _("Points"),
        _("Address"),
    ]


def lines(told: Bulletin) -> Iterator[Line]:
    """By day and number. Points are the placement's, before units share them."""
    if told.now is None:
        return
    tally, keys = told.now.tally, told.now.lines.key
    earned = dict(
        zip(keys[told.chosen].tolist(), tally.earned[told.chosen].tolist(), strict=True)
    )
    units = Unit.objects.below(told.county).in_bulk()
    outlets = Outlet.objects.filter(unit=told.county).in_bulk()
    kinds, modes = dict(Placement.Kind.choices), dict(Placement.Mode.choices)
    places = dict(Placement.Prominence.choices)
    found = (
        Placement.objects.filter(county=told.county)
        .confirmed()
        .carried_between(told.period.first, told.period.last)
        .order_by("article__published_on", "number")
        .values_list(*FIELDS)
    )
    for key, number, title, unit, at, day, kind, mode, place, address in found.iterator(
        chunk_size=AT_ONCE
    ):
        if key not in earned:
            continue
        outlet = outlets[at]
        yield Line(
            number,
            title,
            str(units[unit]),
            str(outlet),
            str(outlet.get_tier_display()),
            str(outlet.get_form_display()),
            day,
            str(kinds[kind]),
            str(modes[mode]),
            str(places[place]),
            in_points(earned[key]),
            address,
        )
