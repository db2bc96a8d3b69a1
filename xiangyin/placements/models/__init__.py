"""What the ledger knows: works, outlets, their articles, placements, schemes."""

from .article import Article
from .bonus import Bonus
from .bulletin import KeptBulletin, Objection
from .counted import ChangedMonth, CountedMonth
from .draft import ImportDraft
from .outlet import Outlet, OutletName
from .placement import Placement
from .scheme import Scheme, SchemeRow
from .words import ARTICLE_WORDS, WORK_WORDS
from .work import Work

__all__ = [
    "ARTICLE_WORDS",
    "WORK_WORDS",
    "Article",
    "Bonus",
    "ChangedMonth",
    "CountedMonth",
    "ImportDraft",
    "KeptBulletin",
    "Objection",
    "Outlet",
    "OutletName",
    "Placement",
    "Scheme",
    "SchemeRow",
    "Work",
]
