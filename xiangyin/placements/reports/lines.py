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
CODED = ("tier", "form", "kind", "mode", "place")
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
    labels = (
        dict(told.tiers.choices),
        dict(Outlet.Form.choices),
        dict(Placement.Kind.choices),
        dict(Placement.Mode.choices),
        dict(Placement.Prominence.choices),
    )
    for line in told.lines if told.now is None else plain_lines(told):
        tier, form, kind, mode, place = (
            str(names.get(line[name], line[name]))
            for name, names in zip(CODED, labels, strict=True)
        )
        yield Line(
            line["number"],
            line["title"],
            line["unit"],
            line["outlet"],
            tier,
            form,
            date.fromisoformat(line["day"]),
            kind,
            mode,
            place,
            Decimal(line["points"]),
            line["address"],
        )


def plain_lines(told: Bulletin) -> Iterator[dict[str, str]]:
    """The same as plain values that no language changes: names in Chinese, codes."""
    if told.now is None:
        return
    tally, keys = told.now.tally, told.now.lines.key
    earned = dict(
        zip(keys[told.chosen].tolist(), tally.earned[told.chosen].tolist(), strict=True)
    )
    units = Unit.objects.below(told.county).in_bulk()
    outlets = Outlet.objects.filter(unit=told.county).in_bulk()
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
        if key in earned:
            outlet = outlets[at]
            yield {
                "number": number,
                "title": title,
                "unit": units[unit].name,
                "outlet": outlet.name,
                "tier": outlet.tier,
                "form": outlet.form,
                "day": day.isoformat(),
                "kind": kind,
                "mode": mode,
                "place": place,
                "points": f"{in_points(earned[key]).normalize():f}",
                "address": address,
            }
