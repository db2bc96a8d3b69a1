"""The front page as the office arranged it: each block filled, nothing twice.

Keys first, in one question: the newest of the site, and of each section and theme that
is named, as many as the page can show. Then all stories of the page are read at once.
What a block names is looked for within the county, so that a key from elsewhere shows
nothing. However many blocks there are, the database is asked as often.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.dateparse import parse_date

from xiangyin.kernel.services.pictures import pictures_of
from xiangyin.newsroom.models import Story, Theme

from . import reading, shelves
from .answers import newest_answers
from .offers import Occasion, Service
from .sizes import CARD_SIZES, LEAD_SIZES, bring_sizes

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
    """What is known of a story before it is read; its theme, where the county has it."""

    pk: int
    section: str
    has_cover: bool
    theme: Theme | None


def briefs_on(site, county, *, sections, themes, chosen, far: int) -> list[Brief]:
    """The ``far`` newest of a site and of each section and theme, newest first.

    And those that are ``chosen``, however old. They are found by their keys, so each
    part is read from the index of what is public.
    """
    stories = reading.stories_on(site).values("pk")
    found = _rows(shelves.on_site(site.root_page).keys().values("pk")[:far]).union(
        *(
            _rows(shelves.in_section(part).keys().values("pk")[:far])
            for part in sections
        ),
        *(_rows(stories.filter(theme=key)[:far]) for key in themes),
        _rows(stories.filter(pk__in=chosen)),
    )
    return [
        Brief(pk, path[: -reading.STEP], cover is not None, _theme_of(county, *theme))
        for _day, pk, path, cover, *theme in found.order_by(
            "-first_published_at", "-pk"
        )
    ]


def _rows(keys):
    about = ("unit__path", "pk", "slug", "name", "name_en")
    return (
        Story.objects.filter(pk__in=keys)
        .order_by()
        .values_list(
            *("first_published_at", "pk", "path", "cover_id"),
            *(f"theme__{each}" for each in about),
        )
    )


def _theme_of(county, owner, key, slug, name, name_en) -> Theme | None:
    if key is None or not owner.startswith(county.path):
        return None
    return Theme(pk=key, slug=slug, name=name, name_en=name_en)


class Arranging:
    """Fills the blocks of one page, from the first to the last."""

    def __init__(self, site, sections, *, now: datetime, today: date):
        self.site, self.now, self.today = site, now, today
        self.sections = {section.pk: section for section in sections}
        self.county = reading.county_of(site)
        self.briefs: list[Brief] = []
        self.shown: set[int] = set()

    def fill(self, blocks: list[dict]) -> list[Piece]:
        pieces = [Piece(block["type"], dict(block["value"])) for block in blocks]
        self.briefs = self._look(pieces)
        self._reserve_the_lead(pieces)
        filled = [piece for piece in pieces if getattr(self, f"_{piece.kind}")(piece)]
        self._read(filled)
        return filled

    def _look(self, pieces) -> list[Brief]:
        """As far as it takes if every other block were filled from the same stories."""

        def named(kind):
            keys = {piece.said.get(kind) for piece in pieces if piece.kind == kind}
            return [key for key in keys if key]

        far = sum(piece.said.get("count") or 1 for piece in pieces)
        return briefs_on(
            self.site,
            self.county,
            sections=[
                each for key, each in self.sections.items() if key in named("section")
            ],
            themes=named("theme"),
            chosen=[piece.said["story"] for piece in pieces if piece.said.get("story")],
            far=max(far, AMONG_NEWEST),
        )

    def _reserve_the_lead(self, pieces) -> None:
        """The lead keeps its story, wherever on the page it stands."""
        for piece in pieces:
            if piece.kind == "lead":
                piece.keys = self._chosen(piece.said.get("story")) or self._best()
                self.shown.update(piece.keys)

    def _chosen(self, key) -> list[int]:
        return [brief.pk for brief in self.briefs if brief.pk == key]

    def _best(self) -> list[int]:
        """The newest that has a picture, of the last eight, or simply the newest."""
        lately = self.briefs[:AMONG_NEWEST]
        with_cover = [brief.pk for brief in lately if brief.has_cover]
        return (with_cover or [brief.pk for brief in lately])[:1]

    def _take(self, piece, fits) -> list[Brief]:
        """Give ``piece`` what is not on the page yet."""
        free = [b for b in self.briefs if b.pk not in self.shown and fits(b)]
        taken = free[: piece.said.get("count") or 1]
        piece.keys = [brief.pk for brief in taken]
        self.shown.update(piece.keys)
        return taken

    def _lead(self, piece):
        return piece.keys

    def _newest(self, piece):
        return self._take(piece, lambda brief: True)

    def _section(self, piece):
        piece.about = section = self.sections.get(piece.said.get("section"))
        if section is None:
            return []
        return self._take(piece, lambda brief: brief.section == section.path)

    def _theme(self, piece):
        wanted = piece.said.get("theme")
        taken = self._take(
            piece, lambda brief: brief.theme and brief.theme.pk == wanted
        )
        piece.about = taken[0].theme if taken else None
        return taken

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

    def _read(self, pieces: Iterable[Piece]) -> None:
        """The stories and the pictures; these of the county's own collection only."""
        keys = [key for piece in pieces for key in piece.keys]
        alone = {p.said["picture"] for p in pieces if p.kind == "picture"}
        pictures = pictures_of(self.county).in_bulk(alone) if alone else {}
        stories = {story.pk: story for story in reading.listed(keys)} if keys else {}
        covers = [story.cover for story in stories.values()]
        bring_sizes([*covers, *pictures.values()], LEAD_SIZES + CARD_SIZES)
        for piece in pieces:
            piece.stories = [stories[key] for key in piece.keys if key in stories]
            if piece.kind == "picture":
                piece.about = pictures.get(piece.said["picture"])


def day_of(value) -> date:
    """A day as a layout keeps it; in a preview it is one already."""
    found = value if isinstance(value, date) else parse_date(value)
    return found or date.min


def arranged(site, layout, sections, *, now: datetime, today: date) -> list[Piece]:
    """The pieces of a front page; of a layout as it is kept, in JSON."""
    return Arranging(site, sections, now=now, today=today).fill(list(layout))
