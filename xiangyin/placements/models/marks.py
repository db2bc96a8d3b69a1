"""The database marks a month when anything changes that its figures depend on.

Whoever writes, through whichever door, the mark is in the same transaction: no
service has to remember it, and a query that updates many rows cannot forget it.
Marks are only added, so that two writers never wait for each other.

They are taken away while migrations run, for SQLite cannot rename a table that a
trigger reads, and set up again after them.
"""

import re
from typing import NamedTuple

PREFIX = "placements_mark_"
TABLES = {
    "placements_changedmonth",
    "placements_placement",
    "placements_article",
    "placements_outlet",
    "placements_scheme",
    "placements_schemerow",
    "placements_work",
    "placements_work_shared_with",
    "kernel_unit",
}
MONTH = {
    "sqlite": "(12 * strftime('%Y', {day}) + strftime('%m', {day}) - 1)",
    "postgresql": (
        "(12 * EXTRACT(YEAR FROM {day}) + EXTRACT(MONTH FROM {day}) - 1)::integer"
    ),
}
MONTH_OF = re.compile(r"MONTH\(([a-zA-Z.]+_on)\)")
DIFFERS = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}
INTO = "INSERT INTO placements_changedmonth (county_id, month)"
# The months of the confirmed placements for which the rest of it holds.
OF_PLACEMENTS = (
    f"{INTO} SELECT DISTINCT p.county_id, MONTH(a.published_on)"  # noqa: S608
    " FROM placements_placement p JOIN placements_article a ON a.id = p.article_id"
    " WHERE p.state = 'confirmed' AND "
)


class Mark(NamedTuple):
    """When ``table`` is changed and ``when`` holds, these rows are added."""

    table: str
    event: str
    adds: tuple[str, ...]
    columns: tuple[str, ...] = ()
    when: str = ""


def _of_article(row: str) -> str:
    return (
        f"{INTO} SELECT {row}.county_id, MONTH(a.published_on)"  # noqa: S608
        f" FROM placements_article a WHERE a.id = {row}.article_id"
    )


def _all_of(row: str) -> str:
    return f"{INTO} VALUES ({row}.unit_id, NULL)"


def _of_scheme(row: str) -> str:
    return (
        f"{INTO} SELECT unit_id, NULL FROM placements_scheme WHERE id = {row}.scheme_id"  # noqa: S608
    )


CARRIED = "EXISTS (SELECT 1 FROM placements_placement p WHERE p.article_id = NEW.id AND p.state = 'confirmed')"
MARKS = [
    Mark(
        "placements_placement",
        "INSERT",
        (_of_article("NEW"),),
        when="NEW.state = 'confirmed'",
    ),
    Mark(
        "placements_placement",
        "UPDATE",
        (_of_article("OLD"), _of_article("NEW")),
        (
            "state",
            "kind",
            "mode",
            "prominence",
            "county_id",
            "unit_id",
            "work_id",
            "article_id",
        ),
        "(OLD.state = 'confirmed' OR NEW.state = 'confirmed')",
    ),
    Mark(
        "placements_placement",
        "DELETE",
        (_of_article("OLD"),),
        when="OLD.state = 'confirmed'",
    ),
    Mark(
        "placements_article",
        "UPDATE",
        (
            f"{INTO} VALUES (OLD.unit_id, MONTH(OLD.published_on))",
            f"{INTO} VALUES (NEW.unit_id, MONTH(NEW.published_on))",
        ),
        ("unit_id", "outlet_id", "published_on", "length", "seconds"),
        CARRIED,
    ),
    Mark(
        "placements_outlet",
        "UPDATE",
        (_all_of("NEW"),),
        ("unit_id", "code", "tier", "form", "owner", "is_ours"),
    ),
    Mark("placements_scheme", "INSERT", (_all_of("NEW"),)),
    Mark("placements_scheme", "UPDATE", (_all_of("OLD"), _all_of("NEW"))),
    Mark("placements_scheme", "DELETE", (_all_of("OLD"),)),
    Mark("placements_schemerow", "INSERT", (_of_scheme("NEW"),)),
    Mark("placements_schemerow", "UPDATE", (_of_scheme("OLD"), _of_scheme("NEW"))),
    Mark("placements_schemerow", "DELETE", (_of_scheme("OLD"),)),
    Mark(
        "placements_work",
        "UPDATE",
        (f"{OF_PLACEMENTS} p.work_id = NEW.id",),
        ("county_id", "unit_id", "false_on", "published_on"),
    ),
    Mark(
        "placements_work_shared_with",
        "INSERT",
        (f"{OF_PLACEMENTS} p.work_id = NEW.work_id",),
    ),
    Mark(
        "placements_work_shared_with",
        "UPDATE",
        (f"{OF_PLACEMENTS} p.work_id IN (OLD.work_id, NEW.work_id)",),
    ),
    Mark(
        "placements_work_shared_with",
        "DELETE",
        (f"{OF_PLACEMENTS} p.work_id = OLD.work_id",),
    ),
    # Which units stand in one line of a bulletin depends on where they are.
    Mark(
        "kernel_unit",
        "UPDATE",
        (f"{INTO} SELECT id, NULL FROM kernel_unit WHERE depth = 1",),  # noqa: S608
        ("path",),
    ),
]


def _said(statement: str, vendor: str) -> str:
    """A statement with the number of a day's month as this database says it."""
    return MONTH_OF.sub(lambda found: MONTH[vendor].format(day=found[1]), statement)


def _condition(mark: Mark, vendor: str) -> str:
    changed = " OR ".join(
        f"OLD.{column} {DIFFERS[vendor]} NEW.{column}" for column in mark.columns
    )
    parts = [f"({changed})" if changed else "", mark.when]
    return " AND ".join(part for part in parts if part)


def _name(mark: Mark) -> str:
    return f"{PREFIX}{mark.table}_{mark.event.lower()}"


def _made(mark: Mark, vendor: str) -> list[str]:
    name, condition = _name(mark), _condition(mark, vendor)
    adds = "".join(f" {_said(each, vendor)};" for each in mark.adds)
    of = f" OF {', '.join(mark.columns)}" if mark.columns else ""
    head = f"AFTER {mark.event}{of} ON {mark.table}"
    if vendor == "sqlite":
        when = f" WHEN {condition}" if condition else ""
        return [f"CREATE TRIGGER {name} {head} FOR EACH ROW{when} BEGIN{adds} END"]
    body = f"IF {condition} THEN{adds} END IF;" if condition else adds
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN {body} RETURN NULL; END $$",
        f"CREATE TRIGGER {name} {head} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def standing(connection) -> set[str]:
    """The marks that are in their place, by name."""
    asked = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE tgname LIKE %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked, [f"{PREFIX}%"])
        return {name for (name,) in cursor.fetchall()}


def set_up(connection) -> None:
    """Put every mark in its place. Doing it twice changes nothing.

    A database that is migrated backwards may lack a table: then there are none.
    """
    if not set(connection.introspection.table_names()) >= TABLES:
        return
    there = standing(connection)
    with connection.cursor() as cursor:
        for mark in MARKS:
            if _name(mark) not in there:
                for statement in _made(mark, connection.vendor):
                    cursor.execute(statement)


def take_away(connection) -> None:
    """Remove the marks, for migrations and for the tests that show they are needed."""
    there = standing(connection)
    with connection.cursor() as cursor:
        for mark in MARKS:
            if _name(mark) in there:
                on = "" if connection.vendor == "sqlite" else f" ON {mark.table}"
                cursor.execute(f"DROP TRIGGER {_name(mark)}{on}")
