"""Sheets of a workbook: whatever came from outside is text, and stays text."""

from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from xiangyin.engines.cells import looks_like_a_formula

from ..exports import as_text
from .writable import writable

LONGEST = 32_000
THIN = Border(bottom=Side(style="thin", color="999999"))
THICK = Border(top=Side(style="thin"), bottom=Side(style="medium"))


class Sheet:
    """Writes rows one under the other; set up before the first one, for A4."""

    def __init__(self, book: Workbook, name: str, widths: Iterable[float], heading=0):
        self.sheet = book.create_sheet(name[:31])
        self.at = 0
        for column, width in enumerate(widths, start=1):
            self.sheet.column_dimensions[get_column_letter(column)].width = width
        setup = self.sheet.page_setup
        setup.paperSize, setup.orientation = "9", "landscape"
        setup.fitToWidth, setup.fitToHeight = 1, 0
        self.sheet.sheet_properties.pageSetUpPr.fitToPage = True
        self.sheet.print_options.horizontalCentered = True
        self.sheet.oddFooter.center.text = "— &P —"
        if heading:
            self.sheet.freeze_panes = f"B{heading + 1}"
            self.sheet.print_title_rows = f"{heading}:{heading}"

    def add(self, values: Sequence, *, style: dict | None = None) -> None:
        self.at += 1
        self.sheet.append([self.cell(value, style or {}) for value in values])

    def cell(self, value, style: dict):
        """A plain value where nothing else is needed: a year has a million of them."""
        if isinstance(value, str):
            value = writable(value)[:LONGEST]
            risky = looks_like_a_formula(value) or value.startswith("#")
            if not (risky or style):
                return value
        elif not style:
            return value
        cell = WriteOnlyCell(self.sheet, value)
        if isinstance(value, str):
            as_text(cell)
        for name, given in style.items():
            setattr(cell, name, given)
        return cell

    def sum(self, formula: str, style: dict) -> WriteOnlyCell:
        """The one place where a formula is made; it names cells and nothing else."""
        cell = WriteOnlyCell(self.sheet, formula)
        for name, given in style.items():
            setattr(cell, name, given)
        return cell


HEADING = {
    "font": Font(bold=True),
    "border": THICK,
    "alignment": Alignment(wrap_text=True, horizontal="center", vertical="center"),
}
TITLE = {"font": Font(bold=True, size=16)}
