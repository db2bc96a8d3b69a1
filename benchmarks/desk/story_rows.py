"""Stories with a revision each, and what Wagtail's log says of them.

Of the stories 1 in 100 are under way, all of late: drafts, being read, sent back,
scheduled, withdrawn.
"""

import json
import uuid
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from xiangyin.newsroom.models import Story

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


def fill(office: Office) -> None:
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
