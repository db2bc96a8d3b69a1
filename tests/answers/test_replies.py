"""Three people behind a reply; the asker rates it; "no" opens it again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.answers import (
    TODAY,
    a_reply,
    an_answered_question,
    an_assigned_question,
    answer,
    hand_in,
    open_desk,
)
from tests.factories.people import PersonFactory
from xiangyin.answers import rules
from xiangyin.answers.models import Question, Rating, Reply, Support
from xiangyin.answers.services import replies
from xiangyin.answers.services.asker import (
    rate_reply,
    reopen_question,
)
from xiangyin.answers.services.replies import (
    add_note,
    check_reply,
    give_word,
    sign_reply,
    submit_reply,
    write_reply,
)
from xiangyin.answers.services.triage import return_question
from xiangyin.kernel.errors import NotAllowed, RuleBroken, WrongState
from xiangyin.kernel.models import Letter


@pytest.fixture
def desk(county):
    return open_desk(county)


def test_a_reply_is_written_checked_signed_and_sent(desk):
    question = an_answered_question(desk)

    reply = Reply.objects.get()
    stages = [(each.stage, each.by, each.digest) for each in reply.approvals.all()]
    assert stages == [
        ("check", desk.checker, reply.digest),
        ("sign", desk.head, reply.digest),
    ]
    assert (question.state, question.owner, reply.sent_at) == (
        "answered",
        desk.clerk,
        question.answered_at,
    )
    assert Letter.objects.filter(payload__what="answered").count() == 1


def everything(desk):
    """Somebody who holds all three posts at once."""
    posts = [(role, desk.roads) for role in ("clerk", "checker", "head")]
    return PersonFactory(posts=posts)


def test_who_wrote_it_neither_checks_nor_signs_and_who_checked_does_not_sign(desk):
    one = everything(desk)
    question = an_assigned_question(desk)
    digest = write_reply(question, by=one, text="路灯已修好。").digest
    submit_reply(question, by=one)

    with pytest.raises(NotAllowed):
        check_reply(question, by=one, digest=digest, accept=True)
    second = everything(desk)
    check_reply(question, by=second, digest=digest, accept=True)
    for person in (one, second):
        with pytest.raises(NotAllowed):
            sign_reply(question, by=person, digest=digest, accept=True, today=TODAY)

    question.refresh_from_db()
    assert question.state == "signing"


def test_with_the_rule_off_one_person_would_do_all_three(desk, monkeypatch):
    monkeypatch.setattr(rules, "authors", lambda question: set())
    monkeypatch.setattr(rules, "checkers_of", lambda reply: set())
    one = everything(desk)
    question = an_assigned_question(desk)
    digest = write_reply(question, by=one, text="路灯已修好。").digest
    submit_reply(question, by=one)

    check_reply(question, by=one, digest=digest, accept=True)
    sign_reply(question, by=one, digest=digest, accept=True, today=TODAY)

    assert question.state == "answered"


def test_the_author_of_an_earlier_version_is_still_an_author(desk):
    one = everything(desk)
    question = an_assigned_question(desk)
    write_reply(question, by=one, text="正在修。")
    digest = hand_in(desk, question)

    with pytest.raises(NotAllowed):
        check_reply(question, by=one, digest=digest, accept=True)

    assert Question.objects.get().state == "checking"


def test_posts_elsewhere_check_and_sign_nothing(desk):
    question = an_assigned_question(desk)
    digest = hand_in(desk, question)
    stranger = PersonFactory(posts=[("checker", desk.water), ("head", desk.water)])

    with pytest.raises(NotAllowed):
        check_reply(question, by=stranger, digest=digest, accept=True)
    check_reply(question, by=desk.checker, digest=digest, accept=True)
    with pytest.raises(NotAllowed):
        sign_reply(question, by=stranger, digest=digest, accept=True, today=TODAY)
    with pytest.raises(NotAllowed):
        write_reply(question, by=desk.water_clerk, text="x")


def test_a_checker_decides_on_the_text_that_was_shown(desk):
    question = an_assigned_question(desk)
    hand_in(desk, question)

    with pytest.raises(WrongState):
        check_reply(question, by=desk.checker, digest="0" * 64, accept=True)

    assert Question.objects.get().state == "checking"


def test_sent_back_it_is_written_anew_and_checked_anew(desk):
    question = an_assigned_question(desk)
    first = hand_in(desk, question)
    check_reply(
        question, by=desk.checker, digest=first, accept=False, comment="说清楚哪天修的"
    )
    second = hand_in(desk, question, text="路灯3月2日修好。")
    check_reply(question, by=desk.checker, digest=second, accept=True)
    sign_reply(
        question,
        by=desk.head,
        digest=second,
        accept=False,
        comment="再核实",
        today=TODAY,
    )

    assert (question.state, Reply.objects.count()) == ("handled", 2)
    assert answer(desk, question).state == "answered"


def test_a_signature_needs_a_check_of_exactly_this_text(desk, monkeypatch):
    question = an_assigned_question(desk)
    digest = hand_in(desk, question)
    check_reply(question, by=desk.checker, digest=digest, accept=True)
    Reply.objects.update(text="偷偷改过的答复")
    changed = Reply.objects.get().digest

    with pytest.raises(NotAllowed):
        sign_reply(question, by=desk.head, digest=changed, accept=True, today=TODAY)
    monkeypatch.setattr(replies, "_require_checked", lambda reply: None)
    sign_reply(question, by=desk.head, digest=changed, accept=True, today=TODAY)

    assert question.state == "answered"  # what the guard keeps from happening


def test_nothing_is_handed_in_without_a_text_or_a_supporting_units_word(desk):
    question = an_assigned_question(desk, supports=[(desk.water, "管道在哪里")])

    with pytest.raises(RuleBroken):
        submit_reply(question, by=desk.clerk)
    a_reply(desk, question)
    with pytest.raises(RuleBroken):
        submit_reply(question, by=desk.clerk)
    with pytest.raises(NotAllowed):
        give_word(Support.objects.get(), by=desk.clerk, word="x")
    give_word(Support.objects.get(), by=desk.water_clerk, word="管道在路东侧。")
    submit_reply(question, by=desk.clerk)

    assert question.state == "checking"
    with pytest.raises(WrongState):
        write_reply(question, by=desk.clerk, text="改一改")


def test_a_word_that_comes_too_late_is_refused(desk):
    question = an_assigned_question(desk, supports=[(desk.water, "管道在哪里")])
    return_question(question, by=desk.clerk, note="不是我们的", today=TODAY)

    with pytest.raises(WrongState):
        give_word(Support.objects.get(), by=desk.water_clerk, word="管道在路东侧。")

    assert Support.objects.get().word == ""


def test_the_same_text_again_is_no_new_version(desk):
    question = an_assigned_question(desk)

    first, second = a_reply(desk, question), a_reply(desk, question)

    assert (first, Reply.objects.count()) == (second, 1)


def test_notes_are_written_by_who_sees_the_question(desk):
    question = an_assigned_question(desk)

    note = add_note(question, by=desk.checker, text="去年也问过。")
    with pytest.raises(NotAllowed):
        add_note(question, by=desk.water_clerk, text="x")

    assert list(question.notes.all()) == [note]
    assert str(note).startswith(question.number)


def test_solved_is_kept_and_rated_once(desk):
    question = an_answered_question(desk)

    rate_reply(question, solved=True, satisfied=True, words="谢谢", today=TODAY)
    with pytest.raises(WrongState):
        rate_reply(question, solved=False, today=TODAY)

    rating = Rating.objects.get()
    assert (rating.solved, rating.satisfied, str(rating)) == (
        True,
        True,
        f"{question} 1",
    )
    assert Question.objects.get().state == "answered"


def test_what_has_no_reply_is_not_rated(desk):
    question = an_assigned_question(desk)

    with pytest.raises(WrongState):
        rate_reply(question, solved=True, today=TODAY)

    assert Rating.objects.count() == 0


def test_not_solved_opens_it_again_with_a_clock_and_another_checker(desk):
    question = an_answered_question(desk)

    rate_reply(question, solved=False, words="还是不亮", today=TODAY)

    assert (question.state, question.round, question.answered_at) == (
        "handled",
        2,
        None,
    )
    assert question.due_on.isoformat() == "2026-03-09"
    digest = hand_in(desk, question, text="又修了一盏。")
    with pytest.raises(NotAllowed):
        check_reply(question, by=desk.checker, digest=digest, accept=True)
    check_reply(question, by=desk.second_checker, digest=digest, accept=True)
    sign_reply(question, by=desk.head, digest=digest, accept=True, today=TODAY)
    assert question.state == "answered"


def test_with_the_rule_off_the_same_checker_would_pass_it_again(desk, monkeypatch):
    monkeypatch.setattr(rules, "checkers_before", lambda question: set())
    question = an_answered_question(desk)
    rate_reply(question, solved=False, today=TODAY)
    digest = hand_in(desk, question, text="又修了一盏。")

    check_reply(question, by=desk.checker, digest=digest, accept=True)

    assert question.state == "signing"


def test_an_opened_question_is_not_returned_as_not_ours(desk):
    question = an_answered_question(desk)
    rate_reply(question, solved=False, today=TODAY)

    with pytest.raises(RuleBroken):
        return_question(question, by=desk.clerk, note="不是我们的", today=TODAY)

    assert Question.objects.get().state == "handled"


def test_a_reply_of_last_month_is_rated_and_stays_closed(desk):
    question = an_answered_question(desk)
    long_ago = timezone.now() - timedelta(days=31)
    Question.objects.update(answered_at=long_ago)
    question.refresh_from_db()

    rate_reply(question, solved=False, today=TODAY)
    with pytest.raises(RuleBroken):
        reopen_question(question, today=TODAY)

    question.refresh_from_db()
    assert (question.state, question.round) == ("answered", 1)
