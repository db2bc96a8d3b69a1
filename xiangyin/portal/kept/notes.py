"""What the page that is being made is made from."""

from contextvars import ContextVar

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


class Noting:
    """Collects the notes of one page: ``with Noting() as noted``."""

    def __enter__(self) -> set[str]:
        noted: set[str] = set()
        self.token = _noted.set(noted)
        return noted

    def __exit__(self, *error):
        _noted.reset(self.token)
