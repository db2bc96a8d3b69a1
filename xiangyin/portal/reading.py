"""What a reader finds: every list of the public site, kept within its own county.

``site`` is Wagtail's: what one county's site asks for never leaves its tree.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

from xiangyin.kernel.models import Unit
from xiangyin.kernel.pages import KeysFirst
from xiangyin.newsroom.models import Story, Theme
from xiangyin.newsroom.querysets import day_begins

from . import shelves
from .kept.held import held
from .kept.notes import below, page, theme
from .sizes import BY_ITSELF, CARD_SIZES, LEAD_SIZES, bring_sizes, photos_in

PER_PAGE = 20
IN_SECTION = 5
SECOND_TIER = 4
FOR_THE_LEAD = 8
IN_RAIL = 8
# Among so many of the newest stories the front page looks for those of each section.
LOOKED_AT = 100
# A story lies one step below its section, the section one below the front page.
STEP = Story.steplen


def stories_on(site):
    """Published stories of one county's site, newest first, without their bodies."""
    return (
        Story.objects.live()
        .descendant_of(site.root_page)
        .select_related("unit")
        .defer("body")
        .newest_first()
    )


def stories_by_key(keys, sizes=CARD_SIZES) -> list[Story]:
    """Stories as a list shows them, newest first: two questions for any number."""
    stories = listed(keys)
    bring_sizes([story.cover for story in stories], sizes)
    return stories


def listed(keys) -> list[Story]:
    """Stories as a list shows them, newest first, before the sizes of their covers."""
    return list(_for_a_list(Story.objects.filter(pk__in=keys)))


# What a list shows of a story. Of twenty rows each column costs: a page has forty.
IN_A_LIST = [
    *("title", "slug", "url_path", "path", "live", "lead", "language", "cover_alt"),
    *("first_published_at", "last_published_at"),
    *(f"unit__{name}" for name in ("path", "code", "name", "name_en")),
    *(f"cover__{name}" for name in ("title", "file", "width", "height", "credit")),
    *(f"cover__focal_point_{name}" for name in ("x", "y", "width", "height")),
]


def _for_a_list(stories):
    return stories.select_related("unit", "cover").only(*IN_A_LIST).newest_first()


def county_of(site) -> Unit:
    """The county whose site this is, read once for a site."""
    if not hasattr(site, "county"):
        site.county = Unit.objects.get(home__page_ptr=site.root_page_id)
    return site.county


def page_of(keys, number, *, total=None):
    """One page of a list of stories, found by its keys."""
    rows = _for_a_list(Story.objects.all())
    page = KeysFirst(keys, PER_PAGE, rows=rows, total=total).get_page(number)
    page.object_list = list(page.object_list)
    bring_sizes([story.cover for story in page.object_list])
    return page


def page_of_section(section, number):
    """One page of a section's stories, newest first."""
    shelf = shelves.in_section(section)
    return page_of(shelf.keys(), number, total=shelf.count())


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
    latest = list(_paths_on(site)[: max(LOOKED_AT, FOR_THE_LEAD)])
    keys = [pk for pk, _path in latest[:FOR_THE_LEAD]]
    newest = stories_by_key(keys, LEAD_SIZES + CARD_SIZES)
    lead = next((story for story in newest if story.cover), None)
    lead = lead or next(iter(newest), None)
    second = [story for story in newest if story != lead][:SECOND_TIER]
    shown = {story.pk for story in (lead, *second) if story}
    by_section = _newest_of_each(sections, latest[:LOOKED_AT], shown)
    parts = [(part, by_section.get(part.path, [])) for part in sections]
    themes = list(themes_on(site).filter(is_open=True)[:IN_RAIL])
    return FrontPage(lead, second, [part for part in parts if part[1]], themes)


def _paths_on(site):
    return shelves.on_site(site.root_page).keys().values_list("pk", "path")


def _newest_of_each(sections, latest, shown: set[int]) -> dict[str, list[Story]]:
    """The newest of each section, mostly among the newest of all.

    A database asked for the first five of each section ranks every story there is:
    480 ms of 100,000. So the latest are looked at by key and section, and those that
    have been quiet for longer are asked together.
    """
    keys: list[int] = []
    quiet = []
    for part in sections:
        mine = [pk for pk, path in latest if path[:-STEP] == part.path]
        mine = [pk for pk in mine if pk not in shown][:IN_SECTION]
        if len(mine) < IN_SECTION and len(latest) == LOOKED_AT:
            quiet.append(shelves.in_section(part))
        else:
            keys += mine
    keys += shelves.first_of_each(quiet, IN_SECTION, without=shown)
    found: dict[str, list[Story]] = {}
    for story in stories_by_key(keys):
        found.setdefault(story.path[:-STEP], []).append(story)
    return found


