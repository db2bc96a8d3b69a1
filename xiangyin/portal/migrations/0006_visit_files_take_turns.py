"""The files of visits are named for their turn, no longer for their day: what was read of the old ones is forgotten."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0005_visits")]

    operations = [
        migrations.DeleteModel(name="VisitFile"),
        migrations.CreateModel(
            name="VisitFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("name", models.CharField(max_length=20, unique=True)),
                ("read_to", models.PositiveBigIntegerField(default=0)),
            ],
            options={
                "verbose_name": "file of visits",
                "verbose_name_plural": "files of visits",
            },
        ),
    ]
