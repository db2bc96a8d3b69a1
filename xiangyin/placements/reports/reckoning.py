"""Why one placement earns what it earns, in a sentence."""

from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xiangyin.engines.points import Rules, Shape, Sharing, Step, shares, worth
from xiangyin.engines.points.rules import in_points
from xiangyin.engines.points.worth import What

from ..lifecycles import PlacementState
from ..models import Outlet, Placement
from .counting import Counted, Medium, is_long, ledger_of
from .period import Period
from .words import number


@dataclass(frozen=True)
class Reckoning:
    """``sentence`` tells the points; ``scheme`` the one they are by, or nothing."""

    sentence: str
    scheme: str = ""
    counts: bool = False


def reckon(placement: Placement) -> Reckoning:
    """Tell how a placement's points come about, by the scheme of its day.

    What waits is told by what it would earn; what does not count, by why not.
    """
    article = placement.article
    if article.outlet is None:
        return Reckoning(_("No points yet: its outlet is not listed."))
    if article.outlet.is_ours:
        return Reckoning(_("No points: the outlet is our own."))
    ledger = ledger_of(placement.county)
    at = ledger.dated.at(article.published_on)
    rules, scheme = ledger.dated.rules[at], ledger.dated.schemes[at]
    counted = ledger.count(
        Period.of_month(article.published_on), work=placement.work_id
    )
    shape = _shape(placement, rules)
    told = _told(shape, rules, article.outlet.get_tier_display())
    line = np.flatnonzero(counted.lines.key == placement.pk)
    if placement.state == PlacementState.CONFIRMED and len(line):
        told, counts = _as_counted(told, placement, counted, int(line[0]), rules)
    else:
        counts = False
        if placement.state == PlacementState.CANDIDATE:
            told = _("Confirmed, it would earn: %(points)s") % {"points": told}
        else:
            told = _("Rejected: it earns nothing.")
    return Reckoning(told, str(scheme) if scheme else "", counts)


def _shape(placement: Placement, rules: Rules | None) -> Shape:
    article = placement.article
    return Shape(
        article.outlet.tier,
        article.outlet.form,
        placement.kind,
        placement.mode,
        placement.prominence,
        bool(rules) and is_long(rules, article.length, article.seconds or 0),
    )


def _told(shape: Shape, rules: Rules | None, tier: str) -> str:
    """省级报纸，头版，单独：10 × 2 = 20."""
    earned = worth(rules, shape)
    if not earned.counts:
        return _("a mere mention, which the scheme does not count")
    named = _("%(tier)s %(form)s, %(place)s, %(mode)s") % {
        "tier": tier,
        "form": dict(Outlet.Form.choices).get(shape.form, shape.form),
        "place": Placement.Prominence(shape.prominence).label,
        "mode": Placement.Mode(shape.mode).label,
    }
    sums = "".join(_sum(step) for step in earned.steps)
    if len(earned.steps) > 1:
        sums += f" = {number(earned.points)}"
    return _("%(what)s: %(points)s") % {"what": named, "points": sums}


def _sum(step: Step) -> str:
    if step.what is What.FACTOR:
        return f" × {number(step.by)}"
    if step.what is What.LONG:
        return _(" + %(points)s for its length") % {"points": number(step.by)}
    if step.what is What.NO_SCHEME:
        return _("0, no scheme was in force")
    if step.what is What.NO_ROW:
        return _("0, the scheme does not name it")
    return number(step.by)


def _as_counted(
    told: str, placement: Placement, counted: Counted, line: int, rules: Rules | None
) -> tuple[str, bool]:
    if not counted.tally.counted[line]:
        other = _instead(counted, line)
        if other is None:
            return told, False
        return (
            _("It does not count: the same text counts in %(outlet)s, %(points)s.")
            % {"outlet": other[0].name, "points": number(other[1])},
            False,
        )
    if placement.work.false_on:
        return _("0: the report was found false on %(day)s.") % {
            "day": placement.work.false_on.isoformat()
        }, True
    units = counted.ledger.together.get(placement.work_id, ())
    if len(units) > 1:
        split = rules is None or rules.sharing is Sharing.SPLIT
        given = shares(int(counted.tally.earned[line]), len(units), split=split)
        told += _("; ") + ngettext(
            "shared by %(count)s unit: %(points)s",
            "shared by %(count)s units: %(points)s",
            len(units),
        ) % {
            "count": len(units),
            "points": " + ".join(number(in_points(part)) for part in given),
        }
    return told, True


def _instead(counted: Counted, line: int) -> tuple[Medium, object] | None:
    """The outlet that counts instead of this one, with its points."""
    lines, tally = counted.lines, counted.tally
    rules = lines.schemes[lines.scheme[line]]
    same = tally.counted.copy()
    if rules and rules.once.value == "owner":
        same &= lines.owner[lines.outlet] == lines.owner[lines.outlet[line]]
    at = np.flatnonzero(same)
    if not len(at):
        return None
    best = int(at[np.argmax(tally.earned[at])])
    outlet = counted.ledger.outlets[lines.outlet[best]]
    return outlet, in_points(int(tally.earned[best]))
