"""A line of the workbench, and a group of them."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing to do or to know of, and where it is done."""

    what: str
    title: str
    url: str
    unit: str = ""
    since: date | None = None
    due: date | None = None
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class Group:
    """Lines of one kind: how many there are, the first few, and the whole list."""

    name: str
    count: int
    url: str
    lines: list[Line] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.count - len(self.lines) if self.lines else 0


def day_of(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None


def is_late(due: date | None, today: date) -> bool:
    return due is not None and due < today
