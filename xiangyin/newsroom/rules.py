"""Who may do what in the newsroom, and what no one may get round.

The three readings (三审): three different people sign exactly the same text;
whoever wrote it signs none of them; an edit leaves the signatures with the
text they were given to. Source: the 三审三校 rule as offices keep it
("任何两个环节的审稿不能由同一人担任").
"""

import hashlib
import json

from django.utils.translation import gettext_lazy as _
from wagtail.models import PagePermissionTester

from xiangyin.kernel.errors import NotAllowed
from xiangyin.kernel.rights import STAFF, Role, grant, may

from .body import photos_in, said_by

COVER_NEEDS_WORDS = _("Say in words what the cover picture shows.")
# Without any of these a story says nothing.
TELLING = frozenset({"text", "gallery", "notes", "film"})
# Who works on pages brings and chooses what stands in them.
ON_PAGES = (
    Role.REPORTER,
    Role.EDITOR,
    Role.FIRST_READER,
    Role.SECOND_READER,
    Role.FINAL_READER,
    Role.ADMINISTRATOR,
)
READ_RIGHTS = {
    "first": "newsroom.read_first",
    "second": "newsroom.read_second",
    "final": "newsroom.read_final",
}

grant("newsroom.send_tip", Role.CORRESPONDENT, *STAFF)
grant("newsroom.see_tip", Role.CORRESPONDENT, *STAFF)
grant("newsroom.handle_tip", Role.EDITOR)
grant("newsroom.see_plan", *STAFF)
grant("newsroom.make_plan", Role.EDITOR)
grant("newsroom.assign", Role.EDITOR)
grant("newsroom.write_story", Role.REPORTER, Role.EDITOR)
grant("newsroom.see_story", *STAFF)
grant("newsroom.keep_films", *ON_PAGES)
grant("newsroom.submit_story", Role.REPORTER, Role.EDITOR)
grant("newsroom.read_first", Role.FIRST_READER)
grant("newsroom.read_second", Role.SECOND_READER)
grant("newsroom.read_final", Role.FINAL_READER)


def digest(story) -> str:
    """The SHA-256 of everything of ``story`` that a reader of the site sees.

    That includes what stands in the address and what search engines show, for
    both carry words. Not part of it: the section, the chosen time, and internal
    fields. A picture counts by the hash of its file, so that exchanging the file
    behind a signed story is an edit like any other.
    """
    said = {
        "title": story.title,
        "slug": story.slug,
        "for search engines": [story.seo_title, story.search_description],
        "theme": story.theme_id,
        "lead": story.lead,
        "byline": story.byline,
        "language": story.language,
        "unit": story.unit_id,
        "cover": [_file_hash(story.cover), story.cover_alt, story.cover_caption],
        "body": [said_by(block, _file_hash) for block in story.body],
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _file_hash(picture) -> str:
    if picture is None:
        return ""
    return picture.file_hash or picture.get_file_hash()


def authors(story) -> set[int]:
    """Ids of the people whose story it is: who opened it and who was assigned."""
    ids = {story.owner_id}
    if story.plan_id:
        ids |= {job.reporter_id for job in story.plan.assignments.all()}
    return ids - {None}


def why_not_sign(person, story, stage: str):
    """The reason why ``person`` may not sign ``story``, or an empty string."""
    if person.pk in authors(story):
        return _("This is your own story: somebody else must read it.")
    if not may(person, READ_RIGHTS[stage], story):
        return _("Your post does not include this reading.")
    signed = story.signatures.valid_for(story.digest)
    if signed.filter(reader=person).exists():
        return _("You have signed this text already: somebody else must read it next.")
    return ""


def may_sign(person, story, stage: str) -> bool:
    latest = story.get_latest_revision_as_object()
    return not why_not_sign(person, latest, stage)


def missing_signatures(story) -> list[str]:
    """Stages at which nobody has signed this exact text, in order."""
    if story.pk is None:
        return list(READ_RIGHTS)
    accepted = story.signatures.valid_for(digest(story))
    readers_by_stage = dict(accepted.values_list("stage", "reader_id"))
    own = authors(story)
    valid = {stage for stage, reader in readers_by_stage.items() if reader not in own}
    if len(set(readers_by_stage.values())) < len(readers_by_stage):
        return list(READ_RIGHTS)
    return [stage for stage in READ_RIGHTS if stage not in valid]


def require_three_signatures(story) -> None:
    """Raise ``NotAllowed`` unless three people signed exactly this text."""
    if missing_signatures(story):
        raise NotAllowed(
            _("“%(title)s” is published by its three readings and in no other way.")
            % {"title": story.title}
        )


def why_not_ready(draft) -> dict:
    """What a reader would miss, by field; empty when the readings can begin."""
    missing = {}
    if not draft.lead.strip():
        missing["lead"] = _("A story needs a lead: one or two sentences.")
    if not any(block.block_type in TELLING for block in draft.body):
        missing["body"] = _("A story needs a text.")
    if any(_lacks_words(block) for block in draft.body):
        missing["body"] = _("Say in words what each photo shows.")
    if any(_is_unheard(block) for block in draft.body):
        missing["body"] = _(
            "Write what is said in each film, or tick that nothing is said in it."
        )
    if draft.cover_id and not draft.cover_alt.strip():
        missing["cover_alt"] = COVER_NEEDS_WORDS
    return missing


def _lacks_words(block) -> bool:
    return any(not (photo.get("alt") or "").strip() for photo in photos_in(block))


def _is_unheard(block) -> bool:
    """Whether somebody who cannot hear would miss what is said."""
    if block.block_type != "film":
        return False
    return not (block.value["is_silent"] or (block.value["words"] or "").strip())


class StoryPermissions(PagePermissionTester):
    """Rights on a story: no one publishes, copies or mirrors past the readings.

    What was read by somebody is kept: it is withdrawn, not deleted.
    """

    def can_copy(self):
        return False

    def can_delete(self, ignore_bulk=False):
        return not self.page.is_kept and self._may_take_away(ignore_bulk)

    def can_move(self):
        return self._may_take_away(ignore_bulk=True)

    def _may_take_away(self, ignore_bulk: bool) -> bool:
        """What Wagtail asks before a page is deleted or moved.

        It looks in the database for public pages below; below a story there is
        nothing, so the story itself is looked at.
        """
        own = self.page.owner_id == self.user.pk
        if self.user.is_superuser or not self.page.is_leaf():
            return super().can_delete(ignore_bulk)
        if not self.user.is_active:
            return False
        if "change" in self.permissions:
            return "publish" in self.permissions or not self.page.live
        public = self.page.live and "publish" not in self.permissions
        return "add" in self.permissions and own and not public

    def can_move_to(self, destination):
        """Move between sections of one site; nothing crosses counties."""
        own_site = self.page.path[: 2 * self.page.steplen]
        return destination.path.startswith(own_site) and super().can_move_to(
            destination
        )

    def can_publish(self):
        return False

    def can_publish_subpage(self):
        return False

    def can_unschedule(self):
        return self.page_is_root is False and may(
            self.user, "newsroom.read_final", self.page
        )

    def can_unpublish(self):
        return self.page.live and may(self.user, "newsroom.read_final", self.page)

    def can_edit(self):
        own = self.page.owner_id == self.user.pk
        if not own and not may(self.user, "newsroom.see_story", self.page):
            return False
        return super().can_edit()
