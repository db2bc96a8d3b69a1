"""What is kept of the months is what the ledger says, whatever anybody does to it."""

from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.people import PersonFactory, unit
from tests.factories.placements import (
    ArticleFactory,
    OutletFactory,
    WorkFactory,
    a_placement,
    a_scheme,
)
from xiangyin.placements.models import (
    Article,
    ChangedMonth,
    CountedMonth,
    Outlet,
    Placement,
    Scheme,
    SchemeRow,
    Work,
    marks,
)
from xiangyin.placements.reports import Period, bulletin, ledger_of
from xiangyin.placements.reports.counted_lines import lines_by_month
from xiangyin.placements.services.counted_months import (
    count_what_changed,
    counted_lines,
    recount,
)
from xiangyin.placements.services.placements import confirm_placement, undo_decision

pytestmark = pytest.mark.django_db
PERIOD = Period(2026, 9, 3)
DAYS = [date(2026, 9, 4), date(2026, 9, 20), date(2026, 10, 4), date(2026, 11, 9)]


class Office:
    """A small ledger, and everything that can be done to it."""

    def __init__(self, county):
        self.county = county
        self.keeper = PersonFactory(posts=[("ledger_keeper", county)])
        self.scheme = a_scheme()
        self.outlets = [OutletFactory(owner=owner) for owner in ("", "甲", "甲")]
        codes = ("shixi", "rmt")
        self.works = [WorkFactory(unit=unit(codes[at % 2])) for at in range(3)]
        self.placements = [
            a_placement(
                work=self.works[at % 3],
                article=ArticleFactory(
                    outlet=self.outlets[at // 3], published_on=DAYS[at % 4]
                ),
                confirmed=at % 2 == 0,
            )
            for at in range(6)
        ]

    def placement(self, at):
        return Placement.objects.get(pk=self.placements[at % 6].pk)

    def work(self, at):
        return Work.objects.get(pk=self.works[at % 3].pk)

    def outlets_of(self, at):
        return Outlet.objects.filter(pk=self.outlets[at % 3].pk)

    def decide(self, at):
        placement = self.placement(at)
        if placement.state == "candidate":
            confirm_placement(placement, by=self.keeper)
        else:
            undo_decision(placement, by=self.keeper)

    def look_otherwise(self, at):
        kinds = ("mention", "reprint", "excerpt")
        Placement.objects.filter(pk=self.placement(at).pk).update(
            kind=kinds[at % 3], prominence=("front", "ordinary")[at % 2]
        )

    def credit(self, at):
        placement = self.placement(at)
        placement.unit = unit(("shixi", "rmt", "chawan")[at % 3])
        placement.save(update_fields=["unit"])

    def correct_the_day(self, at):
        article = self.placement(at).article
        article.published_on = DAYS[(at // 6) % 4]
        article.save()

    def correct_the_outlet(self, at):
        outlet = self.outlets[(at // 6) % 3]
        Article.objects.filter(placements=self.placement(at)).update(outlet=outlet)

    def move_an_outlet(self, at):
        self.outlets_of(at).update(
            tier=("central", "city")[at % 2], owner=("", "甲", "乙")[at % 3]
        )

    def share(self, at):
        self.work(at).shared_with.add(unit(("rmt", "shixi", "chawan")[(at // 3) % 3]))

    def share_no_longer(self, at):
        self.work(at).shared_with.clear()

    def find_false(self, at):
        work = self.work(at)
        work.false_on = None if work.false_on else DAYS[2]
        work.save()

    def publish_earlier(self, at):
        Work.objects.filter(pk=self.work(at).pk).update(published_on=DAYS[at % 4])

    def begin_a_scheme(self, at):
        if not Scheme.objects.filter(starts_on=DAYS[at % 4]).exists():
            a_scheme(
                starts_on=DAYS[at % 4],
                once=("every", "owner", "work")[at % 3],
                sharing=("split", "each")[at % 2],
            )

    def change_a_scheme(self, at):
        scheme = Scheme.objects.order_by("pk").last()
        Scheme.objects.filter(pk=scheme.pk).update(counts_mentions=at % 2 == 0)
        SchemeRow.objects.filter(scheme=scheme, tier="city").update(solo=at % 9)

    def end_a_scheme(self, at):
        scheme = Scheme.objects.order_by("pk").last()
        if scheme.pk != self.scheme.pk:
            scheme.delete()

    def look(self, at):
        counted_lines(self.county, Period(2026, 9 + at % 3, 1))

    def count_in_the_night(self, at):
        count_what_changed()


ACTS = [name for name in vars(Office) if not name.startswith("_")]
ACTS = [name for name in ACTS if name not in ("placement", "work", "outlets_of")]
LOOKS = ("look", "count_in_the_night")
acts = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 71)), max_size=12)


def of_the_ledger(county) -> list[bytes]:
    """The months as they are when counted now, from the ledger alone."""
    months = lines_by_month(ledger_of(county).count(PERIOD))
    return [lines.packed() for lines in months]


def as_kept(county) -> list[bytes]:
    counted_lines(county, PERIOD)
    kept = CountedMonth.objects.filter(county=county).order_by("month")
    return [bytes(each.lines) for each in kept]


@contextmanager
def nothing_left():
    """What is done within is taken back, for the next example begins anew."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=acts)
def test_what_is_kept_never_differs_from_the_ledger(county, done):
    with nothing_left():
        office = Office(county)
        counted_lines(county, PERIOD)

        for name, at in done:
            getattr(office, name)(at)

        assert as_kept(county) == of_the_ledger(county)
        told, lines = bulletin(county, PERIOD), counted_lines(county, PERIOD)
        assert int(lines.is_own.sum()) == told.total.items
        assert Decimal(int(lines.points.sum())) / 100 == told.total.parts.earned


@pytest.mark.parametrize("name", [name for name in ACTS if name not in LOOKS])
def test_each_act_marks_what_it_changes(county, name):
    office = Office(county)
    if name == "share_no_longer":
        office.share(8)
    if name == "end_a_scheme":
        office.begin_a_scheme(8)
    counted_lines(county, PERIOD)

    getattr(office, name)(8)

    assert ChangedMonth.objects.exists()
    assert as_kept(county) == of_the_ledger(county)
    assert not ChangedMonth.objects.exists()


def test_without_the_marks_what_is_kept_is_wrong(county):
    office = Office(county)
    counted_lines(county, PERIOD)
    marks.take_away(connection)

    office.decide(0)

    assert as_kept(county) != of_the_ledger(county)
    marks.set_up(connection)
    assert recount(county) == [Period(2026, 9, 1).number]
    assert as_kept(county) == of_the_ledger(county)


def test_a_candidate_and_an_article_nobody_counted_mark_nothing(county):
    office = Office(county)
    counted_lines(county, PERIOD)

    a_placement(work=office.works[0])
    Article.objects.filter(placements=None).update(title="改了")
    ArticleFactory().save()

    assert not ChangedMonth.objects.exists()


def test_only_the_months_that_changed_are_counted_again(county):
    office = Office(county)
    counted_lines(county, PERIOD)
    before = dict(CountedMonth.objects.values_list("month", "pk"))

    office.decide(0)
    counted_lines(county, PERIOD)

    after = dict(CountedMonth.objects.values_list("month", "pk"))
    september, october, november = sorted(before)
    assert before[september] != after[september]
    assert [before[each] for each in (october, november)] == [
        after[each] for each in (october, november)
    ]


def test_a_command_counts_anew_and_names_what_was_wrong(county, capsys):
    Office(county)
    counted_lines(county, PERIOD)
    month = CountedMonth.objects.order_by("month").first()
    CountedMonth.objects.filter(pk=month.pk).update(lines=b"")

    with pytest.raises(SystemExit):
        call_command("recount_months")
    call_command("recount_months")

    told = capsys.readouterr().out
    assert "2026-09" in told
    assert as_kept(county) == of_the_ledger(county)
