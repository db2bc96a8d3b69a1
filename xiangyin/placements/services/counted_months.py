"""Keeping what the months of the ledger come to, counted anew when they change."""

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import Q

from xiangyin.kernel.models import Unit

from ..models import ChangedMonth, CountedMonth
from ..reports import Period, ledger_of
from ..reports.counted_lines import CountedLines, lines_by_month

YEAR = 12  # so many months are counted at once


def counted_lines(county: Unit, period: Period) -> CountedLines:
    """The placements of a period that count. Months that changed are counted first."""
    months = range(period.number, period.number + period.months)
    if not is_counted(county, months):
        count_months(county, months)
    kept = CountedMonth.objects.filter(county=county, month__in=months)
    told = kept.order_by("month").values_list("lines", flat=True)
    return CountedLines.unpacked([bytes(each) for each in told])


def is_counted(county: Unit, months: Iterable[int]) -> bool:
    """Whether all of these months are kept, and none has changed since."""
    wanted = set(months)
    changed = ChangedMonth.objects.filter(_marked(wanted), county=county)
    kept = CountedMonth.objects.filter(county=county, month__in=wanted)
    return not changed.exists() and kept.count() == len(wanted)


def _marked(months: Iterable[int]) -> Q:
    return Q(month=None) | Q(month__in=sorted(months))


@transaction.atomic
def count_months(county: Unit, months: Iterable[int]) -> list[int]:
    """Count those of ``months`` that are not kept or have changed; return them.

    One at a time for a county. The marks are read before the ledger and only these
    are taken away: what is written meanwhile leaves a mark of its own, and is counted
    the next time.
    """
    Unit.objects.select_for_update(no_key=True).get(pk=county.pk)
    marks = list(ChangedMonth.objects.filter(county=county).values_list("pk", "month"))
    changed = {month for _pk, month in marks}
    kept = CountedMonth.objects.filter(county=county)
    if marks:
        (kept if None in changed else kept.filter(month__in=changed)).delete()
        keys = [pk for pk, _month in marks]
        for start in range(0, len(keys), 5_000):
            ChangedMonth.objects.filter(pk__in=keys[start : start + 5_000]).delete()
    there = set(kept.values_list("month", flat=True))
    missing = sorted(set(months) - there)
    for period in _runs(missing):
        _keep(county, period)
    return missing


def _keep(county: Unit, period: Period) -> None:
    told = lines_by_month(ledger_of(county).count(period))
    CountedMonth.objects.bulk_create(
        CountedMonth(county=county, month=period.number + at, lines=lines.packed())
        for at, lines in enumerate(told)
    )


def _runs(months: list[int]) -> Iterator[Period]:
    """Months that follow each other, together, a year at most."""
    start = 0
    for at in range(1, len(months) + 1):
        ends = at == len(months) or months[at] != months[at - 1] + 1
        if ends or at - start == YEAR:
            yield Period(months[start] // 12, months[start] % 12 + 1, at - start)
            start = at


def count_what_changed() -> int:
    """Count every kept month that changed, so that nobody waits for it."""
    done = 0
    marked = ChangedMonth.objects.order_by().values("county")
    for county in Unit.objects.counties().filter(pk__in=marked):
        kept = CountedMonth.objects.filter(county=county)
        done += len(count_months(county, list(kept.values_list("month", flat=True))))
    return done


def recount(county: Unit) -> list[int]:
    """Count every kept month anew; return those that were not what the ledger says.

    There are none, unless somebody wrote into the database past its marks.
    """
    count_months(county, [])
    kept = CountedMonth.objects.filter(county=county)
    wrong = []
    with transaction.atomic():
        before = dict(kept.values_list("month", "lines"))
        kept.delete()
        count_months(county, before)
        for month, lines in kept.values_list("month", "lines"):
            if bytes(before[month]) != bytes(lines):
                wrong.append(month)
    return sorted(wrong)
