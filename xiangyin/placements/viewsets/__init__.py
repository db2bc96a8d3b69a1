"""The ledger's lists and pages in the staff's screens."""

from .articles import ArticleViewSet
from .bonuses import BonusViewSet
from .outlets import OutletViewSet
from .placements import PlacementViewSet
from .schemes import SchemeViewSet
from .works import WorkViewSet

__all__ = [
    "ArticleViewSet",
    "BonusViewSet",
    "OutletViewSet",
    "PlacementViewSet",
    "SchemeViewSet",
    "WorkViewSet",
]
