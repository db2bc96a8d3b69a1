"""Triage, clocks that stop and go on, extension, merging, the right way."""

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
    ask_for_extension,
    ask_resident,
    decide_extension,
    go_on_without,
)
from xiangyin.kernel.errors import NotAllowed, RuleBroken, WrongState
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


def test_the_clock_stands_still_while_the_resident_is_asked(desk):
    question = an_assigned_question(desk)

    ask_resident(question, by=desk.clerk, note="是哪一段路？", today=WEDNESDAY)
    stopped = (question.state, question.due_on, stands(question).left)
    add_words(question, text="学校门口那段。", today=FRIDAY)

    assert stopped == ("asked", None, 8)
    assert (question.state, question.due_on.isoformat()) == ("handled", "2026-03-18")
    marks = [(mark.act, mark.reason) for mark in question.marks.all()]
    assert marks == [
        ("start", ""),
        ("hand_over", ""),
        ("stop", "是哪一段路？"),
        ("resume", ""),
    ]
    assert notices() == ["assigned", "asked"]


def test_an_unasked_addition_leaves_the_clock_alone(desk):
    question = an_assigned_question(desk)

    add_words(question, text="今天又有一盏不亮。", today=WEDNESDAY)

    assert (question.state, question.marks.count()) == ("handled", 2)
    assert str(question.additions.get()).startswith(question.number)


def test_asking_does_not_make_up_for_being_late(desk):
    question = an_assigned_question(desk, kind="enquiry")

    ask_resident(question, by=desk.clerk, note="是哪一段路？", today=FRIDAY)
    late = question.due_on
    go_on_without(
        question, by=desk.clerk, note="已到现场看过", today=FRIDAY + 3 * ONE_DAY
    )

    assert (late, question.due_on) == (WEDNESDAY, WEDNESDAY)
    assert question.state == "handled"


def test_going_on_without_an_answer_lets_the_clock_go_on(desk):
    question = an_assigned_question(desk)
    ask_resident(question, by=desk.clerk, note="是哪一段路？", today=WEDNESDAY)

    go_on_without(question, by=desk.clerk, note="已到现场看过", today=FRIDAY)

    assert question.due_on.isoformat() == "2026-03-18"


def test_what_the_asker_reads_names_nobody(desk):
    question = an_assigned_question(desk)

    with pytest.raises(RuleBroken):
        ask_resident(question, by=desk.clerk, note="请打13900001111", today=TODAY)

    question.refresh_from_db()
    assert (question.state, question.marks.count()) == ("handled", 2)


def test_nobody_is_asked_who_left_no_contact(desk):
    question = an_assigned_question(desk)
    Question.objects.filter(pk=question.pk).update(way="none")
    question.refresh_from_db()

    with pytest.raises(RuleBroken):
        ask_resident(question, by=desk.clerk, note="是哪一段路？", today=TODAY)

    assert Question.objects.get().state == "handled"


def test_nothing_is_added_to_what_is_closed(desk):
    question = an_answered_question(desk)

    with pytest.raises(WrongState):
        add_words(question, text="谢谢", today=TODAY)

    assert question.additions.count() == 0


def test_more_days_are_asked_for_by_one_and_approved_by_another(desk):
    question = an_assigned_question(desk)
    extension = ask_for_extension(
        question, by=desk.clerk, reason="材料要等省里批复", today=FRIDAY
    )

    decide_extension(extension, by=desk.head, approve=True, today=FRIDAY)

    question.refresh_from_db()
    assert (stands(question).total, question.due_on.isoformat()) == (20, "2026-03-30")
    assert notices() == ["assigned", "extended"]
    with pytest.raises(RuleBroken):
        ask_for_extension(question, by=desk.clerk, reason="再等", today=FRIDAY)
    with pytest.raises(WrongState):
        decide_extension(extension, by=desk.head, approve=False, today=FRIDAY)


def test_refused_more_days_may_be_asked_for_again(desk):
    question = an_assigned_question(desk)
    first = ask_for_extension(question, by=desk.clerk, reason="忙", today=FRIDAY)

    decide_extension(first, by=desk.head, approve=False, today=FRIDAY)
    second = ask_for_extension(
        question, by=desk.clerk, reason="等材料", today=FRIDAY, workdays=99
    )

    question.refresh_from_db()
    assert (question.due_on.isoformat(), second.workdays) == ("2026-03-16", 10)
    assert str(second) == f"{question} +10"


def test_nobody_approves_their_own_more_days_and_nobody_after_the_day(desk):
    question = an_assigned_question(desk)
    both = PersonFactory(posts=[("clerk", desk.roads), ("head", desk.roads)])
    extension = ask_for_extension(question, by=both, reason="等材料", today=FRIDAY)
    late = date(2026, 3, 17)

    with pytest.raises(NotAllowed):
        decide_extension(extension, by=both, approve=True, today=FRIDAY)
    with pytest.raises(NotAllowed):
        decide_extension(extension, by=desk.clerk, approve=True, today=FRIDAY)
    with pytest.raises(RuleBroken):
        decide_extension(extension, by=desk.head, approve=True, today=late)
    with pytest.raises(RuleBroken):
        ask_for_extension(question, by=desk.clerk, reason="晚了", today=late)

    extension.refresh_from_db()
    assert (extension.approved, stands(question).extension) == (None, 0)


def test_what_no_unit_works_on_is_not_extended(desk):
    question = an_assigned_question(desk)
    extension = ask_for_extension(question, by=desk.clerk, reason="等", today=TODAY)
    hand_back = return_question
    hand_back(question, by=desk.clerk, note="不是我们的", today=TODAY)

    with pytest.raises(WrongState):
        decide_extension(extension, by=an_operator(), approve=True, today=TODAY)
    with pytest.raises(WrongState):
        ask_for_extension(question, by=an_operator(), reason="等", today=TODAY)


def an_operator():
    return PersonFactory(is_superuser=True)


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
