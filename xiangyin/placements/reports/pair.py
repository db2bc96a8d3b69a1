"""One work and one article side by side: what is shared, what was changed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.translation import gettext_lazy as _

from xiangyin.engines.reuse.explaining import Change, changes, names
from xiangyin.engines.reuse.numbers import Number, changed_numbers, numbers_in

from ..models import Placement

# Passages this close in both texts are one neighbourhood: what stands between
# them was changed rather than added.
CLOSE = 40


# What a kind means, for somebody who has to decide whether it is true.
MEANINGS = {
    Placement.Kind.REPRINT: _(
        "The whole story stands there word for word, or nearly; headline and byline may"
        " be theirs."
    ),
    Placement.Kind.ABRIDGED: _(
        "The story stands there in our words, with parts left out."
    ),
    Placement.Kind.EXCERPT: _(
        "Some of our sentences stand in an article that is otherwise theirs."
    ),
    Placement.Kind.REWRITTEN: _(
        "The story is told in other words; clauses and turns of ours remain."
    ),
    Placement.Kind.MENTION: _(
        "Our headline is named there; of our text nothing was taken."
    ),
}


@dataclass(frozen=True)
class Piece:
    """A stretch of one text: shared (then ``passage`` counts from 1) or not.

    ``first`` is where a passage begins: it can be reached by keyboard.
    """

    text: str
    passage: int = 0
    changed: bool = False
    first: bool = False


@dataclass(frozen=True)
class Changed:
    """A number of ours, and what stands in its place."""

    ours: str
    theirs: str


@dataclass(frozen=True)
class Pair:
    """What the confirm screen shows. Texts are lists of paragraphs of pieces.

    ``sure`` is the engine's confidence in per cent, never the whole hundred.
    """

    ours: list[list[Piece]]
    theirs: list[list[Piece]]
    carried: int
    made_of: int
    passages: int
    meaning: str = ""
    sure: int = 0
    # What stands on either side, and how often it was changed so.
    changes: list[tuple[Change, int]] = field(default_factory=list)
    changed: int = 0
    numbers: list[Changed] = field(default_factory=list)
    our_names: list[str] = field(default_factory=list)
    their_names: list[str] = field(default_factory=list)
    title_changed: bool = False
    title_numbers: list[Changed] = field(default_factory=list)
    names_us: bool = True
    byline: str = ""


def lay_side_by_side(placement: Placement) -> Pair:
    """Cut both texts into shared and other pieces, and find changed numbers."""
    work, article = placement.work, placement.article
    spans = _within(placement.passages, len(work.text), len(article.text))
    numbers = list(_numbers(spans, work.text, article.text))
    changed = changes(spans, work.text, article.text)
    named = names(spans, work.text, article.text)
    left = [(start, end) for start, end, _a, _b in spans]
    right = [(start, end) for _a, _b, start, end in spans]
    our_places = [(ours.start, ours.end) for ours, _their in numbers]
    our_places += [(each.story_start, each.story_end) for each in changed]
    their_places = [(their.start, their.end) for _ours, their in numbers]
    their_places += [(each.article_start, each.article_end) for each in changed]
    return Pair(
        ours=_cut(work.text, left, our_places),
        theirs=_cut(article.text, right, their_places),
        carried=round(placement.carried * 100),
        made_of=round(placement.made_of * 100),
        passages=len(spans),
        meaning=MEANINGS[Placement.Kind(placement.kind)],
        sure=min(round(placement.confidence * 100), 99),
        changes=_each_once(changed),
        changed=len(changed),
        numbers=list(
            dict.fromkeys(Changed(ours.shown, their.shown) for ours, their in numbers)
        ),
        our_names=named["story"],
        their_names=named["article"],
        title_numbers=_title_numbers(work.title, article.title),
        title_changed=_bare(work.title) != _bare(article.title),
        names_us=_names_us(work, article),
        byline=article.byline,
    )


def _each_once(changed: list[Change]) -> list[tuple[Change, int]]:
    """The same change listed once, where it was made first, with how often."""
    often = Counter((each.story, each.article) for each in changed)
    first = {(each.story, each.article): each for each in reversed(changed)}
    return [(first[key], count) for key, count in often.items()]


def _title_numbers(ours: str, theirs: str) -> list[Changed]:
    """Numbers of our headline that stand differently in theirs."""
    pairs = changed_numbers(numbers_in(ours), numbers_in(theirs))
    return [Changed(one.shown, other.shown) for one, other in pairs]


def _bare(title: str) -> str:
    return "".join(char for char in title if char.isalnum())


def _names_us(work, article) -> bool:
    """Whether one of our authors stands in the article, or we name none."""
    names = [name for name in work.authors.replace("、", " ").split() if len(name) > 1]
    told = article.byline + article.text
    return not names or any(name in told for name in names)


def _within(passages, ours: int, theirs: int) -> list[tuple[int, int, int, int]]:
    """Passages that lie in the texts as they are now, in our order."""
    return sorted(
        (a, b, c, d)
        for a, b, c, d in passages
        if 0 <= a < b <= ours and 0 <= c < d <= theirs
    )


def _numbers(spans, ours: str, theirs: str) -> Iterable[tuple[Number, Number]]:
    """Numbers that differ within a passage, or between two that nearly touch."""
    our_numbers, their_numbers = numbers_in(ours), numbers_in(theirs)
    for a, b, c, d in _neighbourhoods(spans):
        yield from changed_numbers(
            [each for each in our_numbers if a <= each.start < b],
            [each for each in their_numbers if c <= each.start < d],
        )


def _neighbourhoods(spans) -> list[list[int]]:
    joined: list[list[int]] = []
    for a, b, c, d in spans:
        last = joined[-1] if joined else None
        near = last and 0 <= a - last[1] <= CLOSE and 0 <= c - last[3] <= CLOSE
        if last and near:
            last[1], last[3] = b, d
        else:
            joined.append([a, b, c, d])
    return joined


def _cut(text: str, spans, changed) -> list[list[Piece]]:
    """Cut a text at passages, at what was changed, and at line ends."""
    marks = [0] * len(text)
    for number, (start, end) in enumerate(spans, start=1):
        marks[start:end] = [number] * (end - start)
    flagged = [False] * len(text)
    for start, end in changed:
        flagged[start:end] = [True] * (end - start)
    cuts = [(marks[at], flagged[at], text[at] == "\n") for at in range(len(text))]
    paragraphs: list[list[Piece]] = [[]]
    begun: set[int] = set()
    start = 0
    for (passage, changed_here, line_end), group in groupby(cuts):
        end = start + sum(1 for _cut in group)
        if line_end:
            paragraphs.append([])
        else:
            first = bool(passage) and passage not in begun
            begun.add(passage)
            piece = Piece(text[start:end], passage, changed_here, first)
            paragraphs[-1].append(piece)
        start = end
    return [paragraph for paragraph in paragraphs if paragraph]
