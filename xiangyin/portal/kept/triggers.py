"""The database itself writes down what changes on public pages, whoever changes it.

A signal of Django's would miss what a query changes in many rows, what Wagtail moves
with statements of its own, and what is typed into a database shell. Like the
newsroom's gate, the triggers are taken away while migrations run.
"""

import re
from dataclasses import dataclass

from django.apps import apps
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.models import Page

from xiangyin.kernel.made_from import Shown, shown_rows
from xiangyin.newsroom.models import Story

from .notes import EVERYTHING, PICTURES

PREFIX = "kept_"
# Tables of the portal that no page is made from.
ON_NO_PAGE = {"portal_change", "portal_visits", "portal_visitfile"}
SHORTER = re.compile(r"substr\((\S+), 1, length\(\1\) - (\d)\)")
# Of a page's columns those that a reader can see; its drafts change others.
SEEN = [
    "path",
    "title",
    "slug",
    "url_path",
    "live",
    "seo_title",
    "search_description",
    "show_in_menus",
    "first_published_at",
    "last_published_at",
]
PICTURE_SEEN = [
    "title",
    "description",
    "credit",
    "file",
    "width",
    "height",
    "focal_point_x",
    "focal_point_y",
    "focal_point_width",
    "focal_point_height",
]
UNIT_SEEN = ["path", "code", "name", "name_en", "kind"]

# Notes of one row of the page table; {row} is OLD or NEW.
PAGE_NOTES = (
    "SELECT 'page:' || {row}.id",
    "SELECT 'below:' || substr({row}.path, 1, length({row}.path) - 4)"
    " WHERE {row}.depth > 3",
    "SELECT 'below:' || substr({row}.path, 1, length({row}.path) - 8)"
    " WHERE {row}.depth > 3",
    "SELECT 'frame:' || substr({row}.path, 1, 8) WHERE {row}.depth <= 3",
    "SELECT 'theme:' || theme_id FROM newsroom_story"
    " WHERE page_ptr_id = {row}.id AND theme_id IS NOT NULL",
)
OF_PAGE = (
    "SELECT 'page:' || id FROM wagtailcore_page WHERE id = {key} AND live",
    "SELECT 'below:' || substr(path, 1, length(path) - 4) FROM wagtailcore_page"
    " WHERE id = {key} AND live AND depth > 3",
    "SELECT 'below:' || substr(path, 1, length(path) - 8) FROM wagtailcore_page"
    " WHERE id = {key} AND live AND depth > 3",
    "SELECT 'frame:' || substr(path, 1, 8) FROM wagtailcore_page"
    " WHERE id = {key} AND depth <= 3",
    "SELECT 'theme:' || theme_id FROM newsroom_story"
    " WHERE page_ptr_id = {key} AND theme_id IS NOT NULL",
)
OF_PICTURE = tuple(
    note.replace(
        "id = {key}",
        "id IN (SELECT page_id FROM kernel_showing WHERE picture_id = {key})",
    )
    for note in OF_PAGE
) + (f"SELECT '{PICTURES}'",)
OF_SITE = (
    "SELECT 'frame:' || substr(p.path, 1, 8) FROM wagtailcore_page p"
    " JOIN wagtailcore_site s ON s.root_page_id = p.id WHERE s.id = {key}",
)
ALL = (f"SELECT '{EVERYTHING}'",)


@dataclass(frozen=True)
class Trigger:
    """After ``event`` on ``table``, when ``seen`` columns differ, write the notes."""

    table: str
    event: str
    notes: tuple[str, ...]
    seen: tuple[str, ...] = ()
    when: str = ""

    @property
    def name(self) -> str:
        return f"{PREFIX}{self.table}_{self.event.lower()}"

    def condition(self, vendor: str) -> str:
        differ = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
        changed = " OR ".join(f"OLD.{name} {differ} NEW.{name}" for name in self.seen)
        parts = [f"({part})" for part in (self.when, changed) if part]
        return f"WHEN ({' AND '.join(parts)})" if parts else ""

    def body(self) -> str:
        notes = " UNION ".join(self.notes)
        return (
            "INSERT INTO portal_change (note, at) WITH told (note) AS"  # noqa: S608
            f" ({notes}) SELECT note, CURRENT_TIMESTAMP FROM told;"
        )

    def statements(self, vendor: str) -> list[str]:
        head = f"AFTER {self.event} ON {self.table} FOR EACH ROW"
        condition = self.condition(vendor)
        body = self.body()
        if vendor != "sqlite":
            # There a length must not be negative, be it only in a case left out.
            body = SHORTER.sub(r"left(\1, -\2)", body)
        if vendor == "sqlite":
            return [f"CREATE TRIGGER {self.name} {head} {condition} BEGIN {body} END"]
        return [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger"
            f" LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$",
            f"CREATE TRIGGER {self.name} {head} {condition}"
            f" EXECUTE FUNCTION {self.name}()",
        ]


