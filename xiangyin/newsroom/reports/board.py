"""The plans board: every open plan under the heading that says what it needs."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..models import Assignment, Plan, Story
from .standing import StoryState, standings


class Column(models.TextChoices):
    UNASSIGNED = "unassigned", pgettext_lazy("plan", "Unassigned")
    ASSIGNED = "assigned", pgettext_lazy("plan", "Assigned")
    WRITING = "writing", pgettext_lazy("plan", "Being written")
    READING = "reading", pgettext_lazy("plan", "Being read")
    DONE = "done", _("Ready or published this week")


@dataclass
class Card:
    """One plan as the board shows it."""

    plan: Plan
    column: str
    mine: bool
    late: bool
    stories: list = field(default_factory=list)


def cards(plans, *, person, today: date) -> dict[str, list[Card]]:
    """Sort ``plans`` (a queryset) into columns; a person's own come first.

    Published plans stay on the board until the end of their week.
    """
    monday = today - timedelta(days=today.weekday())
    this_week = Q(stories__live=True, stories__first_published_at__date__gte=monday)
    shown = with_people(
        plans.filter(dropped_on=None)
        .filter(~Q(stories__live=True) | this_week)
        .distinct()
    )
    shown = list(shown)
    known = standings(story for plan in shown for story in plan.stories.all())
    columns: dict[str, list[Card]] = {column.value: [] for column in Column}
    for plan in shown:
        stories = [(story, known[story.pk]) for story in plan.stories.all()]
        column = column_of(plan, [standing for _story, standing in stories])
        mine = any(job.reporter_id == person.pk for job in plan.assignments.all())
        late = column != Column.DONE and plan.due_on < today
        columns[column].append(
            Card(plan=plan, column=column, mine=mine, late=late, stories=stories)
        )
    for waiting in columns.values():
        waiting.sort(key=lambda card: (not card.mine, card.plan.due_on, card.plan.pk))
    return columns


def with_people(plans):
    """``plans`` with their tip, reporters and stories, in four queries."""
    return plans.select_related("unit", "theme", "tip").prefetch_related(
        Prefetch("assignments", Assignment.objects.select_related("reporter")),
        Prefetch("stories", Story.objects.select_related("owner").order_by("pk")),
    )


def column_of(plan: Plan, found) -> str:
    """The heading a plan stands under: that of its furthest story."""
    states = {standing.state for standing in found}
    if states & {StoryState.LIVE, StoryState.SCHEDULED}:
        return Column.DONE
    if any(standing.is_being_read for standing in found):
        return Column.READING
    if states:
        return Column.WRITING
    return Column.ASSIGNED if plan.assignments.all() else Column.UNASSIGNED
