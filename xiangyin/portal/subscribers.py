"""When this happens, the public site does that."""

from xiangyin.kernel.events import on
from xiangyin.newsroom.events import StoryPublished

from .tasks import prepare_pictures


@on(StoryPublished)
def make_its_pictures(event: StoryPublished) -> None:
    prepare_pictures.enqueue(event.story_id)
