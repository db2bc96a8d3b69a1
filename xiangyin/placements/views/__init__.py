"""The ledger's own screens: deciding, taking in, reporting."""

from .bulletin import BulletinScreens
from .confirm import ConfirmScreens
from .credits import CreditScreens
from .evidence import EvidenceScreens
from .feeds import FeedScreens
from .imports import ImportScreens
from .intake import IntakeScreens
from .looking import FiguresScreens
from .rules import RuleScreens
from .tiers import TierScreens
from .unknown import UnknownScreens

__all__ = [
    "BulletinScreens",
    "ConfirmScreens",
    "CreditScreens",
    "EvidenceScreens",
    "FeedScreens",
    "FiguresScreens",
    "ImportScreens",
    "IntakeScreens",
    "RuleScreens",
    "TierScreens",
    "UnknownScreens",
]
