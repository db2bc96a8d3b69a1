"""Compiling a large bulletin beside the screens, and telling how far it is.

A small one is compiled while one waits, in less than a second. Reading takes the time;
it is done outside of any transaction, so that each step is seen as soon as it is done.
"""

import logging
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from xiangyin.kernel.errors import DomainError, RuleBroken
from xiangyin.kernel.models import Unit
from xiangyin.kernel.rights import require

from ..models import Compiling, KeptBulletin, Placement
from ..reports import Period
from .bulletins import CHANGEABLE, begin_bulletin, compile_again

logger = logging.getLogger(__name__)

# So many placements are compiled, with the line of each, in about a second.
AT_ONCE = 10_000
LEFT_BEHIND = timedelta(minutes=10)


def takes_long(county: Unit, period: Period) -> bool:
    """Whether compiling may take more than a second; counts no further than it must."""
    mine = Placement.objects.filter(county=county).confirmed()
    here = mine.carried_between(period.year_before.first, period.last).order_by()
    return here[: AT_ONCE + 1].count() > AT_ONCE


@transaction.atomic
def ask_to_compile(county: Unit, period: Period, *, by) -> Compiling:
    """Have a period compiled. Asked twice, it is done once.

    Whoever calls lets the worker know. Raises ``NotAllowed``, or ``RuleBroken`` where
    the bulletin is frozen.
    """
    require(by, "placements.keep", county)
    kept = KeptBulletin.objects.filter(county=county, period=period.key)
    if kept.exclude(state__in=CHANGEABLE).exists():
        raise RuleBroken(_("A frozen bulletin does not change. Open it again first."))
    told = {"by": by, "language": (get_language() or "")[:10], "done": 0, "problem": ""}
    told["asked_at"] = timezone.now()
    asked, _fresh = Compiling.objects.update_or_create(
        county=county, period=period.key, defaults=told
    )
    return asked


def compile_asked(asked: Compiling, *, today: date) -> None:
    """Do it, and take the row away; what goes wrong is told there."""
    row = Compiling.objects.filter(pk=asked.pk)
    row.update(done=0)
    with override(asked.language or None):
        problem = _problem(asked, today, lambda: row.update(done=F("done") + 1))
    if problem:
        row.update(problem=problem[:300])
    else:
        row.delete()


def _problem(asked: Compiling, today: date, tell) -> str:
    told = {"by": asked.by, "today": today, "tell": tell}
    known = KeptBulletin.objects.filter(county=asked.county, period=asked.period)
    try:
        if kept := known.select_related("county").first():
            compile_again(kept, **told)
        else:
            begin_bulletin(asked.county, Period.parse(asked.period), **told)
    except DomainError as refusal:
        return str(refusal.message)
    except Exception:  # a border: who waits is told, whatever it was
        logger.exception("bulletin %s of %s", asked.period, asked.county_id)
        return _("It could not be compiled. Try again, or tell the administrator.")
    return ""


def left_behind(*, now) -> list[int]:
    """What a worker left when it stopped."""
    long_ago = Compiling.objects.filter(problem="", asked_at__lt=now - LEFT_BEHIND)
    return list(long_ago.values_list("pk", flat=True))
