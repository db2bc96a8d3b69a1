"""What every desk's lists and pages in the staff screens have in common.

A desk's viewset names a model, ``see_right`` and ``change_right``. From here it
gets: rights asked of the person's posts; lists that show only what those posts
reach and 404 for the rest; the county filled in on creation; choices that never
offer another county's things; a line in the audit trail for every saved form.
"""

from .case import CaseViewSet, DueColumn, FactsPage, StateColumn
from .office import OfficeViewSet, menu_item_for
from .policy import NOBODY, PostPolicy, choices_for, county_of
from .reach import ReachFilterSet, kept_within_reach

__all__ = [
    "NOBODY",
    "CaseViewSet",
    "DueColumn",
    "FactsPage",
    "OfficeViewSet",
    "PostPolicy",
    "ReachFilterSet",
    "StateColumn",
    "choices_for",
    "county_of",
    "kept_within_reach",
    "menu_item_for",
]