def wanted() -> list[Trigger]:
    """Every trigger, also for tables that another part of the house adds."""
    found = [*_of_pages(), *_of_pictures()]
    for table, seen in (("kernel_unit", UNIT_SEEN), ("newsroom_theme", ())):
        found += _always(table, ALL, tuple(seen))
    found += _always("wagtailcore_site", ALL)
    found += _always("wagtailcore_pageviewrestriction", ALL)
    for model in apps.get_models():
        found += _of_model(model)
    for rows in shown_rows():
        found += _of_desk(rows)
    return found


def _of_desk(rows: Shown) -> list[Trigger]:
    """What a desk says its public pages show of one of its tables."""
    old, new = (_rows(rows.notes, row=row) for row in ("OLD", "NEW"))
    told = {
        "INSERT": (new, ()),
        "DELETE": (old, ()),
        "UPDATE": (tuple(dict.fromkeys(old + new)), rows.columns),
    }
    return [Trigger(rows.table, event, *told[event]) for event in rows.events]


def _of_model(model) -> list[Trigger]:
    table, meta = model._meta.db_table, model._meta
    if issubclass(model, Story):
        return _by_row(table, OF_PAGE, "page_ptr_id")
    if issubclass(model, Page) and model is not Page:
        return _by_row(table, OF_PAGE, "page_ptr_id")
    if issubclass(model, BaseSiteSetting):
        return _by_row(table, OF_SITE, "site_id")
    if meta.app_label == "portal" and table not in ON_NO_PAGE:
        return _always(table, ALL)
    return []


def _of_pages() -> list[Trigger]:
    table = "wagtailcore_page"
    old, new = (_rows(PAGE_NOTES, row=row) for row in ("OLD", "NEW"))
    return [
        Trigger(table, "INSERT", new, when="NEW.live"),
        Trigger(table, "DELETE", old, when="OLD.live"),
        Trigger(table, "UPDATE", old + new, tuple(SEEN), "OLD.live OR NEW.live"),
    ]


def _of_pictures() -> list[Trigger]:
    size, table = "kernel_picturerendition", "kernel_picture"
    return [
        Trigger(table, "UPDATE", _rows(OF_PICTURE, key="NEW.id"), tuple(PICTURE_SEEN)),
        Trigger(size, "DELETE", _rows(OF_PICTURE, key="OLD.image_id")),
    ]


def _by_row(table: str, notes, column: str) -> list[Trigger]:
    old = _rows(notes, key=f"OLD.{column}")
    new = _rows(notes, key=f"NEW.{column}")
    extra = {"old": (), "new": ()}
    if table == "newsroom_story":
        theme = "SELECT 'theme:' || {row}.theme_id WHERE {row}.theme_id IS NOT NULL"
        extra = {"old": _rows((theme,), row="OLD"), "new": _rows((theme,), row="NEW")}
    return [
        Trigger(table, "INSERT", new + extra["new"]),
        Trigger(table, "DELETE", old + extra["old"]),
        Trigger(table, "UPDATE", old + new + extra["old"] + extra["new"]),
    ]


def _always(table: str, notes, seen: tuple[str, ...] = ()) -> list[Trigger]:
    return [
        Trigger(table, "INSERT", notes),
        Trigger(table, "DELETE", notes),
        Trigger(table, "UPDATE", notes, seen),
    ]


def _rows(notes, **names) -> tuple[str, ...]:
    return tuple(note.format(**names) for note in notes)


def standing(connection) -> dict[str, str]:
    """The triggers of ours that stand, each with its table."""
    query = (
        "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT t.tgname, c.relname FROM pg_trigger t"
        " JOIN pg_class c ON c.oid = t.tgrelid"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name: at for name, at in cursor.fetchall() if name.startswith(PREFIX)}


def set_up(connection) -> None:
    """Put all of them in their places. Doing it twice changes nothing."""
    tables = set(connection.introspection.table_names())
    there = standing(connection)
    with connection.cursor() as cursor:
        for trigger in wanted():
            if trigger.table in tables and trigger.name not in there:
                for statement in trigger.statements(connection.vendor):
                    cursor.execute(statement)


def can_stand(connection) -> bool:
    """Say whether the tables are there (they are not when migrating backwards)."""
    needed = {"portal_change", "newsroom_story", "kernel_showing", "wagtailcore_site"}
    return needed <= set(connection.introspection.table_names())


def take_away(connection) -> None:
    """Remove all, for migrations and for the tests that show they are needed."""
    with connection.cursor() as cursor:
        for name, table in standing(connection).items():
            on = "" if connection.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER {name}{on}")
