"""Figures of the ledger, reading only."""

from .bulletin import Bulletin, Parts, Row, bulletin
from .counting import Dated, Entry, Ledger, entries, ledger_of
from .document import as_document, hash_of
from .figures import (
    Carried,
    MonthFigures,
    Waiting,
    carried_by,
    latest_for_public,
    month_figures,
    waiting_for,
)
from .pair import Pair, lay_side_by_side
from .period import Period, month_before, month_of, months_between

__all__ = [
    "Bulletin",
    "Carried",
    "Dated",
    "Entry",
    "Ledger",
    "MonthFigures",
    "Pair",
    "Parts",
    "Period",
    "Row",
    "Waiting",
    "as_document",
    "bulletin",
    "carried_by",
    "entries",
    "hash_of",
    "latest_for_public",
    "lay_side_by_side",
    "ledger_of",
    "month_before",
    "month_figures",
    "month_of",
    "months_between",
    "waiting_for",
]
