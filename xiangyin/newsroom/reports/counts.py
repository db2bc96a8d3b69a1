"""What came in and what came of it, and what waits for one person now."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from xiangyin.kernel.rights import may, reach, within

from ..models import Plan, Story, Tip


@dataclass(frozen=True, kw_only=True)
class TipReport:
    """The tips of a span of days: how many, and what became of them.

    ``published`` counts tips of which a story is public today; ``tips`` is a
    queryset, newest first, so that every figure opens its list.
    """

    sent: int
    waiting: int
    taken: int
    declined: int
    merged: int
    published: int
    tips: object


def tips_in(person, first: date, last: date, *, own: bool = False) -> TipReport:
    """Tips opened from ``first`` to ``last``, both included.

    Those ``person`` may see, or with ``own`` only those they sent.
    """
    tips = Tip.objects.sent_by(person) if own else Tip.objects.seen_by(person)
    tips = tips.filter(opened_on__range=(first, last)).order_by("-opened_on", "-pk")
    states = list(tips.values_list("state", flat=True))
    return TipReport(
        sent=len(states),
        waiting=states.count("waiting"),
        taken=states.count("taken"),
        declined=states.count("declined"),
        merged=states.count("merged"),
        published=_public(tips).count(),
        tips=tips.select_related("unit", "sender", "merged_into"),
    )


def _public(tips):
    """Tips that became a public story, be it through the tip they were merged into."""
    own = Q(plan__stories__live=True)
    return tips.filter(own | Q(merged_into__plan__stories__live=True)).distinct()


def published_in(units, first: date, last: date):
    """Stories first published from ``first`` to ``last``, newest first.

    ``units`` is a person (the units their post reaches), one unit (and all
    below it) or an iterable of units (and all below them). A queryset: count
    it, slice it, or show it.
    """
    if hasattr(units, "held_posts"):
        paths = reach(units, "newsroom.see_story")
    elif hasattr(units, "path"):
        paths = [units.path]
    else:
        paths = [unit.path for unit in units]
    return (
        Story.objects.filter(within(paths))
        .published_between(first, last)
        .newest_first()
        .select_related("unit")
    )


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What waits for one person: the small figures beside menu items and in notices."""

    tips_waiting: int = 0
    tips_late: int = 0
    plans_mine: int = 0
    plans_unassigned: int = 0
    plans_late: int = 0


def waiting_counts(person, *, today: date) -> Counts:
    """Counts for ``person``; zero wherever their posts give them nothing to do.

    Readings are counted by ``services.readings.waiting_for``.
    """
    figures = {"plans_mine": Plan.objects.open().assigned_to(person).count()}
    if may(person, "newsroom.handle_tip"):
        tips = Tip.objects.visible_to(person, "newsroom.handle_tip")
        figures["tips_waiting"] = tips.waiting().count()
        figures["tips_late"] = tips.overdue(on=today).count()
    if may(person, "newsroom.assign"):
        plans = Plan.objects.visible_to(person, "newsroom.assign")
        figures["plans_unassigned"] = plans.unassigned().count()
        figures["plans_late"] = plans.overdue(on=today).count()
    return Counts(**figures)
