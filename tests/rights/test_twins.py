"""With the guards off, the same comparison must see what they keep away."""

import pytest
from django.test import override_settings

from xiangyin.kernel import rights

from .comparing import deviations
from .meant import Who
from .table import DESKS

pytestmark = pytest.mark.django_db
STRANGERS = [
    Who(f"{role} {place} {county}", role, place, county)
    for role in ("editor", "leader")
    for county, place in (("here", "elsewhere"), ("there", "county"))
]
DOORS = "xiangyin.portal.doors.doors"


def everybody_everywhere(person, right):
    return [""] if person.is_active else []


def differences(street, *desks) -> list[str]:
    return [
        told
        for desk in desks
        for name, row in DESKS[desk].items()
        for told in deviations(street, name, row, STRANGERS)
    ]


def test_where_everybody_may_everything_the_comparison_sees_it(street, monkeypatch):
    monkeypatch.setattr(
        rights.reach, "__code__", everybody_everywhere.__code__
    )  # whoever imported it

    seen = differences(street, "newsroom", "publishing", "placements", "office")

    assert len(seen) > 300


def test_without_the_doors_wagtail_shows_what_it_should_not(street, settings):
    without = [name for name in settings.MIDDLEWARE if name != DOORS]
    street.browsers.clear()

    with override_settings(MIDDLEWARE=without):
        seen = differences(street, "pages", "choosers", "reports", "settings")

    street.browsers.clear()
    assert len(seen) > 60
