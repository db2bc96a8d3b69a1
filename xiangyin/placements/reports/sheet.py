"""The bulletin as a spreadsheet, whose sums are live.

The only formulas are the sums written here; whatever came from outside is text, and
stays text when somebody edits it. Each sum carries its value too, for viewers that
do not reckon.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from shutil import copyfileobj
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font
from openpyxl.utils import get_column_letter

from xiangyin.kernel.papers.sheet import HEADING, THICK, THIN, TITLE, Sheet

from .bulletin import Bulletin, Row
from .columns import Cell, Column, columns, parts
from .lines import headings, lines
from .paper import Imprint
from .words import definition, title

MOST_ROWS = 1_000_000
SIGNED = "+General;-General;0"
SUM = re.compile(rb'(<c r="([A-Z]+[0-9]+)"[^>]*><f>[^<]*</f>)<v(?: ?/>|></v>)')


def as_xlsx(told: Bulletin, imprint: Imprint | None = None) -> bytes:
    """Four sheets: the bulletin, how points came about, each placement, the scheme."""
    book = Workbook(write_only=True)
    sums = {
        "xl/worksheets/sheet1.xml": _table(book, _("Bulletin"), told, columns(told)),
        "xl/worksheets/sheet2.xml": _table(
            book, _("How points came about"), told, parts(told)
        ),
    }
    _placements(book, told)
    _scheme(book, told)
    kept = BytesIO()
    book.save(kept)
    return _with_values(kept, sums)


def _table(
    book: Workbook, name: str, told: Bulletin, shown: Sequence[Column]
) -> dict[str, Cell]:
    """A sheet with a line a row and the sums below; returns what the sums come to."""
    widths = [24, *(11 if column.group != "" else 9 for column in shown[1:])]
    sheet = Sheet(book, name, widths, heading=3)
    sheet.add([title(told)], style=TITLE)
    sheet.add([])
    sheet.add([column.heading for column in shown], style=HEADING)
    first, values = sheet.at + 1, {}
    for row in told.rows:
        values |= _line(sheet, shown, row)
    return values | _total(sheet, shown, told, first)


def _line(sheet: Sheet, shown: Sequence[Column], row: Row) -> dict[str, Cell]:
    at, values, cells = sheet.at + 1, {}, []
    inside = [number for number, column in enumerate(shown) if column.is_part]
    for number, column in enumerate(shown):
        style = _style(column, THIN)
        if column.key == "items" and inside:
            left, right = (get_column_letter(inside[end] + 1) for end in (0, -1))
            cells.append(sheet.sum(f"=SUM({left}{at}:{right}{at})", style))
            values[f"{get_column_letter(number + 1)}{at}"] = column.of(row)
        else:
            cells.append(sheet.cell(column.of(row), style))
    sheet.at += 1
    sheet.sheet.append(cells)
    return values


def _total(
    sheet: Sheet, shown: Sequence[Column], told: Bulletin, first: int
) -> dict[str, Cell]:
    at, values, cells = sheet.at + 1, {}, []
    for number, column in enumerate(shown):
        style = _style(column, THICK) | {"font": Font(bold=True)}
        letter = get_column_letter(number + 1)
        if column.adds and told.rows:
            cells.append(sheet.sum(f"=SUM({letter}{first}:{letter}{at - 1})", style))
            values[f"{letter}{at}"] = column.of(told.total)
        else:
            cells.append(sheet.cell(column.of(told.total), style))
    sheet.at += 1
    sheet.sheet.append(cells)
    return values


def _style(column: Column, border: Border) -> dict:
    if column.key == "unit":
        return {"border": border}
    style = {"border": border, "alignment": Alignment(horizontal="right")}
    if column.key.endswith(("_before", "_year")):
        style["number_format"] = SIGNED
    return style


def _placements(book: Workbook, told: Bulletin) -> None:
    """Each placement a line, on a further sheet where one is full."""
    name, sheet = _("Placements"), None
    for number, line in enumerate(lines(told)):
        if number % MOST_ROWS == 0:
            sheet = _lines_sheet(book, name, number // MOST_ROWS)
        sheet.add(line)
    if sheet is None:
        _lines_sheet(book, name, 0)


def _lines_sheet(book: Workbook, name: str, full: int) -> Sheet:
    widths = (16, 40, 16, 20, 9, 10, 12, 10, 10, 10, 9, 50)
    sheet = Sheet(book, f"{name} {full + 1}" if full else name, widths, heading=1)
    sheet.add(headings(), style=HEADING)
    return sheet


def _scheme(book: Workbook, told: Bulletin) -> None:
    sheet = Sheet(book, _("How it was counted"), [110])
    sheet.add([title(told)], style=TITLE)
    for line in definition(told):
        sheet.add([line], style={"alignment": Alignment(wrap_text=True)})


def _with_values(kept: BytesIO, sums: dict[str, dict[str, Cell]]) -> bytes:
    """The same file, each sum with what it comes to."""
    done = BytesIO()
    with ZipFile(kept) as before, ZipFile(done, "w", ZIP_DEFLATED) as after:
        for entry in before.infolist():
            values = sums.get(entry.filename)
            if values is None:
                with before.open(entry) as one, after.open(entry.filename, "w") as two:
                    copyfileobj(one, two)
                continue
            data = before.read(entry)
            after.writestr(
                entry.filename, SUM.sub(lambda found, v=values: _valued(found, v), data)
            )
    return done.getvalue()


def _valued(found: re.Match[bytes], values: dict[str, Cell]) -> bytes:
    value = values[found.group(2).decode()]
    text = f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
    return found.group(1) + b"<v>" + text.encode() + b"</v>"
