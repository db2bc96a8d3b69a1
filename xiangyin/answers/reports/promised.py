"""What was promised with a reply and how far it is; what of an answer was corrected."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from xiangyin.engines.workdays import WorkCalendar
from xiangyin.kernel.deadlines import office_calendar
from xiangyin.kernel.rights import may, reach, within

from ..models import Entry, Question, Undertaking, UndertakingStep
from .nearness import CALM, LATE, NEAR

# Much is built or bought for a promise: its last days are a working week.
WORKDAYS_NEAR = 5
# Who fulfils a promise, and who oversees those who do.
PRESSED = ("answers.handle", "answers.triage")


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


def nearness_of(row: Undertaking, *, today: date, calendar: WorkCalendar) -> str:
    """Late, near (a working week or less is left) or calm, of what is not done yet."""
    if row.done_on:
        return CALM
    if row.due_on < today:
        return LATE
    left = calendar.between(today, row.due_on)
    return NEAR if left <= WORKDAYS_NEAR else CALM


def pressing(person, *, today: date) -> QuerySet | None:
    """Promises late or near that are this person's to fulfil or to oversee, the longest
    late first; nothing where neither is theirs."""
    rights = [right for right in PRESSED if may(person, right)]
    if not rights or person.county is None:
        return None
    calendar = office_calendar(person.county)
    too_far = calendar.due_on(today, WORKDAYS_NEAR + 1)
    paths = sorted({path for right in rights for path in reach(person, right)})
    mine = within(paths, field="question__unit")
    near = Undertaking.objects.standing().filter(mine, due_on__lt=too_far)
    return near.select_related("question__unit").order_by("due_on", "pk")


def corrected(question: Question) -> list[Entry]:
    """Entries that its asker got with a reply and that were changed since."""
    root = question.leading
    got = Q(question=root) | Q(uses__question=root)
    changed = Q(corrected_at__isnull=False) | Q(withdrawn_at__isnull=False)
    return list(Entry.objects.filter(got, changed).distinct().order_by("pk"))
