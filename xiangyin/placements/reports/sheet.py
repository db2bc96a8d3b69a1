"""The bulletin as a spreadsheet. Nothing in it is ever a formula."""

from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side

from xiangyin.kernel.exports import as_text

from .bulletin import Bulletin
from .words import definition, title

THIN = Side(style="thin", color="999999")


def as_xlsx(bulletin: Bulletin) -> bytes:
    """One sheet: title, a row per unit, the sum, and what was counted how."""
    book = Workbook()
    sheet = book.active
    sheet.title = bulletin.key
    sheet.column_dimensions["A"].width = 24
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    add = Rows(sheet)

    add([title(bulletin)], bold=True, line=False, size=16)
    add([])
    headings = [_("Unit"), *(str(tier.label) for tier in bulletin.tiers)]
    headings += [_("Items"), _("Points"), _("Items, month before")]
    headings += [_("Points, month before")]
    add(headings, bold=True)
    for row in (*bulletin.rows, bulletin.total):
        last = row.unit is None
        values = [_("Total") if last else str(row.unit)]
        values += [count for _tier, count in row.cells]
        values += [row.items, row.points, row.items_before, row.points_before]
        add(values, bold=last)
    add([])
    for line in definition(bulletin):
        add([line], line=False)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


class Rows:
    """Writes rows of cells, one under the other."""

    def __init__(self, sheet):
        self.sheet = sheet
        self.at = 0

    def __call__(self, values, *, bold=False, line=True, size=11) -> None:
        self.at += 1
        for column, value in enumerate(values, start=1):
            cell = self.sheet.cell(self.at, column, value)
            if isinstance(value, str):
                as_text(cell)
            else:
                cell.alignment = Alignment(horizontal="right")
            cell.font = Font(bold=bold, size=size)
            if line:
                cell.border = Border(bottom=THIN)
