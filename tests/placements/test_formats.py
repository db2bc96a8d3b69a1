"""What leaves the house: each format, opened again, says what the bulletin says."""

import csv
import hashlib
import io
import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
from django.utils import translation
from docx.oxml.ns import qn
from docx.shared import Mm

from tests.factories.people import unit
from tests.factories.placements import (
    ArticleFactory,
    OutletFactory,
    WorkFactory,
    a_placement,
    a_scheme,
)
from xiangyin.kernel.papers.paper import Imprint
from xiangyin.kernel.papers.pdf import set_in_type
from xiangyin.placements.reports import Period, bulletin, hash_of
from xiangyin.placements.reports.columns import columns, parts
from xiangyin.placements.reports.docx import as_docx
from xiangyin.placements.reports.formats import FORMATS, as_csv, as_json, file_name
from xiangyin.placements.reports.illustrated import charts_of
from xiangyin.placements.reports.paper import grid, lead, paper
from xiangyin.placements.reports.pdf import as_pdf
from xiangyin.placements.reports.sheet import as_xlsx

from .documents import text_of, texts_of

SIGNED = Imprint(office="县委宣传部", day=date(2026, 11, 5), until=date(2026, 11, 12))


def carried(tier, form="site", *, on=date(2026, 10, 4), work=None, **given):
    outlet = OutletFactory(tier=tier, form=form)
    return a_placement(
        work=work or WorkFactory(),
        article=ArticleFactory(
            outlet=outlet, published_on=on, address=f"https://{outlet.code}.example/1"
        ),
        confirmed=True,
        **given,
    )


@pytest.fixture
def ledger(county):
    """Print, air and web; a work of two units; a cap, a quota, and months before."""
    a_scheme(cap=Decimal(30), cap_span="month", quotas={"town": 9}, short_cost=2)
    shared = WorkFactory()
    shared.shared_with.add(unit("rmt"))
    carried("central", "newspaper", prominence="front")
    carried("central", "television", work=shared)
    carried("central", "app", on=date(2026, 10, 31))
    carried("city", mode="roundup", work=WorkFactory(unit=unit("rmt")))
    carried("county", on=date(2026, 9, 30))
    carried("province", on=date(2025, 10, 1))
    return county


@pytest.fixture
def told(ledger):
    return bulletin(ledger, Period(2026, 10, 1))


def figures(told, shown) -> list[list]:
    """What a table has to say, as numbers."""
    return [
        [
            value if isinstance(value, str | None) else float(value)
            for value in (column.of(row) for column in shown)
        ]
        for row in (*told.rows, told.total)
    ]


def numbers(row) -> list:
    return [value if isinstance(value, str | None) else float(value) for value in row]


# --- sheet ----------------------------------------------------------------------


@pytest.fixture
def opened(told):
    data = as_xlsx(told)
    return [
        openpyxl.load_workbook(io.BytesIO(data), data_only=values).worksheets
        for values in (False, True)
    ]


def test_a_sheet_opened_again_has_the_bulletins_figures(told, opened):
    _formulas, values = opened

    for sheet, shown in ((values[0], columns(told)), (values[1], parts(told))):
        rows = [numbers(row) for row in sheet.iter_rows(min_row=4, values_only=True)]
        assert rows == figures(told, shown)


def test_its_sums_are_live(told, opened):
    formulas, _values = opened
    rows = list(formulas[0].iter_rows(min_row=4, values_only=True))
    count = len(told.rows)
    last = 3 + count

    assert rows[0][8] == "=SUM(B4:H4)"
    assert [row[8] for row in rows[:count]] == [
        f"=SUM(B{at}:H{at})" for at in range(4, last + 1)
    ]
    assert rows[-1][1:] == tuple(
        f"=SUM({letter}4:{letter}{last})" for letter in "BCDEFGHIJKLMN"
    )


def test_the_value_of_every_sum_is_what_its_cells_sum_to(told, opened):
    _formulas, values = opened

    for sheet in values[:2]:
        rows = list(sheet.iter_rows(min_row=4, values_only=True))
        for column in range(1, len(rows[0])):
            assert sum(row[column] for row in rows[:-1]) == rows[-1][column]


def test_every_counted_placement_has_a_line(told, opened):
    _formulas, values = opened
    _head, *lines = values[2].iter_rows(values_only=True)

    assert len(lines) == len(told.counted)
    assert sum(line[10] for line in lines) == 83
    assert lines[0][5:10] == ("报纸", lines[0][6], "全文转载", "单独", "头版")
    assert lines[0][11].startswith("https://outlet-")
    assert [line[6].date() for line in lines] == sorted(
        line[6].date() for line in lines
    )


