"""Where a story stands: said once, in the newsroom's words.

Wagtail keeps a story's state in its workflow, its revisions and its ``live``
flag. Nothing here copies that into a column; it is read for a whole list in
five queries.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import pgettext_lazy
from wagtail.models import Revision, WorkflowState

from ..models import Reading, Signature, Story

OPEN = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)


class StoryState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("story", "draft")
    READING = "reading", pgettext_lazy("story", "being read")
    HELD = "held", pgettext_lazy("story", "held")
    BACK = "back", pgettext_lazy("story", "sent back")
    SCHEDULED = "scheduled", pgettext_lazy("story", "scheduled")
    LIVE = "live", pgettext_lazy("story", "public")
    WITHDRAWN = "withdrawn", pgettext_lazy("story", "withdrawn")


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One story's state, the reading it is in, and what was said last."""

    state: str
    stage: str = ""
    since: object = None
    goes_live_at: object = None
    said: Signature | None = field(default=None, repr=False)
    is_correction: bool = False

    @property
    def label(self) -> str:
        """What a list says: the reading's name while the story is read."""
        if self.state == StoryState.READING and self.stage:
            return str(Reading.Stage(self.stage).label)
        return str(StoryState(self.state).label)

    @property
    def is_being_read(self) -> bool:
        return self.state in (StoryState.READING, StoryState.HELD)


class Sketch(NamedTuple):
    """Of a story what says where it stands: plain values, for long lists."""

    pk: int
    plan_id: int | None
    live: bool
    first_published_at: datetime | None


def standing_of(story: Story) -> Standing:
    """The standing of one story."""
    return standings([story])[story.pk]


def standings(stories: Iterable[Story | Sketch]) -> dict[int, Standing]:
    """The standing of each of ``stories`` by its key, in a fixed number of queries."""
    stories = list(stories)
    ids = [story.pk for story in stories]
    if not ids:
        return {}
    flows = _workflows(ids)
    said = _last_words(ids)
    times = _chosen_times(ids)
    return {
        story.pk: _standing(
            story, flows.get(story.pk), said.get(story.pk), times.get(story.pk)
        )
        for story in stories
    }


@dataclass(frozen=True)
class Parted:
    """Stories by state: the queryset of each state, and how many are in it."""

    stories: dict[str, models.QuerySet]
    counts: dict[str, int]


UNDER_WAY = (
    StoryState.READING,
    StoryState.HELD,
    StoryState.BACK,
    StoryState.SCHEDULED,
)


def by_state(stories, *, total: int) -> Parted:
    """``stories`` (a queryset of ``total``) parted by state.

    What is under way is looked at one by one, and that is little; what is
    public, withdrawn or merely a draft is left to the database, and counted there
    in one go.
    """
    moving = stories.filter(pk__in=_moving_ids()).defer("body", "lead")
    moving = {story.pk: story for story in moving}
    known = standings(moving.values())
    keys: dict[str, list[int]] = {state.value: [] for state in UNDER_WAY}
    for pk, standing in known.items():
        if standing.state in keys:
            keys[standing.state].append(pk)
    busy = [moving[pk] for found in keys.values() for pk in found]
    parts = {state: stories.filter(pk__in=found) for state, found in keys.items()}
    counts = {state: len(found) for state, found in keys.items()}
    resting = stories.exclude(pk__in=[story.pk for story in busy])
    every = _resting(stories, total)
    for state, asked in RESTING.items():
        parts[state] = resting.filter(asked)
        counts[state] = every[state] - sum(_rests_as(one) == state for one in busy)
    return Parted(parts, counts)


RESTING = {
    StoryState.LIVE.value: Q(live=True),
    StoryState.WITHDRAWN.value: Q(live=False, first_published_at__isnull=False),
    StoryState.DRAFT.value: Q(live=False, first_published_at=None),
}


