"""A placement is confirmed while somebody counts or freezes its month: nothing is lost.

On PostgreSQL two transactions stand open beside each other; SQLite lets one writer in at
a time, so there the second begins when the first has ended, and the same must hold.
"""

import threading
from datetime import date

import pytest
from django.db import connection, connections, transaction

from tests.factories.people import PersonFactory, a_county, unit
from tests.factories.placements import (
    ArticleFactory,
    OutletFactory,
    WorkFactory,
    a_placement,
    a_scheme,
)
from xiangyin.placements.models import (
    ChangedMonth,
    CountedMonth,
    KeptBulletin,
    Placement,
    marks,
)
from xiangyin.placements.reports import Period
from xiangyin.placements.reports.kept import differences
from xiangyin.placements.services import counted_months
from xiangyin.placements.services.bulletins import (
    begin_bulletin,
    freeze_bulletin,
    take_objections,
)
from xiangyin.placements.services.counted_months import (
    count_months,
    counted_lines,
    is_counted,
    recount,
)
from xiangyin.placements.services.placements import confirm_placement

OCTOBER = Period(2026, 10, 1)
LATER = date(2026, 11, 9)


@pytest.fixture
def ledger(
    database_that_is_emptied,
    django_db_serialized_rollback,
    transactional_db,
):
    """An office that every connection sees: two placements, one of them confirmed."""
    county = a_county()
    keeper = PersonFactory(posts=[("ledger_keeper", county)])
    a_scheme()
    for confirmed in (True, False):
        a_placement(
            work=WorkFactory(unit=unit("shixi")),
            article=ArticleFactory(
                outlet=OutletFactory(), published_on=date(2026, 10, 4)
            ),
            confirmed=confirmed,
        )
    counted_lines(county, OCTOBER)
    ChangedMonth.objects.all().delete()
    return county, keeper


class Confirming(threading.Thread):
    """Confirms the waiting placement on a connection of its own.

    Its transaction stays open from ``written`` until ``end`` is called.
    """

    def __init__(self, keeper):
        super().__init__()
        self.keeper = keeper
        self.written, self.may_end = threading.Event(), threading.Event()

    def run(self):
        try:
            with transaction.atomic():
                waiting = Placement.objects.select_related("article", "work", "unit")
                confirm_placement(waiting.get(state="candidate"), by=self.keeper)
                self.written.set()
                self.may_end.wait(30)
        finally:
            self.written.set()
            connections.close_all()

    def until_written(self):
        """Start, and wait until it has written and not yet committed.

        Where only one may write at a time, wait until it has committed.
        """
        self.start()
        self.written.wait(30)
        if connection.vendor == "sqlite":
            self.end()
        return self

    def end(self):
        self.may_end.set()
        self.join(30)


def not_counted_yet(county) -> None:
    CountedMonth.objects.filter(county=county).delete()


def counted(county) -> int:
    return len(counted_lines(county, OCTOBER).placements)


@pytest.mark.writers
def test_confirmed_while_the_month_is_counted_it_is_counted_again(ledger):
    county, keeper = ledger
    not_counted_yet(county)
    other = Confirming(keeper).until_written()

    count_months(county, [OCTOBER.number])
    other.end()

    assert counted(county) == 2
    assert is_counted(county, [OCTOBER.number])
    assert recount(county) == []


@pytest.mark.writers
def test_confirmed_between_the_marks_and_the_ledger_it_is_counted_once(
    ledger, monkeypatch
):
    """It commits after the marks were read and before the ledger is."""
    county, keeper = ledger
    not_counted_yet(county)
    other = Confirming(keeper)
    real = counted_months._keep

    def meanwhile(*told):
        if connection.vendor == "postgresql":
            other.until_written().end()
        return real(*told)

    monkeypatch.setattr(counted_months, "_keep", meanwhile)
    count_months(county, [OCTOBER.number])
    if connection.vendor == "sqlite":
        other.until_written()

    marked = ChangedMonth.objects.filter(county=county).exists()

    monkeypatch.setattr(counted_months, "_keep", real)
    assert marked
    assert (counted(county), recount(county)) == (2, [])


@pytest.mark.writers
def test_without_its_mark_it_would_be_lost(ledger):
    """The twin: nothing tells that the month changed."""
    county, keeper = ledger
    marks.take_away(connection)
    try:
        other = Confirming(keeper).until_written()
        other.end()

        assert counted(county) == 1
        assert recount(county) == [OCTOBER.number]
    finally:
        marks.set_up(connection)


@pytest.mark.writers
def test_if_all_marks_were_taken_away_at_the_end_it_would_be_lost(ledger, monkeypatch):
    """The twin of what is taken away: only what was read before the ledger."""
    county, keeper = ledger
    not_counted_yet(county)
    other = Confirming(keeper)
    real = counted_months._keep

    def careless(*told):
        real(*told)
        if connection.vendor == "postgresql":
            other.until_written().end()
        ChangedMonth.objects.filter(county=county).delete()

    monkeypatch.setattr(counted_months, "_keep", careless)
    if connection.vendor == "sqlite":
        count_months(county, [OCTOBER.number])
        other.until_written()
        ChangedMonth.objects.filter(county=county).delete()
    else:
        count_months(county, [OCTOBER.number])
    monkeypatch.setattr(counted_months, "_keep", real)

    assert counted(county) == 1
    assert recount(county) == [OCTOBER.number]


@pytest.mark.writers
def test_confirmed_while_the_month_is_frozen_it_shows_as_a_difference(ledger):
    county, keeper = ledger
    kept = begin_bulletin(county, OCTOBER, by=keeper, today=LATER)
    take_objections(kept, until=LATER, by=keeper, today=LATER)
    if connection.vendor == "sqlite":
        freeze_bulletin(kept, by=keeper, today=LATER)
        Confirming(keeper).until_written()
    else:
        other = Confirming(keeper).until_written()
        freeze_bulletin(kept, by=keeper, today=LATER)
        other.end()

    frozen = KeptBulletin.objects.get()
    assert (frozen.state, frozen.told["document"]["totals"]["total"]) == ("frozen", 1)
    assert len(differences(frozen, today=LATER).rows) == 2
    assert counted(county) == 2
