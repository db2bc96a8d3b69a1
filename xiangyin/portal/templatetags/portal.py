"""What the public pages need in their templates."""

from datetime import datetime

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import pgettext
from wagtail.models import Page, Site
from wagtail.rich_text import expand_db_html

from xiangyin.engines.markup import clean_shown
from xiangyin.engines.words import cut, excerpt
from xiangyin.newsroom.models import Story

from .. import reading
from ..display import wants_traditional
from ..models import Section

register = template.Library()


@register.simple_tag(takes_context=True)
def site_sections(context) -> list:
    """The sections of this site, asked once per request."""
    request = context.get("request")
    if request is None:
        return []
    if not hasattr(request, "site_sections"):
        site = Site.find_for_request(request)
        request.site_sections = list(Section.objects.of(site)) if site else []
    return request.site_sections


@register.simple_tag(takes_context=True)
def large_type(context) -> bool:
    """Whether this reader chose large type."""
    request = context.get("request")
    return (
        bool(request) and request.COOKIES.get(settings.XIANGYIN_SIZE_COOKIE) == "large"
    )


@register.simple_tag(takes_context=True)
def traditional(context) -> bool:
    """Whether this reader chose traditional characters."""
    request = context.get("request")
    return bool(request) and wants_traditional(request)


@register.simple_tag(takes_context=True)
def keeps(context) -> str:
    """As what a reader's device may keep this page: a story, a page, or not at all.

    Kept are pages of the paper alone; what is drawn in a preview is not public.
    """
    request, page = context.get("request"), context.get("page")
    is_public = isinstance(page, Page) and page.live
    if not is_public or getattr(request, "is_preview", False):
        return ""
    return "story" if isinstance(page, Story) else "page"


@register.simple_tag(takes_context=True)
def section_of(context, story):
    """The section a story stands in, from the sections already at hand."""
    above = story.path[: -reading.STEP]
    return next((s for s in site_sections(context) if s.path == above), None)


@register.simple_tag(takes_context=True)
def related_stories(context, story) -> list:
    """What to read after this story."""
    site = Site.find_for_request(context["request"])
    return reading.related_to(site, story) if site else []


@register.simple_tag
def dateline() -> str:
    """Today as a newspaper says it: 2026年11月23日 星期一."""
    today = timezone.localtime()
    return date_format(today, pgettext("date line", "l, j F Y"))


@register.filter
def stamp(moment: datetime | None) -> str:
    """A moment as the rules for government sites want it: 2026-11-23 08:30."""
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""


@register.filter
def machine_time(moment: datetime | None) -> str:
    """A moment for ``<time datetime>``: HTML allows no microseconds of six digits."""
    if not moment:
        return ""
    return timezone.localtime(moment).isoformat(timespec="seconds")


@register.filter
def clean_text(value) -> str:
    """Rich text with an allow-list of tags: Wagtail's own filter lets all through."""
    source = getattr(value, "source", value) or ""
    return mark_safe(clean_shown(expand_db_html(source)))  # noqa: S308 -- just cleaned


@register.filter
def breakable(title: str) -> str:
    """A headline whose lines break between words and not inside them."""
    if title.isascii():
        return title
    return format_html_join(mark_safe("<wbr>"), "{}", ((w,) for w in cut(title)))


@register.filter
def marked(text: str, query: str) -> list[tuple[str, bool]]:
    """Pieces of a text around what was asked for, and whether a piece is a hit."""
    return excerpt(text, query)


@register.filter
def marked_title(text: str, query: str) -> list[tuple[str, bool]]:
    """The whole of a title in pieces, with what was asked for told apart."""
    return excerpt(text, query, around=len(text))


@register.filter
def corrected(story) -> bool:
    """Say whether the text was changed after it was first public, by a minute or more."""
    first, last = story.first_published_at, story.last_published_at
    return bool(first and last and (last - first).total_seconds() >= 60)
