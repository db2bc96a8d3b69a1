"""What the answers desk has for one person, as lines of the workbench."""

from datetime import date

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xiangyin.answers.reports.next_things import next_things
from xiangyin.answers.reports.promised import pressing

from .lines import SHOWN, Group, Line, is_late


def questions_for(person, *, today: date) -> list[Group]:
    """A group for each act: how many wait for it, and the first few."""
    things = next_things(person, today=today)
    first = {each.name: list(each.questions[:SHOWN]) for each in things}
    # Joined, SQLite would go through all of each unit instead of the first few.
    prefetch_related_objects([one for few in first.values() for one in few], "unit")
    return [
        Group(
            name=each.name,
            count=each.questions.order_by().count(),
            url=reverse("answers:questions"),
            lines=[question_line(one, today=today) for one in first[each.name]],
        )
        for each in things
    ]


def promises_for(person, *, today: date) -> list[Group]:
    """What was promised and is late or near, for who fulfils it or oversees that."""
    found = pressing(person, today=today)
    if found is None:
        return []
    lines = [promise_line(promise, today=today) for promise in found[:SHOWN]]
    return [
        Group(
            name=_("Promises late or near"),
            count=found.count(),
            url=reverse("answers:promises"),
            lines=lines,
        )
    ]


def promise_line(promise, *, today: date) -> Line:
    question = promise.question
    return Line(
        what=_("Promise"),
        title=promise.what,
        url=reverse("answers:question", args=[question.pk]) + "#promises",
        unit=str(question.unit),
        due=promise.due_on,
        late=is_late(promise.due_on, today),
    )


def question_line(question, *, today: date) -> Line:
    return Line(
        what=_what(question),
        title=question.title,
        url=reverse("answers:question", args=[question.pk]),
        unit=str(question.unit),
        since=question.opened_on,
        due=question.due_on,
        late=is_late(question.due_on, today),
    )


def _what(question) -> str:
    """That it is a question, and what is unusual about this one."""
    if question.returns:
        return ngettext(
            "Question, returned once",
            "Question, returned %(times)d times",
            question.returns,
        ) % {"times": question.returns}
    if question.round > 1:
        return _("Question, opened again")
    return _("Question")
