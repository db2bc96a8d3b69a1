"""The plans board: every open plan under the heading that says what it needs."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import models
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..models import Assignment, Plan, Story
from .standing import Sketch, StoryState, standings

# Cards shown under one heading; the others are counted.
MOST = 40


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


@dataclass
class Pile:
    """What stands under one heading: how many plans, and the first cards of them."""

    total: int = 0
    cards: list[Card] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.total - len(self.cards)


def cards(plans, *, person, today: date) -> dict[str, Pile]:
    """Sort ``plans`` (a queryset) into columns; a person's own come first.

    Published plans stay on the board until the end of their week. All are sorted by
    what little that takes; of the first ``MOST`` of each column all is read.
    """
    monday = today - timedelta(days=today.weekday())
    due = dict(plans.on_the_board(since=monday).order_by().values_list("pk", "due_on"))
    reporters = _reporters(due)
    stories = _stories(due)
    known = standings(story for found in stories.values() for story in found)
    sorted_: dict[str, list[tuple]] = {column.value: [] for column in Column}
    for pk, day in due.items():
        standing = [known[story.pk] for story in stories[pk]]
        mine = person.pk in reporters[pk]
        sorted_[column_of(standing, reporters[pk])].append((not mine, day, pk))
    shown = {column: sorted(found)[:MOST] for column, found in sorted_.items()}
    keys = [pk for found in shown.values() for _mine, _day, pk in found]
    read = with_people(Plan.objects.all()).in_bulk(keys)
    return {
        column: Pile(
            total=len(sorted_[column]),
            cards=[
                Card(
                    plan=read[pk],
                    column=column,
                    mine=not others,
                    late=column != Column.DONE and day < today,
                    stories=[(one, known[one.pk]) for one in read[pk].stories.all()],
                )
                for others, day, pk in found
            ],
        )
        for column, found in shown.items()
    }


def _reporters(plans) -> dict[int, set[int]]:
    """Who is on each of ``plans``."""
    found: dict[int, set[int]] = defaultdict(set)
    jobs = Assignment.objects.filter(plan__in=list(plans))
    for plan, reporter in jobs.values_list("plan", "reporter"):
        found[plan].add(reporter)
    return found


def _stories(plans) -> dict[int, list[Sketch]]:
    """The stories of each of ``plans``."""
    found: dict[int, list[Sketch]] = defaultdict(list)
    stories = Story.objects.filter(plan__in=list(plans)).order_by()
    for told in stories.values_list(*Sketch._fields):
        found[told[1]].append(Sketch(*told))
    return found


def with_people(plans):
    """``plans`` with their tip, reporters and stories, in four queries."""
    return plans.select_related("unit", "theme", "tip").prefetch_related(
        Prefetch("assignments", Assignment.objects.select_related("reporter")),
        Prefetch(
            "stories",
            Story.objects.select_related("owner").defer("body").order_by("pk"),
        ),
    )


def column_of(found, reporters) -> str:
    """The heading a plan stands under: that of its furthest story."""
    states = {standing.state for standing in found}
    if states & {StoryState.LIVE, StoryState.SCHEDULED}:
        return Column.DONE
    if any(standing.is_being_read for standing in found):
        return Column.READING
    if states:
        return Column.WRITING
    return Column.ASSIGNED if reporters else Column.UNASSIGNED