def _resting(stories, total: int) -> dict[str, int]:
    """How many would be in each state if nothing were under way.

    What is not public is little and counted; the others are public.
    """
    hidden = stories.order_by().filter(live=False)
    unpublished = hidden.aggregate(all=Count("pk"), once=Count("first_published_at"))
    return {
        StoryState.LIVE.value: total - unpublished["all"],
        StoryState.WITHDRAWN.value: unpublished["once"],
        StoryState.DRAFT.value: unpublished["all"] - unpublished["once"],
    }


def _rests_as(story) -> str:
    """The state of ``story`` when nothing is under way with it."""
    if story.live:
        return StoryState.LIVE
    return StoryState.WITHDRAWN if story.first_published_at else StoryState.DRAFT


def _moving_ids() -> set[int]:
    """Keys of the stories in a workflow, with a chosen time, or rejected last."""
    kind = ContentType.objects.get_for_model(Story)
    flows = WorkflowState.objects.filter(content_type=kind, status__in=OPEN)
    timed = Revision.objects.filter(
        content_type=kind, approved_go_live_at__isnull=False
    )
    refused = Signature.objects.filter(decision="reject", void=False)
    keys = [*flows.values_list("object_id", flat=True)]
    keys += timed.values_list("object_id", flat=True)
    keys += refused.order_by().values_list("story_id", flat=True)
    return {int(key) for key in keys}


def _standing(story, flow, said, go_live_at) -> Standing:
    if flow and flow.status == WorkflowState.STATUS_IN_PROGRESS:
        held = said and said.decision == "hold" and said.at >= flow.started_at
        return Standing(
            state=StoryState.HELD if held else StoryState.READING,
            stage=flow.stage,
            since=flow.started_at,
            said=said,
            is_correction=story.live,
        )
    if go_live_at:
        return Standing(state=StoryState.SCHEDULED, goes_live_at=go_live_at, said=said)
    if _was_refused(flow, said):
        return Standing(
            state=StoryState.BACK,
            since=said and said.at,
            said=said,
            is_correction=story.live,
        )
    return Standing(state=_rests_as(story), said=said)


def _was_refused(flow, said) -> bool:
    if flow:
        return flow.status == WorkflowState.STATUS_NEEDS_CHANGES
    return bool(said and said.decision == "reject")


class Flow(NamedTuple):
    """What is asked of an open workflow: plain values, for there may be hundreds."""

    status: str
    task: int
    started_at: datetime
    stage: str = ""


def _workflows(ids) -> dict[int, Flow]:
    """The open workflow of each story, with the stage of its current reading."""
    states = WorkflowState.objects.filter(
        content_type=ContentType.objects.get_for_model(Story),
        object_id__in=[str(pk) for pk in ids],
        status__in=OPEN,
        current_task_state__isnull=False,
    )
    task = "current_task_state__"
    names = ("object_id", "status", f"{task}task_id", f"{task}started_at")
    flows = {int(pk): Flow(*told) for pk, *told in states.values_list(*names)}
    stages = dict(Reading.objects.values_list("pk", "stage")) if flows else {}
    return {
        pk: flow._replace(stage=stages.get(flow.task, "")) for pk, flow in flows.items()
    }


def _last_words(ids) -> dict[int, Signature]:
    """The latest decision on each story that still stands."""
    signatures = Signature.objects.filter(story__in=ids, void=False)
    newest = signatures.values("story").annotate(last=models.Max("pk")).values("last")
    found = Signature.objects.filter(pk__in=newest).select_related("reader")
    return {signature.story_id: signature for signature in found}


def _chosen_times(ids) -> dict[int, object]:
    chosen = Revision.objects.filter(
        content_type=ContentType.objects.get_for_model(Story),
        object_id__in=[str(pk) for pk in ids],
        approved_go_live_at__isnull=False,
    )
    return {
        int(pk): at for pk, at in chosen.values_list("object_id", "approved_go_live_at")
    }
