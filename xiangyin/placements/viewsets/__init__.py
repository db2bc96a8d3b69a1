"""The ledger's lists and pages in the staff's screens."""

from .articles import ArticleViewSet
from .outlets import OutletViewSet
from .own_feeds import WorkFeedViewSet
from .placements import PlacementViewSet
from .schemes import SchemeViewSet
from .works import WorkViewSet

__all__ = [
    "ArticleViewSet",
    "OutletViewSet",
    "PlacementViewSet",
    "SchemeViewSet",
    "WorkFeedViewSet",
    "WorkViewSet",
]
