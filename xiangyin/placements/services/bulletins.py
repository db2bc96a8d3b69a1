"""A bulletin's way: compiled, open to objections, frozen, published."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.models import Unit
from xiangyin.kernel.rights import require
from xiangyin.kernel.services.audit import record
from xiangyin.kernel.services.cases import move, open_case

from ..lifecycles import BulletinState
from ..models import KeptBulletin, Objection, Placement
from ..reports import Period, bulletin
from ..reports.kept import differences, lines_to_keep, rules_to_keep, to_keep

Tell = Callable[[], object]
CHANGEABLE = (BulletinState.DRAFT, BulletinState.OPEN)


# So often :func:`compiled` tells that it came further.
STEPS = 6


def begin_bulletin(
    county: Unit, period: Period, *, by, today: date, tell: Tell = lambda: None
) -> KeptBulletin:
    """Compile a period and keep it as a draft. One that was begun is left as it is.

    ``tell`` is called after each of ``STEPS``. Raises ``NotAllowed``.
    """
    require(by, "placements.keep", county)
    known = KeptBulletin.objects.filter(county=county, period=period.key).first()
    if known:
        return known
    figures = compiled(county, period, today=today, tell=tell)
    begun = KeptBulletin(unit=county, period=period.key)
    with transaction.atomic():
        try:
            with transaction.atomic():
                open_case(begun, by=by, on=today)
        except (IntegrityError, ValidationError):  # somebody was faster
            return KeptBulletin.objects.get(county=county, period=period.key)
        _keep(begun, figures)
    return begun


def compile_again(
    kept: KeptBulletin, *, by, today: date, tell: Tell = lambda: None
) -> KeptBulletin:
    """Take over what the ledger and the schemes say now. Not once it is frozen."""
    require(by, "placements.keep", kept)
    _changeable(kept)
    period = Period.parse(kept.period)
    figures = compiled(kept.county, period, today=today, tell=tell)
    with transaction.atomic():
        kept = _changeable(_locked(kept))  # it may have been frozen meanwhile
        _keep(kept, figures)
        record(kept, "compile", by=by, label=_("Compiled again"))
    return kept


def _changeable(kept: KeptBulletin) -> KeptBulletin:
    if kept.state not in CHANGEABLE:
        raise RuleBroken(_("A frozen bulletin does not change. Open it again first."))
    return kept


def compiled(
    county: Unit, period: Period, *, today: date, tell: Tell = lambda: None
) -> dict[str, Any]:
    """What is kept of a period, by the field. It reads for long and writes nothing."""
    told = bulletin(county, period, today=today, tell=tell)
    figures = {
        "told": to_keep(told, tell=tell),
        "lines": lines_to_keep(told),
        "rules": rules_to_keep(told),
    }
    tell()
    return figures


def _keep(kept: KeptBulletin, figures: dict[str, Any]) -> None:
    for name, value in figures.items():
        setattr(kept, name, value)
    kept.compiled_at = timezone.now()
    kept.save(update_fields=[*figures, "compiled_at"])


def _locked(kept: KeptBulletin) -> KeptBulletin:
    rows = KeptBulletin.objects.select_for_update(of=["self"]).select_related("county")
    return rows.get(pk=kept.pk)


@transaction.atomic
def take_objections(
    kept: KeptBulletin, *, until: date, by, today: date
) -> KeptBulletin:
    """Let units object until a day, that day included."""
    if until < today:
        raise ValidationError({"until": _("Choose today or a day to come.")})
    move(kept, "open", by=by, note=_("until %(day)s") % {"day": until.isoformat()})
    kept.due_on = until
    kept.save(update_fields=["due_on"])
    return kept


@transaction.atomic
def raise_objection(
    kept: KeptBulletin, *, unit: Unit, text: str, number: str = "", by, today: date
) -> Objection:
    """Object to a unit's line, or to one placement by its number.

    Raises ``NotAllowed``, ``RuleBroken`` outside the days for it, ``ValidationError``.
    """
    require(by, "placements.object", unit)
    kept = _locked(kept)
    if kept.state != BulletinState.OPEN or (kept.due_on and kept.due_on < today):
        raise RuleBroken(_("Objections to this bulletin are not taken now."))
    if unit.county_path != kept.county.path:
        raise ValidationError({"unit": _("Choose a unit of this county.")})
    placement = None
    if number:
        placement = Placement.objects.filter(county=kept.county, number=number).first()
        if placement is None:
            raise ValidationError(
                {"number": _("There is no placement %(number)s.") % {"number": number}}
            )
    objection = Objection(
        bulletin=kept,
        unit=unit,
        placement=placement,
        text=text.strip(),
        raised_by=by,
    )
    objection.full_clean()
    objection.save()
    record(kept, "object", by=by, label=_("Objection of %(unit)s") % {"unit": unit})
    return objection


@transaction.atomic
def answer_objection(
    objection: Objection, *, outcome: str, answer: str, by
) -> Objection:
    """Answer an objection; the unit and the desk both read it. It can be answered anew.

    What it put right is put right in the ledger, and the bulletin compiled again.
    """
    kept = _locked(objection.bulletin)
    require(by, "placements.keep", kept)
    if kept.state not in CHANGEABLE:
        raise RuleBroken(_("A frozen bulletin does not change. Open it again first."))
    objection.outcome, objection.answer = outcome, answer.strip()
    objection.answered_by, objection.answered_at = by, timezone.now()
    if outcome == Objection.Outcome.OPEN:
        raise ValidationError({"outcome": _("Say whether it is put right.")})
    objection.full_clean()
    objection.save()
    record(
        kept,
        "answer",
        by=by,
        label=_("Objection of %(unit)s answered") % {"unit": objection.unit},
        outcome=outcome,
    )
    return objection


@transaction.atomic
def freeze_bulletin(kept: KeptBulletin, *, by, today: date) -> KeptBulletin:
    """Fix the figures, the schemes' versions and the hash.

    Refused while the period runs, the days for objections run, an objection waits
    for its answer, or the ledger says something else than what was compiled.
    """
    period = Period.parse(kept.period)
    if today <= period.last:
        raise RuleBroken(_("The period is not over yet: its figures still change."))
    if kept.state == BulletinState.OPEN and kept.due_on and today < kept.due_on:
        raise RuleBroken(
            _("Units may object until %(day)s.") % {"day": kept.due_on.isoformat()}
        )
    if kept.objections.filter(outcome=Objection.Outcome.OPEN).exists():
        raise RuleBroken(_("Answer every objection first."))
    move(kept, "freeze", by=by)
    kept.refresh_from_db()
    changes = differences(kept, today=today)
    if changes or changes.schemes:
        raise RuleBroken(
            _("The ledger or the scheme has changed since: compile it again first.")
        )
    kept.hash = kept.told["document"]["hash"]
    kept.frozen_at = timezone.now()
    kept.save(update_fields=["hash", "frozen_at"])
    return kept


@transaction.atomic
def publish_bulletin(kept: KeptBulletin, *, audience: str, by) -> KeptBulletin:
    """Show a frozen bulletin to the staff, or to everybody on the site."""
    if audience not in (KeptBulletin.Audience.STAFF, KeptBulletin.Audience.PUBLIC):
        raise ValidationError({"audience": _("Choose who may read it.")})
    move(kept, "publish", by=by, note=KeptBulletin.Audience(audience).label)
    kept.audience = audience
    kept.save(update_fields=["audience"])
    return kept


@transaction.atomic
def withdraw_bulletin(kept: KeptBulletin, *, by, note: str) -> KeptBulletin:
    """Take a published bulletin back; it stays frozen."""
    move(kept, "withdraw", by=by, note=note)
    kept.audience = KeptBulletin.Audience.NOBODY
    kept.save(update_fields=["audience"])
    return kept


@transaction.atomic
def reopen_bulletin(kept: KeptBulletin, *, by, note: str, today: date) -> KeptBulletin:
    """Make a draft of it again, from the ledger of now. The trail keeps the old hash."""
    old = kept.hash
    move(kept, "reopen", by=by, note=note)
    if old:
        record(kept, "unfreeze", by=by, label=_("No longer frozen"), hash=[old, ""])
    kept.hash, kept.frozen_at, kept.due_on = "", None, None
    kept.save(update_fields=["hash", "frozen_at", "due_on"])
    _keep(kept, compiled(kept.county, Period.parse(kept.period), today=today))
    return kept
