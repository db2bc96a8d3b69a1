"""Works and articles laid against each other once more, or by two at once."""

from contextlib import nullcontext
from datetime import date
from types import SimpleNamespace

import pytest
from django.db import IntegrityError

from tests.factories.placements import (
    STORY,
    ArticleFactory,
    OutletFactory,
    WorkFactory,
    a_placement,
)
from xiangyin.kernel.models import Record
from xiangyin.placements.models import Placement
from xiangyin.placements.services import tracing
from xiangyin.placements.services.own_places import OwnPlaces
from xiangyin.placements.services.tracing import (
    Tracer,
    remeasure,
    trace_articles,
    trace_work,
)
from xiangyin.placements.services.works import withdraw_work

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 8)
OTHER = "县图书馆周末开放到晚上九点，读者可以在二楼自习，也可以把孩子留在绘本馆里。" * 4


def test_a_work_that_was_withdrawn_is_not_looked_for_again(county):
    work = withdraw_work(WorkFactory())
    ArticleFactory()

    withdraw_work(work)

    assert trace_work(work, today=TODAY) == 0
    assert Placement.objects.count() == 0
    assert Record.objects.filter(action="withdraw").count() == 1


def test_of_an_articles_neighbours_only_the_work_that_was_asked_for_is_noted(county):
    first, second = WorkFactory(), WorkFactory(text=STORY + "补充一句。")
    ArticleFactory()

    trace_work(first, today=TODAY)

    assert [each.work for each in Placement.objects.all()] == [first]
    assert not second.placements.exists()


def test_what_no_longer_agrees_keeps_its_figures_and_loses_its_passages(county):
    placement = a_placement()
    placement.work.text = OTHER
    placement.work.save()

    remeasure([placement])

    placement.refresh_from_db()
    assert (placement.passages, placement.carried) == ([], 1.0)


def test_works_are_read_once_for_the_days_they_cover(county, django_assert_num_queries):
    WorkFactory()
    tracer = Tracer(county, today=TODAY)
    first = tracer.index(date(2026, 9, 1), date(2026, 10, 31))

    with django_assert_num_queries(0):
        again = tracer.index(date(2026, 10, 1), date(2026, 10, 8))

    assert again is first


def test_a_pair_that_another_run_was_faster_to_note_is_no_trouble(county, monkeypatch):
    WorkFactory()
    ArticleFactory()
    real = tracing.open_case

    def at_the_same_time(candidate, **told):
        other = Placement(
            **{
                field.attname: getattr(candidate, field.attname)
                for field in Placement._meta.concrete_fields
            }
        )
        real(other, **told)
        raise IntegrityError("a pair stands once")

    monkeypatch.setattr(tracing, "open_case", at_the_same_time)
    # The other run's transaction is its own: ours does not undo it.
    monkeypatch.setattr(tracing, "transaction", SimpleNamespace(atomic=nullcontext))

    assert trace_articles(county, today=TODAY) == 0
    assert Placement.objects.count() == 1


def test_any_other_trouble_with_a_pair_is_not_hidden(county, monkeypatch):
    def stumble(candidate, **told):
        raise IntegrityError("something else")

    WorkFactory()
    ArticleFactory()
    monkeypatch.setattr(tracing, "open_case", stumble)

    with pytest.raises(IntegrityError):
        trace_articles(county, today=TODAY)


def test_a_host_that_is_listed_as_an_outlet_is_not_our_own_place(county):
    OutletFactory(hosts=["qz.example"])
    WorkFactory(address="https://news.qz.example/a")
    WorkFactory(address="https://ours.example/b")

    own = OwnPlaces(county)

    assert own.hold("https://ours.example/other")
    assert own.hold("https://news.qz.example/a")
    assert not own.hold("https://news.qz.example/other")


SPEECH = (
    "“青山绿水是祖辈留给我们的家底，守住它不是为了让人来看，"
    "而是为了让种地的人、养鱼的人、做工的人往后三十年都有饭吃、有活干、有奔头。”"
)


@pytest.mark.parametrize(("marks", "proposed"), [("“”", 0), ("", 1)])
def test_who_quotes_the_same_speech_did_not_carry_us(county, marks, proposed):
    """And the twin: the same words without the marks of quotation were taken from us."""
    said = SPEECH if marks else SPEECH.strip("“”")
    WorkFactory(text=f"县长昨日在青山镇说：{said}会后代表们走访了三户果农。")
    ArticleFactory(text=f"省里的会上，有人说：{said}与会者随后讨论了防汛物资。")

    assert trace_articles(county, today=TODAY) == proposed
