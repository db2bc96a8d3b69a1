"""Where a text speaks of what was asked for, cut out and marked."""

import re

from ..words import fold
from .asked import Asked
from .written import is_unspaced


class _Folded(dict):
    """Each character as it is compared, looked up once."""

    def __missing__(self, character: str) -> str:
        self[character] = folded = fold(character)
        return folded


FOLDED = _Folded()


def pattern(asked: Asked) -> re.Pattern[str] | None:
    """For the places in a folded text that a query speaks of.

    >>> from xiangyin.engines.finding.asked import read
    >>> pattern(read("採茶 3月5日")).findall("清早采茶，3月5日")
    ['采茶', '3月5日']
    """
    found = []
    for each in sorted(asked.wanted, key=lambda each: -len(each.said)):
        if each.day:
            found.append(each.day.spellings())
            continue
        said = r"[\W_]*".join(map(re.escape, each.said.split()))
        begins = "" if is_unspaced(each.said) else r"(?<![a-z0-9])"
        found.append(begins + said)
    return re.compile("|".join(found)) if found else None


def pieces(text: str, asked: Asked, *, around: int = 0) -> list[tuple[str, bool]]:
    """``text`` in pieces, each with whether it is what was asked for.

    ``around`` cuts it to so many characters before the first such place and three
    times as many behind it; 0 leaves it whole.

    >>> from xiangyin.engines.finding.asked import read
    >>> pieces("清早，沈桂香上山採茶。", read("采茶"), around=4)
    [('…', False), ('桂香上山', False), ('採茶', True), ('。', False)]
    """
    wanted = pattern(asked)
    folded, places = _with_places(text)
    hits = list(wanted.finditer(folded)) if wanted else []
    first = places[hits[0].start()] if hits else 0
    start = max(0, first - around) if around else 0
    stop = min(len(text), first + around * 3) if around else len(text)
    found: list[tuple[str, bool]] = [("…", False)] if start else []
    done = start
    for hit in hits:
        begin, end = places[hit.start()], places[hit.end() - 1] + 1
        if begin < done or begin >= stop or hit.start() == hit.end():
            continue
        found += [(text[done:begin], False), (text[begin:end], True)]
        done = end
    found.append((text[done : max(done, stop)], False))
    if max(done, stop) < len(text):
        found.append(("…", False))
    return [piece for piece in found if piece[0]]


def _with_places(text: str):
    """The folded text, and the place in ``text`` of each of its characters."""
    parts = [FOLDED[character] for character in text]
    folded = "".join(parts)
    if len(folded) == len(text) and all(map(len, parts)):
        return folded, range(len(text))
    places = [place for place, part in enumerate(parts) for _ in part]
    return folded, places
