"""Who was reminded of a promise, once a stage."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("answers", "0030_following"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="UndertakingReminder",
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
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("near", "the day is near"),
                            ("late", "the day is over"),
                            ("above", "told to whoever is named for it"),
                        ],
                        max_length=6,
                    ),
                ),
                ("on", models.DateField(verbose_name="day")),
                (
                    "to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="told to",
                    ),
                ),
                (
                    "undertaking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="answers.undertaking",
                    ),
                ),
            ],
            options={
                "verbose_name": "reminder of a promise",
                "verbose_name_plural": "reminders of promises",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("undertaking", "stage"),
                        name="promise_chased_once_a_stage",
                    )
                ],
            },
        ),
    ]
