"""The month's bulletin and register leave the house, and nobody's name with them."""

import io
from datetime import date

import docx
import openpyxl
import pypdf
import pytest
from django.core.cache import cache

from tests.answers.test_figures import LATER, answered, two_units
from tests.factories.answers import (
    TODAY,
    a_question,
    an_answered_question,
    an_unconfirmed_question,
    open_desk,
)
from tests.factories.newsroom import open_newsroom
from tests.factories.people import PersonFactory
from tests.placements.documents import texts_of
from xiangyin.answers.models import Openness, Question
from xiangyin.answers.reports import bulletin, register
from xiangyin.answers.reports.months import Month
from xiangyin.answers.reports.pictures import told_of_a_month
from xiangyin.answers.services.asker import rate_reply
from xiangyin.kernel.errors import RuleBroken

MARCH = Month(2026, 3)
SIGNED = date(2026, 4, 3)


@pytest.fixture
def desk(county):
    cache.clear()
    open_newsroom(county)
    return open_desk(county)


@pytest.fixture
def month(desk):
    """Six in time and five late, two of another kind that may not be told of."""
    two_units(desk)
    answered(desk, 2, kind="enquiry", begin=30)
    return told_of_a_month(desk.county, MARCH, today=LATER)


# --- bulletin -------------------------------------------------------------------


def test_the_documents_say_what_the_figures_say(desk, month):
    told = (desk.county, MARCH, month)

    document = docx.Document(io.BytesIO(bulletin.as_docx(*told, on=SIGNED)))
    pdf = pypdf.PdfReader(io.BytesIO(bulletin.as_pdf(*told, on=SIGNED)))

    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert document.paragraphs[0].text == "清岚县2026年3月群众留言办理月报"
    kinds = texts_of(document.tables[0])
    assert [line[:2] for line in kinds] == [
        ["类型", "收到"],
        ["咨询", "2"],
        ["求助", "11"],
        ["全部", "13"],
    ]
    assert [line[2] for line in kinds[1:]] == ["—", "—", "61.5% 8/13"]
    assert "道路与公交（13）" in text
    assert "2026年4月3日" in text
    whole = "".join(page.extract_text() for page in pdf.pages)
    assert "61.5%" in whole
    assert len(pdf.pages) >= 2  # the charts are an annex


def test_a_workbook_has_numbers_as_numbers(desk, month):
    data = bulletin.as_xlsx(desk.county, MARCH, month, on=SIGNED)
    book = openpyxl.load_workbook(io.BytesIO(data))

    rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    assert rows[5][:5] == ["全部", 13, 8, 13, 61.5]
    assert rows[3][:5] == ["咨询", 2, "—", "—", "—"]
    assert book.sheetnames == ["本月", "逐月", "统计口径"]


def test_units_stand_in_it_only_where_the_county_wants_it(desk):
    two_units(desk)
    Openness.objects.create(county=desk.county, ranks_units=True)
    told = told_of_a_month(desk.county, MARCH, today=LATER)

    said = bulletin.paper(desk.county, MARCH, told, on=SIGNED)
    data = bulletin.as_xlsx(desk.county, MARCH, told, on=SIGNED)

    tables = [part for part in said.body if isinstance(part, bulletin.Grid)]
    assert [line[0] for line in tables[2].lines] == ["1 交通运输局", "2 水利局"]
    names = openpyxl.load_workbook(io.BytesIO(data)).sheetnames
    assert names == ["本月", "单位", "逐月", "统计口径"]


def test_a_band_with_no_end_is_named_so(desk, monkeypatch):
    monkeypatch.setattr("xiangyin.answers.reports.ranking.BANDS", (5,))
    Openness.objects.create(county=desk.county, ranks_units=True)
    answered(desk, 5)

    (band,) = told_of_a_month(desk.county, MARCH, today=LATER).bands

    assert bulletin.band_name(band) == "部门：收到 5 件及以上"


def test_a_month_of_nothing_is_a_bulletin_too(desk):
    told = told_of_a_month(desk.county, Month(2026, 1), today=LATER)

    said = bulletin.paper(desk.county, Month(2026, 1), told, on=SIGNED)

    assert (said.annex, said.pictures) == ("", ())


# --- register -------------------------------------------------------------------


