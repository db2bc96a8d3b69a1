"""The database's own gate: no story turns public that three people did not sign.

``Story.save`` is the door for everybody who goes through the program. This one
stands behind it, for what does not: a query that updates many rows, an import,
a line typed into a database shell. It knows only *that* three people signed
some text of the story; that it is the text shown is verified by
``services.readings.unsigned_live_stories``.

The gate is taken away while migrations run, for SQLite cannot rename a table
that a trigger reads, and set up again after them.
"""

NAME = "newsroom_story_goes_public"
REFUSAL = "a story goes public by its three readings"
UNSIGNED = """
    EXISTS (SELECT 1 FROM newsroom_story WHERE page_ptr_id = NEW.id)
    AND NOT EXISTS (
        SELECT 1 FROM newsroom_signature
        WHERE story_id = NEW.id AND decision = 'accept' AND NOT void
        GROUP BY digest
        HAVING COUNT(DISTINCT stage) = 3 AND COUNT(DISTINCT reader_id) = 3
    )"""
SQLITE = [
    f"""CREATE TRIGGER {NAME} BEFORE UPDATE OF live ON wagtailcore_page
    WHEN NEW.live AND NOT OLD.live AND {UNSIGNED}
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"""
]
POSTGRES = [
    f"""CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
        IF {UNSIGNED} THEN
            RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$""",
    f"""CREATE TRIGGER {NAME} BEFORE UPDATE OF live ON wagtailcore_page
    FOR EACH ROW WHEN (NEW.live AND NOT OLD.live) EXECUTE FUNCTION {NAME}()""",
]


def stands(connection) -> bool:
    """Say whether the gate is in its place."""
    table = (
        "sqlite_master WHERE type = 'trigger' AND name"
        if connection.vendor == "sqlite"
        else "pg_trigger WHERE tgname"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {table} = %s", [NAME])  # noqa: S608
        return cursor.fetchone() is not None


def can_stand(connection) -> bool:
    """Say whether the tables are there (they are not when migrating backwards)."""
    tables = connection.introspection.table_names()
    return {"wagtailcore_page", "newsroom_story", "newsroom_signature"} <= set(tables)


def set_up(connection) -> None:
    """Put the gate in its place. Doing it twice changes nothing."""
    if stands(connection):
        return
    with connection.cursor() as cursor:
        for statement in SQLITE if connection.vendor == "sqlite" else POSTGRES:
            cursor.execute(statement)


def take_away(connection) -> None:
    """Remove the gate, for migrations and for the tests that show it is needed."""
    if not stands(connection):
        return
    on = "" if connection.vendor == "sqlite" else " ON wagtailcore_page"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {NAME}{on}")
