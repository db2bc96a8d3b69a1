"""Reading a table somebody sends: JSONL, CSV in any usual coding, or XLSX.

What a file is, is seen in its bytes, not in its name. An archive is measured
before it is opened, and opened in a child process.
"""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from django.utils.translation import gettext as _

from xiangyin.engines import child, sheets

from ..errors import RuleBroken

LARGEST_FILE = 30 * 1024 * 1024
MOST_ROWS = sheets.MOST_ROWS
MOST_COLUMNS = sheets.MOST_COLUMNS
LONGEST_CELL = 1_000_000
# What one sheet may cost, in a process of its own.
CPU_SECONDS, WALL_SECONDS, MEMORY = 5, 15, 512 * 1024 * 1024
TOO_COSTLY = "too costly"
ZIP = b"PK\x03\x04"
NOT_TABLES = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG", "PNG"),
    (b"GIF8", "GIF"),
    (b"%PDF", "PDF"),
    (b"\x1f\x8b", "GZIP"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
)
OLD_OFFICE = b"\xd0\xcf\x11\xe0"

csv.field_size_limit(LONGEST_CELL)


@dataclass
class Table:
    """Columns as the file names them, and its rows with the number a person sees."""

    columns: list[str]
    rows: list[tuple[int, dict]] = field(default_factory=list)
    broken: list[tuple[int, str]] = field(default_factory=list)


