"""What the page that is being made is made from."""

from contextvars import ContextVar
from typing import NamedTuple, Protocol


class Outdating(Protocol):
    """What knows which notes are outdated; see ``changes``."""

    held: dict

    def outdate(self, made_at: int, places: list[int]) -> bool: ...


class Making(NamedTuple):
    """A page that is being made: what outdates it, and the number it was begun at."""

    changes: Outdating
    made_at: int


_making: ContextVar[Making | None] = ContextVar("making", default=None)
_noted: ContextVar[set[str] | None] = ContextVar("made_from", default=None)

# Notes of what changes so seldom that every page hangs on it: units, themes, sites.
EVERYTHING = "everything"
PICTURES = "pictures"


def made_from(*notes: str) -> None:
    """Note what the page hangs on. A page that notes nothing is not kept."""
    noted = _noted.get()
    if noted is not None:
        noted.update(notes)


def frame(home) -> str:
    """The masthead, sections, footer and settings of one county's site."""
    return f"frame:{home.path}"


def below(path: str) -> str:
    """Every list of stories in the section, or on the site, at ``path``."""
    return f"below:{path}"


def page(key: int) -> str:
    return f"page:{key}"


def theme(key: int) -> str:
    return f"theme:{key}"


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
