"""What stands beside the figures: who was called back, and what was closed in bulk."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from xiangyin.kernel.models import Unit

from ..models import BulkClosing, CallBack, Question, Reply
from .figures import Share


@dataclass(frozen=True)
class Beside:
    """Of what came in within some days: reached by telephone, and closed in bulk."""

    reached: Share
    in_bulk: int


def beside(county: Unit, *, since: date, until: date) -> Beside:
    """Call-backs as a share of what was answered; closings of many as a number."""
    about = {"question": OuterRef("pk")}
    answered = Exists(Reply.objects.filter(sent_at__isnull=False, **about))
    reached = Exists(CallBack.objects.filter(heard=CallBack.Heard.REACHED, **about))
    in_bulk = Exists(BulkClosing.objects.filter(**about))
    asked = Question.objects.filter(
        county=county, confirmed_at__isnull=False, opened_on__range=(since, until)
    )
    counts = asked.order_by().aggregate(
        answered=Count("pk", filter=Q(answered)),
        reached=Count("pk", filter=Q(answered) & Q(reached)),
        in_bulk=Count("pk", filter=Q(in_bulk)),
    )
    return Beside(Share(counts["reached"], counts["answered"]), counts["in_bulk"])
