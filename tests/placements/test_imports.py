"""Files from everywhere: good rows come in once, wrong rows say what to do."""

import io
import json
import zipfile
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from tests.factories.people import PersonFactory, a_county
from tests.factories.placements import OutletFactory
from xiangyin.engines import sheets
from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.services import tables
from xiangyin.kernel.services.tables import read_table
from xiangyin.placements.models import Article, ImportDraft, Outlet
from xiangyin.placements.services.columns import ARTICLE_COLUMNS, guess_columns
from xiangyin.placements.services.imports import import_file

TODAY = date(2026, 10, 8)
GOOD = "标题,媒体,日期,链接,正文\n晚稻开镰,清州日报,2026-10-04,,正文一\n"


@pytest.fixture
def keeper(client, county):
    person = PersonFactory(posts=[("ledger_keeper", county)])
    client.force_login(person)
    return person


@pytest.fixture
def written(tmp_path):
    def write(content, name="a.csv"):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def sheet(rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def articles_from(county, path, **given):
    return import_file(county, path, what="articles", **given)


@pytest.mark.parametrize(
    "coding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_a_csv_is_read_in_any_usual_coding(county, written, coding):
    path = written(GOOD.encode(coding))

    _plan, kept = articles_from(county, path)

    assert kept.new == 1
    assert Article.objects.get().title == "晚稻开镰"


def test_a_sheet_with_real_dates_is_read(county, written):
    path = written(
        sheet([["标题", "来源", "发布时间"], ["晚稻", "清州日报", date(2026, 10, 4)]])
    )

    articles_from(county, path)

    assert Article.objects.get().published_on == date(2026, 10, 4)


def test_jsonl_is_read_and_a_broken_line_named(county, written):
    row = {"title": "晚稻", "url": "https://a.cn/1", "date": "2026-10-04T23:30:00Z"}
    path = written(json.dumps(row) + "\n{broken\n[1]\n")

    plan, kept = articles_from(county, path, only_good=True)

    assert [problem.row for problem in plan.problems] == [2, 3]
    assert kept.new == 1
    assert Article.objects.get().published_on == date(2026, 10, 5)


@pytest.mark.parametrize(
    ("found", "guessed"),
    [
        (["稿件标题", "刊发媒体", "刊发日期"], {"title", "outlet", "published_on"}),
        (["Title", "URL", "Published", "Body"], {"title", "address", "published_on", "text"}),
        (["foo", "bar"], set()),
    ],
)  # fmt: skip
def test_columns_are_guessed_from_their_headings(found, guessed):
    assert guess_columns(found, ARTICLE_COLUMNS).keys() == guessed


def test_a_wrong_header_names_the_missing_columns(county, written):
    with pytest.raises(RuleBroken) as refusal:
        articles_from(county, written("甲,乙\n1,2\n"))

    assert "甲" in str(refusal.value.message)
    assert Article.objects.count() == 0


def test_nothing_comes_in_while_a_row_is_wrong_unless_asked(county, written):
    path = written(GOOD + ",清州日报,2026-10-04,,\n题,报,昨天,,\n题,,2026-10-04,,\n")

    plan, kept = articles_from(county, path)
    assert kept is None
    assert Article.objects.count() == 0
    assert [(problem.row, problem.value) for problem in plan.problems] == [
        (3, ""),
        (4, "昨天"),
        (5, ""),
    ]

    _plan, kept = articles_from(county, path, only_good=True)
    assert kept.new == Article.objects.count() == 1


def test_the_same_file_twice_changes_nothing(county, written):
    path = written(GOOD)
    articles_from(county, path)

    plan, kept = articles_from(county, path)

    assert (kept.new, kept.known, plan.known) == (0, 1, 1)


def test_of_ten_thousand_rows_three_are_wrong_and_the_others_are_kept(county, written):
    OutletFactory(name="清州日报")
    rows = [f"第{n}篇,清州日报,2026-10-04,,{'正文' * 50}{n}" for n in range(10_000)]
    for wrong in (7, 77, 7777):
        rows[wrong] = "题,报,没有日期,,"
    path = written("标题,媒体,日期,链接,正文\n" + "\n".join(rows))

    plan, kept = articles_from(county, path, only_good=True)

    assert [problem.row for problem in plan.problems] == [9, 79, 7779]
    assert kept.new == 9_997


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xd8\xff\xe0" + b"\x00" * 100,
        b"%PDF-1.7 ...",
        b"\xd0\xcf\x11\xe0" + b"\x00" * 100,
        b"PK\x03\x04 not really",
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(written, content):
    with pytest.raises(RuleBroken):
        read_table(written(content))


def zipped(*entries) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return kept.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        zipped(("xl/workbook.xml", b"0" * 20_000_000)),
        zipped(("../evil", b"x"), ("xl/workbook.xml", b"x")),
        zipped(("/etc/passwd", b"x"), ("xl/workbook.xml", b"x")),
        zipped(*((f"f{n}", b"x") for n in range(2_001))),
        zipped(("readme.txt", b"x")),
    ],
    ids=["bomb", "dots", "absolute", "many", "other"],
)
def test_an_archive_is_measured_before_it_is_opened(written, content, monkeypatch):
    monkeypatch.setattr(sheets.openpyxl, "load_workbook", None)

    assert sheets.rows_in(content) in (sheets.UNPACKS_TO_TOO_MUCH, sheets.NO_TABLE)
    with pytest.raises(RuleBroken):
        read_table(written(content, "a.xlsx"))


