"""The rows of a table that cannot be taken, to be put right and sent again."""

from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from xiangyin.kernel.exports import as_text

WIDE = 60


def wrong_rows(table, problems) -> bytes:
    """An XLSX with the file's own headings, its wrong rows, and what is wrong in each.

    ``problems`` have a ``row``, a ``column`` and a ``message``. Sent again, only the
    corrected rows come in: the two columns added at the end are passed over.
    """
    told: dict[int, list[str]] = {}
    for each in problems:
        words = [each.column, each.message] if each.column else [each.message]
        told.setdefault(each.row, []).append(_(": ").join(map(str, words)))
    book = Workbook()
    sheet = book.active
    sheet.append([*table.columns, _("Row"), _("What to do")])
    cells = dict(table.rows)
    for number in sorted(told):
        row = cells.get(number, {})
        values = [row.get(column, "") for column in table.columns]
        sheet.append([*values, number, _("; ").join(told[number])])
    for line in sheet.iter_rows():
        for cell in line:
            if isinstance(cell.value, str):
                as_text(cell)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    last = sheet.cell(1, len(table.columns) + 2).column_letter
    sheet.column_dimensions[last].width = WIDE
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()
