"""Tips, plans, stories with a revision each, readings and signatures.

Of the stories 1 in 100 are under way, all of late: drafts, being read, sent back,
scheduled, withdrawn. The same share of tips waits, most of them too long.
"""

import json
import uuid
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection
from django.utils import timezone
from wagtail.models import (
    Page,
    PageLogEntry,
    Revision,
    TaskState,
    Workflow,
    WorkflowState,
)

from xiangyin.kernel.models import Picture
from xiangyin.kernel.services.pictures import county_collection
from xiangyin.newsroom.models import (
    Assignment,
    Plan,
    Reading,
    Signature,
    Story,
    Theme,
    Tip,
    TipPhoto,
)

from . import words
from .office import Office, keep


def first_key(model) -> int:
    newest = model.objects.order_by("-pk").values_list("pk", flat=True).first()
    return (newest or 0) + 1


def set_sequences(*models) -> None:
    """Keys were written by hand: PostgreSQL's own counting goes on after them."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def fill(office: Office) -> None:
    pictures(office)
    tips(office)
    plans(office)
    stories(office)
    readings(office)


def pictures(office: Office) -> None:
    collection = county_collection(office.county)
    reporter = office.staff["reporter"]
    made = [
        Picture(
            collection=collection,
            title=words.headline(office.random, at),
            file="original_images/one.jpg",
            width=640,
            height=480,
            uploaded_by_user=reporter,
            file_size=4096,
            file_hash=f"{at:040x}",
        )
        for at in range(office.rows)
    ]
    keep(Picture, made)
    for at, picture in enumerate(made):
        picture.created_at = office.moment(at)
    for start in range(0, len(made), 5_000):
        Picture.objects.bulk_update(made[start : start + 5_000], ["created_at"], 500)
    office.pictures = made


def tip_state(office: Office, at: int) -> str:
    if office.is_under_way(at):
        return "waiting"
    return ("taken", "taken", "taken", "declined", "merged")[at % 5]


def tips(office: Office) -> None:
    said = words.texts(office.random, 2)
    made = []
    for at in range(office.rows):
        sender = at % len(office.senders) if at % 4 else 0
        day = office.day(at)
        made.append(
            Tip(
                number=f"TIP-{day.year}-{at:06}",
                county=office.county,
                unit=office.villages[sender % len(office.villages)],
                state=tip_state(office, at),
                opened_on=day,
                due_on=day + timedelta(days=14),
                text=f"{words.headline(office.random, at)}\n{said[at % 500]}",
                place=office.random.choice(words.PLACES),
                sender=office.senders[sender],
                sent_at=office.moment(at),
                answer="已报道过同类内容。" if at % 5 == 3 else "",
            )
        )
    keep(Tip, made)
    for at, tip in enumerate(made):
        if tip.state == "merged":
            tip.merged_into = made[at - 4]
    merged = [tip for tip in made if tip.merged_into_id]
    for start in range(0, len(merged), 5_000):
        Tip.objects.bulk_update(merged[start : start + 5_000], ["merged_into"], 500)
    office.tips = made
    keep(
        TipPhoto,
        (
            TipPhoto(tip=tip, picture=office.pictures[at], position=0)
            for at, tip in enumerate(made)
            if at % 3 == 0 or tip.state == "waiting"
        ),
    )


def plans(office: Office) -> None:
    keep(
        Theme,
        (
            Theme(
                unit=office.county,
                name=f"专题{at}",
                slug=f"theme-{at}",
                is_open=at < 40,
            )
            for at in range(200)
        ),
    )
    office.themes = list(Theme.objects.order_by("pk"))
    editor = office.staff["editor"]
    made = []
    for at, tip in enumerate(office.tips):
        made.append(
            Plan(
                unit=tip.unit if at % 2 else office.county,
                tip=tip if tip.state == "taken" else None,
                working_title=words.headline(office.random, at),
                theme=office.themes[at % 200] if at % 3 == 0 else None,
                due_on=office.day(at) + timedelta(days=7),
                made_by=editor,
                made_at=office.moment(at),
                dropped_on=office.day(at) if at % 20 == 0 else None,
            )
        )
    keep(Plan, made)
    office.plans = made
    reporter = office.staff["reporter"]
    keep(
        Assignment,
        (
            Assignment(
                plan=plan,
                reporter=reporter if at % 3 == 0 else office.senders[at % 50],
                due_on=plan.due_on,
            )
            for at, plan in enumerate(made)
            if at % 10 != 9
        ),
    )


STATES = [
    "draft",
    "draft",
    "first",
    "second",
    "final",
    "back",
    "scheduled",
    "withdrawn",
]


def story_state(office: Office, at: int) -> str:
    return STATES[at // 4 % len(STATES)] if office.is_under_way(at) else "live"


def stories(office: Office) -> None:
    """Pages and their revisions by keys made here, children of the sections in order."""
    kind = ContentType.objects.get_for_model(Story)
    base = ContentType.objects.get_for_model(Page)
    page_key, revision_key = first_key(Page), first_key(Revision)
    bodies = [
        json.dumps(
            [{"type": "text", "value": f"<p>{text}</p>", "id": str(uuid.uuid4())}],
            ensure_ascii=False,
        )
        for text in words.texts(office.random, 8)
    ]
    sample = Story(title="", slug="").serializable_data()
    pages, revisions, told = [], [], []
    for at in range(office.rows):
        state, moment = story_state(office, at), office.moment(at)
        section = office.sections[at % len(office.sections)]
        title, body = words.headline(office.random, at), bodies[at % 500]
        was_public = state in ("live", "withdrawn")
        plan = (
            office.plans[at - office.rows // 200]
            if at >= office.rows // 200 and at % 20
            else None
        )
        unit = plan.unit if plan else office.county
        page = Page(
            pk=page_key + at,
            path=Page._get_path(
                section.path, section.depth + 1, at // len(office.sections) + 1
            ),
            depth=section.depth + 1,
            numchild=0,
            translation_key=uuid.uuid4(),
            locale=office.locale,
            latest_revision_id=revision_key + at,
            live_revision_id=revision_key + at if state == "live" else None,
            live=state == "live",
            has_unpublished_changes=state != "live",
            first_published_at=moment if was_public else None,
            last_published_at=moment if was_public else None,
            latest_revision_created_at=moment,
            title=title,
            draft_title=title,
            slug=f"story-{at}",
            content_type=kind,
            url_path=f"{section.url_path}story-{at}/",
            owner=office.staff["reporter"] if at % 3 == 0 else office.staff["editor"],
        )
        pages.append(page)
        cover = office.pictures[at].pk if at % 2 else None
        lead = words.sentence(office.random)
        mine = {
            "unit_id": unit.pk,
            "plan_id": plan and plan.pk,
            "theme_id": plan and plan.theme_id,
            "lead": lead,
            "cover_id": cover,
            "body": body,
        }
        told.append((page, mine))
        content = {
            **sample,
            "pk": page.pk,
            "title": title,
            "draft_title": title,
            "slug": page.slug,
            "path": page.path,
            "depth": page.depth,
            "content_type": kind.pk,
            "url_path": page.url_path,
            "owner": page.owner_id,
            "live": page.live,
            "locale": office.locale.pk,
            "translation_key": str(page.translation_key),
            "unit": unit.pk,
            "plan": mine["plan_id"],
            "theme": mine["theme_id"],
            "lead": lead,
            "cover": cover,
            "cover_alt": "稻田" if cover else "",
            "body": body,
        }
        revisions.append(
            Revision(
                pk=revision_key + at,
                content_type=kind,
                base_content_type=base,
                object_id=str(page.pk),
                created_at=moment,
                user=page.owner,
                object_str=title,
                content=content,
                approved_go_live_at=timezone.now() + timedelta(days=30)
                if state == "scheduled"
                else None,
            )
        )
    keep(Page, pages)
    write_stories(told)
    keep(Revision, revisions)
    set_sequences(Page, Revision)
    for section in office.sections:
        Page.objects.filter(pk=section.pk).update(
            numchild=office.rows // len(office.sections)
        )
    office.stories, office.first_revision = pages, revision_key
    log(office, kind)


def write_stories(told) -> None:
    """The child rows alone: ``bulk_create`` does not know models of two tables."""
    columns = "page_ptr_id, unit_id, plan_id, theme_id, lead, byline, cover_id, cover_alt, cover_caption, body, language"
    rows = [
        (
            page.pk,
            mine["unit_id"],
            mine["plan_id"],
            mine["theme_id"],
            mine["lead"],
            "陆明川",
            mine["cover_id"],
            "稻田" if mine["cover_id"] else "",
            "",
            mine["body"],
            "zh-hans",
        )
        for page, mine in told
    ]
    marks = ", ".join(["%s"] * 11)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO newsroom_story ({columns}) VALUES ({marks})", rows
        )


def log(office: Office, kind) -> None:
    """Wagtail's log: a line a story, and a thousand about the newest public one."""
    editor = office.staff["editor"]
    office.busy_story = office.stories[-2]

    def entry(page, at):
        return PageLogEntry(
            page_id=page.pk,
            content_type=kind,
            label=page.title,
            action="wagtail.edit",
            timestamp=office.moment(at),
            user=editor,
            uuid=uuid.uuid4(),
            content_changed=True,
        )

    keep(PageLogEntry, (entry(page, at) for at, page in enumerate(office.stories)))
    keep(PageLogEntry, (entry(office.busy_story, at) for at in range(1_000)))


def readings(office: Office) -> None:
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
