"""No cell of what people download is a formula, whatever stands in the database."""

import csv
import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from tests.factories.people import PersonFactory
from tests.factories.placements import a_scheme
from xiangyin.engines.cells import looks_like_a_formula
from xiangyin.kernel.models import Unit
from xiangyin.placements.reports import Period, bulletin
from xiangyin.placements.reports.sheet import as_xlsx

from .cells import HOSTILE_CELLS

LIST = "people:index"


@pytest.fixture
def people(county):
    for number, name in enumerate(HOSTILE_CELLS):
        PersonFactory(username=f"p{number}", name=name, posts=[("editor", county)])


@pytest.fixture
def desk(county):
    door = Client()
    person = PersonFactory(is_superuser=True, posts=[("administrator", county)])
    door.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return door


def downloaded(desk, kind: str) -> bytes:
    return desk.get(f"{reverse(LIST)}?export={kind}").getvalue()


def cells_of(data: bytes):
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [cell for row in book.active.iter_rows() for cell in row if cell.value]


def test_a_downloaded_sheet_has_texts_that_stay_texts(people, desk):
    cells = cells_of(downloaded(desk, "xlsx"))

    hostile = [cell for cell in cells if looks_like_a_formula(str(cell.value))]
    assert {cell.data_type for cell in cells} == {"s", "b"}
    assert len(hostile) == sum(map(looks_like_a_formula, HOSTILE_CELLS))
    assert {cell.quotePrefix for cell in hostile} == {True}


def test_a_downloaded_csv_has_an_apostrophe_before_what_would_run(people, desk):
    rows = csv.reader(io.StringIO(downloaded(desk, "csv").decode(), newline=""))

    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if looks_like_a_formula(cell)] == []
    assert len(cells) > len(HOSTILE_CELLS)


def test_without_the_guard_a_csv_would_hold_formulas(people, desk, monkeypatch):
    def as_wagtail_writes(view, writer, row):
        return writer.writerow(row)

    monkeypatch.setattr(SpreadsheetExportMixin, "write_csv_row", as_wagtail_writes)

    rows = csv.reader(io.StringIO(downloaded(desk, "csv").decode(), newline=""))

    cells = [cell for row in rows for cell in row]
    assert len([cell for cell in cells if looks_like_a_formula(cell)]) > 80


def test_the_bulletin_has_no_formula(county):
    a_scheme(county)
    for number, name in enumerate(HOSTILE_CELLS):
        county.add_child(code=f"u{number}", name=name, kind="town")
        county = Unit.objects.get(pk=county.pk)

    cells = cells_of(as_xlsx(bulletin(county, Period(2026, 10, 1))))

    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert len(cells) > len(HOSTILE_CELLS)
