"""The ways in which a bulletin leaves the house."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from xiangyin.engines.cells import for_csv
from xiangyin.kernel.papers.charts import plain_number
from xiangyin.kernel.papers.writable import writable

from .bulletin import Bulletin
from .columns import Cell, columns
from .document import as_document
from .docx import as_docx
from .paper import Imprint
from .pdf import as_pdf
from .sheet import as_xlsx

OFFICE_XML = "application/vnd.openxmlformats-officedocument"


def as_json(told: Bulletin, imprint: Imprint | None = None) -> bytes:
    """The document and its hash; nobody signs it and no language changes it."""
    text = json.dumps(as_document(told), ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


def as_csv(told: Bulletin, imprint: Imprint | None = None) -> bytes:
    """The table of the bulletin. It begins with the mark by which a spreadsheet knows
    UTF-8; a cell that it would run begins with an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    shown = columns(told)
    writer.writerow(column.heading for column in shown)
    for row in (*told.rows, told.total):
        writer.writerow(_cell(column.of(row)) for column in shown)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _cell(value: Cell) -> Cell:
    if isinstance(value, str):
        return for_csv(writable(value))
    return plain_number(value) if isinstance(value, Decimal) else value


@dataclass(frozen=True)
class Format:
    """``write`` takes a bulletin and, for those on paper, who signs it."""

    content_type: str
    extension: str
    write: Callable[..., bytes]
    is_text: bool = False


FORMATS = {
    "json": Format("application/json", "json", as_json, is_text=True),
    "csv": Format("text/csv; charset=utf-8", "csv", as_csv, is_text=True),
    "xlsx": Format(f"{OFFICE_XML}.spreadsheetml.sheet", "xlsx", as_xlsx),
    "docx": Format(f"{OFFICE_XML}.wordprocessingml.document", "docx", as_docx),
    "pdf": Format("application/pdf", "pdf", as_pdf),
}


def file_name(told: Bulletin, form: Format) -> str:
    """``bulletin-qinglan-2026-05.xlsx``."""
    return f"bulletin-{told.county.code}-{told.key}.{form.extension}"
