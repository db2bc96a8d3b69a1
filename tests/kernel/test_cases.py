"""Cases are numbered without gaps and moved by one writer, once."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from tests.factories.people import PersonFactory, a_county, unit
from xiangyin.kernel.errors import NotAllowed, RuleBroken, WrongState
from xiangyin.kernel.models import Record, Series
from xiangyin.kernel.services.audit import history, latest_history, record
from xiangyin.kernel.services.cases import move, open_case
from xiangyin.newsroom.lifecycles import TipState
from xiangyin.newsroom.models import Tip

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 12)


def a_tip(at, *, sender=None, on=TODAY) -> Tip:
    sender = sender or PersonFactory(posts=[("correspondent", at)])
    tip = Tip(unit=at, text="晚稻开镰", sender=sender, sent_at="2026-10-12T08:00Z")
    return open_case(tip, by=sender, on=on)


def test_numbers_run_without_gaps_per_county_and_year(county):
    other = a_county("baihe", "白河县")

    here = [a_tip(county).number, a_tip(county).number]
    there = a_tip(other).number
    next_year = a_tip(county, on=date(2027, 1, 1)).number

    assert here == ["TIP-2026-0001", "TIP-2026-0002"]
    assert there == "TIP-2026-0001"
    assert next_year == "TIP-2027-0001"


def test_a_rolled_back_opening_leaves_no_gap(county):
    with transaction.atomic():
        a_tip(county)
        transaction.set_rollback(True)

    assert a_tip(county).number == "TIP-2026-0001"
    assert Series.objects.get().last == 1


def test_a_step_is_taken_once(county):
    editor = PersonFactory(posts=[("editor", county)])
    colleague = PersonFactory(posts=[("editor", county)])
    tip = a_tip(county)
    seen_by_both = Tip.objects.get(pk=tip.pk)

    move(tip, "take_up", by=editor)
    with pytest.raises(WrongState):
        move(seen_by_both, "take_up", by=colleague)

    tip.refresh_from_db()
    assert tip.state == TipState.TAKEN
    assert [line.by for line in history(tip) if line.action == "take_up"] == [editor]


def test_a_history_is_told_in_the_order_in_which_it_happened(county):
    tip = a_tip(county)
    editor = PersonFactory(posts=[("editor", county)])
    record(tip, "later", by=editor, at=timezone.now() + timedelta(hours=1))
    record(tip, "then", by=editor)  # the clock was moved back

    whole, (latest, _earlier) = history(tip), latest_history(tip)

    assert [line.action for line in whole] == ["open", "later", "then"]
    assert [line.action for line in latest] == ["open", "later", "then"]
    by_the_clock = sorted(whole, key=lambda line: line.at)
    assert [line.action for line in by_the_clock] == ["open", "then", "later"]


def test_a_step_needs_its_right_at_the_cases_unit(county):
    elsewhere = PersonFactory(posts=[("editor", unit("rmt"))])
    tip = a_tip(unit("chawan"))

    with pytest.raises(NotAllowed):
        move(tip, "take_up", by=elsewhere)

    tip.refresh_from_db()
    assert tip.state == TipState.WAITING
    assert Record.objects.filter(action="take_up").count() == 0


def test_declining_needs_a_reason(county):
    editor = PersonFactory(posts=[("editor", county)])
    tip = a_tip(county)

    with pytest.raises(RuleBroken):
        move(tip, "decline", by=editor, note="  ")

    tip.refresh_from_db()
    assert tip.state == TipState.WAITING


def test_the_history_tells_when_who_what_and_why(county):
    editor = PersonFactory(posts=[("editor", county)])
    tip = a_tip(county)

    move(tip, "decline", by=editor, note="已经报道过")

    last = list(history(tip))[-1]
    assert (last.by, last.action, last.note) == (editor, "decline", "已经报道过")
    assert last.data == {"from": "waiting", "to": "declined"}
    assert last.county == county
