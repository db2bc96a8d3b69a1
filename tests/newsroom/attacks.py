"""The attacks themselves: each takes a browser, the newsroom and a story.

Each returns the last response, or None where the way in is not a page.
"""

from datetime import timedelta
from io import StringIO

from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import (
    GroupApprovalTask,
    Page,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from xiangyin.newsroom.models import Story
from xiangyin.newsroom.services.stories import submit_story

from .doors import bulk_url, call_api, form_of, page_url

NEW = {"title": "没有人读过的标题", "lead": "没有人读过。"}


def publish_from_editor(client, newsroom, story):
    return client.post(
        page_url("edit", story.pk), form_of(story, **NEW, **{"action-publish": "1"})
    )


def create_and_publish(client, newsroom, story):
    new = form_of(story, **NEW, slug="brand-new", **{"action-publish": "1"})
    return client.post(
        page_url("add", "newsroom", "story", newsroom.news.pk), new, follow=True
    )


def write_over_a_signed_revision(client, newsroom, story):
    pinned = {"overwrite_revision_id": story.latest_revision_id}
    return client.post(page_url("edit", story.pk), form_of(story, **NEW, **pinned))


def autosave_over_a_signed_revision(client, newsroom, story):
    pinned = {"overwrite_revision_id": story.latest_revision_id}
    return client.post(
        page_url("edit", story.pk),
        form_of(story, **NEW, **pinned),
        headers={"accept": "application/json"},
    )


def bulk_publish(client, newsroom, story):
    return client.post(bulk_url("publish", story))


def bulk_publish_the_section(client, newsroom, story):
    return client.post(
        bulk_url("publish", newsroom.news, newsroom.home), {"include_descendants": "on"}
    )


def revert_and_publish(client, newsroom, story):
    oldest = story.revisions.order_by("pk").first()
    old = form_of(story, **NEW, revision=oldest.pk, **{"action-publish": "1"})
    return client.post(page_url("revisions_revert", story.pk, oldest.pk), old)


def schedule_from_editor(client, newsroom, story):
    soon = timezone.now() + timedelta(seconds=1)
    times = {"go_live_at": soon.isoformat(), "action-publish": "1"}
    response = client.post(page_url("edit", story.pk), form_of(story, **NEW, **times))
    publish_what_is_due(story)
    return response


def publish_what_is_due(story) -> None:
    """The worker's command, when the chosen time has come."""
    past = timezone.now() - timedelta(minutes=1)
    for revision in story.revisions.exclude(approved_go_live_at=None):
        revision.approved_go_live_at = past
        revision.content["go_live_at"] = past.isoformat()
        revision.save(update_fields=["approved_go_live_at", "content"])
    call_command("publish_scheduled", stdout=StringIO())


def cancel_the_workflow_and_publish(client, newsroom, story):
    _hand_in(newsroom, story)
    client.post(
        page_url("edit", story.pk), form_of(story, **{"action-cancel-workflow": "1"})
    )
    return publish_from_editor(client, newsroom, story)


def disable_the_workflow_and_publish(client, newsroom, story):
    _hand_in(newsroom, story)
    workflow = Workflow.objects.get(name="三审")
    client.post(reverse("wagtailadmin_workflows:disable", args=[workflow.pk]))
    return publish_from_editor(client, newsroom, story)


def disable_the_readings_and_hand_in(client, newsroom, story):
    for task in Task.objects.filter(active=True):
        client.post(reverse("wagtailadmin_workflows:disable_task", args=[task.pk]))
    return client.post(
        page_url("edit", story.pk), form_of(story, **NEW, **{"action-submit": "1"})
    )


def unassign_the_workflow_and_publish(client, newsroom, story):
    client.post(reverse("wagtailadmin_workflows:remove", args=[newsroom.home.pk]))
    WorkflowPage.objects.all().delete()
    return publish_from_editor(client, newsroom, story)


def approve_in_a_workflow_of_ones_own(client, newsroom, story):
    """Wagtail's own approval task, whose only group is the attacker's."""
    task = GroupApprovalTask.objects.create(name="自己批")
    task.groups.set(newsroom.attacker.groups.all())
    own = Workflow.objects.create(name="捷径")
    WorkflowTask.objects.create(workflow=own, task=task, sort_order=0)
    WorkflowPage.objects.update(workflow=own)
    _hand_in(newsroom, story)
    return _approve(client, story)


def skip_to_the_last_reading(client, newsroom, story):
    WorkflowTask.objects.exclude(task__reading__stage="final").delete()
    _hand_in(newsroom, story)
    return _approve(client, story)


def make_every_reading_the_same(client, newsroom, story):
    _hand_in(newsroom, story)
    for task in Task.objects.filter(reading__stage__in=["first", "second"]):
        client.post(
            reverse("wagtailadmin_workflows:edit_task", args=[task.pk]),
            {"name": task.name, "stage": "final"},
        )
    for _try in range(3):
        response = _approve(client, story)
    return response


def approve_three_times(client, newsroom, story):
    _hand_in(newsroom, story)
    for _try in range(3):
        response = _approve(client, story)
    return response


def approve_from_the_editor(client, newsroom, story):
    _hand_in(newsroom, story)
    decided = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    for _try in range(3):
        response = client.post(
            page_url("edit", story.pk), form_of(story, **NEW, **decided)
        )
    return response


def approve_by_collecting(client, newsroom, story):
    _hand_in(newsroom, story)
    state = _story(story).current_workflow_task_state
    return client.post(
        page_url("collect_workflow_action_data", story.pk, "approve", state.pk),
        {"comment": "好"},
    )


def copy_and_publish(client, newsroom, story):
    return client.post(
        page_url("copy", story.pk),
        {
            "new_title": NEW["title"],
            "new_slug": "copied",
            "new_parent_page": newsroom.villages.pk,
            "publish_copies": "on",
        },
    )


def copy_the_section_and_publish(client, newsroom, story):
    return client.post(
        page_url("copy", newsroom.news.pk),
        {
            "new_title": "抄来的栏目",
            "new_slug": "copied",
            "new_parent_page": newsroom.home.pk,
            "copy_subpages": "on",
            "publish_copies": "on",
        },
    )


def alias(client, newsroom, story):
    return client.post(
        page_url("copy", story.pk),
        {
            "new_title": NEW["title"],
            "new_slug": "mirrored",
            "new_parent_page": newsroom.villages.pk,
            "alias": "on",
        },
    )


def alias_the_section(client, newsroom, story):
    return client.post(
        page_url("copy", newsroom.news.pk),
        {
            "new_title": "镜像",
            "new_slug": "mirrored",
            "new_parent_page": newsroom.home.pk,
            "copy_subpages": "on",
            "alias": "on",
        },
    )


def convert_alias(client, newsroom, story):
    return client.post(page_url("convert_alias", story.pk))


def hide_behind_a_restriction(client, newsroom, story):
    return client.post(page_url("set_privacy", story.pk), {"restriction_type": "login"})


def api_publish(client, newsroom, story):
    return call_api(client, story, "publish")


def api_copy(client, newsroom, story):
    return call_api(client, story, "copy", keep_live=True, slug="copied")


def api_copy_the_section(client, newsroom, story):
    return call_api(
        client, newsroom.news, "copy", keep_live=True, recursive=True, slug="copied"
    )


def api_alias(client, newsroom, story):
    return call_api(
        client,
        story,
        "create_alias",
        destination_page_id=newsroom.villages.pk,
        update_slug="mirrored",
    )


def api_alias_the_section(client, newsroom, story):
    return call_api(
        client, newsroom.news, "create_alias", recursive=True, update_slug="mirrored"
    )


def api_revert_and_publish(client, newsroom, story):
    newest = story.revisions.order_by("pk").last()
    call_api(client, story, "revert_to_page_revision", revision_id=newest.pk)
    return call_api(client, story, "publish")


def api_convert_alias(client, newsroom, story):
    return call_api(client, story, "convert_alias")


def api_copy_for_translation(client, newsroom, story):
    return call_api(client, story, "copy_for_translation", locale="en", alias=True)


def api_delete(client, newsroom, story):
    return call_api(client, story, "delete")


def delete(client, newsroom, story):
    return client.post(page_url("delete", story.pk))


def delete_the_section(client, newsroom, story):
    return client.post(page_url("delete", newsroom.news.pk))


def bulk_delete(client, newsroom, story):
    return client.post(bulk_url("delete", story))


def bulk_delete_the_section(client, newsroom, story):
    return client.post(bulk_url("delete", newsroom.news))


def _story(story) -> Story:
    return Story.objects.get(pk=story.pk)


def _hand_in(newsroom, story) -> None:
    submit_story(_story(story), by=newsroom.reporter)


def _approve(client, story):
    """Approve whatever waits, at Wagtail's own endpoint."""
    state = _story(story).current_workflow_task_state
    if state is None:
        return client.get(page_url("edit", story.pk))
    return client.post(page_url("workflow_action", story.pk, "approve", state.pk))


PUBLISH = [
    publish_from_editor,
    create_and_publish,
    write_over_a_signed_revision,
    autosave_over_a_signed_revision,
    bulk_publish,
    bulk_publish_the_section,
    revert_and_publish,
    schedule_from_editor,
    cancel_the_workflow_and_publish,
    disable_the_workflow_and_publish,
    disable_the_readings_and_hand_in,
    unassign_the_workflow_and_publish,
    approve_in_a_workflow_of_ones_own,
    skip_to_the_last_reading,
    make_every_reading_the_same,
    approve_three_times,
    approve_from_the_editor,
    approve_by_collecting,
    copy_and_publish,
    copy_the_section_and_publish,
    alias,
    alias_the_section,
    convert_alias,
    hide_behind_a_restriction,
    api_publish,
    api_copy,
    api_copy_the_section,
    api_alias,
    api_alias_the_section,
    api_revert_and_publish,
    api_convert_alias,
    api_copy_for_translation,
]
DELETE = [api_delete, delete, delete_the_section, bulk_delete, bulk_delete_the_section]


def page_count() -> int:
    return Page.objects.count()
