"""Where the stories of a site and of a section stand in order, and how many there are.

A story lies one step below its section and two below the front page, in the path that
Wagtail's tree keeps; an index holds what is public by that place and its day
(``newsroom.models.indexes``). So a page of a list is found by its keys, the thousandth
as quickly as the first, and counted without reading a story.
"""

import itertools
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import CharField, Expression, Func
from django.db.models.lookups import Exact
from wagtail.models import Page

from xiangyin.newsroom.models.indexes import SHORTER

STEP = Page.steplen
INDEX = {1: "newsroom_page_in_section", 2: "newsroom_page_on_site"}
COUNT = """
    SELECT COUNT(*) FROM wagtailcore_page {hint}
    WHERE live AND {shorter} = %s"""
SPANS = """
    SELECT ({count} AND first_published_at >= column1 AND first_published_at < column2)
    FROM (VALUES {spans}) AS spans ORDER BY column1"""


class Above(Func):
    """The path of what stands so many steps above a page, written as its index is."""

    output_field = CharField()
    template = "substr(%(expressions)s, 1, length(%(expressions)s) - %(length)s)"

    def __init__(self, steps: int):
        super().__init__("path", length=steps * STEP)

    def as_postgresql(self, compiler, connection, **more):
        """Its own way: there a length must not be negative, as at the tree's root."""
        template = "left(%(expressions)s, -%(length)s)"
        return self.as_sql(compiler, connection, template=template, **more)


@dataclass(frozen=True)
class Shelf:
    """All that is public so many ``steps`` below the page at ``path``.

    ``path`` may also lead to one in the question around this one, for ``keys``.
    """

    path: str | Expression
    steps: int

    def keys(self):
        """Its pages, newest first: to be asked for keys, not for rows."""
        pages = Page.objects.filter(Exact(Above(self.steps), self.path), live=True)
        return pages.order_by("-first_published_at", "-pk")

    def count(self) -> int:
        """How many there are."""
        [total] = self._ask(self._count, [self.path])
        return total

    def counts_between(self, ends: list[datetime]) -> list[int]:
        """How many were first public between each two of ``ends``, in one question.

        A database that groups by month works out the month of every story first.
        """
        at = connection.ops.adapt_datetimefield_value
        spans = list(itertools.pairwise(ends))
        query = SPANS.format(
            count=self._count, spans=", ".join(["(%s, %s)"] * len(spans))
        )
        bounds = [at(end) for span in spans for end in span]
        return self._ask(query, [self.path, *bounds])

    @property
    def _count(self) -> str:
        """SQLite is told the index: where most stories are meant, it reads the table."""
        is_told = connection.vendor == "sqlite"
        hint = f"INDEXED BY {INDEX[self.steps]}" if is_told else ""
        shorter = SHORTER[connection.vendor].format(length=self.steps * STEP)
        return COUNT.format(hint=hint, shorter=shorter)

    def _ask(self, query: str, values: list) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(query, values)
            return [count for (count,) in cursor.fetchall()]


def in_section(section) -> Shelf:
    return Shelf(section.path, 1)


def on_site(home) -> Shelf:
    return Shelf(home.path, 2)


def first_of_each(shelves: list[Shelf], count: int, *, without: set[int]) -> list[int]:
    """The keys of the ``count`` newest on each shelf, in one question."""
    found = Page.objects.none().values_list("pk", flat=True)
    for shelf in shelves:
        keys = shelf.keys().exclude(pk__in=without).values("pk")[:count]
        mine = Page.objects.filter(pk__in=keys).order_by().values_list("pk", flat=True)
        found = found.union(mine)
    return list(found)
