"""XLSX files that strangers send: measured before they are opened, then read.

For a child process only: a sheet of two megabytes can cost ten seconds.
"""

import io
import json
import re
import stat
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, time

import openpyxl

MOST_ENTRIES = 2_000
LARGEST_UNPACKED = 300 * 1024 * 1024
LARGEST_RATIO = 100
MOST_ROWS = 50_000
MOST_COLUMNS = 60
# What :func:`rows_in` says instead of rows.
UNREADABLE, UNPACKS_TO_TOO_MUCH, NO_TABLE = "unreadable", "too much", "no table"


def rows_in(data: bytes) -> bytes | str:
    """Return the first sheet's rows, as JSON in UTF-8, or a word that says why not.

    Each row is ``[number, cells, lost]``; empty ones are left out, and so is what
    follows the first row too many. What was merged over several rows stands in each;
    ``lost`` says that a formula of the row came without its result. Raises whatever a
    broken file makes the reader raise.
    """
    refusal = measure(data)
    if refusal:
        return refusal
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        with closing(book):
            sheet = book.worksheets[0]
            marks = _marks(data, sheet._worksheet_path)  # nothing public tells the path
            sheet.reset_dimensions()
            rows = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS)
            filled = list(_filled(rows, marks))
            return json.dumps(filled, ensure_ascii=False).encode()


def _filled(rows, marks: "Marks") -> Iterator[tuple[int, list, bool]]:
    left = MOST_ROWS + 2  # the headings, and one to see that there are too many
    spread: dict[int, tuple[int, object]] = {}
    for number, cells in enumerate(rows, start=1):
        for column, last in marks.merged.get(number, ()):
            if column < len(cells):
                spread[column] = last, cells[column]
        if any(cell not in (None, "") for cell in cells):
            whole = _spread_over(number, cells, spread)
            lost = number in marks.lost or not ERRORS.isdisjoint(map(str, whole))
            yield number, [_plain(cell) for cell in whole], lost
            left -= 1
        if not left:
            return


def _spread_over(number: int, cells, spread: dict) -> list:
    """The cells of a row, with what was merged over it from above."""
    whole = list(cells)
    for column, (last, value) in spread.items():
        if number <= last and column < len(whole) and whole[column] in (None, ""):
            whole[column] = value
    return whole


# What a formula leaves that cannot be reckoned.
ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})
MERGED = re.compile(rb"<mergeCell\b[^<>]*\bref=\"([A-Z]{1,3})(\d+):[A-Z]{1,3}(\d+)\"")
LOST = re.compile(
    rb"<c\b[^<>]*\br=\"[A-Z]{1,3}(\d+)\"[^<>]*>\s*<f\b[^<>]*(?:/>|>[^<>]*</f>)"
    rb"\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
PART, OVERLAP = 1024 * 1024, 16 * 1024


@dataclass
class Marks:
    """What the streaming reader does not tell of a sheet.

    ``merged`` has for a row the columns that are merged down from it, and to which row;
    ``lost`` the rows with a formula that came without its result.
    """

    merged: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    lost: set[int] = field(default_factory=set)


def _marks(data: bytes, path: str) -> Marks:
    """Look through a sheet's own XML, a part at a time: it may be very large."""
    marks = Marks()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(path) as sheet:
        kept = b""
        while part := sheet.read(PART):
            here = kept + part
            marks.lost.update(int(found[1]) for found in LOST.finditer(here))
            for found in MERGED.finditer(here):
                first, last = int(found[2]), int(found[3])
                if first < last:
                    span = (_column(found[1]), last)
                    marks.merged.setdefault(first, []).append(span)
            kept = here[-OVERLAP:]
    return marks


def _column(letters: bytes) -> int:
    """Where a column stands, from nought.

    >>> _column(b"A"), _column(b"AB")
    (0, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _plain(cell):
    """A cell as JSON can hold it; days and moments as people write them.

    >>> _plain(datetime(2026, 10, 4)), _plain(datetime(2026, 10, 4, 8, 30)), _plain(7)
    ('2026-10-04', '2026-10-04 08:30:00', 7)
    """
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, date | time):
        return str(cell)
    if cell is None or isinstance(cell, str | int | float):
        return cell
    return str(cell)


def measure(data: bytes) -> str:
    """Say why an archive must not be opened, or nothing. Its directory tells."""
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return UNREADABLE
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if (
        any(map(_is_odd, entries))
        or len(entries) > MOST_ENTRIES
        or unpacked > LARGEST_UNPACKED
        or unpacked / packed > LARGEST_RATIO
        or packed > len(data)  # several entries share what is packed
    ):
        return UNPACKS_TO_TOO_MUCH
    names = {entry.filename for entry in entries}
    return "" if "xl/workbook.xml" in names else NO_TABLE


def _is_odd(entry: zipfile.ZipInfo) -> bool:
    """A name that leads out of the archive, a link, or something locked."""
    name = entry.filename.replace("\\", "/")
    return (
        name.startswith("/")
        or ":" in name
        or ".." in name.split("/")
        or stat.S_ISLNK(entry.external_attr >> 16)
        or bool(entry.flag_bits & 1)
    )
