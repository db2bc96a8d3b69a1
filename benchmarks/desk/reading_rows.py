"""Signatures, and the workflows that they belong to: those under way and those done."""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, TaskState, Workflow, WorkflowState

from xiangyin.newsroom.models import Reading, Signature, Story

from .office import Office, keep
from .story_rows import story_state


def fill(office: Office) -> None:
    """Three signatures for every third public story, and the workflows under way."""
    readers = [
        (stage, office.staff[f"{stage}_reader"])
        for stage in ("first", "second", "final")
    ]

    def signed():
        for at, page in enumerate(office.stories):
            for stage, reader in readers if page.live and at % 3 == 0 else ():
                yield Signature(
                    story_id=page.pk,
                    digest=f"{at:064x}",
                    stage=stage,
                    reader=reader,
                    decision="accept",
                    at=office.moment(at),
                    revision_id=office.first_revision + at,
                )

    keep(Signature, signed())
    kind = ContentType.objects.get_for_model(Story)
    base = ContentType.objects.get_for_model(Page)
    task_kind = ContentType.objects.get_for_model(TaskState)
    workflow = Workflow.objects.get(name="三审")
    tasks = {reading.stage: reading for reading in Reading.objects.all()}
    moving = [
        (at, page, story_state(office, at)) for at, page in enumerate(office.stories)
    ]
    moving = [
        (at, page, state) for at, page, state in moving if state in (*tasks, "back")
    ]
    flows = [
        WorkflowState(
            content_type=kind,
            base_content_type=base,
            object_id=str(page.pk),
            workflow=workflow,
            status="needs_changes" if state == "back" else "in_progress",
            created_at=office.moment(at),
            requested_by=page.owner,
        )
        for at, page, state in moving
    ]
    keep(WorkflowState, flows)
    steps = [
        TaskState(
            workflow_state=flow,
            revision_id=office.first_revision + at,
            task=tasks["first" if state == "back" else state].task_ptr,
            status="rejected" if state == "back" else "in_progress",
            started_at=office.moment(at),
            content_type=task_kind,
        )
        for flow, (at, _page, state) in zip(flows, moving, strict=True)
    ]
    keep(TaskState, steps)
    finished(office, workflow, tasks, kind, base, task_kind)
    for flow, step in zip(flows, steps, strict=True):
        flow.current_task_state = step
    WorkflowState.objects.bulk_update(flows, ["current_task_state"], 500)


def finished(office: Office, workflow, tasks, kind, base, task_kind) -> None:
    """The workflows behind those signatures, three steps each."""
    done = [
        (at, page)
        for at, page in enumerate(office.stories)
        if page.live and at % 3 == 0
    ]
    flows = [
        WorkflowState(
            content_type=kind,
            base_content_type=base,
            object_id=str(page.pk),
            workflow=workflow,
            status="approved",
            created_at=office.moment(at),
            requested_by=page.owner,
        )
        for at, page in done
    ]
    keep(WorkflowState, flows)
    keep(
        TaskState,
        (
            TaskState(
                workflow_state=flow,
                revision_id=office.first_revision + at,
                task=task.task_ptr,
                status="approved",
                started_at=office.moment(at),
                finished_at=office.moment(at),
                content_type=task_kind,
            )
            for flow, (at, _page) in zip(flows, done, strict=True)
            for task in tasks.values()
        ),
    )
