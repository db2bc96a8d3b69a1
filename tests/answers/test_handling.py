"""Triage, supporting units, merging, the right way."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from tests.factories.answers import (
    ONE_DAY,
    TODAY,
    a_question,
    an_answered_question,
    an_assigned_question,
    answer,
    open_desk,
)
from tests.factories.people import PersonFactory, a_county, unit
from xiangyin.answers.models import ClockMark, Question, Responsibility, Support
from xiangyin.answers.services.clock import stands
from xiangyin.answers.services.triage import (
    add_support,
    assign_question,
    hand_to_another,
    merge_question,
    part_question,
    refer_question,
    return_question,
)
from xiangyin.answers.services.waiting import (
    add_words,
    ask_resident,
)
from xiangyin.kernel.errors import NotAllowed, RuleBroken
from xiangyin.kernel.models import Letter

WEDNESDAY, FRIDAY = date(2026, 3, 4), date(2026, 3, 6)


@pytest.fixture
def desk(county):
    return open_desk(county)


def notices() -> list[str]:
    letters = Letter.objects.filter(kind="answers.notice").order_by("pk")
    return [letter.payload["what"] for letter in letters]


def test_the_catalogue_says_which_unit_leads_on_a_day(desk):
    Responsibility.objects.create(
        matter=desk.matter, unit=desk.water, since=date(2026, 4, 1)
    )

    assert desk.matter.unit_on(date(2025, 12, 31)) is None
    assert desk.matter.unit_on(date(2026, 3, 31)) == desk.roads
    assert desk.matter.unit_on(date(2026, 4, 1)) == desk.water


def test_the_coordinator_assigns_and_the_promised_day_stays(desk):
    question = a_question(desk)

    assign_question(
        question, unit=desk.roads, by=desk.coordinator, today=TODAY + ONE_DAY
    )

    assert (question.state, question.unit) == ("handled", desk.roads)
    assert question.due_on.isoformat() == "2026-03-16"
    assert list(Question.objects.seen_by(desk.clerk)) == [question]
    assert notices() == ["assigned"]


def test_nobody_else_assigns_and_nothing_changes(desk):
    question = a_question(desk)

    for person in (desk.clerk, desk.head, PersonFactory()):
        with pytest.raises(NotAllowed):
            assign_question(question, unit=desk.roads, by=person, today=TODAY)

    question.refresh_from_db()
    assert (question.state, question.unit) == ("waiting", desk.county)


def test_a_unit_of_another_county_and_the_county_itself_lead_nothing(desk):
    question = a_question(desk)
    a_county("linshui", "临水县")

    for wrong in (unit("shixi", "linshui"), desk.county):
        with pytest.raises(RuleBroken):
            assign_question(question, unit=wrong, by=desk.coordinator, today=TODAY)

    assert Question.objects.get().state == "waiting"


def test_another_kind_has_another_term_counted_from_the_receipt(desk):
    question = a_question(desk)

    assign_question(
        question,
        unit=desk.roads,
        by=desk.coordinator,
        today=WEDNESDAY,
        kind="complaint",
        matter=desk.matter,
    )

    assert (question.kind, stands(question).total) == ("complaint", 15)
    assert question.due_on.isoformat() == "2026-03-23"


def test_who_is_late_does_not_call_it_by_another_kind(desk):
    question = a_question(desk, kind="enquiry")

    with pytest.raises(RuleBroken):
        assign_question(
            question,
            unit=desk.roads,
            by=desk.coordinator,
            today=FRIDAY,
            kind="complaint",
        )

    question.refresh_from_db()
    assert (question.kind, question.state) == ("enquiry", "waiting")


def test_not_ours_is_said_within_a_working_day_with_a_reason(desk):
    question = an_assigned_question(desk)

    with pytest.raises(RuleBroken):
        return_question(question, by=desk.clerk, note=" ", today=TODAY)
    return_question(question, by=desk.clerk, note="属水利局", today=TODAY + ONE_DAY)

    question.refresh_from_db()
    assert (question.state, question.unit, question.returns) == (
        "waiting",
        desk.county,
        1,
    )
    assert question.due_on.isoformat() == "2026-03-16"


def test_later_than_a_working_day_it_stays(desk):
    question = an_assigned_question(desk)

    with pytest.raises(RuleBroken):
        return_question(question, by=desk.clerk, note="属水利局", today=WEDNESDAY)

    question.refresh_from_db()
    assert (question.state, question.returns) == ("handled", 0)


def test_after_two_returns_the_coordinator_decides(desk):
    question = an_assigned_question(desk)
    for _n in range(2):
        return_question(question, by=desk.clerk, note="不是我们的", today=TODAY)
        assign_question(question, unit=desk.roads, by=desk.coordinator, today=TODAY)

    with pytest.raises(RuleBroken):
        return_question(question, by=desk.clerk, note="还不是", today=TODAY)

    question.refresh_from_db()
    assert (question.state, question.returns) == ("handled", 2)


def test_a_supporting_unit_has_half_of_what_is_left_and_sees_the_question(desk):
    question = an_assigned_question(desk, supports=[(desk.water, "管道在哪里")])
    support = Support.objects.get()

    assert support.due_on.isoformat() == "2026-03-09"
    assert list(Question.objects.seen_by(desk.water_clerk)) == [question]

    ask_resident(question, by=desk.clerk, note="是哪一段路？", today=WEDNESDAY)
    support.refresh_from_db()
    assert support.due_on is None
    add_words(question, text="学校门口。", today=FRIDAY)
    support.refresh_from_db()
    assert support.due_on.isoformat() == "2026-03-11"


def test_a_supporting_units_day_is_never_after_the_lead_units(desk):
    question = an_assigned_question(desk, kind="enquiry")

    support = add_support(
        question,
        unit=desk.water,
        asked="管道",
        by=desk.coordinator,
        today=TODAY,
        workdays=20,
    )

    assert (support.due_on, question.due_on) == (WEDNESDAY, WEDNESDAY)


@pytest.mark.parametrize("again", ["lead", "same", "elsewhere"])
def test_a_unit_supports_once_and_not_itself(desk, again):
    question = an_assigned_question(desk, supports=[(desk.water, "管道")])
    a_county("linshui", "临水县")
    units = {
        "lead": desk.roads,
        "same": desk.water,
        "elsewhere": unit("shixi", "linshui"),
    }

    with pytest.raises(RuleBroken):
        add_support(
            question, unit=units[again], asked="x", by=desk.coordinator, today=TODAY
        )

    assert Support.objects.count() == 1


def test_what_waits_has_no_supporting_units_yet(desk):
    question = a_question(desk)

    with pytest.raises(RuleBroken):
        add_support(
            question, unit=desk.water, asked="x", by=desk.coordinator, today=TODAY
        )

    assert Support.objects.count() == 0


def test_handed_to_another_unit_the_promised_day_stays_and_the_clock_runs(desk):
    question = an_assigned_question(desk)
    ask_resident(question, by=desk.clerk, note="是哪一段路？", today=WEDNESDAY)

    with pytest.raises(RuleBroken):
        hand_to_another(
            question,
            unit=desk.roads,
            by=desk.coordinator,
            today=WEDNESDAY,
            note="误派",
        )
    hand_to_another(
        question, unit=desk.water, by=desk.coordinator, today=WEDNESDAY, note="误派"
    )

    assert (question.state, question.unit, question.owner) == (
        "handled",
        desk.water,
        None,
    )
    assert question.due_on.isoformat() == "2026-03-16"
    assert list(Question.objects.seen_by(desk.clerk)) == []


def test_merged_askers_all_get_the_reply(desk):
    first = a_question(desk, contact="13900000001")
    second = a_question(desk, contact="13900000002")
    leading = an_assigned_question(desk)
    merge_question(first, into=second, by=desk.coordinator)
    merge_question(second, into=leading, by=desk.coordinator)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.merged_into, second.leading, leading.leading) == (
        leading,
        leading,
        leading,
    )
    answer(desk, leading)
    told = Letter.objects.filter(payload__what="answered")
    asked = {letter.payload["question"] for letter in told}
    assert asked == {first.pk, second.pk, leading.pk}


def test_merging_into_an_answered_question_tells_the_reply_at_once(desk):
    answered = an_answered_question(desk, contact="13900000001")
    question = a_question(desk)

    merge_question(question, into=answered, by=desk.coordinator)

    told = Letter.objects.filter(payload__what="answered")
    assert {letter.payload["question"] for letter in told} == {answered.pk, question.pk}


def test_a_question_is_merged_into_no_other_county_no_closed_one_and_not_itself(desk):
    question = a_question(desk)
    there = open_desk(a_county("linshui", "临水县"))
    foreign = a_question(there, contact="13900000001")
    closed = a_question(desk, contact="13900000002")
    refer_question(closed, by=desk.coordinator, note="请到法院立案。")

    for other in (question, foreign, closed):
        with pytest.raises(RuleBroken):
            merge_question(question, into=other, by=desk.coordinator)

    question.refresh_from_db()
    assert (question.state, question.merged_into) == ("waiting", None)


def test_a_merged_question_is_taken_apart_with_a_reason(desk):
    question = a_question(desk)
    merge_question(
        question,
        into=a_question(desk, contact="13900000001"),
        by=desk.coordinator,
    )

    part_question(question, by=desk.coordinator, note="说的不是一回事")

    question.refresh_from_db()
    assert (question.state, question.merged_into) == ("waiting", None)
    assert question.due_on.isoformat() == "2026-03-16"


def test_the_right_way_is_explained_and_the_asker_told(desk):
    question = a_question(desk)

    refer_question(question, by=desk.coordinator, note="请向县信访局提出。")

    question.refresh_from_db()
    assert (question.state, question.explained) == ("referred", "请向县信访局提出。")
    assert notices() == ["referred"]


def test_the_database_keeps_every_mark(desk):
    a_question(desk)

    for change in (
        lambda: ClockMark.objects.update(workdays=99),
        lambda: ClockMark.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()

    assert ClockMark.objects.get().workdays == 10
