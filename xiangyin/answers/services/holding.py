"""Two at once: one goes first, and the other is told so before anything is done.

``move`` locks a question by itself. What else is decided by how a question stands (a
supporting unit, more days, a merge) holds it first.
"""

from django.utils.translation import gettext as _

from xiangyin.kernel.errors import WrongState

from ..models import Question

AS_SHOWN = ("state", "unit_id", "round", "merged_into_id")


def hold(question: Question) -> None:
    """Lock the row until the transaction ends.

    Raises ``WrongState`` if the question does not stand any more as it was read.
    """
    rows = Question.objects.select_for_update(of=["self"])
    _require_as_shown(question, rows.get(pk=question.pk))


def hold_both(question: Question, other: Question) -> None:
    """Hold one and lock another, in the order of their keys: two who do it do not meet."""
    rows = Question.objects.select_for_update(of=["self"]).order_by("pk")
    held = {row.pk: row for row in rows.filter(pk__in=[question.pk, other.pk])}
    _require_as_shown(question, held[question.pk])


def _require_as_shown(question: Question, now: Question) -> None:
    if any(getattr(question, name) != getattr(now, name) for name in AS_SHOWN):
        raise WrongState(_("This is no longer possible: somebody was faster."))
