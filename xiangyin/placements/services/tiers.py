"""A county's own tiers of outlets, and the order of all of them.

Outlets and schemes keep a tier's code, which never changes. So a tier may be called
otherwise, moved or retired, and what was counted stays as it was counted.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.models import Unit
from xiangyin.kernel.rights import require
from xiangyin.kernel.services.audit import record

from ..models import BuiltIn, Tier
from ..reports.tiers import Tiers, Uses, tiers_of, uses_of
from .texts import clean_line, folded

MOST_OWN = 12
LONGEST_CODE = 10
# What people write of the built-in ones.
WORDS = {
    "中央级": "central", "中央": "central", "国家级": "central", "央媒": "central",
    "省级": "province", "省": "province", "自治区": "province",
    "市级": "city", "市": "city", "地市级": "city", "州级": "city",
    "县级": "county", "县": "county", "区县级": "county",
    "行业": "trade", "行业级": "trade", "部门": "trade",
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What a person says of a tier. ``after`` is the code it comes after, "" none."""

    name: str = ""
    name_en: str = ""
    after: str | None = None


def tier_said(tiers: Tiers, said: str) -> str:
    """The code of the tier in use that ``said`` is: a code, a name or a usual word."""
    key = folded(said)
    names = {folded(word): code for word, code in WORDS.items()}
    for tier in tiers.in_use:
        names |= {folded(each): tier.code for each in (tier.name, tier.name_en) if each}
    names |= {folded(code): code for code in tiers.in_use.codes}
    return names.get(key, "") if key else ""


def hold_tier(county: Unit, code: str) -> None:
    """Refuse a tier that the county does not have in use.

    One of its own that is there stays until the transaction ends.
    """
    if code in BuiltIn.values:
        return
    mine = Tier.objects.select_for_update(no_key=True).of_county(county).own()
    if not mine.filter(code=code, is_active=True).exists():
        raise ValidationError({"tier": unknown_tier(tiers_of(county))})


def unknown_tier(tiers: Tiers) -> str:
    """What to write instead."""
    labels = [tier.label for tier in tiers.in_use]
    return _("Write one of these tiers: %(tiers)s.") % {"tiers": _(", ").join(labels)}


@transaction.atomic
def add_tier(county: Unit, told: Told, *, by, code: str = "", reason: str = "") -> Tier:
    """Add a tier of the county's own.

    Raises ``NotAllowed``, or ``ValidationError`` with a message per field.
    """
    require(by, "placements.keep", county)
    rows = _rows(county)
    if sum(1 for row in rows if row.name) >= MOST_OWN:
        raise ValidationError(
            ngettext(
                "There is %(count)s tier of your own already, which is the most.",
                "There are %(count)s tiers of your own already, which is the most.",
                MOST_OWN,
            )
            % {"count": MOST_OWN}
        )
    tier = Tier(unit=county, code=slugify(code), place=0)
    _name(tier, told, rows)
    tier.code = tier.code or _free_code(tier, rows)
    _keep(tier, [*rows, tier], told.after)
    record(tier, "create", by=by, label=_("Created"), note=reason)
    return tier


@transaction.atomic
def change_tier(county: Unit, code: str, told: Told, *, by, reason: str) -> Tier:
    """Rename a tier of the county's own, or move any tier in the order.

    Raises ``NotAllowed``, or ``ValidationError`` with a message per field.
    """
    require(by, "placements.keep", county)
    rows = _rows(county)
    tier = _among(rows, code)
    before = _state(tier, rows)
    if tier.name:
        _name(tier, told, rows)
    _keep(tier, rows, told.after)
    after = _state(tier, _rows(county))
    changed = {
        name: [before[name], after[name]]
        for name in after
        if before[name] != after[name]
    }
    if changed:
        _need(reason)
        record(tier, "change", by=by, label=_("Changed"), note=reason, **changed)
    return tier


@transaction.atomic
def retire_tier(county: Unit, code: str, *, by, reason: str) -> Tier:
    """Let no further outlet or row name a tier; what names it stays, and counts."""
    return _turn(county, code, is_active=False, by=by, reason=reason)


@transaction.atomic
def restore_tier(county: Unit, code: str, *, by, reason: str) -> Tier:
    """Take a retired tier into use again."""
    return _turn(county, code, is_active=True, by=by, reason=reason)


def _turn(county: Unit, code: str, *, is_active: bool, by, reason: str) -> Tier:
    require(by, "placements.keep", county)
    tier = _own(county, code)
    _need(reason)
    if tier.is_active == is_active:
        return tier
    tier.is_active = is_active
    tier.save(update_fields=["is_active"])
    action, label = (
        ("restore", _("Restored")) if is_active else ("retire", _("Retired"))
    )
    record(tier, action, by=by, label=label, note=reason)
    return tier


