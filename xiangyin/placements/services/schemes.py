"""Dated scoring tables, and the ones offices really use."""

from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangyin.kernel.rights import require
from xiangyin.kernel.services.audit import record

from ..models import Outlet, Scheme, SchemeRow

Tier = Outlet.Tier


@dataclass(frozen=True)
class Preset:
    """A scheme some office published: points per tier, solo and roundup."""

    key: str
    name: str
    source: str
    points: dict[str, tuple[str, str]]
    front_page_factor: str = "2"


PRESETS = (
    Preset(
        "plain",
        gettext_lazy("Plain: 20, 10, 5, 2"),
        gettext_lazy("the house's own, after the schemes below"),
        {
            Tier.CENTRAL: ("20", "10"),
            Tier.PROVINCE: ("10", "5"),
            Tier.CITY: ("5", "3"),
            Tier.COUNTY: ("2", "1"),
            Tier.TRADE: ("5", "3"),
        },
    ),
    Preset(
        "gaoan",
        gettext_lazy("Gao'an 2023: village revival"),
        "高安市乡村振兴宣传评价办法（2023），gaoan.gov.cn",
        {
            Tier.CENTRAL: ("20", "10"),
            Tier.PROVINCE: ("10", "5"),
            Tier.CITY: ("5", "3"),
            Tier.COUNTY: ("0", "0"),
            Tier.TRADE: ("8", "8"),
        },
        front_page_factor="1.6",
    ),
    Preset(
        "labour",
        gettext_lazy("A city's labour office: 20, 6, 4"),
        "某市人社局新闻宣传考核办法，fsou.com.cn lar/172974",
        {
            Tier.CENTRAL: ("20", "20"),
            Tier.PROVINCE: ("6", "6"),
            Tier.CITY: ("4", "4"),
            Tier.COUNTY: ("0", "0"),
            Tier.TRADE: ("0", "0"),
        },
    ),
    Preset(
        "building",
        gettext_lazy("A county's building office: 10, 7, 5"),
        "某县住建局信息宣传考核办法（2023-08），book118",
        {
            Tier.CENTRAL: ("10", "10"),
            Tier.PROVINCE: ("10", "10"),
            Tier.CITY: ("7", "7"),
            Tier.COUNTY: ("4", "4"),
            Tier.TRADE: ("5", "5"),
        },
    ),
)


def preset(key: str) -> Preset:
    """The preset called ``key``, or the plain one."""
    return next((one for one in PRESETS if one.key == key), PRESETS[0])


@transaction.atomic
def keep_scheme(scheme: Scheme, *, by, points: dict[str, tuple]) -> Scheme:
    """Save a scheme with its points per tier ``(solo, roundup)``.

    Raises ``NotAllowed``, or ``ValidationError`` with a message per field.
    """
    if by is not None:  # the operator at the machine's own shell holds no post
        require(by, "placements.keep", scheme)
    scheme.full_clean()
    scheme.save()
    for tier in Tier.values:
        solo, roundup = (Decimal(str(point)) for point in points.get(tier, (0, 0)))
        if solo < 0 or roundup < 0:
            raise ValidationError(_("Points are 0 or more."))
        SchemeRow.objects.update_or_create(
            scheme=scheme, tier=tier, defaults={"solo": solo, "roundup": roundup}
        )
    return scheme


@transaction.atomic
def start_scheme(county, *, starts_on, by=None, key: str = "plain", name="") -> Scheme:
    """Put a preset in force from a day."""
    chosen = preset(key)
    scheme = Scheme(
        unit=county,
        name=name or str(chosen.name),
        starts_on=starts_on,
        front_page_factor=Decimal(chosen.front_page_factor),
        source=str(chosen.source),
    )
    keep_scheme(scheme, by=by, points=chosen.points)
    record(scheme, "start", by=by, label=scheme.name)
    return scheme
