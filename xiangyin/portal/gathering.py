"""A province's page: what each county of this installation published last.

Nothing else crosses from county to county. What stands here is public anyway, and
that counties are gathered is set by who answers for all of them.
"""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Substr
from wagtail.models import Site

from xiangyin.newsroom.models import Story

from . import shelves
from .kept.notes import below, frame, made_from


@dataclass(frozen=True)
class Gathered:
    """One county, with its newest story where it published any."""

    name: str
    address: str
    story: Story | None = None

    @property
    def story_address(self) -> str:
        """On the county's own site: below its front page's address lies the story."""
        return self.address + self.story.url_path.strip("/").partition("/")[2] + "/"


def newest_of_each(front_pages) -> list[Gathered]:
    """The counties whose ``front_pages`` these are, who published last first.

    Each county's newest is the first of its shelf in the index of what is public: a
    hundred counties are one question. A second one reads those stories.
    """
    # SQLite compares an index of made-up values with a made-up value alone.
    home = Substr(OuterRef("root_page__path"), 1)
    newest = shelves.Shelf(home, 2).keys().values("pk")[:1]
    sites = (
        Site.objects.filter(root_page__in=front_pages.order_by().values("pk"))
        .select_related("root_page")
        .annotate(newest=Subquery(newest))
    )
    counties = {each.root_page_id: each for each in sites}.values()
    homes = [each.root_page for each in counties]
    made_from(*(below(each.path) for each in homes), *map(frame, homes))
    stories = (
        Story.objects.select_related("unit")
        .defer("body")
        .in_bulk([each.newest for each in counties if each.newest])
    )
    gathered = [
        Gathered(each.root_page.title, f"{each.root_url}/", stories.get(each.newest))
        for each in counties
    ]
    return sorted(gathered, key=_lately, reverse=True)


def _lately(county: Gathered) -> float:
    moment = county.story and county.story.first_published_at
    return moment.timestamp() if moment else 0.0
