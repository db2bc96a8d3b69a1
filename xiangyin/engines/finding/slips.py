"""What somebody may have meant: words that sound alike, or differ in one character."""

from collections.abc import Iterable
from typing import NamedTuple

from .sounds import Sound, blurred, syllables
from .written import is_unspaced

SHORTEST, LONGEST = 2, 8


class Window(NamedTuple):
    """A part of what was typed, and how it sounds."""

    start: int
    stop: int
    said: str
    sound: Sound


def windows(run: str) -> list[Window]:
    """Every part of a run that may be a word, the longest first.

    >>> [each.said for each in windows("春更好")]
    ['春更好', '春更', '更好']
    """
    if not is_unspaced(run):
        return [Window(0, len(run), run, Sound(run, run, run))]
    parts = syllables(run)
    if len(parts) != len(run):
        return []
    found = []
    for length in range(min(LONGEST, len(run)), SHORTEST - 1, -1):
        for start in range(len(run) - length + 1):
            told = parts[start : start + length]
            sound = Sound("".join(told), "", "".join(map(blurred, told)))
            found.append(
                Window(start, start + length, run[start : start + length], sound)
            )
    return found


def is_near(said: str, word: str) -> bool:
    """Whether one slip leads from one to the other: a sign wrong, left out, too many
    or two that changed places. Two characters have no slip: nothing would be left.

    >>> is_near("春更备耕", "春耕备耕"), is_near("gpd", "gdp"), is_near("春更", "春耕")
    (True, True, False)
    """
    if said == word or min(len(said), len(word)) < 3:
        return False
    start = _alike(said, word)
    rest, other = said[start:], word[start:]
    if rest[1:] == other[1:] or rest[1:] == other or rest == other[1:]:
        return True
    return rest[:2] == other[1::-1] and rest[2:] == other[2:]


def _alike(first: str, second: str) -> int:
    """How many signs the two begin with alike."""
    at = 0
    while at < min(len(first), len(second)) and first[at] == second[at]:
        at += 1
    return at


def instead(run: str, window: Window, words: Iterable[tuple[str, Sound]]) -> list[str]:
    """What the run may have been meant to be, if the window is one of ``words``."""
    found = []
    for word, sound in words:
        if word == window.said:
            continue
        same = sound.full == window.sound.full or sound.blurred == window.sound.blurred
        if (same and len(word) == len(window.said)) or is_near(window.said, word):
            found.append(run[: window.start] + word + run[window.stop :])
    return found
