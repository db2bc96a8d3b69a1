"""The ledger's own screens: deciding, taking in, reporting."""

from .bulletin import BulletinScreens
from .confirm import ConfirmScreens
from .credits import CreditScreens
from .imports import ImportScreens
from .intake import IntakeScreens
from .unknown import UnknownScreens

__all__ = [
    "BulletinScreens",
    "ConfirmScreens",
    "CreditScreens",
    "ImportScreens",
    "IntakeScreens",
    "UnknownScreens",
]
