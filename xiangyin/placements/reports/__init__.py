"""Figures of the ledger, reading only."""

from .bulletin import Bulletin, Row, bulletin, month_of, months_between
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

__all__ = [
    "Bulletin",
    "Carried",
    "MonthFigures",
    "Pair",
    "Row",
    "Waiting",
    "bulletin",
    "carried_by",
    "latest_for_public",
    "lay_side_by_side",
    "month_figures",
    "month_of",
    "months_between",
    "waiting_for",
]
