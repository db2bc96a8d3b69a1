"""From what placements earn to what a unit has: cap, quota, bonus, penalty."""

from collections.abc import Sequence
from dataclasses import dataclass

from .rules import Rules, Span, hundredths

SPANS = {Span.MONTH: 1, Span.QUARTER: 3, Span.YEAR: 12}


@dataclass(frozen=True)
class Month:
    """A unit's month: ``number`` is 12 × year + month − 1, points are hundredths.

    ``is_over`` says whether a shortfall can be told yet.
    """

    number: int
    earned: int = 0
    items: int = 0
    bonus: int = 0
    penalty: int = 0
    is_over: bool = True


@dataclass(frozen=True)
class Settled:
    """A month's parts, in hundredths; the points are their sum."""

    number: int
    earned: int
    cut: int = 0
    short: int = 0
    bonus: int = 0
    penalty: int = 0
    missing: int = 0

    @property
    def points(self) -> int:
        return self.earned - self.cut - self.short + self.bonus - self.penalty


def settle(
    months: Sequence[Month], kind: str, schemes: Sequence[Rules | None]
) -> list[Settled]:
    """Settle a unit's consecutive months, each by the scheme of its last day.

    A cap over a quarter or a year is used up month by month: a month is cut by as
    much as it goes beyond what the months before it left. So months sum to quarters
    and quarters to years. Begin with the first month of the cap's span.

    >>> from decimal import Decimal
    >>> capped = Rules((), cap=Decimal(10))
    >>> months = [Month(24312, earned=700), Month(24313, earned=700)]
    >>> [each.points for each in settle(months, "town", [capped, capped])]
    [700, 300]
    """
    settled: list[Settled] = []
    for at, (month, rules) in enumerate(zip(months, schemes, strict=True)):
        if rules is None:
            settled.append(
                Settled(
                    month.number,
                    month.earned,
                    bonus=month.bonus,
                    penalty=month.penalty,
                )
            )
            continue
        missing = _missing(month, kind, rules)
        settled.append(
            Settled(
                month.number,
                month.earned,
                cut=_cut(months[: at + 1], rules),
                short=missing * hundredths(rules.short_cost),
                bonus=month.bonus,
                penalty=month.penalty,
                missing=missing,
            )
        )
    return settled


def _missing(month: Month, kind: str, rules: Rules) -> int:
    quota = rules.quotas.get(kind, 0)
    return max(0, quota - month.items) if month.is_over else 0


def _cut(months: Sequence[Month], rules: Rules) -> int:
    """By how much the last of these months goes beyond the cap of its span."""
    if rules.cap is None:
        return 0
    last, cap = months[-1], hundredths(rules.cap)
    span = SPANS[rules.cap_span]
    same = [each for each in months if each.number // span == last.number // span]
    so_far = sum(each.earned for each in same)
    before = so_far - last.earned
    return last.earned - (min(so_far, cap) - min(before, cap))