def test_a_sheet_is_set_up_for_paper_and_says_how_it_was_counted(told, opened):
    formulas, values = opened

    assert {sheet.page_setup.paperSize for sheet in formulas} == {9}
    assert [sheet.freeze_panes for sheet in formulas] == ["B4", "B4", "B2", None]
    assert formulas[0].print_title_rows == "$3:$3"
    words = [row[0] for row in values[3].iter_rows(min_row=2, values_only=True)]
    assert [line for line in words if "计分办法" in line] != []


def test_lines_that_no_sheet_can_hold_go_on_to_the_next(told, monkeypatch):
    monkeypatch.setattr("xiangyin.placements.reports.sheet.MOST_ROWS", 2)

    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(told)))

    assert book.sheetnames[2:5] == ["上稿", "上稿 2", "计分办法"]
    assert [book.worksheets[at].max_row for at in (2, 3)] == [3, 3]


def test_a_title_with_what_no_file_can_hold_is_written_without_it(ledger):
    carried("city", work=WorkFactory(title="春\x0b茶\x02上市#"))

    book = openpyxl.load_workbook(
        io.BytesIO(as_xlsx(bulletin(ledger, Period(2026, 10, 1))))
    )

    titles = [row[1] for row in book.worksheets[2].iter_rows(values_only=True)]
    assert [title for title in titles if title.startswith("春")] == ["春茶上市#"]


# --- JSON and CSV ---------------------------------------------------------------


def test_json_has_the_shape_that_was_promised(told):
    document = json.loads(as_json(told))

    assert list(document) == ["month", "scheme", "rows", "totals", "hash"]
    assert document["month"] == "2026-10"
    assert {tuple(row) for row in document["rows"]} == {
        ("unit", "kind", "items", "total", "points")
    }
    assert list(document["totals"]) == ["items", "total", "points"]
    for name in ("total", "points"):
        assert sum(row[name] for row in document["rows"]) == document["totals"][name]
    assert document["totals"]["items"]["central"] == 3


