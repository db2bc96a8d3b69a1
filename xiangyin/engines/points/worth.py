"""What one placement earns, step by step, so that it can be told in a sentence."""

from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from .rules import Row, Rules, hundredths, in_points

MENTION, SOLO, ROUNDUP = "mention", "solo", "roundup"
LEAD, FRONT, DIGEST, ORDINARY = "lead", "front", "digest", "ordinary"


class Shape(NamedTuple):
    """All that points depend on. A month has few shapes, however many placements."""

    tier: str
    form: str = ""
    kind: str = "reprint"
    mode: str = SOLO
    prominence: str = ORDINARY
    is_long: bool = False


class What(StrEnum):
    """Why points are what they are."""

    NO_SCHEME = "no scheme"
    MENTION = "mention"
    NO_ROW = "no row"
    BASE = "base"  # the row's points, alone or among others
    PLACE = "place"  # the row's own points for a lead or front page
    FACTOR = "factor"  # multiplied, for a lead, front page or digest
    LONG = "long"  # added, for length


class Step(NamedTuple):
    """One step: what happened, by how much, and the points after it."""

    what: What
    by: Decimal
    points: Decimal


class Worth(NamedTuple):
    """Hundredths of points, whether the placement counts at all, and the steps."""

    hundredths: int
    counts: bool
    steps: tuple[Step, ...]

    @property
    def points(self) -> Decimal:
        return in_points(self.hundredths)


def worth(rules: Rules | None, shape: Shape) -> Worth:
    """What a placement of this shape earns.

    Without a scheme, or a row for the tier, it counts as an item and earns nothing.

    >>> from .rules import Row
    >>> rules = Rules((Row("province", solo=Decimal(10), roundup=Decimal(5)),))
    >>> worth(rules, Shape("province", prominence="front")).points
    Decimal('20')
    """
    nothing = Decimal(0)
    if shape.kind == MENTION and not (rules and rules.counts_mentions):
        return Worth(0, False, (Step(What.MENTION, nothing, nothing),))
    if rules is None:
        return Worth(0, True, (Step(What.NO_SCHEME, nothing, nothing),))
    row = rules.row_for(shape.tier, shape.form)
    if row is None:
        return Worth(0, True, (Step(What.NO_ROW, nothing, nothing),))
    steps = _by_place(rules, row, shape)
    if shape.is_long and row.long_extra:
        points = steps[-1].points + row.long_extra
        steps.append(Step(What.LONG, row.long_extra, points))
    return Worth(hundredths(steps[-1].points), True, tuple(steps))


def _by_place(rules: Rules, row: Row, shape: Shape) -> list[Step]:
    """Points for where it stood: the row's own, or the base by a factor."""
    own = {LEAD: row.lead, FRONT: row.front}.get(shape.prominence)
    if own is not None and shape.mode == SOLO:
        return [Step(What.PLACE, own, own)]
    base = row.solo if shape.mode == SOLO else row.roundup
    steps = [Step(What.BASE, base, base)]
    factor = {
        LEAD: rules.lead_factor,
        FRONT: rules.front_factor,
        DIGEST: rules.digest_factor,
    }.get(shape.prominence, Decimal(1))
    if factor != 1:
        steps.append(Step(What.FACTOR, factor, base * factor))
    return steps


def shares(count: int, among: int, *, split: bool) -> list[int]:
    """What each of ``among`` units gets of ``count`` hundredths.

    Split, the parts sum to the whole: what cannot be divided goes to those named
    first. Otherwise each gets all of it.

    >>> shares(1000, 3, split=True)
    [334, 333, 333]
    """
    if not split:
        return [count] * among
    each, over = divmod(count, among)
    return [each + (at < over) for at in range(among)]