def test_a_cell_that_is_too_long_is_refused(written):
    with pytest.raises(RuleBroken):
        read_table(written("标题\n" + "长" * 1_000_001))


def test_nul_and_script_in_every_field_stay_harmless(county, written):
    nasty = "<script>alert(1)</script>\x00"
    path = written(f"标题,媒体,日期,作者\n{nasty},{nasty},2026-10-04,{nasty}\n")

    articles_from(county, path)

    article = Article.objects.get()
    assert article.title == "<script>alert(1)</script>"
    assert "\x00" not in article.outlet_said + article.byline


def upload(client, content, name="a.csv", what="articles"):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse(f"placements_imports:{what}"), {"file": file})


def test_an_upload_is_looked_at_then_imported(client, keeper):
    answer = upload(client, (GOOD + "题,报,昨天,,\n").encode("gb18030"))
    draft = ImportDraft.objects.get()
    page = client.get(answer.url)
    assert [problem.row for problem in page.context["problems"]] == [3]
    assert Article.objects.count() == 0

    with_commit = client.post(answer.url, {"import": "1"})

    assert with_commit.status_code == 302
    assert Article.objects.count() == 1
    assert draft.path.name == str(draft.pk)


def test_an_upload_can_be_cancelled(client, keeper, django_capture_on_commit_callbacks):
    answer = upload(client, GOOD.encode())
    path = ImportDraft.objects.get().path

    with django_capture_on_commit_callbacks(execute=True):
        client.post(answer.url, {"cancel": "1"})

    assert Article.objects.count() == ImportDraft.objects.count() == 0
    assert not path.exists()


def test_columns_can_be_chosen_by_hand(client, keeper):
    answer = upload(client, "甲,乙,丙\n晚稻,清州日报,2026-10-04\n".encode())
    assert "refusal" in client.get(answer.url).context

    client.post(
        answer.url,
        {"columns": "1", "title": "甲", "outlet": "乙", "published_on": "丙"},
    )
    client.post(answer.url, {"import": "1"})

    assert Article.objects.get().title == "晚稻"


def test_a_file_that_is_too_large_is_refused_at_its_field(client, keeper, monkeypatch):
    monkeypatch.setattr(tables, "LARGEST_FILE", 10)

    page = upload(client, GOOD.encode())

    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["file"]
    assert ImportDraft.objects.count() == 0


def test_another_persons_upload_is_not_there(client, keeper, county):
    answer = upload(client, GOOD.encode())
    client.force_login(PersonFactory(posts=[("ledger_keeper", county)]))

    assert client.get(answer.url).status_code == 404


def test_an_editor_of_a_town_does_not_import(client, county):
    from tests.factories.people import unit

    client.force_login(PersonFactory(posts=[("editor", unit("shixi"))]))

    upload(client, GOOD.encode())

    assert ImportDraft.objects.count() == 0


def test_outlets_come_in_from_a_table(county, written):
    path = written(
        "名称,级别,类型,域名,别名\n光明日报,中央级,报纸,https://www.gmw.cn,光明网；光明\n"
        "不知道,宇宙级,网站,,\n"
    )

    plan, kept = import_file(county, path, what="outlets", only_good=True)

    assert [(problem.row, problem.value) for problem in plan.problems] == [
        (3, "宇宙级")
    ]
    assert kept.new == 1
    outlet = Outlet.objects.get()
    assert (outlet.tier, outlet.form) == ("central", "newspaper")
    assert set(outlet.names.values_list("value", flat=True)) == {
        "gmw.cn",
        "光明网",
        "光明",
    }


def test_the_commands_import_report_and_dry_run(county, written, capsys):
    path = written(GOOD)

    call_command("import_articles", path, county="qinglan", dry_run=True)
    assert Article.objects.count() == 0
    call_command("import_articles", path, county="qinglan")
    assert Article.objects.count() == 1


def test_another_county_has_its_own_articles(county, written):
    other = a_county(code="other", name="别县")
    path = written(GOOD)
    articles_from(county, path)

    _plan, kept = articles_from(other, path)

    assert kept.new == 1
    assert Article.objects.count() == 2
