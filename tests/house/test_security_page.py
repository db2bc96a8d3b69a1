"""Every figure on the page of limits is the one the code keeps."""

import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/reference/security.md").read_text("utf-8")
ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \| `([\w.]+)(\(\))?([^`]*)` \|$", re.M)
ROWS = [
    (what, limit, name, call, rest)
    for what, limit, name, call, rest in ROW.findall(PAGE)
]
TIMEOUT = re.compile(r"statement_timeout=(\d+)000")


def kept(name: str, call: str, rest: str):
    """What stands under a dotted name, called or looked into where the page says so."""
    parts = name.split(".")
    for length in range(len(parts) - 1, 0, -1):
        try:
            found = import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            found = getattr(found, part)
        break
    if call:
        found = found()
    for key in re.findall(r'\["(\w+)"\]', rest):
        found = found[key]
    for attribute in re.findall(r"\.(\w+)", rest):
        found = getattr(found, attribute)
    return found


@pytest.mark.parametrize(
    ("limit", "name", "call", "rest"),
    [row[1:] for row in ROWS],
    ids=[row[0] for row in ROWS],
)
def test_a_limit_on_the_page_is_the_one_in_the_code(limit, name, call, rest):
    found = kept(name, call, rest)

    if isinstance(found, str):
        found = TIMEOUT.search(found)[1]
    if isinstance(found, float):
        found = int(found)
    assert str(found) == limit


def test_every_row_of_the_page_is_compared():
    table = PAGE.partition("## Limits")[2].partition("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")]

    assert len(ROWS) == len(rows) - 2


def test_a_figure_that_is_not_the_codes_is_seen():
    """The twin: the shortest password is eight characters, not nine."""
    name = "django.contrib.auth.password_validation.MinimumLengthValidator"

    assert str(kept(name, "()", ".min_length")) != "9"


@pytest.mark.parametrize(
    "heading",
    [
        "What people enter",
        "What people upload",
        "Ways in",
        "Keys and algorithms",
        "What it calls",
        "What costs much",
        "Logs",
        "Other people's programs",
    ],
)
def test_the_page_tells_of_each_thing_that_has_to_be_documented(heading):
    section = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]

    assert len(section.split()) > 20
