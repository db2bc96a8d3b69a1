"""What the ledger knows: works, outlets, their articles, placements, schemes."""

from .article import Article, length_of
from .draft import ImportDraft
from .mapping import ColumnMapping
from .outlet import Outlet, OutletName
from .pasted import Pasted, PastedAddress
from .placement import Placement
from .polled import Polled
from .scheme import Scheme, SchemeRow
from .words import ARTICLE_WORDS, WORK_WORDS
from .work import Work
from .work_feed import WorkFeed

__all__ = [
    "ARTICLE_WORDS",
    "WORK_WORDS",
    "Article",
    "ColumnMapping",
    "ImportDraft",
    "Outlet",
    "OutletName",
    "Pasted",
    "PastedAddress",
    "Placement",
    "Polled",
    "Scheme",
    "SchemeRow",
    "Work",
    "WorkFeed",
    "length_of",
]
