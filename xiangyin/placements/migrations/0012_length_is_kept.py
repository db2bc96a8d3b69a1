from django.db import migrations, models

AT_ONCE = 500


def measure(apps, schema_editor):
    """Characters as an office counts them: all but spaces and line ends."""
    articles = apps.get_model("placements", "Article").objects.using(schema_editor.connection.alias)
    last = 0
    while part := list(articles.filter(pk__gt=last).exclude(text="").only("pk", "text").order_by("pk")[:AT_ONCE]):
        for article in part:
            article.length = len("".join(article.text.split()))
        articles.bulk_update(part, ["length"])
        last = part[-1].pk


class Migration(migrations.Migration):
    dependencies = [("placements", "0011_pages_of_feeds")]

    operations = [
        migrations.AddField(
            "article",
            "length",
            models.PositiveIntegerField(default=0, editable=False, verbose_name="length in characters"),
        ),
        migrations.RunPython(measure, migrations.RunPython.noop, elidable=True),
        migrations.RemoveIndex("article", "articles_of_days"),
        migrations.AddIndex(
            "article",
            models.Index(
                fields=["unit", "published_on", "outlet", "length", "seconds"],
                name="articles_as_counted",
            ),
        ),
    ]
