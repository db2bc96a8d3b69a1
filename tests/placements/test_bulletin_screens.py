"""The bulletin on the screen: charts, files, another scheme, and steps refused."""

from io import BytesIO

import docx
import openpyxl
import pytest
from django.urls import reverse

from tests.factories.people import PersonFactory
from tests.factories.placements import (
    a_placement,
    a_scheme,
)
from xiangyin.placements.models import KeptBulletin
from xiangyin.placements.reports.formats import FORMATS
from xiangyin.placements.reports.illustrated import CHARTS


@pytest.fixture
def keeper(client, county):
    """Somebody who keeps the ledger for the county, logged in."""
    person = PersonFactory(posts=[("ledger_keeper", county)])
    client.force_login(person)
    return person


def test_the_bulletin_opens_and_its_figures_open_their_lists(client, keeper):
    a_scheme()
    a_placement(confirmed=True)

    page = client.get(reverse("placements_bulletin:period", args=["2026-10"]))
    url = page.context["rows"][0][1]
    behind = client.get(url)

    assert page.context["bulletin"].total.items == 1
    assert len(behind.context["object_list"]) == 1


@pytest.mark.parametrize("chart", CHARTS)
def test_the_charts_are_drawn_of_live_figures_and_of_kept_ones(client, keeper, chart):
    a_scheme()
    a_placement(confirmed=True)
    url = reverse("placements_bulletin:chart", args=["2026-10", chart])

    live = client.get(url).content.decode()
    client.post(reverse("placements_bulletin:keep", args=["2026-10"]))
    kept = client.get(url).content.decode()

    assert live.startswith("<svg")
    assert live == kept


@pytest.mark.parametrize("ending", FORMATS)
def test_the_files_are_the_same_of_live_figures_and_of_kept_ones(
    client, keeper, ending
):
    a_scheme()
    a_placement(confirmed=True)
    url = reverse("placements_bulletin:file", args=["2026-10", ending])

    live = client.get(url)
    client.post(reverse("placements_bulletin:keep", args=["2026-10"]))
    kept = client.get(url)

    assert kept["Content-Disposition"].endswith(f'-2026-10.{ending}"')
    assert told_in(kept.content, ending) == told_in(live.content, ending)


def told_in(file: bytes, ending: str):
    """What a file says; its bytes have the hour in them."""
    if ending == "xlsx":
        book = openpyxl.load_workbook(BytesIO(file))
        return [list(sheet.values) for sheet in book]
    if ending == "docx":
        return [part.text for part in docx.Document(BytesIO(file)).paragraphs]
    return file if ending in ("json", "csv") else file[:5]


def test_a_chart_or_a_file_that_is_none_is_not_there(client, keeper):
    for name, what in (("chart", "likes"), ("file", "exe")):
        url = reverse(f"placements_bulletin:{name}", args=["2026-10", what])
        assert client.get(url).status_code == 404


@pytest.mark.parametrize("period", ["2026-13", "2026-00", "1001-01", "2200"])
def test_a_period_that_is_none_is_not_there(client, keeper, period):
    url = reverse("placements_bulletin:period", args=[period])

    assert client.get(url).status_code == 404


def test_a_large_bulletin_is_compared_when_somebody_asks(client, keeper, monkeypatch):
    a_scheme()
    a_placement(confirmed=True)
    url = reverse("placements_bulletin:period", args=["2026-10"])
    client.post(reverse("placements_bulletin:keep", args=["2026-10"]))
    monkeypatch.setattr("xiangyin.placements.views.bulletin.COMPARED_AT_ONCE", 0)

    opened, asked = client.get(url), client.get(url + "?compare=on")

    assert (opened.context["compared"], asked.context["compared"]) == (False, True)


def test_what_if_takes_schemes_of_the_office_and_published_ones(client, keeper):
    scheme = a_scheme()
    a_placement(confirmed=True)
    url = reverse("placements_bulletin:what_if", args=["2026-10"])

    own = client.get(f"{url}?scheme={scheme.pk}")
    published = client.get(f"{url}?scheme=yao")

    assert own.context["told"].total.more == 0
    assert published.context["told"].total.points_then == 50
    for unknown in ("999999", "9" * 30, "nothing", "²"):
        assert client.get(url, {"scheme": unknown}).status_code == 404


@pytest.mark.parametrize("step", ["thaw", "open", "publish", "withdraw"])
def test_a_step_that_is_not_possible_says_so_and_changes_nothing(client, keeper, step):
    a_scheme()
    client.post(reverse("placements_bulletin:keep", args=["2026-10"]))
    url = reverse("placements_bulletin:step", args=["2026-10", step])

    answer = client.post(url, {"until": "gestern", "audience": "x"}, follow=True)

    assert answer.status_code == (404 if step == "thaw" else 200)
    assert KeptBulletin.objects.get().state == "draft"
