"""Clocks that stop while the asker is asked and go on again; more days."""

from datetime import date

import pytest

from tests.factories.answers import (
    ONE_DAY,
    TODAY,
    an_answered_question,
    an_assigned_question,
    open_desk,
)
from tests.factories.people import PersonFactory
from xiangyin.answers.models import Question
from xiangyin.answers.services.clock import stands
from xiangyin.answers.services.triage import (
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


def an_operator():
    return PersonFactory(is_superuser=True)


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
