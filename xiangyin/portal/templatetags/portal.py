"""What the public pages need in their templates."""

import re
from datetime import datetime
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from wagtail.models import Page, Site
from wagtail.rich_text import expand_db_html

from xiangyin.engines.markup import clean_shown
from xiangyin.engines.words import cut, excerpt
from xiangyin.newsroom.body import films_in
from xiangyin.newsroom.models import Story

from .. import look, reading, sizes
from ..display import wants_traditional
from ..kept.held import held
from ..kept.notes import EVERYTHING, frame, made_from, page
from ..models import sections_for

register = template.Library()
HIDDEN = ("hide_picture", "hide_lead", "hide_section", "hide_unit")
# A link to a page of ours, as Wagtail keeps it: its address may change.
LINK = re.compile(r"<a\b[^>]*>")
ITS_PAGE = re.compile(r'\bid="(\d+)"')
# As nh3 writes a link; its address holds no quotation mark.
LINK_AWAY = re.compile(r'<a href="(?P<to>https?://[^"]*)"[^>]*>.*?</a>', re.DOTALL)


@register.simple_tag(takes_context=True)
def site_sections(context) -> list:
    """The sections of this site, asked once per request."""
    request = context.get("request")
    if request is None:
        return []
    site = Site.find_for_request(request)
    if site:
        made_from(frame(site.root_page), EVERYTHING)
    return sections_for(request)


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

    Kept are pages of the paper, and what a desk's view says of its own
    (``device_keeps``); what is drawn in a preview is not public.
    """
    if told := context.get("device_keeps"):
        return told
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
    """What to read after this story; a page that is served has asked already."""
    request = context.get("request")
    if not hasattr(request, "read_on"):
        return reading.related_to(story)
    return request.read_on


@register.simple_tag
def first_film(story):
    """The film that is shown where somebody passes the story on; None without any."""
    return next((film for block in story.body for film in films_in(block)), None)


@register.simple_tag(takes_context=True)
def card(context, story, level=2, **hidden) -> str:
    """A story as a list shows it, drawn once for all lists until it changes.

    ``hide_picture``, ``hide_lead``, ``hide_section``, ``hide_unit`` leave a part out.
    """
    request = context["request"]
    site = Site.find_for_request(request)
    hidden = {name: True for name in HIDDEN if hidden.get(name, context.get(name))}
    made_from(page(story.pk))

    def draw():
        told = {"story": story, "level": level, "page": None, **hidden}
        return render_to_string("portal/_card.html", told, request)

    key = ("card", site and site.pk, story.pk, level, get_language(), *hidden)
    return held(key, draw, lambda drawn: [page(story.pk), *_frame_of(site)])


@register.simple_tag(takes_context=True)
def part(context, template: str) -> str:
    """A part of the frame that is the same on all pages of a site in one language."""
    request = context.get("request")
    site = Site.find_for_request(request)

    def draw():
        return render_to_string(template, {"page": None}, request)

    if request is None or site is None:
        return draw()
    key = (template, site.pk, request.get_host(), request.scheme, get_language())
    return held(key, draw, lambda drawn: _frame_of(site))


def _frame_of(site) -> list[str]:
    return [frame(site.root_page)] if site else []


@register.simple_tag
def card_picture(picture) -> str:
    return sizes.card_picture(picture)


@register.simple_tag
def photo(picture, alt: str, widths: str, first: bool = False) -> str:
    """``{% photo page.cover page.cover_alt "100vw" first=True %}``."""
    return sizes.photo(picture, alt or "", widths, is_first=first)


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
    """Rich text with an allow-list of tags: Wagtail's own filter lets all through.

    A link that leaves the site says in words where it leads.
    """
    source = getattr(value, "source", value) or ""
    for link in LINK.findall(source):
        if 'linktype="page"' in link:
            made_from(*(page(int(key)) for key in ITS_PAGE.findall(link)))
    cleaned = clean_shown(expand_db_html(source))
    marked_links = LINK_AWAY.sub(lambda link: link.group() + away(link["to"]), cleaned)
    return mark_safe(marked_links)  # noqa: S308 -- just cleaned


@register.filter
def away(address: str) -> str:
    """Where an address outside leads, in words: (another site: example.com).

    Sites of the government (gov.cn) are named without that: to them people are sent
    on the office's business. Our own say nothing.
    """
    host = host_of(address)
    if not host or host in own_hosts():
        return ""
    if host == "gov.cn" or host.endswith(".gov.cn"):
        said = _("(%(host)s)")
    else:
        said = _("(another site: %(host)s)")
    return format_html('<span class="away">{}</span>', said % {"host": host})


def host_of(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:  # [ without its ]
        return ""


def own_hosts() -> set[str]:
    ours = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname
    return {*settings.XIANGYIN_OWN_HOSTS, *([ours] if ours else [])}


@register.simple_tag
def look_address(imprint) -> str:
    """Where the office's own colour is, or nothing where it has none."""
    accent = look.accent_of(imprint)
    return reverse("look", args=[look.version(accent)]) if accent else ""


@register.filter
def paragraphs(text: str) -> list[str]:
    """Paragraphs of a plain text, parted by empty lines."""
    parts = (part.strip() for part in text.replace("\r\n", "\n").split("\n\n"))
    return [part for part in parts if part]


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
