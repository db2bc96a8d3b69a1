"""What the page that is being made is made from."""

from xiangyin.kernel.made_from import Making, Noting, being_made, made_from

__all__ = [
    "EVERYTHING",
    "PICTURES",
    "Making",
    "Noting",
    "being_made",
    "below",
    "frame",
    "made_from",
    "of_the_page_itself",
    "page",
    "theme",
]

# Notes of what changes so seldom that every page hangs on it: units, themes, sites.
EVERYTHING = "everything"
PICTURES = "pictures"


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


def of_the_page_itself(noted: set[str]) -> set[str]:
    """What is noted besides the masthead and footer, which every page has."""
    return {note for note in noted if note != EVERYTHING and note[:6] != "frame:"}
