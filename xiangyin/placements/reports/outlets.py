"""How an outlet does: its feed in a few words, and what was changed of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.utils.translation import gettext as _

from xiangyin.kernel.services.audit import latest_history

from ..models import Outlet, Polled, Tier


def feed_health(polled: Polled) -> str:
    """How a feed does, in a few words."""
    if not polled.feed:
        return "–"
    if polled.feed_checked_at is None:
        return _("not asked yet")
    return polled.feed_problem or _("reads well")


@dataclass(frozen=True)
class Line:
    """One change of an outlet or a tier: who, when, why, and each field before and after."""

    at: datetime
    who: str
    what: str
    why: str
    fields: list[tuple[str, str, str]] = field(default_factory=list)


def outlet_history(outlet: Outlet) -> list[Line]:
    """The last changes, the latest first."""
    return _history(outlet, partial(_told, outlet))


def tier_history(tier: Tier) -> list[Line]:
    """The same of a tier."""
    return _history(tier, _told_of_tier)


def _history(thing: Outlet | Tier, told: Callable) -> list[Line]:
    lines, _earlier = latest_history(thing)
    return [
        Line(
            at=line.at,
            who=str(line.by) if line.by else _("the system"),
            what=line.label,
            why=line.note,
            fields=[told(name, *pair) for name, pair in line.data.items() if _is(pair)],
        )
        for line in reversed(lines)
    ]


def _told_of_tier(name: str, before, after) -> tuple[str, str, str]:
    return str(Tier._meta.get_field(name).verbose_name), str(before), str(after)


def _is(pair) -> bool:
    return isinstance(pair, list) and len(pair) == 2


def _told(outlet: Outlet, name: str, before, after) -> tuple[str, str, str]:
    if name == "names":
        return _("hosts and names"), _(", ").join(before), _(", ").join(after)
    label = str(Outlet._meta.get_field(name).verbose_name)
    return label, _value(outlet, name, before), _value(outlet, name, after)


def _value(outlet: Outlet, name: str, value) -> str:
    if name == "tier":
        return outlet.tier_label(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    choices = dict(Outlet._meta.get_field(name).flatchoices)
    return str(choices.get(value, value))
