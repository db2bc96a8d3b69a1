"""Say why: the shared passages, what was changed between, which numbers differ."""

import re
from difflib import SequenceMatcher
from itertools import pairwise

from .verdict import Match

NUMBER = re.compile(r"\d[\d,.]*%?|[一二三四五六七八九十百千万亿两〇零]{2,}")
# Names as newspapers write them: after these, two to four characters.
NAME = re.compile(
    "(?:书记|县长|市长|镇长|局长|主任|记者|教授|院长|校长|经理|村民|老人|通讯员)"
    "([\u4e00-\u9fff]{2,3}?)(?=说|表示|介绍|告诉|指出|[，。、：）\\s])"
)
# Characters around a passage in which a change is still looked for.
NEAR = 60
MOST_CHANGES, LONGEST = 50, 400


def explain(match: Match, story: str, article: str) -> dict:
    """Return what an editor would want to know of a match, as plain data.

    ``passages`` are the shared stretches as typed on both sides, ``changed`` what
    stands on each side where they differ within or between passages, ``numbers`` and
    ``names`` those of the story's passages that the article's have not, and the other
    way round.

    >>> from .comparing import compare
    >>> ours = "东河大桥全长320米，今天正式通车，市民免费乘车。"
    >>> theirs = "东河大桥全长300米，今天正式通车，市民免费乘车。"
    >>> told = explain(compare(ours, theirs), ours, theirs)
    >>> told["numbers"], told["changed"]
    ({'story': ['320'], 'article': ['300']}, [{'story': '320', 'article': '300'}])
    """
    pairs = [
        (
            story[each.story_start : each.story_end],
            article[each.article_start : each.article_end],
        )
        for each in match.passages
    ]
    ours, theirs = (
        ("\n".join(side) for side in zip(*pairs, strict=True)) if pairs else ("", "")
    )
    return {
        "passages": [{"story": one, "article": other} for one, other in pairs],
        "changed": _changes(match, story, article),
        "numbers": _difference(NUMBER, ours, theirs),
        "names": _difference(NAME, ours, theirs),
    }


def _difference(pattern: re.Pattern, ours: str, theirs: str) -> dict[str, list[str]]:
    one, other = (dict.fromkeys(pattern.findall(text)) for text in (ours, theirs))
    return {
        "story": [each for each in one if each not in other],
        "article": [each for each in other if each not in one],
    }


def _changes(match: Match, story: str, article: str) -> list[dict[str, str]]:
    stretches = [
        (each.story_start, each.story_end, each.article_start, each.article_end)
        for each in match.passages
    ]
    gaps = [
        (one[1], other[0], one[3], other[2])
        for one, other in pairwise(stretches)
        if 0 <= other[0] - one[1] <= NEAR and 0 <= other[2] - one[3] <= NEAR
    ]
    found = []
    for ours, our_end, theirs, their_end in sorted(
        stretches + gaps, key=lambda s: s[2]
    ):
        found += _replaced(
            story[ours:our_end][:LONGEST], article[theirs:their_end][:LONGEST]
        )
    return found[:MOST_CHANGES]


def _replaced(ours: str, theirs: str) -> list[dict[str, str]]:
    one, other = [
        re.findall(r"\d[\d,.]*%?|[^\W\d_]|\S", text) for text in (ours, theirs)
    ]
    return [
        {"story": "".join(one[a:b]), "article": "".join(other[c:d])}
        for tag, a, b, c, d in SequenceMatcher(
            None, one, other, autojunk=False
        ).get_opcodes()
        if tag != "equal" and any(each.isalnum() for each in one[a:b] + other[c:d])
    ]
