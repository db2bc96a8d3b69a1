"""XLSX files that strangers send: measured before they are opened, then read.

For a child process only: a sheet of two megabytes can cost ten seconds.
"""

import io
import json
import stat
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import closing
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

    Each row is ``[number, cells]``; empty ones are left out, and so is what follows
    the first row too many. Raises whatever a broken file makes the reader raise.
    """
    refusal = measure(data)
    if refusal:
        return refusal
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        with closing(book):
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            rows = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS)
            return json.dumps(list(_filled(rows)), ensure_ascii=False).encode()


def _filled(rows) -> Iterator[tuple[int, list]]:
    left = MOST_ROWS + 2  # the headings, and one to see that there are too many
    for number, cells in enumerate(rows, start=1):
        if any(cell not in (None, "") for cell in cells):
            yield number, [_plain(cell) for cell in cells]
            left -= 1
        if not left:
            return


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
