"""Which page shows which picture, and a picture's sizes found by their file."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0007_erasures"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [
        migrations.AddIndex(
            model_name="picturerendition",
            index=models.Index(fields=["file"], name="picture_size_by_file"),
        ),
        migrations.CreateModel(
            name="Showing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_on_page", models.BooleanField(default=False)),
                ("page", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="wagtailcore.page")),
                ("picture", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="showings", to="kernel.picture")),
            ],
            options={
                "verbose_name": "picture on a page",
                "verbose_name_plural": "pictures on pages",
                "constraints": [models.UniqueConstraint(fields=("picture", "page"), name="picture_once_a_page")],
            },
        ),
    ]
