"""Tables as offices really send them, and as nobody should."""

import io
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.styles import numbers

from xiangyin.engines import sheets
from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.services import tables
from xiangyin.kernel.services.tables import LARGEST_FILE, check_size, read_table
from xiangyin.placements.models import Article
from xiangyin.placements.services.days import read_seconds, read_time
from xiangyin.placements.services.imports import import_file

HEAD = ["标题", "媒体", "日期"]


@pytest.fixture
def sent(tmp_path, county):
    """Import what is laid down, good rows only."""

    def take_in(content, **given):
        path = tmp_path / "a.bin"
        path.write_bytes(content)
        return import_file(county, path, what="articles", only_good=True, **given)

    return take_in


def book_of(rows, *, merged=(), formats=None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for span in merged:
        book.active.merge_cells(span)
    for cell, form in (formats or {}).items():
        book.active[cell].number_format = form
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def told():
    articles = Article.objects.order_by("pk")
    return [(each.title, each.outlet_said, each.published_on) for each in articles]


def test_a_cell_merged_over_several_rows_stands_in_each(sent):
    rows = [
        HEAD,
        ["一", "清州日报", "2026-10-04"],
        ["二", None, None],
        ["三", None, None],
    ]
    rows += [["四", "清州网", "2026-10-05"]]

    sent(book_of(rows, merged=["B2:B4", "C2:C4"]))

    day = date(2026, 10, 4)
    assert told() == [
        ("一", "清州日报", day),
        ("二", "清州日报", day),
        ("三", "清州日报", day),
        ("四", "清州网", date(2026, 10, 5)),
    ]


def test_without_the_merged_cells_those_rows_would_be_lost(sent, monkeypatch):
    """The twin: the reader that streams a sheet knows nothing of them."""
    monkeypatch.setattr(sheets, "_marks", lambda *_told: sheets.Marks())
    monkeypatch.setattr(
        tables.child, "run", lambda _name, data, **_limits: sheets.rows_in(data)
    )
    rows = [HEAD, ["一", "清州日报", "2026-10-04"], ["二", None, None]]

    sent(book_of(rows, merged=["B2:B3", "C2:C3"]))

    assert len(told()) == 1


def test_what_is_merged_over_empty_rows_makes_no_rows(sent):
    data = book_of([HEAD, ["一", "清州日报", "2026-10-04"]], merged=["B2:B900"])

    plan, _kept = sent(data)

    assert (len(plan.good), plan.problems) == (1, [])


@pytest.mark.parametrize("merged", [["A1:C1"], []])
def test_a_title_may_stand_above_the_headings(sent, merged):
    rows = [["2026年10月上稿统计", None, None], HEAD, ["一", "清州日报", "2026-10-04"]]

    sent(book_of(rows, merged=merged))

    assert told() == [("一", "清州日报", date(2026, 10, 4))]


def test_a_table_of_one_column_has_its_headings_in_the_first_row(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("标题\n" + "甲\n" * 20, "utf-8")

    table = read_table(path)

    assert (table.columns, len(table.rows)) == (["标题"], 20)


def test_days_are_read_as_spreadsheets_and_typists_write_them(sent):
    written = [46299, "46299", 46299.75, "２０２６／１０／４", "2026-10-04 下午3:05"]
    written += [
        datetime(2026, 10, 4, 15, 5),
        "2026年10月4日　上午9:00",
        "2026/10/4 3:05 PM",
    ]

    plan, _kept = sent(
        book_of([HEAD, *([f"稿{n}", "报", day] for n, day in enumerate(written))])
    )

    assert plan.problems == []
    assert {day for _title, _said, day in told()} == {date(2026, 10, 4)}


def test_a_number_that_is_no_day_is_told_so(sent):
    plan, _kept = sent(book_of([HEAD, ["一", "报", 12], ["二", "报", 99999]]))

    assert [(problem.row, problem.value) for problem in plan.problems] == [
        (2, "12"),
        (3, "99999"),
    ]


@pytest.mark.parametrize(
    ("written", "minute"),
    [("晚上8点", "20:00"), ("中午12:30", "12:30"), ("中午1点半", "13:30"), ("上午12:05", "00:05"),
     ("8:05 p.m.", "20:05"), ("0.8138", "19:32"), ("19:31:20", "19:31"), ("下午19:31", "19:31"),
     ("19:61", None), ("0.99999", None), ("", None)],
)  # fmt: skip
def test_a_minute_is_read_in_twelve_hours_and_in_twenty_four(written, minute):
    told = read_time(written)

    assert (f"{told:%H:%M}" if told else None) == minute


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("1小时2分3秒", 3723), ("01:02:03", 3723), ("45", 45), ("2′30″", 150), ("", None)],
)
def test_a_duration_is_read_however_it_is_written(written, seconds):
    assert read_seconds(written) == seconds


def test_a_formula_gives_its_value_and_text_stays_text(sent):
    rows = [HEAD, ["'=1+1", "报", "2026-10-04"], ["+86 的人", "报", "2026-10-04"]]

    sent(book_of(rows))

    assert [title for title, *_rest in told()] == ["'=1+1", "+86 的人"]


def test_a_formula_without_its_result_names_its_row_and_stops_nothing_else(sent):
    rows = [HEAD, ["=A1&B1", "报", "2026-10-04"], ["二", "报", "2026-10-04"]]
    rows += [["三", "=VLOOKUP(1,A1:B2,2)", "2026-10-04"], ["四", "#REF!", "2026-10-04"]]

    plan, kept = sent(book_of(rows))

    assert [(problem.row, problem.column) for problem in plan.problems] == [
        (2, ""),
        (4, ""),
        (5, ""),
    ]
    assert (kept.new, told()[0][0]) == (1, "二")


def test_a_row_that_stands_twice_is_taken_once_and_said_so(sent):
    row = ["一", "清州日报", "2026-10-04"]

    plan, kept = sent(book_of([HEAD, row, row, row]))

    assert (plan.twice, plan.known, kept.new) == (2, 0, 1)


def test_a_file_of_fifty_megabytes_is_refused_before_it_is_read():
    with pytest.raises(RuleBroken) as refusal:
        check_size(50 * 1024 * 1024)

    assert "50" in str(refusal.value.message)
    assert LARGEST_FILE < 50 * 1024 * 1024


def test_full_width_words_find_their_columns(sent):
    content = "ＴＩＴＬＥ,媒体名称,发布日期\n一,清州日报,２０２６年１０月４日\n"

    sent(content.encode("gb18030"))

    assert told() == [("一", "清州日报", date(2026, 10, 4))]


def test_a_time_cell_is_read_as_the_minute_it_went_on_air(sent):
    rows = [[*HEAD, "播出时间", "时长"], ["一", "台", "2026-10-04", 0.8125, "1:30"]]
    formats = {"D2": numbers.FORMAT_DATE_TIME3}

    sent(book_of(rows, formats=formats))

    article = Article.objects.get()
    assert (f"{article.aired_at:%H:%M}", article.seconds) == ("19:30", 90)
