"""The year of working days: seen, changed for one county, loaded for all."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories.people import PersonFactory, a_county
from xiangyin.kernel.models import CalendarDay, CalendarYear
from xiangyin.kernel.services.calendar import load_year

pytestmark = pytest.mark.django_db

NOTICE = {
    "year": 2027,
    "papers": ["https://www.gov.cn/2027"],
    "days": [
        {"name": "元旦", "date": "2027-01-01", "isOffDay": True},
        {"name": "春节", "date": "2027-02-20", "isOffDay": False},
    ],
}


@pytest.fixture
def administrator(county, client):
    person = PersonFactory(posts=[("administrator", county)])
    client.force_login(person)
    return person


def sent(client, notice):
    file = SimpleUploadedFile("2027.json", json.dumps(notice).encode())
    return client.post(reverse("working_days:notice"), {"file": file})


def squares(response) -> dict:
    weeks = [week for month in response.context["months"] for week in month["weeks"]]
    return {square.day: square.kind for week in weeks for square in week if square}


def test_a_year_without_its_notice_is_provisional(client, administrator):
    response = client.get(reverse("working_days:index"), {"year": "2027"})

    assert response.context["notice"] is None
    assert len(squares(response)) == 365


def test_a_loaded_notice_marks_its_days(client, administrator):
    sent(client, NOTICE)

    response = client.get(reverse("working_days:index"), {"year": "2027"})

    kinds = squares(response)
    days = [date(2027, 1, 1), date(2027, 2, 20), date(2027, 2, 21), date(2027, 2, 22)]
    assert response.context["notice"].year == 2027
    assert [kinds[day] for day in days] == ["off", "makeup", "weekend", "work"]


@pytest.mark.parametrize(
    "notice",
    [
        {},
        [],
        {**NOTICE, "year": "next"},
        {**NOTICE, "year": 2028},
        {**NOTICE, "days": [{"name": "元旦"}]},
    ],
)
def test_what_is_not_a_notice_is_refused(client, administrator, notice):
    response = sent(client, notice)

    assert list(response.context["form"].errors) == ["file"]
    assert CalendarYear.objects.count() == 0


def test_one_county_of_several_does_not_load_for_all(client, administrator):
    a_county("baihe", "白河县")

    response = sent(client, NOTICE)

    assert response.url == reverse("wagtailadmin_home")
    assert CalendarYear.objects.count() == 0


def test_a_county_adds_its_own_day(client, administrator, county):
    told = {"day": "2027-03-03", "label": "三月三", "is_workday": ""}

    client.post(reverse("working_days:add"), told)

    day = CalendarDay.objects.get()
    assert (day.county, day.label, day.is_workday) == (county, "三月三", False)


def test_a_day_is_listed_once(client, administrator, county):
    CalendarDay.objects.create(
        day=date(2027, 3, 3), label="三月三", is_workday=False, county=county
    )

    response = client.post(
        reverse("working_days:add"), {"day": "2027-03-03", "label": "又一次"}
    )

    assert list(response.context["form"].errors) == ["__all__"]
    assert CalendarDay.objects.count() == 1


def test_everybodys_days_are_not_a_countys_to_change(client, administrator):
    load_year(NOTICE)
    day = CalendarDay.objects.first()

    response = client.get(reverse("working_days:edit", args=[day.pk]))

    assert response.status_code == 404


@pytest.mark.parametrize("year", ["", "abc", "1", "99999", "²"])
def test_an_odd_year_is_this_year(client, administrator, year):
    response = client.get(reverse("working_days:index"), {"year": year})

    assert response.context["year"] == date.today().year  # noqa: DTZ011
