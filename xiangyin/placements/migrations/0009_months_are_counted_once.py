import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0008_pictures_on_pages"),
        ("placements", "0007_points_by_rule"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChangedMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.IntegerField(null=True)),
                ("county", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="kernel.unit")),
            ],
            options={"verbose_name": "changed month", "verbose_name_plural": "changed months"},
        ),
        migrations.CreateModel(
            name="CountedMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.PositiveIntegerField(verbose_name="12 × year + month − 1")),
                ("lines", models.BinaryField()),
                ("county", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="kernel.unit")),
            ],
            options={
                "verbose_name": "counted month",
                "verbose_name_plural": "counted months",
                "constraints": [models.UniqueConstraint(fields=["county", "month"], name="a_month_is_counted_once")],
            },
        ),
    ]
