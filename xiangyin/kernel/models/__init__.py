"""The few things every desk shares."""

from .access import Invitation, Tries
from .audit import Link, Record
from .calendar import CalendarDay, CalendarYear
from .case import Case, Series
from .client_key import ClientKey
from .erasure import Erasure
from .outbox import Letter
from .person import Person, Post
from .picture import Picture, PictureRendition, Showing
from .unit import Unit

__all__ = [
    "CalendarDay",
    "CalendarYear",
    "Case",
    "ClientKey",
    "Erasure",
    "Invitation",
    "Letter",
    "Link",
    "Person",
    "Picture",
    "PictureRendition",
    "Post",
    "Record",
    "Series",
    "Showing",
    "Tries",
    "Unit",
]
