from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("placements", "0003_lists_of_a_large_office")]

    operations = [
        migrations.AddField(
            model_name="placement",
            name="engine",
            field=models.CharField(
                blank=True, default="", max_length=20, verbose_name="engine"
            ),
        ),
    ]
