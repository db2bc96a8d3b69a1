from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("placements", "0002_passages_may_be_empty")]

    operations = [
        migrations.AddField(
            model_name="placement",
            name="engine",
            field=models.CharField(
                blank=True, default="", max_length=20, verbose_name="engine"
            ),
        ),
    ]
