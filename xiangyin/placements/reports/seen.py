"""A page of figures as a file, as it is seen. Nothing in it is ever a formula."""

import csv
from io import BytesIO, StringIO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from xiangyin.engines.cells import for_csv

from .looking import Looking
from .sheet import HEADING, TITLE, Sheet


def headline(told: Looking) -> list[tuple]:
    """The figures at the head of the page: a name and a number."""
    return [
        (_("Items"), told.items),
        (_("Points"), told.points),
        (_("Outlets"), len(told.by_outlet)),
        (_("Works carried"), len(told.carried)),
        (_("Published works carried (%)"), told.share),
        (_("Days until carried (median)"), told.median_wait),
    ]


def figures_as_csv(told: Looking, title: str) -> bytes:
    """All tables under each other, for a program that opens UTF-8 by its mark."""
    kept = StringIO()
    writer = csv.writer(kept)

    def add(row):
        writer.writerow(["" if each is None else for_csv(each) for each in row])

    add([title])
    for row in headline(told):
        add(row)
    for table in told.tables():
        add([])
        add([table.chart.title])
        add(table.chart.headings)
        for row in table.chart.rows:
            add(row)
    return kept.getvalue().encode("utf-8-sig")


def figures_as_xlsx(told: Looking, title: str) -> bytes:
    """A sheet for the figures at the head, and one for each table."""
    book = Workbook(write_only=True)
    sheet = Sheet(book, _("Figures"), [30, 14])
    sheet.add([title], style=TITLE)
    for row in headline(told):
        sheet.add(row)
    for table in told.tables():
        sheet = Sheet(book, table.chart.title, [28, 14, 14, 14], heading=1)
        sheet.add(table.chart.headings, style=HEADING)
        for row in table.chart.rows:
            sheet.add(row)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()
