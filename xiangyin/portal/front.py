"""The front page as the office arranged it: each block filled, nothing twice.

Keys first: the newest stories are looked at once by key, section and theme; only a
section or a theme that has been quiet for longer is asked by itself. Then all stories
of the page are read at once. What a block names is looked for within the county, so
that a key from elsewhere shows nothing.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.dateparse import parse_date

from xiangyin.kernel.models import Picture
from xiangyin.kernel.services.pictures import county_collection
from xiangyin.newsroom.models import Story, Theme

from . import reading, shelves
from .answers import newest_answers
from .offers import Occasion, Service
from .sizes import CARD_SIZES, LEAD_SIZES

# One size: a picture smaller than two of them would be offered twice alike.
BESIDE = ["width-800|format-webp"]
AMONG_NEWEST = 8


@dataclass
class Piece:
    """One block as it is shown: its kind names the template."""

    kind: str
    said: dict
    keys: list[int] = field(default_factory=list)
    stories: list = field(default_factory=list)
    about: Any = None

    @property
    def template(self) -> str:
        return f"portal/front/_{self.kind}.html"


@dataclass(frozen=True)
class Brief:
    """What is known of a story before it is read."""

    pk: int
    section: str
    theme: int | None
    has_cover: bool


def newest_on(site) -> list[Brief]:
    """The newest of a site's stories, found by their keys in the index of what is public."""
    keys = list(
        shelves.on_site(site.root_page)
        .keys()
        .values_list("pk", flat=True)[: reading.LOOKED_AT]
    )
    rows = Story.objects.filter(pk__in=keys).newest_first()
    return [
        Brief(pk, path[: -reading.STEP], theme, cover is not None)
        for pk, path, theme, cover in rows.values_list(
            "pk", "path", "theme_id", "cover_id"
        )
    ]


class Arranging:
    """Fills the blocks of one page, from the first to the last."""

    def __init__(self, site, sections, *, now: datetime, today: date):
        self.site, self.now, self.today = site, now, today
        self.sections = {section.pk: section for section in sections}
        self.county = reading.county_of(site)
        self.newest = newest_on(site)
        self.shown: set[int] = set()

    def fill(self, blocks: list[dict]) -> list[Piece]:
        pieces = [Piece(block["type"], dict(block["value"])) for block in blocks]
        self.themes = self._named_themes(pieces)
        self._reserve_the_lead(pieces)
        filled = [piece for piece in pieces if getattr(self, f"_{piece.kind}")(piece)]
        self._read_stories(filled)
        self._read_pictures(filled)
        return filled

    def _named_themes(self, pieces) -> dict[int, Theme]:
        keys = [piece.said["theme"] for piece in pieces if piece.kind == "theme"]
        if not keys:
            return {}
        own = Theme.objects.filter(unit__path__startswith=self.county.path)
        return own.in_bulk(key for key in keys if key)

    def _reserve_the_lead(self, pieces) -> None:
        """The lead keeps its story, wherever on the page it stands."""
        for piece in pieces:
            if piece.kind == "lead":
                piece.keys = self._chosen(piece.said.get("story")) or self._best()
                self.shown.update(piece.keys)

    def _chosen(self, key) -> list[int]:
        if key is None:
            return []
        if any(brief.pk == key for brief in self.newest):
            return [key]
        stories = reading.stories_on(self.site).filter(pk=key)
        return list(stories.values_list("pk", flat=True))

    def _best(self) -> list[int]:
        """The newest that has a picture, of the last eight, or simply the newest."""
        lately = self.newest[:AMONG_NEWEST]
        with_cover = [brief.pk for brief in lately if brief.has_cover]
        return (with_cover or [brief.pk for brief in lately])[:1]

    def _take(self, piece, fits, older=None) -> list[int]:
        """Give ``piece`` what is not on the page yet; ``older`` is asked when short."""
        count = piece.said.get("count") or 1
        free = [b.pk for b in self.newest if b.pk not in self.shown and fits(b)]
        piece.keys = free[:count]
        is_all = len(self.newest) < reading.LOOKED_AT
        if len(piece.keys) < count and older is not None and not is_all:
            free = older.exclude(pk__in=self.shown).values_list("pk", flat=True)
            piece.keys = list(free[:count])
        self.shown.update(piece.keys)
        return piece.keys

    def _lead(self, piece):
        return piece.keys

    def _newest(self, piece):
        return self._take(piece, lambda brief: True)

    def _section(self, piece):
        piece.about = section = self.sections.get(piece.said.get("section"))
        if section is None:
            return []
        older = shelves.in_section(section).keys()
        return self._take(piece, lambda brief: brief.section == section.path, older)

    def _theme(self, piece):
        piece.about = theme = self.themes.get(piece.said.get("theme"))
        if theme is None:
            return []
        older = reading.stories_on(self.site).filter(theme=theme)
        return self._take(piece, lambda brief: brief.theme == theme.pk, older)

    def _notice(self, piece) -> bool:
        since, until = day_of(piece.said["since"]), day_of(piece.said["until"])
        piece.about = since
        return since <= self.today <= until

    def _services(self, piece):
        services = Service.objects.of_county(self.county)
        piece.about = list(services[: piece.said["count"]])
        return piece.about

    def _calendar(self, piece):
        occasions = Occasion.objects.of_county(self.county).coming(now=self.now)
        piece.about = list(occasions[: piece.said["count"]])
        return True  # an empty one says where to look

    def _answers(self, piece):
        piece.about = newest_answers(self.county.pk, piece.said["count"])
        return True  # an empty one says how to ask

    def _picture(self, piece):
        return piece.said.get("picture")

    def _words(self, piece):
        return piece.said.get("words")

    def _read_stories(self, pieces) -> None:
        keys = [key for piece in pieces for key in piece.keys]
        if not keys:
            return
        stories = reading.stories_by_key(keys, LEAD_SIZES + CARD_SIZES)
        found = {story.pk: story for story in stories}
        for piece in pieces:
            piece.stories = [found[key] for key in piece.keys if key in found]

    def _read_pictures(self, pieces) -> None:
        """Of the county's own collection only."""
        wanted = [piece for piece in pieces if piece.kind == "picture"]
        if not wanted:
            return
        own = Picture.objects.prefetch_renditions(*BESIDE).filter(
            pk__in=[piece.said["picture"] for piece in wanted],
            collection=county_collection(self.county),
        )
        found = {picture.pk: picture for picture in own}
        for piece in wanted:
            piece.about = found.get(piece.said["picture"])


def day_of(value) -> date:
    """A day as a layout keeps it; in a preview it is one already."""
    found = value if isinstance(value, date) else parse_date(value)
    return found or date.min


def arranged(site, layout, sections, *, now: datetime, today: date) -> list[Piece]:
    """The pieces of a front page; of a layout as it is kept, in JSON."""
    return Arranging(site, sections, now=now, today=today).fill(list(layout))
