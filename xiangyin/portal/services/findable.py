"""Keeping the words of public stories, in the transaction of what makes them public."""

from django.db import connection
from django.utils import timezone

from xiangyin.engines.finding.days import days_in
from xiangyin.engines.finding.sounds import telling_words
from xiangyin.engines.finding.written import written
from xiangyin.engines.words import fold
from xiangyin.kernel.search import public, vocabulary
from xiangyin.newsroom.models import Story
from xiangyin.newsroom.models.story import SIGNED_FIELDS

AT_ONCE = 200
READ = SIGNED_FIELDS | {"first_published_at", "path"}


def touches_words(update_fields) -> bool:
    """Whether saving these fields may change how a story is found."""
    return update_fields is None or bool(READ & set(update_fields))


def note(story: Story) -> None:
    """Let readers find the story as it is now, or no longer."""
    before = public.telling(story.pk)
    if not story.live:
        leave(story.pk)
        return
    kept = as_kept(story, *_place_in_tree(story))
    public.keep(kept)
    now = telling_words(kept.title, kept.lead)
    was = telling_words(before.title, before.lead) if before else set()
    if before and before.home != kept.home:
        vocabulary.count(before.home, more=set(), less=was)
        was = set()
    vocabulary.count(kept.home, more=now, less=was)


def leave(key: int) -> None:
    """Let no reader find the story any more."""
    before = public.telling(key)
    if before is not None:
        public.forget(key)
        words = telling_words(before.title, before.lead)
        vocabulary.count(before.home, more=set(), less=words)


def as_kept(story: Story, home: int, section: int) -> public.Kept:
    """What is kept of a story for the search."""
    published = story.first_published_at or timezone.now()
    body = story.plain_text.removeprefix(story.lead.strip())
    text = "\n".join((story.title, story.lead, body, story.byline))
    return public.Kept(
        story=story.pk,
        home=home,
        section=section,
        unit=story.unit_id,
        published=published,
        title=written(story.title),
        lead=written(story.lead),
        rest=written(f"{body}\n{story.byline}"),
        days=frozenset(days_in(fold(text), timezone.localtime(published).date())),
    )


def _place_in_tree(story: Story) -> tuple[int, int]:
    """Keys of the front page and of the section a story stands below."""
    step = Story.steplen
    above = [story.path[: step * 2], story.path[:-step]]
    pages = dict(story.get_ancestors().filter(path__in=above).values_list("path", "pk"))
    return pages[above[0]], pages[above[1]]


def set_up() -> None:
    """Make the tables after migrations, and note the stories that came before them."""
    there = set(connection.introspection.table_names())
    if not {"newsroom_story", "portal_home"} <= there:
        return
    public.set_up()
    vocabulary.set_up()
    for stories in _not_noted():
        for story in stories:
            note(story)


def _not_noted():
    """Public stories without words, in parts, oldest first: their places lie in a row."""
    noted = public.noted()
    live = Story.objects.live().order_by("first_published_at", "pk")
    keys = [key for key in live.values_list("pk", flat=True) if key not in noted]
    for start in range(0, len(keys), AT_ONCE):
        part = Story.objects.filter(pk__in=keys[start : start + AT_ONCE])
        yield part.order_by("first_published_at", "pk")
