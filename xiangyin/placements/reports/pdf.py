"""The bulletin as PDF/A, set by Typst."""

from xiangyin.kernel.papers.pdf import set_in_type

from .bulletin import Bulletin
from .paper import Imprint, paper


def as_pdf(told: Bulletin, imprint: Imprint | None = None) -> bytes:
    return set_in_type(paper(told, imprint))
