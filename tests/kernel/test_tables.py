"""Tables as people save them, and what is none."""

import pytest
from django.utils.translation import gettext as _

from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.models import Unit
from xiangyin.kernel.services import tables
from xiangyin.kernel.services.tables import table_in
from xiangyin.kernel.services.unit_files import plan_file

UNITS = "code,name,kind,parent\n"


def refused(text: bytes) -> str:
    with pytest.raises(RuleBroken) as refusal:
        table_in(text)
    return str(refusal.value.message)


def test_blank_rows_before_and_between_are_left_out():
    table = table_in("\n,,\n标题,媒体\n,\n晚稻开镰,清州日报\n".encode())

    assert table.columns == ["标题", "媒体"]
    assert [row for _number, row in table.rows] == [
        {"标题": "晚稻开镰", "媒体": "清州日报"}
    ]


def test_a_file_of_control_characters_is_no_table():
    assert refused(b"a\x01\x02\x03\x04b\x05c\n") == _(
        "This is not a table: send a CSV, XLSX or JSONL file."
    )


@pytest.mark.parametrize(
    "data", ["标题\n一\n二\n三\n".encode(), b'{"a": 1}\n{"a": 2}\n{"a": 3}\n']
)
def test_one_row_too_many_is_refused_and_as_many_as_fit_are_read(data, monkeypatch):
    monkeypatch.setattr(tables, "MOST_ROWS", 3)
    fits = len(table_in(data).rows)
    monkeypatch.setattr(tables, "MOST_ROWS", 2)

    told = refused(data)

    assert (fits, "2" in told) == (3, True)


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ("yicun,一村,村,\nyicun,一村,村,\n", 3),
        (",无名,村,\n", 2),
        ("yicun,一村,村,nowhere\n", 2),
        ("yicun,一村,城,\n", 2),
        ("一村,一村,村,\n", 2),
        ("shixi,石溪镇,乡镇,\nxincun,新村,村,shixi\n", 2),
    ],
)
def test_a_row_that_cannot_stand_is_named_by_its_line(county, rows, line):
    before = Unit.objects.count()

    plan = plan_file((UNITS + rows).encode(), county=county)

    assert plan.errors[0][0] == line
    assert plan.errors[0][1]
    assert Unit.objects.count() == before


def test_what_hangs_below_a_refused_row_is_refused_with_it(county):
    rows = "shixi,石溪镇,乡镇,\nxincun,新村,村,shixi\nyicun,一村,村,\n"

    plan = plan_file((UNITS + rows).encode(), county=county)

    assert [line for line, _error in plan.errors] == [2, 3]
    assert [row["code"] for row in plan.rows] == ["yicun"]
