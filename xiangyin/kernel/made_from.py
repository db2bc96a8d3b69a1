"""What a public page hangs on, said by the desk that makes it.

The public site keeps pages (``portal.kept``) and no desk knows of that. A view notes
what its page is made from, by words of its own; and a desk says once which rows, when
they change, let go what carries such a word. The database itself writes that down.
"""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import NamedTuple, Protocol


class Outdating(Protocol):
    """What knows which notes are outdated: ``portal.kept.changes``."""

    held: dict

    def outdate(self, made_at: int, places: list[int]) -> bool: ...


class Making(NamedTuple):
    """A page that is being made: what outdates it, and the number it was begun at."""

    changes: Outdating
    made_at: int


_making: ContextVar[Making | None] = ContextVar("making", default=None)
_noted: ContextVar[set[str] | None] = ContextVar("made_from", default=None)


def made_from(*notes: str) -> None:
    """Note what the page hangs on. A page that notes nothing is not kept."""
    noted = _noted.get()
    if noted is not None:
        noted.update(notes)


def being_made() -> Making | None:
    """The page that is being made to be kept, if this is one."""
    return _making.get()


class Noting:
    """Collects the notes of one page: ``with Noting() as noted``."""

    def __init__(self, making: Making | None = None):
        self.making = making

    def __enter__(self) -> set[str]:
        noted: set[str] = set()
        self.tokens = _noted.set(noted), _making.set(self.making)
        return noted

    def __exit__(self, *error):
        noted, making = self.tokens
        _noted.reset(noted)
        _making.reset(making)


@dataclass(frozen=True)
class Shown:
    """Rows of ``table`` that public pages show.

    ``notes`` are statements that select the words a change lets go; ``{row}`` is OLD or
    NEW. ``columns`` are those that a reader can see, or none for all; ``events`` are
    what can happen to such a row that a reader would see.
    """

    table: str
    notes: tuple[str, ...]
    columns: tuple[str, ...] = ()
    events: tuple[str, ...] = ("INSERT", "UPDATE", "DELETE")


_shown: dict[str, Shown] = {}


def shows(
    table: str,
    *notes: str,
    columns: tuple[str, ...] = (),
    events: tuple[str, ...] = Shown.events,
) -> None:
    """Let a change of such a row let go every page that carries one of these words."""
    _shown[table] = Shown(table, notes, columns, events)


def shown_rows() -> list[Shown]:
    """What the desks show of their own tables."""
    return list(_shown.values())
