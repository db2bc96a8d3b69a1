"""Lists that people download: no cell of them is ever a formula."""

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from xiangyin.engines.cells import for_csv, looks_like_a_formula


def as_text(cell) -> None:
    """Make an XLSX cell say that it is text, and stay so when somebody edits it."""
    cell.data_type = "s"
    if looks_like_a_formula(cell.value):
        cell.quotePrefix = True


def guard_exports() -> None:
    """Put these rules behind every list that Wagtail lets people download."""
    if SpreadsheetExportMixin.write_csv_row is not _write_csv_row:
        SpreadsheetExportMixin.write_csv_row = _write_csv_row
        SpreadsheetExportMixin.generate_xlsx_row = _text_cells(
            SpreadsheetExportMixin.generate_xlsx_row
        )


def _write_csv_row(view, writer, row):
    return writer.writerow(
        {
            name: for_csv(view.preprocess_field_value(name, value, view.FORMAT_CSV))
            for name, value in row.items()
        }
    )


def _text_cells(generate):
    def generated(view, worksheet, row, date_format=None):
        for cell in generate(view, worksheet, row, date_format=date_format):
            if isinstance(cell.value, str):
                as_text(cell)
            yield cell

    return generated
