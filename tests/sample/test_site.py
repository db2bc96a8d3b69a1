"""What the sample county's site says besides its stories."""

from datetime import date

import pytest

from xiangyin.portal.models import Imprint, Occasion, Service, UnitCard
from xiangyin.sample.county import open_paper, plant_units
from xiangyin.sample.site import furnish_site

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def test_the_sample_site_says_who_runs_it_what_is_on_and_where_things_get_done():
    county = plant_units()
    open_paper(county)

    furnish_site(county, today=TODAY)

    imprint = Imprint.objects.get()
    days = [
        str(occasion.starts_at.date() - TODAY) for occasion in Occasion.objects.all()
    ]
    assert imprint.sponsor == "清岚县融媒体中心"
    assert len(days) == len(set(days)) == 6
    assert Service.objects.count() == 6
    assert UnitCard.objects.count() == 2
    for thing in (*Occasion.objects.all(), *Service.objects.all(), imprint):
        thing.full_clean()
