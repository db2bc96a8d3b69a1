"""Plans: made from tips or from nothing, assigned, dropped."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xiangyin.kernel.deadlines import deadline
from xiangyin.kernel.errors import RuleBroken, WrongState
from xiangyin.kernel.rights import require
from xiangyin.kernel.services.audit import record

from ..models import Assignment, Plan

WORKDAYS_TO_PUBLISH = 5


@transaction.atomic
def make_plan(
    *,
    unit,
    working_title: str,
    by,
    today: date,
    tip=None,
    theme=None,
    form: str = Plan.Form.NEWS,
    due_on: date | None = None,
) -> Plan:
    """Write down what will be covered, by when, in which form."""
    require(by, "newsroom.make_plan", unit)
    if due_on is None:
        due_on = deadline(today, workdays=WORKDAYS_TO_PUBLISH, county=unit.county).day
    plan = Plan(
        unit=unit,
        tip=tip,
        working_title=working_title,
        theme=theme,
        form=form,
        due_on=due_on,
        made_by=by,
        made_at=timezone.now(),
    )
    plan.full_clean()
    plan.save()
    record(plan, "make", by=by, label=_("Planned"))
    return plan


@transaction.atomic
def plan_from_nothing(*, reporter=None, **told) -> Plan:
    """Make a plan without a tip, and assign it at once if a reporter is named."""
    plan = make_plan(**told)
    if reporter:
        assign(plan, reporter=reporter, by=told["by"])
    return plan


@transaction.atomic
def assign(
    plan: Plan, *, reporter, by, due_on: date | None = None, note=""
) -> Assignment:
    """Give a reporter a part in the plan.

    Raises ``ValidationError`` if they have one, ``RuleBroken`` if the plan was
    dropped or the person may not write.
    """
    require(by, "newsroom.assign", plan)
    if plan.dropped_on:
        raise RuleBroken(_("This plan was dropped."))
    if reporter.county is None or reporter.county.pk != plan.unit.county.pk:
        raise ValidationError({"reporter": _("Choose somebody of this county.")})
    assignment = Assignment(
        plan=plan, reporter=reporter, due_on=due_on or plan.due_on, note=note
    )
    assignment.full_clean()
    assignment.save()
    record(plan, "assign", by=by, label=_("Assigned"), person=reporter.pk)
    return assignment


@transaction.atomic
def withdraw_assignment(assignment: Assignment, *, by) -> None:
    """Take a part back. A story already begun stays with its author."""
    plan = assignment.plan
    require(by, "newsroom.assign", plan)
    gone, _kinds = Assignment.objects.filter(pk=assignment.pk).delete()
    if not gone:
        raise WrongState(_("Somebody has just taken this part back."))
    record(
        plan,
        "unassign",
        by=by,
        label=_("Assignment withdrawn"),
        person=assignment.reporter_id,
    )


@transaction.atomic
def drop_plan(plan: Plan, *, by, today: date, note: str) -> None:
    """Drop a plan that will not be told. Raises ``RuleBroken`` once it is public."""
    require(by, "newsroom.make_plan", plan)
    if Plan.objects.select_for_update(of=["self"]).get(pk=plan.pk).dropped_on:
        raise WrongState(_("This plan was dropped."))
    if plan.stories.filter(live=True).exists():
        raise RuleBroken(_("This plan is published already."))
    plan.dropped_on = today
    plan.save(update_fields=["dropped_on"])
    record(plan, "drop", by=by, label=_("Dropped"), note=note)


@transaction.atomic
def resume_plan(plan: Plan, *, by) -> None:
    """Take a dropped plan up again."""
    require(by, "newsroom.make_plan", plan)
    if not Plan.objects.select_for_update(of=["self"]).get(pk=plan.pk).dropped_on:
        raise WrongState(_("Somebody has just taken this plan up again."))
    plan.dropped_on = None
    plan.save(update_fields=["dropped_on"])
    record(plan, "resume", by=by, label=_("Resumed"))
