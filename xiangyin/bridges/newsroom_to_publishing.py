"""A story that goes public goes to the channels; one withdrawn is taken back.

Each letter asks how the story stands *now*, so letters may come late, twice or in
the wrong order: the last one leaves the channels as the site is.
"""

from datetime import timedelta

from django.utils import timezone

from xiangyin.kernel.schedule import every
from xiangyin.kernel.services.outbox import hears
from xiangyin.newsroom.events import PUBLISHED, WITHDRAWN
from xiangyin.newsroom.models import Story
from xiangyin.newsroom.services.stories import plain_html
from xiangyin.publishing.services.items import publish_item, withdraw_item

LOOK_BACK = timedelta(days=7)


def key_of(story: Story) -> str:
    """How the publishing desk knows a story."""
    return f"story:{story.pk}"


@hears(PUBLISHED, as_="publishing")
@hears(WITHDRAWN, as_="publishing")
def bring_the_channels_up_to_date(letter) -> None:
    story = Story.objects.filter(pk=letter.payload["story"]).first()
    if story:
        carry_to_channels(story)


def carry_to_channels(story: Story) -> None:
    """Let the channels show of ``story`` what the site shows. Safe to run again."""
    if not story.live:
        withdraw_item(county=story.unit.county, key=key_of(story))
        return
    publish_item(
        unit=story.unit,
        key=key_of(story),
        title=story.title,
        summary=story.lead,
        html=plain_html(story),
        byline=story.byline,
        language=story.language,
        address=story.full_url or "",
        published_at=story.first_published_at,
        updated_at=story.last_published_at,
    )


@every(hours=24)
def repair_what_was_lost() -> int:
    """Carry the stories of the last days once more: nothing happens if all is well."""
    since = timezone.now() - LOOK_BACK
    stories = Story.objects.filter(last_published_at__gte=since)
    for story in stories.select_related("unit"):
        carry_to_channels(story)
    return len(stories)
