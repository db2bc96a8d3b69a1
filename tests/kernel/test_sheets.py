"""XLSX files that are made to harm are refused, in a child and with a sentence."""

import io
import json
import struct
import zipfile
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest
from django.utils.translation import gettext as _

from xiangyin.engines import child, sheets
from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.services import tables
from xiangyin.kernel.services.tables import table_in

XML = Path(__file__).parents[1] / "data/hostile/images/defusedxml.zip"
BOOK = ("xl/workbook.xml", b"<workbook/>")
REFUSED = "This archive unpacks to far more than it should: it is not opened."
UNREADABLE = "This XLSX file cannot be read: save it again, or as CSV."


def zipped(*entries, level=zipfile.ZIP_DEFLATED) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", level) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return kept.getvalue()


def a_link(name="xl/media") -> zipfile.ZipInfo:
    link = zipfile.ZipInfo(name)
    link.external_attr = 0o120777 << 16
    return link


def a_sheet(rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def sharing_their_bytes() -> bytes:
    """Many entries of the directory lead to the same packed bytes."""
    data = zipped(BOOK, ("xl/a.xml", bytes(range(256)) * 40), level=zipfile.ZIP_STORED)
    at = data.rindex(b"PK\x01\x02")
    end = data.rindex(b"PK\x05\x06")
    entry, tail = data[at:end], bytearray(data[end:])
    size = end - data.index(b"PK\x01\x02") + 30 * len(entry)
    tail[8:16] = struct.pack("<HHI", 32, 32, size)
    return data[:end] + entry * 30 + bytes(tail)


def with_in_it(part: str, content: bytes) -> bytes:
    """A sound file, one part of which is exchanged."""
    sound = zipfile.ZipFile(io.BytesIO(a_sheet([["标题"], ["春茶"]])))
    parts = {name: sound.read(name) for name in sound.namelist()}
    return zipped(*(parts | {part: content}).items())


BOMBS = {
    "packed too well": zipped(BOOK, ("xl/a.xml", b"0" * 20_000_000)),
    "a bomb in a bomb": zipped(BOOK, ("a.zip", zipped(("b", b"0" * 10_000_000)) * 400)),
    "many entries": zipped(BOOK, *((f"f{n}", b"x") for n in range(2_001))),
    "a name that leads out": zipped(BOOK, ("../../evil", b"x")),
    "the same with the other slash": zipped(BOOK, ("..\\evil", b"x")),
    "a name from the root": zipped(BOOK, ("/etc/passwd", b"x")),
    "a name with a drive": zipped(BOOK, ("C:/evil", b"x")),
    "a link": zipped(BOOK, (a_link(), b"/etc/passwd")),
    "shared bytes": sharing_their_bytes(),
}


@pytest.mark.parametrize("data", BOMBS.values(), ids=list(BOMBS))
def test_an_archive_made_to_harm_is_not_opened(data):
    with pytest.raises(RuleBroken) as refusal:
        table_in(data)

    assert refusal.value.message == _(REFUSED)
    assert sheets.measure(data) == sheets.UNPACKS_TO_TOO_MUCH


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"PK\x03\x04 and nothing more", sheets.UNREADABLE),
        (zipped(("word/document.xml", b"<document/>")), sheets.NO_TABLE),
        (zipped(), sheets.NO_TABLE),
    ],
)
def test_what_is_no_sheet_is_told_in_a_word(data, word):
    assert sheets.rows_in(data) == word


def test_cells_are_read_as_people_write_them_and_empty_rows_left_out():
    day, moment = datetime(2026, 10, 4), datetime(2026, 10, 4, 8, 30)
    data = a_sheet([["标题", 7, None], [], [day, moment, moment.time()], ["", True]])

    rows = json.loads(sheets.rows_in(data))

    assert [
        (number, [cell for cell in row if cell]) for number, row, _lost in rows
    ] == [
        (1, ["标题", 7]),
        (3, ["2026-10-04", "2026-10-04 08:30:00", "08:30:00"]),
        (4, [True]),
    ]


def test_a_length_of_time_is_read_as_words():
    """What openpyxl may bring besides, JSON cannot hold."""
    assert sheets._plain(timedelta(hours=30)) == "1 day, 6:00:00"


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml"])
def test_hostile_xml_in_a_sheet_ends_in_a_sentence_or_an_empty_table(part):
    with zipfile.ZipFile(XML) as archive:
        hostile = [archive.read(name) for name in archive.namelist()]
    told = set()

    for content in hostile:
        with pytest.raises(RuleBroken) as refusal:
            table_in(with_in_it(part, content))
        told.add(str(refusal.value.message))

    assert told <= {_(UNREADABLE), _(REFUSED), _("The file is empty.")}


@pytest.mark.parametrize("reason", ["too slow", "too large"])
def test_a_sheet_that_costs_too_much_is_told_as_such(monkeypatch, reason):
    asked = {}

    def run(function, data, **limits):
        asked.update(limits)
        raise child.ChildError(reason)

    monkeypatch.setattr(child, "run", run)

    with pytest.raises(RuleBroken) as refusal:
        table_in(a_sheet([["标题"]]))
    assert refusal.value.message == _(
        "This XLSX file is too much to read at once: divide it, or save it as CSV."
    )
    assert asked == {"cpu": 5, "wall": 15, "memory": 512 * 2**20}


def test_a_sheet_that_fills_the_memory_ends_only_its_child(monkeypatch):
    words = [sha256(bytes([n % 256, n // 256])).hexdigest() * 8 for n in range(4_000)]
    data = a_sheet([["标题"], *([each] for each in words)])

    monkeypatch.setattr(tables, "MEMORY", 96 * 2**20)
    with pytest.raises(RuleBroken):
        table_in(data)

    monkeypatch.setattr(tables, "MEMORY", 1024 * 2**20)
    assert len(table_in(data).rows) == 4_000


def test_one_row_too_many_is_refused(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)

    rows = sheets.rows_in(a_sheet([["标题"], *([str(n)] for n in range(9))]))

    assert rows.count(b"[") == 1 + 2 * 5
