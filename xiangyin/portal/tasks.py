"""Work done later for the public site."""

from django.utils import timezone
from django_tasks import task

from xiangyin.kernel.schedule import every
from xiangyin.newsroom.models import Story

from . import visiting
from .sizes import CARD_SIZES, LEAD_SIZES


@task()
def prepare_pictures(story_id: int) -> int:
    """Make the sizes a story's cover is shown in, before the first reader comes."""
    story = Story.objects.select_related("cover").filter(pk=story_id).first()
    if story is None or story.cover is None:
        return 0
    sizes = sorted({*LEAD_SIZES, *CARD_SIZES})
    return len(story.cover.get_renditions(*sizes))


@every(minutes=5)
def add_up_visits() -> int:
    """What the site's files of visits hold is added to its counts."""
    return visiting.add_up(now=timezone.now())
