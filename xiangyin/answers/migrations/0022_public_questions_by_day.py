"""The public list is found in an index of what is public, by county and day."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0009_posts_of_the_answers_desk"),
        ("answers", "0021_counties_of_what_was_public"),
    ]

    operations = [
        migrations.AlterField(
            model_name="publication",
            name="county",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="kernel.unit",
            ),
        ),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(
                condition=models.Q(("withdrawn_at", None)),
                fields=["county", "published_at", "id"],
                name="public_questions_by_day",
            ),
        ),
    ]
