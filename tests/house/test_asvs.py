"""The table of ASVS is whole, and names tests that there are."""

import pytest

from . import asvs

WANTED = {"V1.1.1": {}, "V1.1.2": {}}
TESTS = {"tests/a/test_b.py::test_c"}


def row(key, status="met", where="tests/a/test_b.py::test_c"):
    return {"id": key, "level": "1", "status": status, "where": where}


def test_every_requirement_stands_in_the_table_with_a_test_or_a_reason():
    rows = asvs.table()

    assert len(rows) == 253
    assert asvs.faults(rows, wanted=asvs.standard(), tests=asvs.there_are()) == []


def test_the_page_says_what_the_table_says():
    assert asvs.PAGE.read_text() == asvs.page(asvs.table())


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([row("V1.1.1")], "V1.1.2: missing"),
        ([row("V1.1.1"), row("V1.1.2"), row("V1.1.2")], "V1.1.2: stands 2 times"),
        (
            [row("V1.1.1"), row("V1.1.2"), row("V9.9.9")],
            "V9.9.9: not of level 1 or 2",
        ),
        (
            [row("V1.1.1"), row("V1.1.2", where="tests/a/test_b.py::test_gone")],
            "V1.1.2: there is no tests/a/test_b.py::test_gone",
        ),
        ([row("V1.1.1"), row("V1.1.2", where="")], "V1.1.2: names no test"),
        ([row("V1.1.1"), row("V1.1.2", "open", " ")], "V1.1.2: says no reason"),
        ([row("V1.1.1"), row("V1.1.2", "done")], "V1.1.2: “done” is no status"),
    ],
)
def test_a_fault_in_the_table_is_named(rows, fault):
    """The twin: each kind of fault, put in on purpose, is seen."""
    assert asvs.faults(rows, wanted=WANTED, tests=TESTS) == [fault]
