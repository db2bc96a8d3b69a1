"""Which articles print one and the same text, a few words aside.

A text is the set of its runs of five letters, in simplified characters and without
marks or spaces. Two texts are the same when they have four fifths of their runs in common:
another headline, byline or number leaves them the same, another paragraph does not.
What is the same as something in a group belongs to the group, so the groups are the same
in whatever order the texts came.
"""

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from .reuse.explaining import folded

RUN = 5
ALIKE = 0.8
# A shorter text is told from another by too little.
SHORTEST = 30

Key = TypeVar("Key", bound=Hashable)
Runs = frozenset[int]


def runs(text: str) -> Runs:
    """What a text is compared by; nothing of a text that is too short."""
    letters = "".join(char for char in folded(text) if char.isalnum())
    if len(letters) < SHORTEST:
        return frozenset()
    return frozenset(
        hash(letters[at : at + RUN]) for at in range(len(letters) - RUN + 1)
    )


def are_the_same(one: Runs, other: Runs) -> bool:
    """Whether two texts are the same, a few words aside."""
    fewer, more = sorted((len(one), len(other)))
    if fewer < ALIKE * more or not fewer:
        return False
    shared = len(one & other)
    return shared >= ALIKE * (len(one) + len(other) - shared)


def grouped(texts: Mapping[Key, str]) -> list[list[Key]]:
    """Texts that are the same, by their keys, in the order of the mapping.

    >>> story = "茶湾村三百二十亩晚稻昨天开镰收割，村民说今年的收成比去年还要好一些。"
    >>> grouped({1: story, 2: "别的", 3: story.replace("，", " "), 4: "别的"})
    [[1, 3], [2], [4]]
    """
    leaders: dict[Key, Key] = {key: key for key in texts}

    def leader(key: Key) -> Key:
        while leaders[key] != key:
            leaders[key] = leaders[leaders[key]]
            key = leaders[key]
        return key

    first: dict[Runs, Key] = {}
    for key, text in texts.items():
        mine = runs(text)
        if not mine:
            continue
        if mine in first:  # word for word: nothing to compare
            leaders[leader(key)] = leader(first[mine])
            continue
        for other, one in first.items():
            if are_the_same(mine, other):
                leaders[leader(key)] = leader(one)
        first[mine] = key
    return _by_leader(texts, leader)


def _by_leader(keys: Iterable[Key], leader) -> list[list[Key]]:
    groups: dict[Key, list[Key]] = {}
    for key in keys:
        groups.setdefault(leader(key), []).append(key)
    return list(groups.values())
