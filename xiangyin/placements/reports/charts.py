"""The charts of a bulletin, each drawn from the rows of its own table."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from xiangyin.kernel.papers.charts import Chart, told

from .tiers import BUILT_IN, Tiers

TOP = 15
# Days from ours to theirs: the last day of each group, and none after the last.
WAITS = (0, 1, 2, 3, 7, 14, 30)


def trend(
    months: Iterable[tuple[str, int, Decimal]], *, marked: Iterable[int] = ()
) -> Chart:
    """Items by month, the earliest first: ``("2026-05", items, points)``."""
    rows = tuple(months)
    chosen = frozenset(marked)
    if len(chosen) == len(rows):
        chosen = frozenset()
    return Chart(
        name="trend",
        title=_("Items carried, by month"),
        headings=(_("Month"), _("Items"), _("Points")),
        rows=rows,
        note=_("Dark: the months told of here.") if chosen else "",
        marked=chosen,
        is_upright=True,
    )


def tiers(counts: Mapping[str, int], shown: Tiers = BUILT_IN) -> Chart:
    """Items by tier, in the county's order, none left out."""
    numbers = [counts.get(code, 0) for code in shown.codes]
    return Chart(
        name="tiers",
        title=_("Items by tier"),
        headings=(_("Tier"), _("Items"), _("Share")),
        rows=tuple(
            (tier.label, number, share)
            for tier, number, share in zip(
                shown, numbers, _shares(numbers), strict=True
            )
        ),
    )


def units(rows: Iterable[tuple[str, int, Decimal]]) -> Chart:
    """Items by unit, in the order in which they come: ``(name, items, points)``."""
    return Chart(
        name="units",
        title=_("Items by unit"),
        headings=(_("Unit"), _("Items"), _("Points")),
        rows=tuple(rows),
    )


def outlets(counts: Mapping[str, int], *, top: int = TOP) -> Chart:
    """Items by outlet, most first, the rest in one bar at the end."""
    order = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    named, rest = order[:top], order[top:]
    rows = list(named)
    if rest:
        name = ngettext(
            "%(count)s other outlet", "%(count)s other outlets", len(rest)
        ) % {"count": len(rest)}
        rows.append((name, sum(count for _name, count in rest)))
    shares = _shares([count for _name, count in rows])
    return Chart(
        name="outlets",
        title=_("Items by outlet"),
        headings=(_("Outlet"), _("Items"), _("Share")),
        rows=tuple((*row, share) for row, share in zip(rows, shares, strict=True)),
    )


def days(waits: Iterable[int]) -> Chart:
    """How many days after ours an article appeared; the median is told and marked.

    One that appeared before ours counts as of the same day.
    """
    return days_counted(Counter(max(0, wait) for wait in waits))


def days_counted(found: Mapping[int, int]) -> Chart:
    """The same, where it is known how many waited how long; none less than nought."""
    counts = [0] * (len(WAITS) + 1)
    for wait, count in found.items():
        counts[_group(wait)] += count
    middle = middle_of(found)
    note = ""
    if middle is not None:
        note = _("Median in days: %(days)s (dark).") % {"days": told(middle)}
    shares = _shares(counts)
    return Chart(
        name="days",
        title=_("Days from our publication to theirs"),
        headings=(_("Days"), _("Items"), _("Share")),
        rows=tuple(zip(_groups(), counts, shares, strict=True)),
        note=note,
        marked=frozenset() if middle is None else frozenset([_group(int(middle))]),
        is_upright=True,
    )


def middle_of(found: Mapping[int, int]) -> Decimal | None:
    """The median of values, each with how often it occurs.

    >>> middle_of({1: 2, 4: 2}), middle_of({})
    (Decimal('2.5'), None)
    """
    many, past = sum(found.values()), 0
    sides: list[int] = []
    for value in sorted(found):
        past += found[value]
        while len(sides) < 2 and past > (many - 1 + len(sides)) // 2:
            sides.append(value)
    return Decimal(sum(sides)) / 2 if many else None


def _group(wait: int) -> int:
    return sum(wait > last for last in WAITS)


def wait_groups() -> list[tuple[int, int | None]]:
    """The first and the last day of each group; the last group has no end.

    >>> wait_groups()[3:6]
    [(3, 3), (4, 7), (8, 14)]
    """
    starts = [0, *(last + 1 for last in WAITS)]
    return list(zip(starts, [*WAITS, None], strict=True))


def _groups() -> list[str]:
    names = [
        str(first) if first == last else f"{first}–{last}"
        for first, last in wait_groups()[1:-1]
    ]
    over = _("over %(days)s") % {"days": WAITS[-1]}
    return [pgettext("days", "same day"), *names, over]


def _shares(counts: Sequence[int]) -> list[str]:
    whole = sum(counts)
    return [f"{100 * count / whole:.1f}%" if whole else "–" for count in counts]
