"""Looking back: figures that open their lists, within what a person may see."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from tests.factories.people import PersonFactory, a_county, unit
from tests.factories.placements import (
    ArticleFactory,
    OutletFactory,
    WorkFactory,
    a_placement,
    a_scheme,
)
from xiangyin.placements.reports import Period, bulletin, charts
from xiangyin.placements.views import looking

pytestmark = pytest.mark.django_db
FIGURES = reverse("placements_figures:figures")
LIST = reverse("placements_list:index")
SPAN = {"from": "2026-09", "to": "2026-11"}


@pytest.fixture
def keeper(client, county):
    person = PersonFactory(posts=[("ledger_keeper", county)])
    client.force_login(person)
    return person


def carried(at="shixi", *, tier="city", on=date(2026, 10, 4), **given):
    work = given.pop("work", None) or WorkFactory(unit=unit(at))
    article = ArticleFactory(outlet=OutletFactory(tier=tier), published_on=on)
    return a_placement(work=work, article=article, confirmed=True, **given)


def links_of(page) -> list[tuple[int, str]]:
    """Each linked number of the tables, and where it leads."""
    return [
        (row[1], url)
        for table in page.context["tables"]
        for row, url in table["rows"]
        if url
    ]


def test_figures_are_those_of_the_bulletin(client, keeper, county):
    a_scheme()
    carried(tier="central")
    carried("rmt")
    carried(kind="mention")
    shared = WorkFactory(unit=unit("shixi"))
    shared.shared_with.add(unit("rmt"))
    carried(work=shared)

    told = client.get(FIGURES, SPAN).context["told"]

    year = bulletin(county, Period(2026, 9, 3))
    assert (told.items, told.points) == (year.total.items, year.total.points)
    assert told.items == 3
    assert (told.published_and_carried, told.published_count) == (3, 4)
    assert told.median_wait == Decimal(1)


def test_every_number_opens_a_list_of_as_many(client, keeper):
    a_scheme()
    for tier in ("central", "city", "city"):
        carried(tier=tier)
    carried("rmt", on=date(2026, 11, 2))
    carried(kind="mention")
    shared = WorkFactory(unit=unit("shixi"))
    shared.shared_with.add(unit("rmt"))
    carried(work=shared)

    page = client.get(FIGURES, SPAN)

    numbers = [*links_of(page), (page.context["told"].items, page.context["items_url"])]
    assert len(numbers) == 14
    for number, url in numbers:
        assert client.get(url).context["object_list"].count() == number, url


def test_a_question_narrows_all_figures(client, keeper):
    a_scheme()
    carried(tier="central")
    carried("rmt", kind="excerpt")

    def items(**asked):
        return client.get(FIGURES, SPAN | asked).context["told"].items

    assert items() == 2
    assert items(tier="central") == 1
    assert items(unit=unit("rmt").pk) == 1
    assert items(kind="excerpt", tier="central") == 0
    assert items(form="newspaper") == 0


def test_a_key_beyond_reach_answers_like_one_that_is_not_there(client, county):
    other = a_county(code="other", name="别县")
    town = unit("shixi")
    client.force_login(PersonFactory(posts=[("editor", unit("rmt"))]))

    answers = {
        client.get(FIGURES, SPAN | {"unit": key}).status_code
        for key in (other.pk, town.pk, 987654)
    }

    assert answers == {404}
    assert client.get(FIGURES, SPAN | {"outlet": 987654}).status_code == 404


def test_who_stands_at_one_unit_sees_its_figures_alone(client, county):
    a_scheme()
    carried()
    carried("rmt")
    client.force_login(PersonFactory(posts=[("editor", unit("rmt"))]))

    told = client.get(FIGURES, SPAN).context["told"]

    assert (told.items, told.published_count) == (1, 1)
    assert [row[0] for row in told.units().chart.rows] == [str(unit("rmt"))]


def test_months_that_are_none_are_told_beside_the_field(client, keeper):
    page = client.get(FIGURES, {"from": "2026-11", "to": "2026-09"})

    assert list(page.context["form"].errors) == ["to"]
    assert client.get(FIGURES, {"from": "gestern"}).status_code == 200


def test_what_is_seen_can_be_taken_along(client, keeper):
    a_scheme()
    carried()
    files = reverse("placements_figures:file", args=["csv"])

    told = client.get(files, SPAN).content.decode("utf-8-sig")

    assert "2026-10,1," in told
    xlsx = client.get(reverse("placements_figures:file", args=["xlsx"]), SPAN)
    book = openpyxl.load_workbook(BytesIO(xlsx.content))
    assert len(book.sheetnames) == 6


@pytest.mark.parametrize(
    ("what", "count"),
    [("works", 1), ("outlets", 1), ("not-carried", 1), ("waits", 1)],
)
def test_the_figures_at_the_head_open_their_lists(client, keeper, what, count):
    a_scheme()
    carried()
    WorkFactory()

    page = client.get(reverse("placements_figures:list", args=[what]), SPAN)

    assert len(page.context["rows"]) == count


def test_the_median_opens_where_it_stands_in_its_list(client, keeper, monkeypatch):
    monkeypatch.setattr(looking, "PER_PAGE", 2)
    a_scheme()
    for day in (3, 4, 6, 9, 20):
        carried(on=date(2026, 10, day))

    page = client.get(client.get(FIGURES, SPAN).context["waits_url"])

    assert page.context["page"].number == 2
    assert [row[2] for row in page.context["rows"]] == ["3 天", "6 天"]
    assert page.context["median"] == 3


def test_outlets_that_no_row_names_lead_to_all_outlets(client, keeper):
    a_scheme()
    work = WorkFactory()
    for _each in range(charts.TOP + 2):
        carried(work=work)

    page = client.get(FIGURES, SPAN)

    [table] = [
        each for each in page.context["tables"] if each["chart"].name == "outlets"
    ]
    rest, url = table["rows"][-1]
    assert (rest[1], len(client.get(url).context["rows"])) == (2, charts.TOP + 2)


@pytest.mark.parametrize("asked", ["", "x", "4", "-4", "4-7-9", "12345-"])
def test_days_that_are_none_leave_the_list_as_it_is(client, keeper, asked):
    a_scheme()
    carried()

    page = client.get(LIST, {"month": "2026-10", "waited": asked})

    assert page.context["object_list"].count() == 1


def test_without_months_days_leave_the_list_as_it_is(client, keeper):
    a_scheme()
    carried()

    assert client.get(LIST, {"waited": "4-7"}).context["object_list"].count() == 1


@pytest.mark.parametrize("name", ["trend", "tiers", "units", "outlets", "days"])
def test_each_table_has_its_picture(client, keeper, name):
    a_scheme()
    carried()

    answer = client.get(reverse("placements_figures:chart", args=[name]), SPAN)

    assert answer["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert b"<svg" in answer.content
    nothing = reverse("placements_figures:chart", args=["points-of-people"])
    assert client.get(nothing).status_code == 404
