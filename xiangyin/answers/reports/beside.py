"""What stands beside the figures: who was called back, and what was closed in bulk."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef

from xiangyin.kernel.models import Unit

from ..models import BulkClosing, CallBack, Question, Reply
from .figures import Share


@dataclass(frozen=True)
class Beside:
    """Of what came in within some days: reached by telephone, and closed in bulk."""

    reached: Share
    in_bulk: int


def beside(county: Unit, *, since: date, until: date, answered: int) -> Beside:
    """Call-backs as a share of what was ``answered``; closings of many as a number.

    Both are few: they are counted from their own rows, not question by question.
    """
    about = {"question": OuterRef("question")}
    asked = Exists(
        Question.objects.filter(
            pk=OuterRef("question"),
            county=county,
            confirmed_at__isnull=False,
            opened_on__range=(since, until),
        )
    )
    replied = Exists(Reply.objects.filter(sent_at__isnull=False, **about))
    calls = CallBack.objects.filter(asked, replied, heard=CallBack.Heard.REACHED)
    reached = calls.aggregate(found=Count("question", distinct=True))["found"]
    in_bulk = BulkClosing.objects.filter(asked).count()
    return Beside(Share(reached, answered), in_bulk)
