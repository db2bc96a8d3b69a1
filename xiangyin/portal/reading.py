"""What a reader finds: every list of the public site, kept within its own county.

``site`` is Wagtail's: what one county's site asks for never leaves its tree.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Prefetch
from django.db.models.functions import TruncMonth
from django.utils import timezone

from xiangyin.kernel.models import Picture, Unit
from xiangyin.newsroom.models import Story, Theme

PER_PAGE = 20
IN_SECTION = 5
SECOND_TIER = 4
IN_RAIL = 8
# Among so many of the newest stories the front page looks for those of each section.
LOOKED_AT = 100
# A story lies one step below its section, the section one below the front page.
STEP = Story.steplen
LEAD_SIZES = [
    f"width-{width}|format-{kind}"
    for width in (480, 800, 1200)
    for kind in ("webp", "jpeg")
]
CARD_SIZES = [f"fill-{size}|format-webp" for size in ("360x240", "720x480")]


def stories_on(site):
    """Published stories of one county's site, newest first, without their bodies."""
    return (
        Story.objects.live()
        .descendant_of(site.root_page)
        .select_related("unit")
        .defer("body")
        .newest_first()
    )


def with_pictures(stories, sizes=CARD_SIZES):
    """Fetch covers and the sizes a list shows of them: two queries for all."""
    covers = Picture.objects.prefetch_renditions(*sizes)
    return stories.prefetch_related(Prefetch("cover", queryset=covers))


def county_of(site) -> Unit:
    """The county whose site this is."""
    return Unit.objects.get(home__page_ptr=site.root_page_id)


@dataclass
class FrontPage:
    """The front page as it is laid out."""

    lead: Story | None = None
    second: list[Story] = field(default_factory=list)
    parts: list[tuple] = field(default_factory=list)
    themes: list[Theme] = field(default_factory=list)


def front_page(site, sections) -> FrontPage:
    """Lay out the front page: a lead with a picture, what is new, then each part.

    A story stands on the page once. The lead is the newest of the last eight
    stories that has a picture, or simply the newest.
    """
    newest = list(with_pictures(stories_on(site), LEAD_SIZES + CARD_SIZES)[:8])
    lead = next((story for story in newest if story.cover), None)
    lead = lead or next(iter(newest), None)
    second = [story for story in newest if story != lead][:SECOND_TIER]
    shown = {story.pk for story in (lead, *second) if story}
    by_section = _newest_of_each(site, sections, shown)
    parts = [(part, by_section.get(part.path, [])) for part in sections]
    themes = list(themes_on(site).filter(is_open=True)[:IN_RAIL])
    return FrontPage(lead, second, [part for part in parts if part[1]], themes)


def _newest_of_each(site, sections, shown: set[int]) -> dict[str, list[Story]]:
    """The newest of each section, mostly among the newest of all.

    A database asked for the first five of each section ranks every story there is:
    480 ms of 100,000. So the latest are looked at by key and section, and a section
    that has been quiet for longer is asked by itself.
    """
    others = stories_on(site).exclude(pk__in=shown)
    latest = list(others.values_list("path", "pk")[:LOOKED_AT])
    keys: list[int] = []
    for part in sections:
        mine = [pk for path, pk in latest if path[:-STEP] == part.path][:IN_SECTION]
        if len(mine) < IN_SECTION and len(latest) == LOOKED_AT:
            mine = list(others.child_of(part).values_list("pk", flat=True)[:IN_SECTION])
        keys += mine
    found: dict[str, list[Story]] = {}
    for story in with_pictures(stories_on(site).filter(pk__in=keys)):
        found.setdefault(story.path[:-STEP], []).append(story)
    return found


def months(site) -> list[tuple[date, int]]:
    """Months in which something was published, newest first, with how many."""
    counted = (
        Story.objects.live()
        .descendant_of(site.root_page)
        .filter(first_published_at__isnull=False)
        .annotate(month=TruncMonth("first_published_at"))
        .values("month")
        .annotate(stories=Count("pk"))
        .order_by("-month")
    )
    return [(row["month"].date(), row["stories"]) for row in counted]


def stories_of_month(site, year: int, month: int):
    """Stories of one month by day, newest first."""
    stories = stories_on(site).filter(
        first_published_at__year=year, first_published_at__month=month
    )
    days: dict[date, list[Story]] = {}
    for story in stories:
        day = timezone.localtime(story.first_published_at).date()
        days.setdefault(day, []).append(story)
    return list(days.items())


def themes_on(site):
    """Themes of this county."""
    return Theme.objects.filter(unit__path__startswith=county_of(site).path)


def units_on(site):
    """Units of this county."""
    return Unit.objects.below(county_of(site))


def related_to(site, story, count: int = 4) -> list[Story]:
    """Stories to read next: of the same theme first, then of the same section."""
    others = stories_on(site).exclude(pk=story.pk)
    found = []
    if story.theme_id:
        found = list(with_pictures(others.filter(theme=story.theme_id))[:count])
    if len(found) < count:
        section = others.filter(path__startswith=story.path[:-STEP])
        section = section.exclude(pk__in=[near.pk for near in found])
        found += with_pictures(section)[: count - len(found)]
    return found