def test_anybody_can_reckon_the_hash_again(told):
    document = json.loads(as_json(told))

    said = document.pop("hash")
    plain = json.dumps(
        document, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    assert hashlib.sha256(plain.encode("utf-8")).hexdigest() == said
    document["rows"][0]["points"] += 1
    changed = json.dumps(
        document, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    assert hashlib.sha256(changed.encode("utf-8")).hexdigest() != said


def test_json_is_the_same_in_every_language(told):
    written = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            written.append(as_json(told))

    assert written[0] == written[1]


def test_csv_opened_again_has_the_bulletins_figures(told):
    data = as_csv(told)

    assert data.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert head == [column.heading for column in columns(told)]
    read = [[row[0], *map(float, row[1:])] for row in rows]
    assert read == figures(told, columns(told))


# --- paper ----------------------------------------------------------------------


def test_the_first_paragraph_leads_with_the_figures(told):
    assert lead(told) == (
        "2026年10月，清岚县稿件被各级媒体采用4条，积31分，比上月增加3条、积分增加45分；"
        "比上年同期增加3条、积分增加31分。其中，中央级3条、省级0条、市级1条、县级0条、"
        "行业0条。现将有关情况通报如下。"
    )


@pytest.fixture
def document(told):
    return docx.Document(io.BytesIO(as_docx(told, SIGNED)))


def test_a_document_opened_again_has_the_bulletins_figures(told, document):
    for table, shown in zip(
        document.tables[:2], (columns(told), parts(told)), strict=True
    ):
        laid = grid(told, shown)
        rows = texts_of(table)
        assert [tuple(row) for row in rows[-len(laid.lines) :]] == list(laid.lines)
        assert [list(map(float, row[1:])) for row in rows[-len(laid.lines) :]] == [
            row[1:] for row in figures(told, shown)
        ]
    words = [paragraph.text for paragraph in document.paragraphs]
    assert words[:3] == [
        "清岚县2026年10月上稿通报",
        lead(told),
        "一、各单位上稿情况",
    ]
    assert words[words.index("附件：上稿情况图表") :][1:3] == [
        "县委宣传部",
        "2026年11月5日",
    ]
    assert "对本单位数据有异议的，请于2026年11月12日前提出。" in words


def test_every_picture_in_a_document_is_followed_by_its_table(told, document):
    charts = charts_of(told)
    body = list(document.element.body)
    at = [n for n, part in enumerate(body) if part.findall(f".//{qn('pic:pic')}")]

    assert len(at) == len(charts) == 5
    for start, chart in zip(at, charts, strict=True):
        following = next(part for part in body[start:] if part.tag == qn("w:tbl"))
        table = next(each for each in document.tables if each._tbl is following)
        assert texts_of(table)[1:] == [
            [_plain(cell) for cell in row] for row in chart.rows
        ]


def _plain(cell) -> str:
    return f"{cell.normalize():f}" if isinstance(cell, Decimal) else str(cell)


def test_a_document_has_the_layout_of_official_documents(document):
    section = document.sections[0]
    styles = document.styles

    edges = (section.top_margin, section.bottom_margin)
    sides = (section.left_margin, section.right_margin)
    for measured, asked in zip((*edges, *sides), (37, 35, 28, 26), strict=True):
        assert abs(measured - Mm(asked)) < Mm(0.1)
    faces = {
        name: (style.font.size.pt, style.element.rPr.rFonts.get(qn("w:eastAsia")))
        for name in ("Normal", "Title", "Heading 1", "Heading 2")
        for style in [styles[name]]
    }
    assert faces == {
        "Normal": (16, "仿宋_GB2312"),
        "Title": (22, "方正小标宋简体"),
        "Heading 1": (16, "黑体"),
        "Heading 2": (16, "楷体_GB2312"),
    }
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        (paragraph,) = footer.paragraphs
        assert paragraph.text == "—  —"
        assert paragraph._p.xpath(".//w:instrText/text()") == ["PAGE"]
        assert paragraph._p.pPr.jc.get(qn("w:val")) == side


def test_a_pdf_read_again_has_the_bulletins_figures(told):
    first = text_of(as_pdf(told, SIGNED))[0]

    lines = first.splitlines()
    for line in grid(told, columns(told)).lines:
        assert " ".join(line) in lines
    assert "".join(lines).startswith(f"清岚县2026年10月上稿通报{lead(told)}")


def test_a_pdf_has_every_chart_and_its_table(told):
    whole = "\n".join(text_of(as_pdf(told, SIGNED)))

    for chart in charts_of(told):
        assert chart.title in whole
        for row in chart.rows:
            assert " ".join(map(_plain, row)) in whole


def test_a_pdf_is_one_for_the_archive(told):
    reader = pypdf.PdfReader(io.BytesIO(as_pdf(told, SIGNED)))

    assert reader.metadata.title == "清岚县2026年10月上稿通报"
    assert b"pdfaid" in reader.xmp_metadata.stream.get_data()
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


# --- all of them ----------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_a_bulletin_without_lines_to_show_is_written_too(told, name):
    kept = replace(told, now=None)

    data = FORMATS[name].write(kept, SIGNED)

    assert len(data) > len(told.rows)


@pytest.mark.parametrize("period", ["2026-10", "2026-Q4", "2026"])
def test_paper_speaks_both_languages_of_every_period(ledger, period):
    told = bulletin(ledger, Period.parse(period))
    with translation.override("en"):
        said = paper(told, SIGNED)
        pages = text_of(set_in_type(said))

    assert said.body[1].text == "1. The units"
    assert said.body[0].text.startswith("In ")
    assert pages[0].splitlines()[0].startswith("Qinglan") or "清岚县" in pages[0]


def test_a_year_is_compared_with_the_year_before_and_nothing_else(ledger):
    year = columns(bulletin(ledger, Period.parse("2026")))
    month = columns(bulletin(ledger, Period.parse("2026-10")))

    assert [each.key for each in year][-2:] == ["items_on_year", "points_on_year"]
    assert len(month) == len(year) + 2


def test_ranks_stand_where_the_scheme_shows_them(ledger):
    a_scheme(starts_on=date(2026, 10, 1), shows_ranks=True)
    told = bulletin(ledger, Period(2026, 10, 1))

    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(told))).worksheets[0]

    heading = [cell.value for cell in sheet[3]]
    assert heading[10] == "名次"
    assert sheet.cell(sheet.max_row, 11).value is None


def test_a_file_is_named_after_county_and_period(told):
    assert file_name(told, FORMATS["docx"]) == "bulletin-qinglan-2026-10.docx"


def test_the_example_in_the_reference_has_the_hash_that_it_tells_to_reckon():
    page = Path(__file__).parents[2] / "docs/reference/bulletin.md"
    example = re.search(r"```json\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    document = json.loads(example.group(1))

    assert hash_of(document) == document["hash"]
