"""Parts of pages, held in memory until what they are made from changes.

Only for pages that are themselves made to be kept: who is signed in, and has perhaps
just changed something, reads the database.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from .changes import place
from .notes import being_made

# The frames of a hundred counties, and the cards of the stories that are shown: 10 MB.
MOST = 5000


class Held(NamedTuple):
    made_at: int
    places: list[int]
    value: Any


def held(key: tuple, make: Callable[[], Any], notes: Callable[[Any], list[str]]) -> Any:
    """What ``make`` gives, or gave while none of its notes has changed since.

    It is as old as the page for which it is made: what that page has read already may
    be in it. It is shared between pages: who may write on it takes a copy.
    """
    making = being_made()
    if making is None:
        return make()
    changes, made_at = making
    found = changes.held.get(key)
    if found and not changes.outdate(found.made_at, found.places):
        return found.value
    value = make()
    if len(changes.held) >= MOST:
        changes.held.clear()
    places = [place(note) for note in notes(value)]
    changes.held[key] = Held(made_at, places, value)
    return value
