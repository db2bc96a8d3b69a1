"""What the ledger knows: works, outlets, their articles, placements, schemes."""

from .article import Article, lasting, length_of
from .bonus import Bonus
from .bonus_paper import BonusPaper
from .bulletin import KeptBulletin, Objection
from .compiling import Compiling
from .counted import ChangedMonth, CountedMonth
from .draft import ImportDraft
from .evidence import Evidence, WantedEvidence
from .mapping import ColumnMapping
from .outlet import Outlet, OutletName
from .pasted import Pasted, PastedAddress
from .placement import Placement
from .polled import Polled
from .scheme import Scheme, SchemeRow
from .tier import BuiltIn, TellsTiers, Tier, name_tiers
from .wanted_text import WantedText
from .words import ARTICLE_WORDS, WORK_WORDS
from .work import Work
from .work_feed import WorkFeed

__all__ = [
    "ARTICLE_WORDS",
    "WORK_WORDS",
    "Article",
    "Bonus",
    "BonusPaper",
    "BuiltIn",
    "ChangedMonth",
    "ColumnMapping",
    "Compiling",
    "CountedMonth",
    "Evidence",
    "ImportDraft",
    "KeptBulletin",
    "Objection",
    "Outlet",
    "OutletName",
    "Pasted",
    "PastedAddress",
    "Placement",
    "Polled",
    "Scheme",
    "SchemeRow",
    "TellsTiers",
    "Tier",
    "WantedEvidence",
    "WantedText",
    "Work",
    "WorkFeed",
    "lasting",
    "length_of",
    "name_tiers",
]
