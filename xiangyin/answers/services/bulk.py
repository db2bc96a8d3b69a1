"""Closing several waiting questions at once: a reason for each, flagged for good."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xiangyin.kernel.services.audit import record

from ..models import BulkClosing, Question
from .triage import refer_question

MOST_AT_ONCE = 50
SHORTEST_REASON = 10


@transaction.atomic
def close_together(chosen: Sequence[tuple[Question, str]], *, by) -> int:
    """Close waiting questions, each with what its asker is told; all or none.

    Raises ``ValidationError`` with a message per question (by its key) where a reason is
    missing, too short to say anything, or the same as another's; and without two.
    """
    if not 2 <= len(chosen) <= MOST_AT_ONCE:
        raise ValidationError(
            _("Choose from two to %(most)d questions.") % {"most": MOST_AT_ONCE}
        )
    _require_own_reasons(chosen)
    for question, reason in chosen:
        refer_question(question, by=by, note=reason.strip())
        closing = BulkClosing(
            question=question,
            together=len(chosen),
            reason=reason.strip(),
            by=by,
            at=timezone.now(),
        )
        closing.full_clean(exclude=["question"])
        closing.save(force_insert=True)
        label = _("Closed together with others")
        record(question, "close_together", by=by, label=label, together=len(chosen))
    return len(chosen)


def _require_own_reasons(chosen) -> None:
    problems: dict[str, list[str]] = {}
    seen: dict[str, Question] = {}
    for question, reason in chosen:
        words = "".join(reason.split())
        if len(words) < SHORTEST_REASON:
            problems[str(question.pk)] = [
                _("Write what its asker is to read, at least ten characters.")
            ]
        elif words in seen:
            problems[str(question.pk)] = [
                _("These are the words for %(number)s: each needs its own.")
                % {"number": seen[words].number}
            ]
        seen.setdefault(words, question)
    if problems:
        raise ValidationError(problems)
