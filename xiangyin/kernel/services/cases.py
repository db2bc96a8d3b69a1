"""Opening and moving cases: the only writers of ``number`` and ``state``."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ..errors import NotAllowed, RuleBroken
from ..lifecycle import NOBODY
from ..models import Series
from ..rights import require
from .audit import record


@transaction.atomic
def open_case(case, *, by, on):
    """Number ``case``, put it in its first state and save it.

    Raises ``ValidationError`` with a message per field.
    """
    case.county = case.unit.county
    case.opened_on = on
    case.state = case.lifecycle.start
    case.number = "?"
    case.full_clean(validate_constraints=False)
    case.number = next_number(case.series, county=case.county, year=on.year)
    case.validate_constraints()
    case.save()
    record(case, "open", by=by, label=_("Opened"), to=case.state)
    return case


@transaction.atomic
def move(case, step_name, *, by, note=""):
    """Take one step of the case's lifecycle, and write it in the history.

    Where ``by`` is None the program takes it: a step that is nobody's, and no other.
    Raises ``WrongState``, ``NotAllowed`` or ``RuleBroken``. The row is locked,
    so two people pressing the same button make one step, not two.
    """
    now = type(case).objects.select_for_update(of=["self"]).get(pk=case.pk)
    step = case.lifecycle.find(step_name, state=now.state)
    _require(by, step, now)
    if step.needs_note and not note.strip():
        raise RuleBroken(_("Write a reason: the sender will read it."))

    case.state = step.target
    case.save(update_fields=["state"])
    record(
        case,
        step.name,
        by=by,
        label=step.label,
        note=note,
        **{"from": now.state, "to": step.target},
    )


def _require(by, step, case) -> None:
    if step.right != NOBODY:
        require(by, step.right, case)
    elif by is not None:
        raise NotAllowed(_("The program takes this step by itself."))


def next_number(series: str, *, county, year: int) -> str:
    """Take the next number of a series. A rolled-back opening leaves no gap."""
    Series.objects.get_or_create(county=county, name=series, year=year)
    row = Series.objects.select_for_update().get(county=county, name=series, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return f"{series}-{year}-{row.last:04}"
