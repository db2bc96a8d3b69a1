"""Each line of the audit trail seals the one before it.

Lines that are there already are linked in the order in which they were written. On
PostgreSQL a trigger links a new line at the commit; it holds its lock for that
moment only, so that no two transactions can wait for each other.
"""

import hashlib
import json
from datetime import timezone
from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

only_added = import_module("xiangyin.kernel.migrations.0002_records_are_only_added")

SQLITE = [
    """CREATE TRIGGER kernel_link_no_update BEFORE UPDATE ON kernel_link
    BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END""",
    """CREATE TRIGGER kernel_link_no_delete BEFORE DELETE ON kernel_link
    BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END""",
]
POSTGRES = [
    """CREATE TRIGGER kernel_link_no_change BEFORE UPDATE OR DELETE
    ON kernel_link FOR EACH ROW EXECUTE FUNCTION kernel_record_keep()""",
    """CREATE FUNCTION kernel_record_link() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        last_number bigint;
        last_hash varchar;
    BEGIN
        PERFORM pg_advisory_xact_lock(7207);
        SELECT number, hash INTO last_number, last_hash
        FROM kernel_link ORDER BY number DESC LIMIT 1;
        last_number := coalesce(last_number, 0) + 1;
        last_hash := coalesce(last_hash, repeat('0', 64));
        INSERT INTO kernel_link (number, record_id, previous, hash) VALUES (
            last_number, NEW.id, last_hash,
            encode(sha256(convert_to(
                last_hash || ':' || last_number || ':' || NEW.digest, 'UTF8'
            )), 'hex')
        );
        RETURN NULL;
    END $$""",
    """CREATE CONSTRAINT TRIGGER kernel_record_link AFTER INSERT ON kernel_record
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION kernel_record_link()""",
]


def lift(apps, schema_editor):
    only_added.unguard(apps, schema_editor)


def put_back(apps, schema_editor):
    only_added.guard(apps, schema_editor)


def digest(line):
    fields = {
        "at": line.at.astimezone(timezone.utc).isoformat(timespec="microseconds"),
        "by": line.by_id,
        "county": line.county_id,
        "subject": line.subject,
        "action": line.action,
        "label": line.label,
        "note": line.note,
        "data": line.data,
    }
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def chain(apps, schema_editor):
    Record = apps.get_model("kernel", "Record")
    Link = apps.get_model("kernel", "Link")
    number, last = 0, "0" * 64
    for line in Record.objects.order_by("pk").iterator(chunk_size=2000):
        number += 1
        line.digest = digest(line)
        line.save(update_fields=["digest"])
        text = f"{last}:{number}:{line.digest}"
        sealed = hashlib.sha256(text.encode()).hexdigest()
        Link.objects.create(number=number, record=line, previous=last, hash=sealed)
        last = sealed
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def guard(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in SQLITE if vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER kernel_link_no_update")
        schema_editor.execute("DROP TRIGGER kernel_link_no_delete")
    else:
        schema_editor.execute("DROP TRIGGER kernel_link_no_change ON kernel_link")
        schema_editor.execute("DROP TRIGGER kernel_record_link ON kernel_record")
        schema_editor.execute("DROP FUNCTION kernel_record_link")


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_client_keys")]
    operations = [
        migrations.RunPython(lift, put_back),
        migrations.AddField(
            "record",
            "digest",
            models.CharField(default="", editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.CreateModel(
            "Link",
            [
                (
                    "number",
                    models.PositiveBigIntegerField(primary_key=True, serialize=False),
                ),
                ("previous", models.CharField(max_length=64, unique=True)),
                ("hash", models.CharField(max_length=64, unique=True)),
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="link",
                        to="kernel.record",
                    ),
                ),
            ],
            options={"verbose_name": "link", "verbose_name_plural": "links"},
        ),
        migrations.RunPython(chain, migrations.RunPython.noop),
        migrations.AddConstraint(
            "record",
            models.CheckConstraint(
                condition=models.Q(("digest", ""), _negated=True),
                name="a_record_has_a_digest",
            ),
        ),
        migrations.RunPython(put_back, lift),
        migrations.RunPython(guard, unguard),
    ]
