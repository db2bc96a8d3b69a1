"""Reading documents back, as somebody who opens them would."""

import io

import pypdf
from docx.table import Table


def texts_of(table: Table) -> list[list[str]]:
    """What stands in a table's cells, merged ones as often as they are wide."""
    count = len(table.columns)
    texts = [cell.text for cell in table._cells]
    return [texts[at : at + count] for at in range(0, len(texts), count)]


def text_of(data: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]
