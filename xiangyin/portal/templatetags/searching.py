"""What the page of results needs in its template."""

from django import template

from xiangyin.engines.finding.asked import Asked
from xiangyin.engines.finding.shown import pieces

register = template.Library()

BEFORE = 40


@register.filter
def speaks_of(text: str, asked: Asked) -> list[tuple[str, bool]]:
    """Where a text speaks of what was asked for, in pieces."""
    return pieces(text, asked, around=BEFORE)


@register.filter
def title_speaks_of(title: str, asked: Asked) -> list[tuple[str, bool]]:
    """The whole of a title in pieces."""
    return pieces(title, asked)


@register.simple_tag(takes_context=True)
def another_search(context, **others) -> str:
    """The address of this search with something said otherwise."""
    return context["told"].but(**others)
