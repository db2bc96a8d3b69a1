"""What an asker reads of a question: where it stands, when it is promised, each step."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from xiangyin.kernel.models import Record
from xiangyin.kernel.services.audit import subject_of

from ..lifecycles import QuestionState
from ..models import ClockMark, Question, Reply

S = QuestionState
# Within the office the asker does not care who holds the pen.
PUBLIC_STATES = {
    S.WAITING: gettext_lazy("received, is being assigned"),
    S.HANDLED: gettext_lazy("with the unit"),
    S.ASKED: gettext_lazy("the unit asks you something"),
    S.CHECKING: gettext_lazy("the reply is being checked"),
    S.SIGNING: gettext_lazy("the reply is being signed"),
    S.ANSWERED: pgettext_lazy("question", "answered"),
    S.REFERRED: gettext_lazy("goes another way"),
    S.MERGED: gettext_lazy("answered together with another one"),
    S.WITHDRAWN: pgettext_lazy("question", "withdrawn"),
    S.UNPROVEN: gettext_lazy("not confirmed yet"),
    S.LAPSED: gettext_lazy("never confirmed"),
}
ACTS = {
    "start": gettext_lazy("Received; the clock started"),
    "stop": gettext_lazy("You were asked something; the clock stands still"),
    "resume": gettext_lazy("The clock went on"),
    "extend": pgettext_lazy("clock", "More days were approved"),
    "hand_over": gettext_lazy("Handed to %(unit)s"),
}


@dataclass(frozen=True)
class Line:
    """One thing that happened, as the asker reads it."""

    at: datetime
    words: str
    reason: str = ""


@dataclass(frozen=True)
class Told:
    """A question as its asker reads it."""

    state: str
    due_on: date | None
    is_late: bool
    lines: list[Line] = field(default_factory=list)
    asked: str = ""
    replies: list[Reply] = field(default_factory=list)


def told(question: Question, *, today: date) -> Told:
    """Everything an asker is told; of a merged question what the leading one tells."""
    leading = question.leading
    lines = [_line(mark) for mark in _marks(leading)]
    lines += [
        Line(reply.sent_at, _("%(unit)s replied") % {"unit": leading.unit})
        for reply in sent(leading)
    ]
    lines += [
        Line(addition.at, _("You added something"))
        for addition in question.additions.all()
    ]
    if question.merged_into_id and leading.state == S.ANSWERED:
        state = PUBLIC_STATES[S.ANSWERED]
    else:
        state = PUBLIC_STATES[S(question.state)]
    due = leading.due_on if leading.is_open else None
    return Told(
        state=str(state),
        due_on=due,
        is_late=bool(due and due < today),
        lines=sorted(lines, key=lambda line: line.at),
        asked=_asked(leading),
        replies=sent(leading),
    )


def _marks(question: Question):
    marks = ClockMark.objects.filter(question=question, support=None)
    return marks.select_related("unit").order_by("pk")


def _line(mark: ClockMark) -> Line:
    return Line(mark.at, str(ACTS[mark.act]) % {"unit": mark.unit}, mark.reason)


def _asked(question: Question) -> str:
    """What the unit waits to hear, or an empty text."""
    if question.state != S.ASKED:
        return ""
    lines = Record.objects.filter(subject=subject_of(question), action="ask")
    return lines.order_by("-pk").values_list("note", flat=True).first() or ""


def sent(question: Question) -> list[Reply]:
    """Replies that the asker has, the newest first."""
    replies = question.replies.exclude(sent_at=None)
    return list(replies.order_by("-pk"))
