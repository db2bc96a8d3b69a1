"""A newsroom to test in: its people, its site, tips, plans and stories."""

import io
from datetime import date
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.models import Page

from tests.factories.people import PersonFactory, unit
from xiangyin.newsroom.models import Story
from xiangyin.newsroom.services.plans import assign, make_plan
from xiangyin.newsroom.services.readings import decide
from xiangyin.newsroom.services.stories import start_draft, submit_story
from xiangyin.newsroom.services.tips import receive_tip
from xiangyin.portal.services.sites import open_site

TODAY = date(2026, 3, 2)
READERS = ("first", "second", "final")


def open_newsroom(county) -> SimpleNamespace:
    """A site with one section, and one person per post at ``county``."""
    home = open_site(
        county,
        hostname="testserver" if county.code == "qinglan" else f"{county.code}.test",
        name=f"{county.name}融媒",
        sections=[{"slug": "news", "name": "要闻", "name_en": "News"}],
        is_default=county.code == "qinglan",
    )
    village = unit("chawan", county.code)
    return SimpleNamespace(
        county=county,
        village=village,
        section=Page.objects.child_of(home).get(),
        sender=PersonFactory(name="沈巧珍", posts=[("correspondent", village)]),
        editor=PersonFactory(name="方亦宁", posts=[("editor", county)]),
        reporter=PersonFactory(name="陆明川", posts=[("reporter", county)]),
        first=PersonFactory(name="徐慧兰", posts=[("first_reader", county)]),
        second=PersonFactory(name="贺砚中", posts=[("second_reader", county)]),
        final=PersonFactory(name="何立群", posts=[("final_reader", county)]),
    )


def a_photo(name="photo.jpg", size=(64, 48)) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", size, (90, 140, 80)).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def a_tip(room, text="春茶今天开采。", **told):
    values = {"by": room.sender, "unit": room.village, "today": TODAY, **told}
    return receive_tip(text=text, **values)


def a_plan(room, title="春茶开采", reporter=None, **told):
    values = {"unit": room.county, "by": room.editor, "today": TODAY, **told}
    plan = make_plan(working_title=title, **values)
    if reporter:
        assign(plan, reporter=reporter, by=room.editor)
    return plan


def a_draft(room, title="茶湾春茶今天开采", by=None, plan=None, **told) -> Story:
    """A story that is ready to be handed in, not handed in."""
    author = by or room.reporter
    plan = plan or a_plan(room, title=title, reporter=author)
    story = start_draft(plan, by=author, under=room.section)
    draft = story.get_latest_revision_as_object()
    draft.title = title
    draft.lead = told.get("lead", "三百亩春茶今天开采。")
    draft.body = told.get("body", [("text", "<p>三百亩春茶今天开采。</p>")])
    draft.save_revision(user=author, clean=False)
    return Story.objects.get(pk=story.pk)


def a_story_in_reading(room, **told) -> Story:
    story = a_draft(room, **told)
    submit_story(story, by=story.owner)
    return Story.objects.get(pk=story.pk)


def digest_of(story) -> str:
    """The fingerprint a reader would be shown now."""
    fresh = Story.objects.get(pk=story.pk)
    return fresh.get_latest_revision_as_object().digest


def sign(room, story, *stages, decision="accept", **told):
    """Let the room's readers decide, one after the other."""
    for stage in stages or READERS:
        decide(
            story,
            by=getattr(room, stage),
            decision=decision,
            digest=digest_of(story),
            **told,
        )
    return Story.objects.get(pk=story.pk)


def edit(story, **values) -> None:
    """Change the newest text, as the editor's screen does."""
    draft = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save_revision()
