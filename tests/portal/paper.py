"""A small paper for tests: a site with two sections, and stories three people signed."""

import io
import itertools
from datetime import datetime

from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image

from tests.factories.people import PersonFactory
from xiangyin.kernel.models import Picture
from xiangyin.newsroom.models import Signature, Story
from xiangyin.portal.models import Section
from xiangyin.portal.services.sites import open_site

SECTIONS = [
    {"slug": "news", "name": "要闻", "name_en": "News"},
    {"slug": "villages", "name": "乡村", "name_en": "Villages"},
]
_numbers = itertools.count(1)


def a_site(county, **more):
    """Open the county's site; it answers to every host name unless told otherwise."""
    told = {
        "hostname": "testserver",
        "name": "清岚融媒",
        "name_en": "Voice of Qinglan",
        "sections": SECTIONS,
        "is_default": True,
        "is_sample": True,
    }
    return open_site(county, **{**told, **more})


def a_picture(name="tea.jpg", size=(640, 480)) -> Picture:
    out = io.BytesIO()
    Image.new("RGB", size, (90, 120, 80)).save(out, "JPEG")
    file = ImageFile(out, name=name)
    picture = Picture(title=name, credit="罗佳", file=file)
    picture.save()
    return picture


def a_story(home, *, section="news", on=None, live=True, **told) -> Story:
    """A story in the paper. ``on`` is the day it was published."""
    number = next(_numbers)
    parent = Section.objects.child_of(home).get(slug=section)
    values = {
        "title": f"第{number}条消息",
        "slug": f"story-{number}",
        "lead": "一句导语。",
        "unit": home.county,
        "byline": "林知夏",
        "body": [("text", "<p>正文一段。</p>")],
    }
    story = parent.add_child(instance=Story(live=False, **{**values, **told}))
    story = Story.objects.get(pk=story.pk)
    if live:
        publish(story, on=on)
    return Story.objects.get(pk=story.pk)


def publish(story, *, on=None) -> None:
    """Three people sign exactly this text, and it goes public."""
    for stage in ("first", "second", "final"):
        Signature.objects.create(
            story=story,
            digest=story.digest,
            stage=stage,
            reader=PersonFactory(),
            decision=Signature.Decision.ACCEPT,
        )
    story.save_revision().publish(skip_permission_checks=True)
    if on is not None:
        at = timezone.make_aware(datetime(on.year, on.month, on.day, 8, 30))
        Story.objects.filter(pk=story.pk).update(
            first_published_at=at, last_published_at=at
        )
