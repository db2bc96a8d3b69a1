"""What is open to everybody asks as much for three rows as for one, to the number."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.answers import open_desk, publish_answer
from tests.factories.newsroom import open_newsroom
from xiangyin.answers.models import Matter, Openness, Responsibility
from xiangyin.answers.reports import georeport
from xiangyin.answers.reports.months import Month
from xiangyin.answers.reports.pictures import told_of_a_month
from xiangyin.answers.reports.register import lines
from xiangyin.answers.services.applications import make_application

ASKED = {
    "services": 3,
    "requests": 7,
    "figures": 6,
    "register": 1,
    "applications": 10,
}


def asked_by(call) -> int:
    call()
    with CaptureQueriesContext(connection) as queries:
        call()
    return len(queries)


@pytest.mark.parametrize("rows", [1, 3])
def test_what_is_open_asks_as_much_for_three_rows_as_for_one(client, county, rows):
    cache.clear()
    open_newsroom(county)
    desk = open_desk(county)
    today = timezone.localdate()
    Openness.objects.create(county=county, ranks_units=True)
    for at in range(rows):
        told = {"now": timezone.now(), "today": today, "contact": f"1390000000{at}"}
        publish_answer(desk, **told)
        matter = Matter.objects.create(county=county, name=f"事项{at}")
        Responsibility.objects.create(matter=matter, unit=desk.water, since=today)
        make_application(
            county, by=desk.coordinator, name=f"应用{at}", now=timezone.now()
        )
    client.force_login(desk.coordinator)
    month = Month.of(today)

    asked = {
        "services": asked_by(lambda: georeport.services(county, on=today)),
        "requests": asked_by(lambda: client.get("/open311/v2/requests.json")),
        "figures": asked_by(lambda: told_of_a_month(county, month, today=today)),
        "register": asked_by(
            lambda: list(lines(desk.coordinator, county, month, today=today))
        ),
        "applications": asked_by(lambda: client.get("/admin/answers/applications/")),
    }

    assert asked == ASKED