def months(site) -> list[tuple[date, int]]:
    """Months in which something was published, newest first, with how many.

    Each month is counted between its ends in the index of a site's stories: to sort
    100,000 days into months costs 400 ms.
    """
    shelf = shelves.on_site(site.root_page)
    days = shelf.keys().values_list("first_published_at", flat=True)
    newest, oldest = days.first(), days.last()
    if newest is None:
        return []
    firsts = _months_between(_local(oldest), _local(newest))
    ends = [day_begins(first) for first in firsts] + [
        day_begins(_next_month(firsts[-1]))
    ]
    told = zip(firsts, shelf.counts_between(ends), strict=True)
    return [(first, count) for first, count in reversed(list(told)) if count]


def _local(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _months_between(oldest: date, newest: date) -> list[date]:
    """The first day of each month from one day's to another's."""
    firsts = [oldest.replace(day=1)]
    while (following := _next_month(firsts[-1])) <= newest:
        firsts.append(following)
    return firsts


def stories_of_month(site, year: int, month: int):
    """Stories of one month by day, newest first."""
    first = date(year, month, 1)
    keys = (
        shelves.on_site(site.root_page)
        .keys()
        .filter(
            first_published_at__gte=day_begins(first),
            first_published_at__lt=day_begins(_next_month(first)),
        )
    )
    stories = (
        Story.objects.filter(pk__in=list(keys.values_list("pk", flat=True)))
        .select_related("unit")
        .only("title", "slug", "url_path", "first_published_at", "language", "unit")
        .newest_first()
    )
    days: dict[date, list[Story]] = {}
    for story in stories:
        days.setdefault(_local(story.first_published_at), []).append(story)
    return list(days.items())


def still_public(site, paths: list[str]) -> set[str]:
    """Which of these addresses are a public story's."""
    root = site.root_page.url_path
    within = {root + path.removeprefix("/"): path for path in paths}
    found = stories_on(site).filter(url_path__in=within)
    return {within[url] for url in found.order_by().values_list("url_path", flat=True)}


def themes_on(site):
    """Themes of this county."""
    return Theme.objects.filter(unit__path__startswith=county_of(site).path)


def units_on(site):
    """Units of this county."""
    return Unit.objects.below(county_of(site))


def page_of_unit(site, unit, number):
    """One page of the stories of a unit and those below it, newest first."""
    if unit == county_of(site):
        shelf = shelves.on_site(site.root_page)
        return page_of(shelf.keys(), number, total=shelf.count())
    return page_of(_on(site).filter(unit__path__startswith=unit.path), number)


def page_of_theme(site, theme, number):
    return page_of(_on(site).filter(theme=theme), number)


def _on(site):
    return Story.objects.live().descendant_of(site.root_page).newest_first()


def related_to(story, count: int = 4) -> list[Story]:
    """Stories to read next: of the same theme first, then of the same section.

    Every story of a section says the same ones, but for itself: they are read once.
    """
    section, theme_id = story.path[:-STEP], story.theme_id

    def notes(near: list[Story]) -> list[str]:
        of_theme = [theme(theme_id)] if theme_id else []
        return [below(section), *of_theme, *(page(each.pk) for each in near)]

    # One more than wanted: the story itself may be among them.
    near = held(
        ("near", section, theme_id, count),
        lambda: _newest_near(section, theme_id, count + 1),
        notes,
    )
    return [each for each in near if each.pk != story.pk][:count]


def _newest_near(section: str, theme_id: int | None, count: int) -> list[Story]:
    """The newest of a theme, and then of the section at a path, as a list shows them."""
    keys: list[int] = []
    if theme_id:
        of_theme = Story.objects.live().filter(theme=theme_id).newest_first()
        keys += of_theme.values_list("pk", flat=True)[:count]
    if len(keys) < count:
        others = shelves.Shelf(section, 1).keys().exclude(pk__in=keys)
        keys += others.values_list("pk", flat=True)[:count]
    found = {each.pk: each for each in stories_by_key(keys)}
    return [found[key] for key in keys if key in found]


def prepare_story(story) -> list[Story]:
    """Read what a story's page shows besides its text, all sizes at once.

    Returns the stories to read next.
    """
    own = [story.cover, *photos_in(story.body)]
    bring_sizes(own, [*LEAD_SIZES, BY_ITSELF])
    return related_to(story)
