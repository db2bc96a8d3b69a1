"""The office's own screens, for its administrators."""

from .calendar import CalendarViewSet
from .letters import LetterViewSet
from .people import PersonViewSet
from .trail import RecordViewSet
from .units import UnitViewSet

__all__ = [
    "CalendarViewSet",
    "LetterViewSet",
    "PersonViewSet",
    "RecordViewSet",
    "UnitViewSet",
]