def megabytes(size: int) -> int:
    return -(-size // (1024 * 1024))


def check_size(size: int) -> None:
    """Refuse a file that is too large, before anything of it is read."""
    if size > LARGEST_FILE:
        raise RuleBroken(
            _(
                "The file has %(size)s MB; up to %(most)s MB can be imported."
                " Divide it and import the parts."
            )
            % {"size": megabytes(size), "most": megabytes(LARGEST_FILE)}
        )
    if not size:
        raise RuleBroken(_("The file is empty."))


def read_table(path: Path) -> Table:
    """Read the table in a file. Raises ``RuleBroken`` saying what to do about it."""
    check_size(path.stat().st_size)
    return table_in(path.read_bytes())


def table_in(data: bytes) -> Table:
    """Read the table in ``data``. Raises ``RuleBroken`` saying what to do."""
    check_size(len(data))
    if data.startswith(ZIP):
        return _read_xlsx(data)
    if data.startswith(OLD_OFFICE):
        raise RuleBroken(_("This is an old .xls file: save it as .xlsx or CSV."))
    for magic, name in NOT_TABLES:
        if data.startswith(magic):
            raise RuleBroken(
                _("This is a %(kind)s file, not a table.") % {"kind": name}
            )
    text = decode(data)
    if text.lstrip().startswith("{"):
        return _read_jsonl(text)
    return _read_csv(text)


def decode(data: bytes) -> str:
    """Find out how a text is coded: UTF-8, UTF-16 or GB18030.

    >>> decode("标题".encode("gb18030")), decode("标题".encode("utf-16"))
    ('标题', '标题')
    """
    for mark, coding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return _decoded(data, coding)
    nulls = data[:4096].count(0)
    if nulls * 10 > len(data[:4096]):
        even = data[:4096:2].count(0)
        return _decoded(data, "utf-16-be" if even * 2 > nulls else "utf-16-le")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded(data, "gb18030")
    return _decoded(data, "utf-8")


def _decoded(data: bytes, coding: str) -> str:
    try:
        text = data.decode(coding)
    except UnicodeDecodeError as error:
        raise RuleBroken(
            _("This is not a text we can read: save it as CSV in UTF-8.")
        ) from error
    controls = sum(1 for char in text[:4096] if ord(char) < 32 and char not in "\t\r\n")
    if controls * 20 > len(text[:4096]):
        raise RuleBroken(_("This is not a table: send a CSV, XLSX or JSONL file."))
    return text


def _read_csv(text: str) -> Table:
    head = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(",\t;|", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return _tabulate(enumerate(_csv_rows(reader), start=1))


def _csv_rows(reader) -> Iterator[list[str]]:
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise RuleBroken(
                _("Line %(line)s cannot be read: a cell is too long or not closed.")
                % {"line": reader.line_num}
            ) from error


TITLES = 10  # so many lines may stand above the headings


def _headings(rows: Iterator[tuple[int, list]]) -> tuple[list[str], Iterator]:
    """The first row that names more than one column, and what follows it.

    Above it may stand a title. Where no row has more than one, it is the first.
    """
    begun: list[tuple[int, list[str], list]] = []
    for number, cells in rows:
        columns = [str(cell or "").strip().lstrip("\ufeff") for cell in cells]
        if any(columns):
            begun.append((number, columns, cells))
        if sum(map(bool, columns)) > 1 or len(begun) > TITLES:
            break
    if not begun:
        raise RuleBroken(_("The file is empty."))
    if sum(map(bool, begun[-1][1])) > 1:
        return begun[-1][1], rows
    rest = [(number, cells) for number, _columns, cells in begun[1:]]
    return begun[0][1], chain(rest, rows)


def _tabulate(rows: Iterator[tuple[int, list]]) -> Table:
    columns, rows = _headings(rows)
    table = Table(columns=[column for column in columns[:MOST_COLUMNS] if column])
    for number, cells in rows:
        if len(table.rows) == MOST_ROWS:
            raise _too_many()
        row = {
            column: cell
            for column, cell in zip(columns, cells, strict=False)
            if column and cell not in (None, "")
        }
        if row:
            table.rows.append((number, row))
    return table


def _too_many() -> RuleBroken:
    return RuleBroken(
        _("The file has more than %(most)s rows. Divide it and import the parts.")
        % {"most": MOST_ROWS}
    )


def _read_jsonl(text: str) -> Table:
    table = Table(columns=[])
    columns: dict[str, None] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        if len(table.rows) == MOST_ROWS:
            raise _too_many()
        row = _json_row(line)
        if row is None:
            table.broken.append((number, _("This line is not a JSON object.")))
            continue
        columns.update(dict.fromkeys(row))
        table.rows.append((number, row))
    table.columns = list(islice(columns, MOST_COLUMNS))
    return table


def _json_row(line: str) -> dict | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(row, dict):
        return None
    return {
        str(key): value if isinstance(value, str) else json.dumps(value)
        for key, value in row.items()
        if value not in (None, "")
    }


def _read_xlsx(data: bytes) -> Table:
    """Read a sheet in a child process: it may cost far more than it seems."""
    try:
        read = child.run(
            "xiangyin.engines.sheets:rows_in",
            data,
            cpu=CPU_SECONDS,
            wall=WALL_SECONDS,
            memory=MEMORY,
        )
    except child.ChildError as error:
        costly = error.reason in ("too slow", "too large")
        raise _refuse_sheet(TOO_COSTLY if costly else sheets.UNREADABLE) from error
    if not isinstance(read, bytes):
        raise _refuse_sheet(str(read))
    rows = json.loads(read)
    table = _tabulate((number, cells) for number, cells, _lost in rows)
    lost = {number for number, _cells, lost in rows if lost}
    table.broken = [(number, _lost()) for number, _row in table.rows if number in lost]
    table.rows = [(number, row) for number, row in table.rows if number not in lost]
    return table


def _lost() -> str:
    return _(
        "A formula in this row has no result: open the file in a spreadsheet program,"
        " save it there and send it again."
    )


def _refuse_sheet(reason: str) -> RuleBroken:
    told = {
        sheets.UNPACKS_TO_TOO_MUCH: _(
            "This archive unpacks to far more than it should: it is not opened."
        ),
        sheets.NO_TABLE: _("This is an archive, but not an XLSX table."),
        TOO_COSTLY: _(
            "This XLSX file is too much to read at once: divide it, or save it as CSV."
        ),
    }
    return RuleBroken(
        told.get(reason)
        or _("This XLSX file cannot be read: save it again, or as CSV.")
    )
