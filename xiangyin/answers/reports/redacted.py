"""What everybody would read of a question: what was sent, with its hidden passages out.

Marks in a text stand for hidden passages where somebody edits them: ``[[…]]``, which any
keyboard writes and a screen reader says.
"""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from xiangyin.engines.private import Finding, find
from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.sealing import unseal

from ..models import Blank, Question
from ..models.publication import HIDDEN

FIELDS = ("title", "text", "reply")
OPEN, CLOSE = "[[", "]]"
MARK = re.compile(r"(\[\[|\]\])")
# Brackets that people typed themselves are shown wide: as long, and no mark.
BRACKETS = str.maketrans("[]", "［］")
Span = tuple[int, int]


def originals(question: Question) -> dict[str, str]:
    """What was sent and replied, by field."""
    reply = question.latest_reply
    return {
        "title": question.title,
        "text": question.text,
        "reply": reply.text if reply else "",
    }


def blanks_of(question: Question):
    """The passages hidden now; those of an earlier reply belong to that one."""
    active = Blank.objects.filter(question=question, undone_at=None)
    reply = question.latest_reply
    return [
        blank
        for blank in active.order_by("field", "start")
        if blank.field != "reply" or (reply and blank.reply_id == reply.pk)
    ]


def spans_of(question: Question) -> dict[str, list[Span]]:
    spans: dict[str, list[Span]] = {field: [] for field in FIELDS}
    for blank in blanks_of(question):
        spans[blank.field].append((blank.start, blank.end))
    return spans


def public_words(question: Question) -> dict[str, str]:
    """Every field as everybody would read it."""
    spans = spans_of(question)
    return {
        field: hidden(text, spans[field]) for field, text in originals(question).items()
    }


def hidden(text: str, spans: Iterable[Span]) -> str:
    """The text with a sign in place of each passage.

    >>> hidden("请打13812345678找我", [(2, 13)])
    '请打■■找我'
    """
    for start, end in reversed(joined(spans)):
        text = text[:start] + HIDDEN + text[end:]
    return text


def joined(spans: Iterable[Span]) -> list[Span]:
    """Spans in order; what overlaps or touches is one.

    >>> joined([(5, 8), (0, 2), (7, 9), (2, 3)])
    [(0, 3), (5, 9)]
    """
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def findings_in(question: Question, **said: str) -> dict[str, list[Finding]]:
    """What says who somebody is, by field; the asker's own name is looked for too."""
    names = [unseal(question.sealed_name)]
    found = {field: find(text, names=names) for field, text in said.items()}
    return {field: findings for field, findings in found.items() if findings}


def marked(question: Question) -> dict[str, str]:
    """Every field with its marks: what is hidden, and what was found, ready marked."""
    said, spans = originals(question), spans_of(question)
    for field, findings in findings_in(question, **said).items():
        spans[field] += [(each.start, each.end) for each in findings]
    return {field: with_marks(text, spans[field]) for field, text in said.items()}


def with_marks(text: str, spans: Iterable[Span]) -> str:
    """
    >>> with_marks("请打13812345678找我", [(2, 13)])
    '请打[[13812345678]]找我'
    """
    text = text.translate(BRACKETS)
    for start, end in reversed(joined(spans)):
        text = f"{text[:start]}{OPEN}{text[start:end]}{CLOSE}{text[end:]}"
    return text


def spans_in(words: str, *, of: str) -> list[Span]:
    """Where the marks stand, counted in the text they were put into.

    Raises ``RuleBroken`` if a mark has no end, or the words are not those of the text:
    nobody rewrites what a resident said.

    >>> spans_in("请打[[13812345678]]找我", of="请打13812345678找我")
    [(2, 13)]
    """
    spans, place, start, plain = [], 0, -1, ""
    for piece in MARK.split(words):
        if piece == OPEN and start < 0:
            start = place
        elif piece == CLOSE and start >= 0:
            spans.append((start, place))
            start = -1
        elif piece in (OPEN, CLOSE):
            raise RuleBroken(_unpaired())
        else:
            plain += piece
            place += len(piece)
    if start >= 0:
        raise RuleBroken(_unpaired())
    if plain.translate(BRACKETS) != of.translate(BRACKETS):
        raise RuleBroken(
            _("Only marks are put in or taken out: the words stay as they were sent.")
        )
    return joined(span for span in spans if span[0] < span[1])


def _unpaired() -> str:
    return _("Each hidden passage begins with [[ and ends with ]].")
