"""The few things every desk shares."""

from .audit import Record
from .calendar import CalendarDay, CalendarYear
from .case import Case, Series
from .erasure import Erasure
from .outbox import Letter
from .person import Person, Post
from .picture import Picture, PictureRendition
from .unit import Unit

__all__ = [
    "CalendarDay",
    "CalendarYear",
    "Case",
    "Erasure",
    "Letter",
    "Person",
    "Picture",
    "PictureRendition",
    "Post",
    "Record",
    "Series",
    "Unit",
]
