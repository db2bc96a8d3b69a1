"""The three readings: what waits for whom, and what a reader decides.

Accepting signs the exact text. The reader's page carries the fingerprint of
what it showed; if somebody changed the text in between, nothing is signed and
the reader is told to read again.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import TaskState, WorkflowState

from xiangyin.kernel.errors import NotAllowed, RuleBroken, WrongState
from xiangyin.kernel.services.audit import record

from .. import rules
from ..models import Reading, Signature, Story
from .stories import locked

ACCEPT = Signature.Decision.ACCEPT
REVISE = Signature.Decision.REVISE
HOLD = Signature.Decision.HOLD
REJECT = Signature.Decision.REJECT


@transaction.atomic
def decide(
    story: Story,
    *,
    by,
    decision: str,
    digest: str,
    comment: str = "",
    go_live_at: datetime | None = None,
) -> Signature:
    """Write down one reader's decision about the text they were shown.

    ``digest`` is the fingerprint of that text. Raises ``WrongState`` if the
    story is not being read or was changed meanwhile, ``NotAllowed`` to the
    wrong reader, ``RuleBroken`` if a refusal gives no reason.
    """
    story = locked(story)
    task_state = current_reading(story)
    if task_state is None:
        raise WrongState(_("This story is not being read now."))
    draft = story.get_latest_revision_as_object()
    reading = task_state.task.specific
    refusal = rules.why_not_sign(by, draft, reading.stage)
    if refusal:
        raise NotAllowed(refusal)
    if digest != draft.digest:
        raise WrongState(_("The text was changed while you read: read it again."))
    if decision != ACCEPT and not comment.strip():
        raise RuleBroken(_("Write what should be changed, or why."))

    if decision == ACCEPT and reading.stage == Reading.Stage.FINAL:
        choose_time(story, go_live_at)
    if decision in (ACCEPT, REVISE):
        action = "approve" if decision == ACCEPT else "reject"
        reading.on_action(task_state, by, action, comment=comment)
    else:
        _refuse(
            task_state,
            draft,
            stage=reading.stage,
            by=by,
            decision=decision,
            comment=comment,
        )
    signature = Signature.objects.filter(story_id=story.pk, reader=by).latest("pk")
    record(
        story,
        f"reading.{decision}",
        by=by,
        label=f"{reading.get_stage_display()}: {signature.get_decision_display()}",
        signature=signature.pk,
        digest=digest,
        stage=reading.stage,
    )
    return signature


def _refuse(task_state, draft, *, stage, by, decision, comment) -> None:
    """Hold leaves the story where it is; reject ends its readings."""
    Signature.objects.create(
        story_id=draft.pk,
        digest=draft.digest,
        stage=stage,
        reader=by,
        decision=decision,
        comment=comment,
        revision=task_state.revision,
    )
    if decision == REJECT:
        task_state.workflow_state.cancel(user=by)


def choose_time(story: Story, go_live_at: datetime | None) -> None:
    """Set when the signed text goes public. The time is no part of what is signed.

    Raises ``RuleBroken`` for a time that has passed: the date of publication is
    the server's and is never set back.
    """
    if go_live_at is not None and go_live_at <= timezone.now():
        raise RuleBroken(_("Choose a time that is still to come, or leave it empty."))
    revision = story.get_latest_revision()
    revision.content["go_live_at"] = go_live_at.isoformat() if go_live_at else None
    revision.save(update_fields=["content"])


def current_reading(story: Story) -> TaskState | None:
    """The reading ``story`` waits for, or None."""
    state = story.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS:
        return None
    task_state = state.current_task_state
    is_open = task_state and task_state.status == TaskState.STATUS_IN_PROGRESS
    return (
        task_state
        if is_open and isinstance(task_state.task.specific, Reading)
        else None
    )


def waiting_for(person) -> list[tuple[Story, TaskState]]:
    """Stories this person could sign now, the longest waiting first."""
    stages = [
        stage for stage, right in rules.READ_RIGHTS.items() if rules.may(person, right)
    ]
    if not stages:
        return []
    task_states = (
        TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS,
            workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
            task__in=Reading.objects.filter(stage__in=stages),
        )
        .select_related("workflow_state", "task", "revision")
        .order_by("started_at")
    )
    ids = {state.workflow_state.object_id: state for state in task_states}
    stages_by_task = dict(Reading.objects.values_list("pk", "stage"))
    known = Story.objects.filter(pk__in=list(ids)).select_related("unit", "owner")
    stories = {
        str(story.pk): story
        for story in known.select_related("plan").prefetch_related("plan__assignments")
    }
    signed = set(
        Signature.objects.filter(
            story__in=stories.values(), reader=person, decision=ACCEPT, void=False
        ).values_list("story_id", flat=True)
    )
    waiting = []
    for object_id, state in ids.items():
        story = stories.get(object_id)
        stage = stages_by_task[state.task_id]
        if story and _could_sign(person, story, stage, state, signed):
            waiting.append((story, state))
    return waiting


def _could_sign(person, story, stage, state, signed) -> bool:
    """As ``rules.may_sign``, reading the text itself only where that may matter."""
    same_unit = state.revision.content.get("unit") == story.unit_id
    if story.pk in signed or not same_unit:
        return rules.may_sign(person, story, stage)
    own = person.pk in rules.authors(story)
    return not own and rules.may(person, rules.READ_RIGHTS[stage], story)


def unsigned_live_stories():
    """Live stories whose public text lacks one of its three signatures.

    Empty in a sound office; anything here went around the readings.
    """
    return [
        story
        for story in Story.objects.live().iterator()
        if rules.missing_signatures(story)
    ]
