"""The database refuses to change or delete a mark on a clock."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER answers_clockmark_no_update BEFORE UPDATE ON answers_clockmark
    BEGIN SELECT RAISE(ABORT, 'marks on a clock are only added'); END""",
    """CREATE TRIGGER answers_clockmark_no_delete BEFORE DELETE ON answers_clockmark
    BEGIN SELECT RAISE(ABORT, 'marks on a clock are only added'); END""",
]
POSTGRES = [
    """CREATE FUNCTION answers_clockmark_keep() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'marks on a clock are only added'; END $$""",
    """CREATE TRIGGER answers_clockmark_no_change BEFORE UPDATE OR DELETE
    ON answers_clockmark FOR EACH ROW EXECUTE FUNCTION answers_clockmark_keep()""",
]


def guard(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in SQLITE if vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER answers_clockmark_no_update")
        schema_editor.execute("DROP TRIGGER answers_clockmark_no_delete")
    else:
        schema_editor.execute(
            "DROP TRIGGER answers_clockmark_no_change ON answers_clockmark"
        )
        schema_editor.execute("DROP FUNCTION answers_clockmark_keep")


class Migration(migrations.Migration):
    dependencies = [("answers", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
