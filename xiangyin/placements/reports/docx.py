"""The bulletin as DOCX in the layout of official documents."""

from xiangyin.kernel.papers.docx import typed

from .bulletin import Bulletin
from .paper import Imprint, paper


def as_docx(told: Bulletin, imprint: Imprint | None = None) -> bytes:
    return typed(paper(told, imprint))
