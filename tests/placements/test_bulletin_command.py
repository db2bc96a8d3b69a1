"""`xiangyin bulletin`, as it is called from a shell."""

import io
import json
import sys
from datetime import date

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from tests.factories.people import PersonFactory, a_county
from tests.factories.placements import ArticleFactory, a_placement, a_scheme
from xiangyin.config.operator import main
from xiangyin.placements.models import Placement
from xiangyin.placements.reports import Period, bulletin
from xiangyin.placements.reports.formats import FORMATS
from xiangyin.placements.services.bulletins import begin_bulletin
from xiangyin.placements.services.placements import change_kind


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def office(county, here):
    a_scheme(county)
    a_placement(article=ArticleFactory(), confirmed=True)
    return county


def called(*arguments) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("compile_bulletin", *arguments, stdout=out, stderr=err, no_color=True)
    return out.getvalue(), err.getvalue()


def test_without_a_format_it_prints_json(office, here):
    out, err = called("2026-10")

    assert json.loads(out)["totals"]["total"] == 1
    assert (err, list(here.iterdir())) == ("", [])


@pytest.mark.parametrize("name", FORMATS)
def test_text_is_printed_and_the_others_are_files_named_for_the_period(
    office, here, name
):
    out, err = called("2026-10", "--format", name)

    files = [file.name for file in here.iterdir()]
    if FORMATS[name].is_text:
        assert (out != "", err, files) == (True, "", [])
    else:
        assert (out, files) == ("", [f"bulletin-qinglan-2026-10.{name}"])
        assert err == f"1 条，5 分：bulletin-qinglan-2026-10.{name}\n"


def test_the_files_name_says_the_format(office, here):
    called("2026", "-o", "year.xlsx")

    book = openpyxl.load_workbook(here / "year.xlsx")
    assert book.worksheets[0]["A1"].value == "清岚县2026年上稿通报"


def test_a_dash_is_standard_output_for_any_format(office, capfdbinary):
    call_command("compile_bulletin", "2026-10", "--format", "xlsx", "-o", "-")

    sys.stdout.flush()
    assert capfdbinary.readouterr().out.startswith(b"PK")


def test_a_scheme_is_tried_on_all_days(office):
    a_scheme(office, starts_on="2027-01-01", points={"city": (7, 7)}).save()
    scheme = a_scheme(office, starts_on="2028-01-01", points={"city": (9, 9)})
    type(scheme).objects.filter(pk=scheme.pk).update(name="新办法")

    tried = json.loads(called("2026-Q4", "--scheme", "新办法")[0])
    now = json.loads(called("2026-Q4")[0])

    assert (tried["scheme"], tried["totals"]["points"]) == ("新办法", 9)
    assert (now["scheme"], now["totals"]["points"]) == ("计分办法", 5)


def test_it_prints_what_the_ledger_says(office):
    told = bulletin(office, Period(2026, 10, 1))

    printed = json.loads(called("2026-10")[0])

    assert printed["totals"]["points"] == told.total.points


def test_the_office_that_signs_can_be_named(office, here):
    called("2026-10", "--office", "县委宣传部", "-o", "b.docx")

    assert "县委宣传部".encode() in _document(here / "b.docx")


def _document(file) -> bytes:
    import zipfile

    return zipfile.ZipFile(file).read("word/document.xml")


@pytest.mark.parametrize(
    ("arguments", "said", "code"),
    [
        (["2026-13"], "2026-05、2026-Q2 或 2026", 2),
        ([], "2026-05、2026-Q2 或 2026", 2),
        (["2026-10", "--format", "odt"], "json, csv, xlsx, docx, pdf", 2),
        (["2026-10", "--county", "nowhere"], "qinglan", 2),
        (["2026-10", "--scheme", "别的"], "可选：计分办法", 2),
        (["2026-10", "-o", "no/such/folder.xlsx"], "请用 -o 另指定", 1),
    ],
)
def test_a_wrong_call_is_told_in_one_line_with_what_to_do(
    office, here, arguments, said, code
):
    with pytest.raises(CommandError) as refused:
        called(*arguments)

    assert said in str(refused.value)
    assert "\n" not in str(refused.value)
    assert refused.value.returncode == code
    assert list(here.iterdir()) == []


def test_several_counties_must_be_told_apart(office):
    a_county(code="other", name="别县")

    with pytest.raises(CommandError, match="qinglan, other"):
        called("2026-10")

    assert json.loads(called("2026-10", "--county", "other")[0])["rows"] != []


def test_without_a_county_or_a_scheme_it_says_so(county, here):
    with pytest.raises(CommandError, match="可选：plain"):
        called("2026-10", "--scheme", "x")
    county.get_descendants().delete()
    type(county).objects.filter(pk=county.pk).delete()

    with pytest.raises(CommandError, match="xiangyin setup"):
        called("2026-10")


def test_a_shell_learns_by_the_code(office, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["bulletin", "2026-99"])

    assert ended.value.code == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_a_refusal_of_the_typesetter_is_told(office, monkeypatch):
    monkeypatch.setattr("xiangyin.kernel.papers.pdf.FACES", {"body": (), "title": ()})

    with pytest.raises(CommandError, match="fonts-noto-cjk"):
        called("2026-10", "--format", "pdf")


def test_a_published_scheme_is_tried_by_its_key(office):
    told = json.loads(called("2026-10", "--scheme", "yao")[0])

    assert told["scheme"] == "广西某瑶族乡：按元计"


def test_a_kept_bulletin_is_checked_against_the_ledger(office, county):
    keeper = PersonFactory(posts=[("ledger_keeper", county)])
    with pytest.raises(CommandError, match="还没有存档通报"):
        called("2026-10", "--check")
    begin_bulletin(county, Period(2026, 10, 1), by=keeper, today=date(2026, 11, 2))

    assert called("2026-10", "--check")[0].startswith("数据一致：")

    placement = Placement.objects.confirmed().first()
    change_kind(placement, by=keeper, mode="roundup")
    with pytest.raises(CommandError, match="与台账不一致"):
        called("2026-10", "--check")