@transaction.atomic
def remove_tier(county: Unit, code: str, *, by, reason: str) -> None:
    """Delete a tier that no outlet and no scheme names. Raises ``RuleBroken``."""
    require(by, "placements.keep", county)
    tier = _own(county, code)
    _need(reason)
    uses = uses_of(county, code)
    if uses:
        raise RuleBroken(
            _("“%(tier)s” is used by %(uses)s. Retire it instead.")
            % {"tier": tier, "uses": told_uses(uses)}
        )
    label = _("Deleted: %(tier)s") % {"tier": tier.name}
    record(tier, "delete", by=by, label=label, note=reason)
    tier.delete()


def told_uses(uses: Uses) -> str:
    """Which outlets and which schemes name a tier, in words."""
    parts = []
    if uses.outlets:
        names = _(", ").join(uses.some)
        many = ngettext("%(count)s outlet", "%(count)s outlets", uses.outlets)
        shown = _("%(many)s (%(names)s)") if len(uses.some) == uses.outlets else None
        shown = shown or _("%(many)s (%(names)s and others)")
        parts.append(shown % {"many": many % {"count": uses.outlets}, "names": names})
    parts += [_("the scheme “%(name)s”") % {"name": name} for name in uses.schemes]
    return _(", ").join(parts)


def _rows(county: Unit) -> list[Tier]:
    """A row for each tier in the county's order; nobody else changes any meanwhile."""
    Unit.objects.select_for_update(no_key=True).get(pk=county.pk)
    there = {tier.code: tier for tier in Tier.objects.of_county(county)}
    return [
        there.get(code) or Tier(unit=county, code=code, place=0)
        for code in tiers_of(county).codes
    ]


def _among(rows: list[Tier], code: str) -> Tier:
    tier = next((row for row in rows if row.code == code), None)
    if tier is None:
        raise RuleBroken(_("There is no such tier."))
    return tier


def _own(county: Unit, code: str) -> Tier:
    """One of the county's own, held until the transaction ends."""
    mine = Tier.objects.select_for_update().of_county(county).own()
    tier = mine.filter(code=code).first()
    if tier is None:
        raise RuleBroken(_("Only a tier of your own can be retired or deleted."))
    return tier


def _need(reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: it is kept with your name.")})


def _state(tier: Tier, rows: list[Tier]) -> dict:
    place = 1 + [row.code for row in rows].index(tier.code)
    return {"name": tier.name, "name_en": tier.name_en, "place": place}


def _name(tier: Tier, told: Told, rows: list[Tier]) -> None:
    """Give a tier its names, if nobody could take it for another one by them."""
    tier.name, tier.name_en = clean_line(told.name), clean_line(told.name_en)
    taken = {folded(word) for word in WORDS}
    for row in rows:
        if row.code != tier.code:
            said = (row.code, row.name, row.name_en)
            taken |= {folded(each) for each in said if each}
    problems = {
        field: _("Another tier is called so: “%(said)s”.") % {"said": said}
        for field, said in _said(tier)
        if folded(said) in taken
    }
    if tier.name and not folded(tier.name):
        problems["name"] = _("Write a name with letters.")
    if problems:
        raise ValidationError(problems)


def _said(tier: Tier):
    fields = ("name", "name_en") if tier.pk else ("code", "name", "name_en")
    return [(field, said) for field in fields if (said := getattr(tier, field))]


def _free_code(tier: Tier, rows: list[Tier]) -> str:
    """From the English name where it is short enough, or else the next number."""
    taken = {folded(row.code) for row in rows}
    taken |= {folded(each) for row in rows for each in (row.name, row.name_en) if each}
    taken |= {folded(word) for word in WORDS}
    wanted = slugify(tier.name_en)
    if wanted and len(wanted) <= LONGEST_CODE and folded(wanted) not in taken:
        return wanted
    number = 1
    while folded(f"own-{number}") in taken:
        number += 1
    return f"own-{number}"


def _keep(tier: Tier, rows: list[Tier], after: str | None) -> None:
    """Save a tier at its place, and the others where they stand then."""
    order = _placed(tier, rows, after)
    for place, row in enumerate(order, start=1):
        moved = row.place != place
        row.place = place
        if row is tier:
            row.full_clean()
        if row is tier or moved:
            row.save()


def _placed(tier: Tier, rows: list[Tier], after: str | None) -> list[Tier]:
    if after is None or after == tier.code:
        return rows
    others = [row for row in rows if row.code != tier.code]
    at = 0
    if after:
        at = 1 + others.index(_among(others, after))
    return [*others[:at], tier, *others[at:]]
