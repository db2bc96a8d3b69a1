"""A front page to arrange."""

from datetime import date

from tests.portal.paper import a_story
from xiangyin.portal.models import Section


def section_of(home, slug="news") -> Section:
    return Section.objects.child_of(home).get(slug=slug)


def arrange(home, *blocks) -> None:
    """Keep a layout of ``(kind, values)`` as the database does."""
    home.layout = list(blocks)
    home.save()


def pieces(client) -> dict:
    """The titles of stories in each piece of the front page, by its kind."""
    shown = client.get("/").context["pieces"]
    return {piece.kind: [story.title for story in piece.stories] for piece in shown}


def titles(home, count=6, **told):
    return [
        a_story(home, title=f"{day}日", on=date(2026, 5, day), **told).title
        for day in range(1, count + 1)
    ]
