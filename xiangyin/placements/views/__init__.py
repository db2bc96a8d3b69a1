"""The ledger's own screens: deciding, taking in, reporting."""

from .bulletin import BulletinScreens
from .confirm import ConfirmScreens
from .feeds import FeedScreens
from .imports import ImportScreens
from .intake import IntakeScreens
from .rules import RuleScreens
from .unknown import UnknownScreens

__all__ = [
    "BulletinScreens",
    "ConfirmScreens",
    "FeedScreens",
    "ImportScreens",
    "IntakeScreens",
    "RuleScreens",
    "UnknownScreens",
]
