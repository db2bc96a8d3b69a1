"""The ledger's own screens: deciding, taking in, reporting."""

from .bulletin import BulletinScreens
from .confirm import ConfirmScreens
from .credits import CreditScreens
from .imports import ImportScreens
from .intake import IntakeScreens
from .looking import FiguresScreens
from .unknown import UnknownScreens

__all__ = [
    "BulletinScreens",
    "ConfirmScreens",
    "CreditScreens",
    "FiguresScreens",
    "ImportScreens",
    "IntakeScreens",
    "UnknownScreens",
]
