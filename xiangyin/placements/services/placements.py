"""Deciding what was carried: one person, one pair at a time, and back again."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.events import announce
from xiangyin.kernel.rights import require
from xiangyin.kernel.services.audit import record
from xiangyin.kernel.services.cases import move

from ..events import PlacementConfirmed
from ..models import Placement, Work

CHANGEABLE = ("kind", "mode", "prominence")


@transaction.atomic
def confirm_placement(placement: Placement, *, by, note="", **changes) -> Placement:
    """Say that the article carries the work.

    ``kind``, ``mode`` and ``prominence`` may be set in the same breath. An
    article whose outlet nobody knows cannot be counted, so it is refused.
    Raises ``WrongState``, ``NotAllowed`` or ``RuleBroken``.
    """
    if placement.article.outlet_id is None:
        raise RuleBroken(
            _("Say first whose article this is: its outlet is not listed.")
        )
    if changes:
        change_kind(placement, by=by, **changes)
    _decide(placement, "confirm", by=by, note=note)
    announce(PlacementConfirmed(placement_id=placement.pk))
    return placement


def reject_placement(placement: Placement, *, by, note="") -> Placement:
    """Say that the article does not carry the work. It is never proposed again."""
    return _decide(placement, "reject", by=by, note=note)


@transaction.atomic
def undo_decision(placement: Placement, *, by) -> Placement:
    """Take a decision back: the pair is a candidate again."""
    move(placement, "undo", by=by)
    placement.decided_by = placement.decided_at = None
    placement.save(update_fields=["decided_by", "decided_at"])
    return placement


@transaction.atomic
def _decide(placement: Placement, step: str, *, by, note: str) -> Placement:
    move(placement, step, by=by, note=note)
    placement.decided_by, placement.decided_at = by, timezone.now()
    placement.save(update_fields=["decided_by", "decided_at"])
    return placement


@transaction.atomic
def change_kind(placement: Placement, *, by, **changes) -> Placement:
    """Correct what the engine guessed or could not see: kind, mode, prominence.

    Raises ``NotAllowed``, or ``ValidationError`` with a message per field.
    """
    require(by, "placements.handle", placement)
    changed = {
        name: [getattr(placement, name), value]
        for name, value in changes.items()
        if name in CHANGEABLE and value and getattr(placement, name) != value
    }
    if not changed:
        return placement
    for name, (_before, value) in changed.items():
        setattr(placement, name, value)
        placement._meta.get_field(name).clean(value, placement)
    placement.save(update_fields=list(changed))
    record(placement, "change", by=by, label=_("Changed"), **changed)
    return placement


@transaction.atomic
def confirm_all_reprints(work: Work, *, by) -> list[Placement]:
    """Confirm every waiting candidate that reprints ``work`` whole.

    Those of unknown outlets are left. Returns what was confirmed, so that the
    person can undo it.
    """
    require(by, "placements.handle", work)
    reprints = work.placements.to_confirm().filter(
        kind=Placement.Kind.REPRINT, article__outlet__isnull=False
    )
    return [
        confirm_placement(placement, by=by)
        for placement in reprints.select_related("article", "unit").order_by("pk")
    ]


@transaction.atomic
def undo_all(placements, *, by) -> int:
    """Take several decisions back, all or none."""
    count = 0
    for placement in placements:
        undo_decision(placement, by=by)
        count += 1
    return count
