"""What is public knows its county; the next migration fills it in."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0009_posts_of_the_answers_desk"),
        ("answers", "0010_figures_and_openness"),
    ]

    operations = [
        migrations.AddField(
            model_name="publication",
            name="county",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="kernel.unit",
            ),
        ),
        migrations.AlterModelOptions(
            name="publication",
            options={
                "ordering": ["-published_at", "-pk"],
                "verbose_name": "published question",
                "verbose_name_plural": "published questions",
            },
        ),
    ]