def lines(desk, person=None, *, today=LATER) -> list[list]:
    told = (person or desk.coordinator, desk.county, MARCH)
    return list(register.lines(*told, today=today))


def test_a_line_a_question_with_its_days(desk):
    late = an_answered_question(desk, kind="enquiry", contact="13900000001")
    rate_reply(late, solved=True, satisfied=False, today=TODAY)
    a_question(desk, contact="13900000002")
    an_unconfirmed_question(desk, contact="13900000003")

    rows = lines(desk)

    assert [row[0] for row in rows] == [1, 2]
    assert rows[0][1:8] == [
        late.number,
        "网站",
        "咨询",
        "道路与公交",
        "茶湾村口的路灯坏了",
        "交通运输局",
        TODAY,
    ]
    assert rows[0][10:] == ["否", 0, 1, "是", "否", "已答复"]
    assert rows[1][10:15] == ["否", 0, 1, "", ""]  # its day is over, unanswered
    assert lines(desk, today=TODAY)[1][10] == ""  # not over yet


def test_no_name_no_contact_and_nothing_private_is_in_it(desk):
    a_question(desk, title="王秀英13812345678求修路灯")
    a_question(desk, title="不愿公开的事", publicity="private", contact="13900000002")

    said = register.as_xlsx(desk.coordinator, desk.county, MARCH, today=LATER)

    cells = openpyxl.load_workbook(io.BytesIO(said)).active.iter_rows(values_only=True)
    titles = [row[5] for row in cells][3:]
    assert titles == ["■■■■求修路灯", "（不公开）"]


def test_without_the_mask_names_and_numbers_would_leave_the_house(desk, monkeypatch):
    """The twin."""
    monkeypatch.setattr(register, "find", lambda text, names: [])
    a_question(desk, title="王秀英13812345678求修路灯")

    assert lines(desk)[0][5] == "王秀英13812345678求修路灯"


def test_a_name_that_cannot_be_read_takes_the_title_with_it(desk):
    question = a_question(desk)
    Question.objects.filter(pk=question.pk).update(sealed_name="nonsense")

    assert lines(desk)[0][5] == "（无法读取）"


def test_each_gets_what_they_see_and_no_more(desk):
    an_answered_question(desk)
    a_question(desk, contact="13900000002")

    assert [len(lines(desk, each)) for each in (desk.coordinator, desk.clerk)] == [2, 1]
    assert lines(desk, desk.water_clerk) == []


# --- the doors ------------------------------------------------------------------


def test_files_are_named_for_county_and_month(client, desk):
    answered(desk, 1)
    client.force_login(desk.coordinator)
    at = "/admin/answers/figures"

    named = {
        ending: client.get(f"{at}/bulletin.{ending}?month=2026-03")
        for ending in bulletin.FORMATS
    }
    register = client.get(f"{at}/register.xlsx?month=2026-03")
    unknown = client.get(f"{at}/bulletin.exe?month=2026-03")

    code = desk.county.code
    assert {
        ending: answer["Content-Disposition"] for ending, answer in named.items()
    } == {
        ending: f'attachment; filename="answers-{code}-2026-03.{ending}"'
        for ending in ("docx", "pdf", "xlsx")
    }
    assert "register" in register["Content-Disposition"]
    assert unknown.status_code == 404


def test_a_refusal_of_the_typesetter_is_told(client, desk, monkeypatch):
    def refuse(*_told, on):
        raise RuleBroken("没有中文字体")

    monkeypatch.setitem(bulletin.FORMATS, "pdf", (refuse, "application/pdf"))
    client.force_login(desk.coordinator)

    answer = client.get("/admin/answers/figures/bulletin.pdf?month=2026-03")

    assert (answer.status_code, answer.url) == (
        302,
        "/admin/answers/figures/?month=2026-03",
    )


def test_an_operator_of_several_counties_is_told_to_choose(client, desk):
    from tests.factories.people import a_county

    a_county(code="other", name="邻县")
    client.force_login(PersonFactory(is_superuser=True))
    at = "/admin/answers/figures"

    page = client.get(f"{at}/")
    files = [
        client.get(f"{at}/{name}").status_code
        for name in ("bulletin.pdf", "register.xlsx", "received.svg")
    ]

    assert (page.status_code, "told" in page.context) == (200, False)
    assert files == [404, 404, 404]
