import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

BUILT_IN = ["central", "province", "city", "county", "trade"]


def name_what_is_left(apps, schema_editor):
    """Who went back keeps the codes of own tiers on outlets: they are tiers again.

    Their names are gone, so they are called by their codes until somebody renames them.
    """
    Tier = apps.get_model("placements", "Tier")
    found = set()
    for name, county in (("Outlet", "unit"), ("SchemeRow", "scheme__unit")):
        rows = apps.get_model("placements", name).objects.exclude(tier__in=BUILT_IN)
        found.update(rows.order_by().values_list(county, "tier").distinct())
    places = {}
    for county, code in sorted(found):
        places[county] = places.get(county, len(BUILT_IN)) + 1
        Tier.objects.create(unit_id=county, code=code, name=code, place=places[county])


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0008_pictures_on_pages"),
        ("placements", "0009_months_are_counted_once"),
    ]

    operations = [
        migrations.AlterField("outlet", "tier", models.CharField(max_length=10, verbose_name="tier")),
        migrations.AlterField("schemerow", "tier", models.CharField(max_length=10, verbose_name="tier")),
        migrations.CreateModel(
            name="Tier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=10, verbose_name="code")),
                ("name", models.CharField(blank=True, max_length=12, verbose_name="name")),
                ("name_en", models.CharField(blank=True, max_length=24, verbose_name="English name")),
                ("place", models.PositiveSmallIntegerField(verbose_name="place in the order")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("unit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kernel.unit", verbose_name="county")),
            ],
            options={
                "verbose_name": "tier",
                "verbose_name_plural": "tiers",
                "ordering": ["place", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=["unit", "code"], name="one_tier_a_code", violation_error_message="This code is taken."),
                    models.UniqueConstraint(fields=["unit", "name"], condition=~Q(name=""), name="one_tier_a_name", violation_error_message="This tier is listed already."),
                    models.CheckConstraint(
                        condition=(Q(code__in=BUILT_IN) & Q(name="", name_en="", is_active=True)) | (~Q(code__in=BUILT_IN) & ~Q(name="")),
                        name="own_tiers_have_names_and_built_in_ones_stay",
                        violation_error_message="A tier of your own has a name.",
                    ),
                ],
            },
        ),
        migrations.RunPython(name_what_is_left, migrations.RunPython.noop),
    ]
