"""An act on a question: whether it can be done now, what it asks for, what does it."""

from collections.abc import Callable
from dataclasses import dataclass

from xiangyin.kernel.rights import may

from ..models import Question


@dataclass(frozen=True)
class At:
    """One question, who stands before it and on which day."""

    question: Question
    person: object
    today: object

    def may(self, right: str, thing=None) -> bool:
        return may(self.person, right, thing or self.question)

    def is_in(self, *states: str) -> bool:
        return self.question.state in states

    @property
    def handles(self) -> bool:
        return self.may("answers.handle")

    @property
    def coordinates(self) -> bool:
        return self.may("answers.triage")


@dataclass(frozen=True)
class Act:
    """One act. One that ``stays`` leads back to its question, not to the next."""

    name: str
    label: str
    is_possible: Callable[[At], bool]
    form: Callable[[At, dict | None], object]
    do: Callable[[At, object], object]
    key: str = ""
    stays: bool = False


def plain(form_class, **initial):
    """A form that needs nothing of the question."""
    return lambda at, data: form_class(data, initial=initial)


def about(form_class):
    """A form that asks the question for what it shows."""
    return lambda at, data: form_class(data, question=at.question)
