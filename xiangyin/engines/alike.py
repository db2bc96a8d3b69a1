"""Which short texts tell of the same matter: a few lines each, in anybody's words.

Two people who report one event share its names, places and things, seldom a sentence.
So a text is the set of its pairs of neighbouring characters (and Latin words and
numbers), each weighing by how few of the texts hold it, and two texts are as alike as
the share of that weight they have in common. For passages that were copied there is
``engines.reuse``.
"""

from collections.abc import Hashable
from math import log, sqrt
from typing import Generic, TypeVar

from .words import index_text

# A small collection does not know yet which words are common: it is given the benefit
# of this many imagined texts that hold none of them.
IMAGINED = 50
LONG_ENOUGH = 4

Key = TypeVar("Key", bound=Hashable)


def signs(text: str) -> set[str]:
    """What a text is compared by.

    >>> sorted(signs("茶園，採茶 5G at the ferry"))
    ['5g', 'ferry', '茶园', '采茶']
    """
    return {word for word in index_text(text).split() if _says_something(word)}


def _says_something(word: str) -> bool:
    """A pair of characters, a number, or a Latin word longer than "the"."""
    is_small = word.isascii() and word.isalpha() and len(word) < LONG_ENOUGH
    return len(word) > 1 and not is_small


class Shelf(Generic[Key]):
    """Short texts by their keys, ready to be asked which are like another one.

    >>> shelf = Shelf()
    >>> shelf.put(7, "茶湾村的春茶今天开采")
    >>> shelf.put(8, "镇里的小学足球队得了第二名")
    >>> [(key, round(likeness, 1)) for key, likeness in shelf.like("春茶开采，来了很多人")]
    [(7, 0.2)]
    """

    def __init__(self) -> None:
        self._signs: dict[Key, set[str]] = {}
        self._holders: dict[str, set[Key]] = {}

    def __len__(self) -> int:
        return len(self._signs)

    def put(self, key: Key, text: str) -> None:
        """Remember a text, instead of the one of this key if there is one."""
        self.drop(key)
        self._signs[key] = signs(text)
        for sign in self._signs[key]:
            self._holders.setdefault(sign, set()).add(key)

    def drop(self, key: Key) -> None:
        """Forget a text; nothing of it remains."""
        for sign in self._signs.pop(key, ()):
            self._holders[sign].discard(key)
            if not self._holders[sign]:
                del self._holders[sign]

    def like(self, text: str) -> list[tuple[Key, float]]:
        """Return the keys of texts that share anything, the most alike first: from
        just above 0 to 1, which is the same words."""
        mine = signs(text)
        shared: dict[Key, float] = {}
        for sign in sorted(mine):
            weight = self._weight(sign)
            for key in self._holders.get(sign, ()):
                shared[key] = shared.get(key, 0.0) + weight
        whole = sum(map(self._weight, mine))
        found = [
            (key, weight / sqrt(whole * sum(map(self._weight, self._signs[key]))))
            for key, weight in shared.items()
        ]
        return sorted(found, key=lambda each: -each[1])

    def _weight(self, sign: str) -> float:
        held = len(self._holders.get(sign, ()))
        return log((len(self._signs) + IMAGINED) / (held + 1))
