"""How an outlet does: its feed in a few words, and what was changed of it."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from xiangyin.kernel.services.audit import latest_history

from ..models import Outlet, Polled


def feed_health(polled: Polled) -> str:
    """How a feed does, in a few words."""
    if not polled.feed:
        return "–"
    if polled.feed_checked_at is None:
        return _("not asked yet")
    return polled.feed_problem or _("reads well")


@dataclass(frozen=True)
class Line:
    """One change of an outlet: who, when, why, and each field before and after."""

    at: datetime
    who: str
    what: str
    why: str
    fields: list[tuple[str, str, str]] = field(default_factory=list)


def outlet_history(outlet: Outlet) -> list[Line]:
    """The last changes, the latest first."""
    lines, _earlier = latest_history(outlet)
    return [
        Line(
            at=line.at,
            who=str(line.by) if line.by else _("the system"),
            what=line.label,
            why=line.note,
            fields=[
                _told(name, *pair) for name, pair in line.data.items() if _is(pair)
            ],
        )
        for line in reversed(lines)
    ]


def _is(pair) -> bool:
    return isinstance(pair, list) and len(pair) == 2


def _told(name: str, before, after) -> tuple[str, str, str]:
    if name == "names":
        return _("hosts and names"), _(", ").join(before), _(", ").join(after)
    label = str(Outlet._meta.get_field(name).verbose_name)
    return label, _value(name, before), _value(name, after)


def _value(name: str, value) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    choices = dict(Outlet._meta.get_field(name).flatchoices)
    return str(choices.get(value, value))
