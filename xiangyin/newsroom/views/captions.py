"""What is said in a film, as a browser shows it while the film plays."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from xiangyin.engines.captions import BrokenCaptions, as_webvtt, cues_in

from ..body import films_in, mark_of
from ..models import Story

# The address changes with the words. A cache in front asks again after a second: a story
# that was withdrawn takes its captions along.
PUBLIC = "public, max-age=31536000, immutable, s-maxage=1"
PRIVATE = "private, no-store"


@require_safe
def captions(request, story, film, mark):
    """Captions that stand in a public story, or in a draft that one may open."""
    for text, said in _texts(request, story):
        words = _words(text, film, mark)
        if words:
            return HttpResponse(
                words,
                content_type="text/vtt; charset=utf-8",
                headers={"Cache-Control": said},
            )
    raise Http404


def _texts(request, key):
    """The public text of a story, and the newest where the person may see it."""
    public = Story.objects.live().filter(pk=key).first()
    if public is not None:
        yield public, PUBLIC
    if request.user.is_authenticated:
        draft = Story.objects.visible_to(request.user).filter(pk=key).first()
        if draft is not None:
            yield draft.get_latest_revision_as_object(), PRIVATE


def _words(story, film: int, mark: str) -> str:
    for block in story.body:
        shown = {each.pk for each in films_in(block)}
        if film in shown and mark_of(block.value["words"] or "") == mark:
            try:
                return as_webvtt(cues_in(block.value["words"]))
            except BrokenCaptions:
                return ""
    return ""
