"""A large bulletin is compiled beside the screens, and a page tells how far it is."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.people import PersonFactory
from tests.factories.placements import a_placement, a_scheme
from xiangyin.kernel.errors import NotAllowed
from xiangyin.placements import tasks
from xiangyin.placements.models import Compiling, KeptBulletin
from xiangyin.placements.reports import Period, bulletin
from xiangyin.placements.services import bulletins, compiling
from xiangyin.placements.services.bulletins import (
    STEPS,
    begin_bulletin,
    compile_again,
    freeze_bulletin,
    take_objections,
)
from xiangyin.placements.services.compiling import ask_to_compile, takes_long

pytestmark = pytest.mark.django_db
OCTOBER = Period(2026, 10, 1)
LATER = date(2026, 11, 9)
KEEP = reverse("placements_bulletin:keep", args=["2026-10"])
PAGE = reverse("placements_bulletin:period", args=["2026-10"])
HOW_FAR = reverse("placements_bulletin:compiling", args=["2026-10"])


@pytest.fixture
def keeper(client, county):
    person = PersonFactory(posts=[("ledger_keeper", county)])
    client.force_login(person)
    return person


@pytest.fixture
def large(county, monkeypatch):
    """A ledger that is taken for a large one."""
    a_scheme()
    a_placement(confirmed=True)
    monkeypatch.setattr(compiling, "AT_ONCE", 0)


def asked(county, keeper, **told) -> Compiling:
    row = ask_to_compile(county, OCTOBER, by=keeper)
    Compiling.objects.filter(pk=row.pk).update(**told)
    return row


def test_a_large_one_is_left_to_the_worker_and_a_small_one_is_not(
    client, keeper, large, monkeypatch
):
    answer = client.post(KEEP)
    kept = KeptBulletin.objects.get()
    monkeypatch.setattr(compiling, "AT_ONCE", 10)
    small = client.post(KEEP)

    assert (answer.url, small.url) == (HOW_FAR, PAGE)
    assert kept.told["document"]["totals"]["total"] == 1
    assert not Compiling.objects.exists()


def test_what_takes_long_is_asked_of_the_year_before_too(county, large, monkeypatch):
    monkeypatch.setattr(compiling, "AT_ONCE", 1)
    before = takes_long(county, OCTOBER)
    a_placement(confirmed=True)
    a_placement()

    assert (before, takes_long(county, OCTOBER)) == (False, True)
    assert takes_long(county, Period(2027, 10, 1))
    assert not takes_long(county, Period(2028, 10, 1))


def test_the_page_tells_how_far_it_is_and_looks_again(client, county, keeper, large):
    asked(county, keeper, done=2)

    page = client.get(HOW_FAR)
    linked = client.get(PAGE).content.decode()

    assert page["Refresh"] == "2"
    told = page.content.decode()
    assert f"第 2 步，共 {STEPS} 步" in told
    assert '<progress class="pl-progress" max="6" value="2"' in told
    assert HOW_FAR in linked


def test_when_it_is_done_the_page_leads_to_the_bulletin(client, keeper):
    assert client.get(HOW_FAR).url == PAGE


def test_each_step_is_told_and_the_last_is_the_last(county, keeper, large, monkeypatch):
    row = asked(county, keeper)
    seen = []
    real = compiling._problem

    def watched(each, today, tell):
        def told():
            tell()
            seen.append(Compiling.objects.get(pk=row.pk).done)

        return real(each, today, told)

    monkeypatch.setattr(compiling, "_problem", watched)

    tasks.compile_bulletin.func(row.pk)

    assert seen == list(range(1, STEPS + 1))
    assert not Compiling.objects.exists()


def test_it_reads_before_it_writes_so_that_steps_are_seen(
    county, keeper, large, monkeypatch
):
    """Otherwise nobody would see a step before the transaction ended."""
    depth = []
    real = bulletins.compiled

    def watched(*told, **more):
        depth.append(len(bulletins.transaction.get_connection().savepoint_ids))
        return real(*told, **more)

    monkeypatch.setattr(bulletins, "compiled", watched)
    outside = len(bulletins.transaction.get_connection().savepoint_ids)

    kept = begin_bulletin(county, OCTOBER, by=keeper, today=LATER)
    compile_again(kept, by=keeper, today=LATER)

    assert depth == [outside, outside]


def test_asked_twice_it_is_done_once_and_again_when_it_is_asked_again(
    county, keeper, large
):
    first, second = asked(county, keeper), asked(county, keeper)
    for row in (first, second):
        tasks.compile_bulletin.func(row.pk)
    third = asked(county, keeper)

    tasks.compile_bulletin.func(third.pk)

    assert first.pk == second.pk
    kept = KeptBulletin.objects.get()
    assert kept.told["document"]["hash"] == bulletin_hash(county)


def bulletin_hash(county):
    from xiangyin.placements.reports.document import as_document

    return as_document(bulletin(county, OCTOBER))["hash"]


def test_a_year_tells_as_many_steps(county, keeper, large):
    steps = []

    begin_bulletin(
        county, Period(2026), by=keeper, today=LATER, tell=lambda: steps.append(1)
    )

    assert len(steps) == STEPS


def test_what_goes_wrong_is_told_with_a_button_to_try_again(
    client, county, keeper, large, monkeypatch
):
    row = asked(county, keeper)

    def broken(*_told, **_more):
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(compiling, "begin_bulletin", broken)
        tasks.compile_bulletin.func(row.pk)
    tasks.compile_bulletin.func(row.pk)  # a task that comes late does nothing

    page = client.get(HOW_FAR)

    assert "Refresh" not in page
    assert page.context["asked"].problem
    assert KEEP in page.content.decode()
    assert not KeptBulletin.objects.exists()


def test_frozen_while_it_is_compiled_it_stays_as_it_was(
    client, county, keeper, large, monkeypatch
):
    kept = begin_bulletin(county, OCTOBER, by=keeper, today=LATER)
    take_objections(kept, until=LATER, by=keeper, today=LATER)
    row = asked(county, keeper)
    a_placement(confirmed=True)
    real = bulletins.compiled

    def meanwhile(*told, **more):
        figures = real(*told, **more)
        KeptBulletin.objects.update(state="frozen")
        return figures

    monkeypatch.setattr(bulletins, "compiled", meanwhile)
    tasks.compile_bulletin.func(row.pk)

    kept.refresh_from_db()
    assert kept.told["document"]["totals"]["total"] == 1
    assert Compiling.objects.get().problem


def test_a_frozen_one_is_not_asked_for(client, county, keeper, large):
    kept = begin_bulletin(county, OCTOBER, by=keeper, today=LATER)
    take_objections(kept, until=LATER, by=keeper, today=LATER)
    freeze_bulletin(kept, by=keeper, today=LATER)

    answer = client.post(KEEP, follow=True)

    assert answer.redirect_chain == [(PAGE, 302)]
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert not Compiling.objects.exists()


def test_who_keeps_no_bulletins_asks_for_none(county, large):
    with pytest.raises(NotAllowed):
        ask_to_compile(county, OCTOBER, by=PersonFactory(posts=[("editor", county)]))

    assert not Compiling.objects.exists()


def test_what_a_worker_left_behind_is_taken_up(county, keeper, large):
    row = asked(county, keeper, asked_at=timezone.now() - timedelta(minutes=9))

    tasks.go_on_compiling()
    before = KeptBulletin.objects.count()
    Compiling.objects.update(asked_at=timezone.now() - timedelta(minutes=11))
    tasks.go_on_compiling()

    assert (before, KeptBulletin.objects.count()) == (0, 1)
    assert not Compiling.objects.filter(pk=row.pk).exists()
