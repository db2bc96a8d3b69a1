"""Who is credited, and what is given or taken besides: shares, bonuses, false reports."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.models import Unit
from xiangyin.kernel.rights import require
from xiangyin.kernel.services.audit import record

from ..models import Bonus, Work


@transaction.atomic
def share_work(work: Work, *, units, by) -> Work:
    """Say which other units wrote a work too. Nobody's is left out by accident: the
    list is the whole of it."""
    require(by, "placements.keep", work.county)
    for unit in units:
        if unit.county_path != work.county.path:
            raise ValidationError(_("Choose units of this county."))
        if unit.pk == work.unit_id:
            raise ValidationError(
                _("%(unit)s is credited already.") % {"unit": unit.name}
            )
    before = sorted(work.shared_with.values_list("name", flat=True))
    work.shared_with.set(units)
    after = sorted(unit.name for unit in units)
    if before != after:
        record(work, "share", by=by, label=_("Shared with"), units=[before, after])
    return work


@transaction.atomic
def call_false(work: Work, *, by, on: date, reason: str) -> Work:
    """Note that a report was found false: it earns nothing and may cost.

    Its placements stay; the penalty is the scheme's and falls in the month of ``on``.
    """
    require(by, "placements.keep", work.county)
    if not reason.strip():
        raise RuleBroken(_("Write what was false, and who found it."))
    work.false_on = on
    work.save(update_fields=["false_on"])
    record(
        work,
        "call false",
        by=by,
        label=_("Found false"),
        note=reason,
        on=on.isoformat(),
    )
    return work


@transaction.atomic
def clear_false(work: Work, *, by, reason: str) -> Work:
    """Take that back."""
    require(by, "placements.keep", work.county)
    if not reason.strip():
        raise RuleBroken(_("Write why it is taken back."))
    work.false_on = None
    work.save(update_fields=["false_on"])
    record(work, "clear", by=by, label=_("Not false after all"), note=reason)
    return work


@transaction.atomic
def give_bonus(
    unit: Unit, *, points: Decimal, given_on: date, reason: str, document: str, by
) -> Bonus:
    """Give a unit points besides its placements, for a reason and by a document."""
    require(by, "placements.keep", unit.county)
    bonus = Bonus(
        county=unit.county,
        unit=unit,
        points=points,
        given_on=given_on,
        reason=reason.strip(),
        document=document.strip(),
        given_by=by,
    )
    bonus.full_clean()
    bonus.save()
    record(bonus, "give", by=by, label=bonus.reason, points=str(points))
    return bonus


@transaction.atomic
def set_bonus_aside(bonus: Bonus, *, by, withdrawn: bool) -> Bonus:
    """Withdraw a bonus, or let it count again."""
    require(by, "placements.keep", bonus.county)
    bonus.is_withdrawn = withdrawn
    bonus.save(update_fields=["is_withdrawn"])
    action, label = (
        ("withdraw", _("Withdrawn")) if withdrawn else ("restore", _("Counts again"))
    )
    record(bonus, action, by=by, label=label)
    return bonus
