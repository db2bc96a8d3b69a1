"""Say why: the shared passages, what was changed between, which numbers differ."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from .numbers import Number, numbers_in
from .verdict import Match

# Names as newspapers write them: after these, two to four characters.
NAME = re.compile(
    "(?:书记|县长|市长|镇长|局长|主任|记者|教授|院长|校长|经理|村民|老人|通讯员)"
    "([\u4e00-\u9fff]{2,3}?)(?=说|表示|介绍|告诉|指出|[，。、：）\\s])"
)
# What is compared piece by piece: a number, a character, a Latin word, a mark.
PIECE = re.compile(r"\d[\d,.]*%?|[a-zA-Z]+|[^\W\d_]|\S")
# What makes a number of a single character: 三 may be anything, 三个 is three.
COUNTED = "个"
# Characters around a passage in which a change is still looked for.
NEAR = 60
MOST_CHANGES, LONGEST = 50, 2000

Stretch = Sequence[int]


@dataclass(frozen=True)
class Change:
    """What stands on each side where they differ, and at which characters.

    One of the two is empty where something was left out or put in.
    """

    story: str
    article: str
    story_start: int
    article_start: int

    @property
    def story_end(self) -> int:
        return self.story_start + len(self.story)

    @property
    def article_end(self) -> int:
        return self.article_start + len(self.article)


def explain(match: Match, story: str, article: str) -> dict:
    """Return what an editor would want to know of a match, as plain data.

    ``passages`` are the shared stretches as typed on both sides, ``changed`` what
    stands on each side where they differ within or between passages, ``numbers`` and
    ``names`` those of the story's passages that the article's have not, and the other
    way round. A number is the same however it is written.

    >>> from .comparing import compare
    >>> ours = "东河大桥全长320米，今天正式通车，市民免费乘车。"
    >>> theirs = "东河大桥全长300米，今天正式通车，市民免费乘车。"
    >>> told = explain(compare(ours, theirs), ours, theirs)
    >>> told["numbers"], told["changed"]
    ({'story': ['320'], 'article': ['300']}, [{'story': '320', 'article': '300'}])
    """
    stretches = [
        (each.story_start, each.story_end, each.article_start, each.article_end)
        for each in match.passages
    ]
    pairs = [(story[a:b], article[c:d]) for a, b, c, d in stretches]
    ours, theirs = ("\n".join(side) for side in zip(*pairs or [("", "")], strict=True))
    return {
        "passages": [{"story": one, "article": other} for one, other in pairs],
        "changed": [
            {"story": each.story, "article": each.article}
            for each in changes(stretches, story, article)
        ],
        "numbers": _difference(_by_value(ours), _by_value(theirs)),
        "names": names(stretches, story, article),
    }


def names(
    stretches: Sequence[Stretch], story: str, article: str
) -> dict[str, list[str]]:
    """Return the people who are named in the passages of one side only."""
    ours = "\n".join(story[a:b] for a, b, _, _ in stretches)
    theirs = "\n".join(article[c:d] for _, _, c, d in stretches)
    one, other = NAME.findall(ours), NAME.findall(theirs)
    return {
        "story": [each for each in dict.fromkeys(one) if each not in theirs],
        "article": [each for each in dict.fromkeys(other) if each not in ours],
    }


def _by_value(text: str) -> dict[float, str]:
    return {each.value: _written(each, text) for each in reversed(numbers_in(text))}


def _written(number: Number, text: str) -> str:
    return text[number.start : number.end].strip()


def _difference(one: dict, other: dict) -> dict[str, list[str]]:
    return {
        "story": [one[each] for each in reversed(one) if each not in other],
        "article": [other[each] for each in reversed(other) if each not in one],
    }


def changes(stretches: Sequence[Stretch], story: str, article: str) -> list[Change]:
    """Return what was changed within passages and between those that nearly touch.

    ``stretches`` are story start and end, article start and end.

    >>> [told] = changes([(0, 7, 0, 7)], "今天上午，开镰", "昨天下午，开镰")
    >>> told.story, told.article, told.story_end
    ('今天上', '昨天下', 3)
    """
    gaps = [
        (one[1], other[0], one[3], other[2])
        for one, other in pairwise(stretches)
        if 0 <= other[0] - one[1] <= NEAR and 0 <= other[2] - one[3] <= NEAR
    ]
    found: list[Change] = []
    for a, b, c, d in sorted([*stretches, *gaps], key=lambda each: each[2]):
        ours = _pieces(story, a, min(b, a + LONGEST))
        theirs = _pieces(article, c, min(d, c + LONGEST))
        told = list(_replaced(ours, theirs, story, article))
        # Where a text was cut off, what stands last has only lost its partner.
        found += told[:-1] if max(b - a, d - c) > LONGEST else told
    return found[:MOST_CHANGES]


def _pieces(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    return [
        (each.group(), each.start(), each.end())
        for each in PIECE.finditer(text, start, end)
    ]


def _replaced(ours, theirs, story: str, article: str) -> Iterator[Change]:
    """Compare two runs of pieces; what only differs in marks is no change, nor what is
    only written otherwise."""
    one, other = ([folded(each[0]) for each in side] for side in (ours, theirs))
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for i1, i2, j1, j2 in _joined(matcher.get_opcodes()):
        said, said_at = _cut(ours, i1, i2, story)
        told, told_at = _cut(theirs, j1, j2, article)
        if _meant(said) != _meant(told):
            yield Change(said, told, said_at, told_at)


def _meant(text: str) -> str | float:
    """Return the value of a number, or the letters of anything else."""
    bare = "".join(char for char in folded(text) if char.isalnum())
    found = numbers_in(f"{bare}{COUNTED}")
    whole = len(found) == 1 and found[0].end - found[0].start == len(bare)
    return found[0].value if whole else bare


def folded(text: str) -> str:
    """Return a text in simplified characters of one width and case."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_simplified())


@lru_cache(maxsize=1)
def _simplified() -> dict[int, int]:
    table = Path(__file__).with_name("t2s.txt").read_text(encoding="utf-8")
    return str.maketrans(*table.split())


def _joined(steps: Iterable) -> list[list[int]]:
    """Changes with a single piece between them are one: a word, not two characters."""
    joined: list[list[int]] = []
    for tag, i1, i2, j1, j2 in steps:
        if tag == "equal":
            continue
        if joined and i1 - joined[-1][1] <= 1 and j1 - joined[-1][3] <= 1:
            joined[-1][1], joined[-1][3] = i2, j2
        else:
            joined.append([i1, i2, j1, j2])
    return joined


def _cut(pieces, first: int, last: int, text: str) -> tuple[str, int]:
    """Return some pieces as typed, without the marks around them, and where they begin
    or would stand."""
    while first < last and not _says(pieces[last - 1]):
        last -= 1
    while first < last and not _says(pieces[first]):
        first += 1
    if first < last:
        return text[pieces[first][1] : pieces[last - 1][2]], pieces[first][1]
    return "", pieces[first - 1][2] if first else 0


def _says(piece: tuple[str, int, int]) -> bool:
    return any(char.isalnum() for char in piece[0])
