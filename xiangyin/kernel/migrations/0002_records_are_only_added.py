"""The database refuses to change or delete a line of the audit trail."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER kernel_record_no_update BEFORE UPDATE ON kernel_record
    BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END""",
    """CREATE TRIGGER kernel_record_no_delete BEFORE DELETE ON kernel_record
    BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END""",
]
POSTGRES = [
    """CREATE FUNCTION kernel_record_keep() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit trail is only added to'; END $$""",
    """CREATE TRIGGER kernel_record_no_change BEFORE UPDATE OR DELETE
    ON kernel_record FOR EACH ROW EXECUTE FUNCTION kernel_record_keep()""",
]


def guard(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in SQLITE if vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER kernel_record_no_update")
        schema_editor.execute("DROP TRIGGER kernel_record_no_delete")
    else:
        schema_editor.execute("DROP TRIGGER kernel_record_no_change ON kernel_record")
        schema_editor.execute("DROP FUNCTION kernel_record_keep")


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
