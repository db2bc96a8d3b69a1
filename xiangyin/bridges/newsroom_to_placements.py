"""A story that goes public is a work whose reprints are looked for.

Registering a work posts a letter of its own, and the ledger looks by itself.
"""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone

from xiangyin.kernel.services.outbox import hears
from xiangyin.newsroom.events import PUBLISHED, WITHDRAWN
from xiangyin.newsroom.models import Story
from xiangyin.placements.models import Work
from xiangyin.placements.services.works import register_work, withdraw_work


def key_of(story: Story) -> str:
    """How the ledger knows a story."""
    return f"story:{story.pk}"


@hears(PUBLISHED, as_="placements")
@hears(WITHDRAWN, as_="placements")
def bring_the_register_up_to_date(letter) -> None:
    stories = Story.objects.select_related("unit", "plan__tip")
    story = stories.filter(pk=letter.payload["story"]).first()
    if story:
        note_in_register(story)


def note_in_register(story: Story) -> None:
    """Let the register say of ``story`` what the site says. Safe to run again."""
    if not story.live:
        for work in Work.objects.filter(county=story.unit.county, key=key_of(story)):
            withdraw_work(work)
        return
    tip = story.plan.tip if story.plan else None
    register_work(
        unit=story.unit,
        key=key_of(story),
        title=story.title,
        text=story.plain_text,
        published_on=timezone.localdate(story.first_published_at),
        authors=story.byline,
        address=address_of(story),
        origin=tip.number if tip else "",
    )


def address_of(story: Story) -> str:
    """Where the story stands, or nothing on a host that only the office can reach.

    An intranet name such as ``http://news/`` is no address the register accepts,
    and must not keep the work out of it.
    """
    address = story.full_url or ""
    try:
        URLValidator()(address)
    except ValidationError:
        return ""
    return address
