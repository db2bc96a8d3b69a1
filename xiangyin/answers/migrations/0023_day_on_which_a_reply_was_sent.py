"""The day on which a reply was sent stands beside the moment, for the figures."""

from django.db import migrations, models
from django.db.models.functions import TruncDate


def fill(apps, schema_editor):
    reply = apps.get_model("answers", "Reply")
    sent = reply.objects.exclude(sent_at=None)
    sent.update(sent_on=TruncDate("sent_at"))


class Migration(migrations.Migration):
    dependencies = [("answers", "0022_public_questions_by_day")]

    operations = [
        migrations.AddField(
            model_name="reply",
            name="sent_on",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
