"""Stories: begun from a plan, handed in, published, withdrawn."""

import nh3
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.translation import gettext as _
from pypinyin import lazy_pinyin
from wagtail.rich_text import expand_db_html

from xiangyin.engines.markup import harmless_attribute
from xiangyin.kernel.errors import NotAllowed, RuleBroken, WrongState
from xiangyin.kernel.events import announce
from xiangyin.kernel.rights import may, require
from xiangyin.kernel.services.outbox import tell

from .. import rules
from ..body import photos_in, place_in_words, with_anchors
from ..events import PUBLISHED, WITHDRAWN, StoryPublished, StoryWithdrawn
from ..models import Plan, Story

SLUG_LENGTH = 60
PLAIN_TAGS = {
    "p",
    "br",
    "h2",
    "blockquote",
    "a",
    "b",
    "strong",
    "i",
    "em",
    "ol",
    "ul",
    "li",
}


def slug_for(title: str, *, under) -> str:
    """An address in Latin letters for a title in any script, unused so far."""
    words = "-".join(lazy_pinyin(title))
    plain = "".join(
        char if char.isascii() and char.isalnum() else "-" for char in words
    )
    base = "-".join(part for part in plain.lower().split("-") if part)
    base = base[:SLUG_LENGTH].strip("-") or "story"
    slug, number = base, 2
    while under.get_children().filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return slug


@transaction.atomic
def start_draft(plan: Plan, *, by, under, language: str = "zh-hans") -> Story:
    """Open an unpublished story of ``plan`` below the section ``under``.

    The tip's words are put in as a first paragraph to write over, its photos
    as photos that still want their alternative text.
    """
    if not plan.assignments.filter(reporter=by).exists():
        require(by, "newsroom.assign", plan)
    if plan.dropped_on:
        raise RuleBroken(_("This plan was dropped."))
    title = plan.working_title
    story = Story(
        title=title,
        slug=slug_for(title, under=under),
        plan=plan,
        unit=plan.unit,
        theme=plan.theme,
        byline=by.get_full_name(),
        language=language,
        owner=by,
        live=False,
        body=_first_blocks(plan),
    )
    under.add_child(instance=story)
    story.save_revision(user=by, clean=False, log_action=True)
    return story


def _first_blocks(plan: Plan) -> list:
    if plan.tip is None:
        return []
    lines = plan.tip.text.strip().splitlines()
    text = "".join(f"<p>{escape(line)}</p>" for line in lines if line.strip())
    photos = [photo.picture for photo in plan.tip.photos.select_related("picture")]
    blank = {"alt": "", "caption": "", "credit": plan.tip.sender.get_full_name()}
    return [
        ("text", text),
        *[("photo", {"picture": picture, **blank}) for picture in photos],
    ]


@transaction.atomic
def submit_story(story: Story, *, by):
    """Hand a story in for its three readings.

    Raises ``NotAllowed``, ``WrongState`` while it is being read, or
    ``ValidationError`` with a message per field that is not ready.
    """
    if story.owner_id != by.pk:
        require(by, "newsroom.submit_story", story)
    story = locked(story)
    draft = story.get_latest_revision_as_object()
    if story.workflow_in_progress:
        raise WrongState(_("This story is being read already."))
    missing = rules.why_not_ready(draft)
    if missing:
        raise ValidationError(missing)
    workflow = story.get_workflow()
    if workflow is None:
        raise RuleBroken(_("This site has no readings set up: ask the administrator."))
    sent_back = story.current_workflow_state
    if sent_back:
        sent_back.cancel(user=by)
    return workflow.start(draft, by)


def locked(story: Story) -> Story:
    """``story`` as it is once nobody else is changing it.

    Read after the lock has come, not with it: a story is a row in two tables, and
    PostgreSQL would give the page's half as it was before the waiting.
    """
    Story.objects.select_for_update(of=["self"]).get(pk=story.pk)
    return Story.objects.get(pk=story.pk)


@transaction.atomic
def withdraw_story(story: Story, *, by) -> None:
    """Take a story from the site (撤稿). Its history stays.

    The row is locked: of two who withdraw it at once, one does.
    """
    if not may(by, "newsroom.read_final", story):
        raise NotAllowed(_("Only the final reader withdraws a story."))
    now = locked(story)
    if not now.live:
        raise WrongState(_("This story is not public."))
    now.unpublish(user=by)
    story.refresh_from_db()


@transaction.atomic
def note_publication(story: Story) -> None:
    """Tell that ``story`` is live. Called from Wagtail's own signal.

    The other desks surely hear of it by letter; the event is for whom a loss
    does not hurt.
    """
    _tell(PUBLISHED, story, at=story.last_published_at)
    announce(StoryPublished(story_id=story.pk))


@transaction.atomic
def note_withdrawal(story: Story) -> None:
    """Tell that ``story`` was withdrawn. Called from Wagtail's own signal.

    Its signatures are void: what comes back to the site is read anew.
    """
    story.signatures.update(void=True)
    _tell(WITHDRAWN, story, at=timezone.now())
    announce(StoryWithdrawn(story_id=story.pk))


def _tell(fact: str, story: Story, *, at) -> None:
    tell(
        fact,
        key=f"{story.pk}:{at.isoformat()}",
        payload={"story": story.pk},
        county=story.unit.county,
    )


def plain_html(story: Story) -> str:
    """The body as safe HTML without the site's frame, for channels of any kind.

    Photos are left out but for their words: a channel fetches them from the page.
    """
    parts = [_html_of(block) for block in story.body]
    return nh3.clean(
        "\n".join(part for part in parts if part),
        tags=PLAIN_TAGS,
        attributes={"a": {"href"}},
        attribute_filter=harmless_attribute,
        url_schemes={"http", "https", "mailto"},
    )


def _html_of(block) -> str:
    value = block.value
    if block.block_type == "text":
        return expand_db_html(value.source)
    if block.block_type == "heading":
        return str(format_html("<h2>{}</h2>", value))
    if block.block_type == "quote":
        said_by = (
            format_html("<p>— {}</p>", value["speaker"]) if value["speaker"] else ""
        )
        return str(
            format_html("<blockquote><p>{}</p>{}</blockquote>", value["quote"], said_by)
        )
    if block.block_type == "notes":
        return "".join(
            _note_html(at, note) for _, at, note in with_anchors(value)[::-1]
        )
    if block.block_type == "film":
        return _photo_html(value)
    shown = "".join(_photo_html(photo) for photo in photos_in(block))
    if block.block_type == "gallery" and value["title"]:
        return str(format_html("<h2>{}</h2>", value["title"])) + shown
    if block.block_type == "map":
        places = ((place_in_words(place),) for place in value["places"])
        return f"{shown}<ul>{format_html_join('', '<li>{}</li>', places)}</ul>"
    return shown


def _photo_html(photo) -> str:
    words = photo.get("caption") or photo.get("alt")
    return str(format_html("<p><em>{}</em></p>", words)) if words else ""


def _note_html(at, note) -> str:
    when = f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
    head = format_html("<p><strong>{} {}</strong></p>", when, note["title"] or "")
    shown = _photo_html(note) if note.get("picture") else ""
    return f"{head}{expand_db_html(note['text'].source)}{shown}"
