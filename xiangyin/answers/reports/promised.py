"""What was promised with a reply and how far it is; what of an answer was corrected."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from ..models import Entry, Question, Undertaking, UndertakingStep


@dataclass(frozen=True)
class Promised:
    """A promise as everybody reads it, with its steps."""

    undertaking: Undertaking
    steps: list[UndertakingStep]
    is_late: bool


def promised(question: Question, *, today: date) -> list[Promised]:
    """The promises of a question that has a reply, the nearest day first."""
    if not question.replies.exclude(sent_at=None).exists():
        return []
    rows = question.undertakings.prefetch_related("steps")
    return [Promised(row, list(row.steps.all()), row.is_late(today)) for row in rows]


def corrected(question: Question) -> list[Entry]:
    """Entries that its asker got with a reply and that were changed since."""
    root = question.leading
    got = Q(question=root) | Q(uses__question=root)
    changed = Q(corrected_at__isnull=False) | Q(withdrawn_at__isnull=False)
    return list(Entry.objects.filter(got, changed).distinct().order_by("pk"))
