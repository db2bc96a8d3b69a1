"""A province's page: what each county of this installation published last.

Nothing else crosses from county to county. What stands here is public anyway, and
that counties are gathered is set by who answers for all of them.
"""

from dataclasses import dataclass

from wagtail.models import Site

from xiangyin.newsroom.models import Story

from .kept.notes import below, frame, made_from

# Among so many of the newest of all counties each county's newest is looked for. Who
# published nothing among them has its name and its address alone: to ask each of a
# hundred counties by itself would take a second.
LOOKED_AT = 2000
A_HOME = 2 * Story.steplen


@dataclass(frozen=True)
class Gathered:
    """One county, with its newest story where it published lately."""

    name: str
    address: str
    story: Story | None = None

    @property
    def story_address(self) -> str:
        """On the county's own site: below its front page's address lies the story."""
        return self.address + self.story.url_path.strip("/").partition("/")[2] + "/"


def newest_of_each(front_pages) -> list[Gathered]:
    """The counties whose ``front_pages`` these are, who published last first."""
    homes = {each.path: each for each in front_pages.defer("layout")}
    sites = Site.objects.filter(root_page__in=[each.pk for each in homes.values()])
    addresses = {site.root_page_id: f"{site.root_url}/" for site in sites}
    made_from(*map(below, homes), *map(frame, homes.values()))
    newest = _newest_keys(homes)
    stories = (
        Story.objects.select_related("unit").defer("body").in_bulk(newest.values())
    )
    gathered = [
        Gathered(each.title, addresses[each.pk], stories.get(newest.get(path)))
        for path, each in homes.items()
        if each.pk in addresses
    ]
    return sorted(gathered, key=_lately, reverse=True)


def _newest_keys(homes) -> dict[str, int]:
    """The newest story of each front page, by the path of that page."""
    rows = Story.objects.live().newest_first().values_list("path", "pk")
    newest: dict[str, int] = {}
    for path, pk in rows[:LOOKED_AT]:
        if path[:A_HOME] in homes:
            newest.setdefault(path[:A_HOME], pk)
    return newest


def _lately(county: Gathered) -> float:
    moment = county.story and county.story.first_published_at
    return moment.timestamp() if moment else 0.0
