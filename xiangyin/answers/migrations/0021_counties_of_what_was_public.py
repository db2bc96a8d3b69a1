"""Of each published question the county, which is its question's."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    publication = apps.get_model("answers", "Publication")
    question = apps.get_model("answers", "Question")
    of = question.objects.filter(pk=OuterRef("question_id"))
    publication.objects.filter(county=None).update(
        county_id=Subquery(of.values("county_id")[:1])
    )


class Migration(migrations.Migration):
    dependencies = [("answers", "0020_county_of_what_is_public")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
