"""No cell of what people download is a formula, whatever stands in the database."""

import csv
import io
import re
from datetime import date

import docx
import openpyxl
import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from tests.factories.people import PersonFactory
from tests.factories.placements import (
    ArticleFactory,
    WorkFactory,
    a_placement,
    a_scheme,
)
from tests.placements.documents import texts_of
from xiangyin.engines.cells import looks_like_a_formula
from xiangyin.kernel.models import Unit
from xiangyin.placements.reports import Period, bulletin
from xiangyin.placements.reports.docx import as_docx
from xiangyin.placements.reports.formats import as_csv
from xiangyin.placements.reports.pdf import as_pdf
from xiangyin.placements.reports.sheet import as_xlsx

from .cells import HOSTILE_CELLS

LIST = "people:index"
TITLES = HOSTILE_CELLS[::9]
SHEET = "xiangyin.placements.reports.sheet"
CELLS = "xiangyin.kernel.papers.sheet"
OURS = re.compile(r"=SUM\([A-Z]{1,2}\d+:[A-Z]{1,2}\d+\)")


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


@pytest.fixture
def told(county):
    """A bulletin whose units and works have hostile names."""
    a_scheme(county)
    for number, name in enumerate(HOSTILE_CELLS):
        county.add_child(code=f"u{number}", name=name, kind="town")
        county = Unit.objects.get(pk=county.pk)
    for name in TITLES:
        article = ArticleFactory(published_on=date(2026, 10, 4))
        a_placement(work=WorkFactory(title=name), article=article, confirmed=True)
    return bulletin(county, Period(2026, 10, 1))


def all_cells(data: bytes):
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row]


def not_ours(cells) -> list[str]:
    """Formulas that are anything else than a sum of cells in one row or column."""
    return [
        cell.value
        for cell in cells
        if cell.data_type == "f" and not OURS.fullmatch(cell.value)
    ]


def test_the_bulletin_has_no_formula_but_its_own_sums(told):
    cells = all_cells(as_xlsx(told))

    hostile = [cell for cell in cells if cell.value in HOSTILE_CELLS]
    risky = [cell for cell in hostile if looks_like_a_formula(cell.value)]
    assert not_ours(cells) == []
    assert {cell.data_type for cell in hostile} == {"s"}
    assert {cell.quotePrefix for cell in risky} == {True}
    # The units stand on two sheets, the titles on a third.
    expected = 2 * sum(map(looks_like_a_formula, HOSTILE_CELLS))
    assert len(risky) == expected + sum(map(looks_like_a_formula, TITLES))


def test_without_the_guard_the_bulletin_would_run_what_it_is_given(told, monkeypatch):
    monkeypatch.setattr(f"{CELLS}.as_text", lambda cell: None)
    monkeypatch.setattr(f"{SHEET}._with_values", lambda kept, sums: kept.getvalue())

    assert len(not_ours(all_cells(as_xlsx(told)))) > 10


def test_a_formula_that_is_none_of_the_sums_stops_the_writing(told, monkeypatch):
    monkeypatch.setattr(f"{CELLS}.as_text", lambda cell: None)

    with pytest.raises(KeyError):
        as_xlsx(told)


def test_the_bulletin_as_csv_has_an_apostrophe_before_what_would_run(told):
    rows = csv.reader(io.StringIO(as_csv(told).decode("utf-8-sig"), newline=""))

    names = [row[0] for row in rows][1:-1]
    assert [name for name in names if looks_like_a_formula(name)] == []
    assert len(names) > len(HOSTILE_CELLS)


def test_without_the_guard_the_csv_would_run_what_it_is_given(told, monkeypatch):
    monkeypatch.setattr(
        "xiangyin.placements.reports.formats.for_csv", lambda value: value
    )

    rows = csv.reader(io.StringIO(as_csv(told).decode("utf-8-sig"), newline=""))

    assert len([row for row in rows if looks_like_a_formula(row[0])]) > 80


def test_a_document_of_hostile_names_is_only_text(told, monkeypatch):
    # Pictures of a hundred units say nothing more, and take their time.
    monkeypatch.setattr("xiangyin.placements.reports.paper.charts_of", lambda told: [])
    document = docx.Document(io.BytesIO(as_docx(told)))
    pages = pypdf.PdfReader(io.BytesIO(as_pdf(told))).pages

    names = [row[0] for row in texts_of(document.tables[0])[2:-1]]
    assert {" ".join(name.split()) for name in HOSTILE_CELLS} <= set(names)
    assert "cmd|'" in "".join(page.extract_text() for page in pages)
