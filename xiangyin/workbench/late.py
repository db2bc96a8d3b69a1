"""What is late, asked of every desk: all of it counted, a page of it read."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import cached_property

from xiangyin.answers.reports.next_things import late_ones
from xiangyin.kernel.rights import Role, may, reach, within
from xiangyin.newsroom.models import Assignment, Plan, Tip
from xiangyin.newsroom.reports import OpenPlans
from xiangyin.placements.models import Placement

from .asking import question_line
from .lines import Line
from .waiting import job_line, placement_line, plan_line, tip_line

OVERSEERS = {Role.LEADER, Role.ADMINISTRATOR}


@dataclass(frozen=True)
class Kind:
    """Late things of one kind (a queryset), and how one of them is told.

    ``keys`` are their days and keys where somebody has read them already.
    """

    found: object
    line: Callable
    keys: list[tuple] | None = None

    def days(self) -> Iterable[tuple]:
        """The day and the key of each."""
        if self.keys is not None:
            return self.keys
        return self.found.order_by().values_list("due_on", "pk")


class LateLines(Sequence):
    """Lines past their day, the longest first; only those asked for are read.

    Whoever handles a kind of thing sees what they handle; leaders and
    administrators see all that their post reaches; others their own.
    """

    def __init__(self, person, *, today: date, plans: OpenPlans):
        self.today = today
        self.kinds = [
            *_cases(person, today, plans),
            *_questions(person, today),
            _jobs(person, today),
        ]

    @cached_property
    def keys(self) -> list[tuple]:
        """Day, kind and key of each: one query a kind at most."""
        return sorted(
            (day, at, pk)
            for at, kind in enumerate(self.kinds)
            for day, pk in kind.days()
        )

    def __len__(self):
        return len(self.keys)

    def __getitem__(self, wanted):
        if not isinstance(wanted, slice):
            return self[wanted : wanted + 1 or None][0]
        asked = self.keys[wanted]
        told = {}
        for at, kind in enumerate(self.kinds):
            keys = [pk for _day, of_kind, pk in asked if of_kind == at]
            for thing in kind.found.filter(pk__in=keys):
                told[at, thing.pk] = kind.line(thing, today=self.today)
        return [told[at, pk] for _day, at, pk in asked]


def late_lines(
    person, *, today: date, plans: OpenPlans | None = None
) -> Sequence[Line]:
    """What is past its day for ``person``.

    ``plans`` are the open ones, where the page has asked for them already.
    """
    return LateLines(person, today=today, plans=plans or OpenPlans(person))


def _cases(person, today, plans):
    """Late tips, plans and placements."""
    kinds = [
        (Tip.objects, "newsroom.handle_tip", ["unit"], tip_line),
        (Plan.objects, "newsroom.assign", ["unit"], plan_line),
        (Placement.objects, "placements.handle", ["unit", "work"], placement_line),
    ]
    for manager, handle, related, line in kinds:
        right = right_to_oversee(person, handle, manager.model.see_right)
        if right:
            found = manager.visible_to(person, right).overdue(on=today)
            found = found.select_related(*related)
            if manager.model is Placement:
                found = found.defer("work__text")
            yield Kind(found, line, _known(manager.model, plans, right, today))


def _questions(person, today):
    """Late questions of whoever acts on them; leaders are told figures alone."""
    found = late_ones(person, today=today)
    if found is not None:
        yield Kind(found.select_related("unit"), question_line)


def _known(model, plans, right, today) -> list[tuple] | None:
    """The late plans, which the workbench reads once for all it says of plans."""
    if model is not Plan:
        return None
    return [(plan.due_on, plan.pk) for plan in plans.overdue(right, on=today)]


def right_to_oversee(person, handle: str, see: str) -> str:
    """The right by which ``person`` answers for late things, or an empty string."""
    if may(person, handle):
        return handle
    return see if OVERSEERS & person.roles else ""


def _jobs(person, today) -> Kind:
    """One's own late jobs; whoever oversees is told those of plans not late yet."""
    right = right_to_oversee(person, "newsroom.assign", Plan.see_right)
    jobs = Assignment.objects.of_open_plans().filter(due_on__lt=today)
    if right:
        told = jobs.filter(plan__due_on__gte=today)
        jobs = told.filter(within(reach(person, right), field="plan__unit"))
    else:
        jobs = jobs.filter(reporter=person)
    jobs = jobs.select_related("plan__unit", "reporter")
    return Kind(jobs, _job_told if right else job_line)


def _job_told(job, *, today) -> Line:
    return job_line(job, today=today, who=str(job.reporter))
