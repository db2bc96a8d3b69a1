"""Two at the same moment: one wins, the other is told, and nothing is half done."""

import pytest
from django.db import (
    DatabaseError,
    IntegrityError,
    OperationalError,
    connection,
    transaction,
)
from django.utils import timezone

from tests.factories.answers import (
    NOW,
    TODAY,
    a_question,
    a_reply,
    an_answered_question,
    an_assigned_question,
    an_unconfirmed_question,
    code_sent_to,
    hand_in,
    open_desk,
)
from tests.factories.people import PersonFactory, a_county
from tests.once.writers import at_once, meet_at
from xiangyin.answers.models import Extension, Question, Rating, Reply, Support
from xiangyin.answers.services import asker, holding, proving, replies, triage, waiting
from xiangyin.answers.services.asking import confirm_question, let_lapse
from xiangyin.kernel.errors import DomainError
from xiangyin.kernel.services.audit import history

pytestmark = pytest.mark.writers


@pytest.fixture
def desk(
    database_that_is_emptied,
    django_db_serialized_rollback,
    transactional_db,
):
    """A desk, committed, with two of each who may press."""
    desk = open_desk(a_county())
    desk.others = {
        role: PersonFactory(posts=[(role, at)])
        for role, at in (
            ("coordinator", desk.county),
            ("clerk", desk.roads),
            ("head", desk.roads),
        )
    }
    desk.other_water_clerk = PersonFactory(posts=[("clerk", desk.water)])
    return desk


@pytest.fixture
def without_holding(monkeypatch):
    """How it stood when it was read is taken for how it stands."""
    for service in (triage, waiting, asker):
        monkeypatch.setattr(service, "hold", lambda question: None)
    monkeypatch.setattr(triage, "hold_both", lambda question, other: None)


def shown(question, times=2):
    """The question as each page showed it."""
    return [Question.objects.get(pk=question.pk) for _n in range(times)]


def told(results) -> list[str]:
    """What the refused were told; anything but a refusal of ours fails the test."""
    wrong = [each for each in results if isinstance(each, Exception)]
    assert [each for each in wrong if not isinstance(each, DomainError)] == []
    return sorted(type(each).__name__ for each in wrong)


def steps_of(question, *names) -> list[str]:
    return [line.action for line in history(question) if line.action in names]


def test_one_of_two_coordinators_assigns_it(desk):
    question = a_question(desk)
    one, other = shown(question)

    results = at_once(
        lambda: triage.assign_question(
            one, unit=desk.roads, by=desk.coordinator, today=TODAY
        ),
        lambda: triage.assign_question(
            other, unit=desk.water, by=desk.others["coordinator"], today=TODAY
        ),
    )

    question.refresh_from_db()
    assert told(results) == ["WrongState"]
    assert steps_of(question, "assign") == ["assign"]
    assert [mark.unit_id for mark in question.marks.filter(act="hand_over")] == [
        question.unit_id
    ]


def test_one_of_two_hands_it_to_another_unit(desk):
    question = an_assigned_question(desk)
    town = desk.county.get_children().get(code="shixi")
    pages = zip(shown(question), (desk.water, town), strict=True)

    results = at_once(
        *[
            lambda page=page, unit=unit: triage.hand_to_another(
                page, unit=unit, by=desk.coordinator, today=TODAY, note="误派"
            )
            for page, unit in pages
        ]
    )

    assert told(results) == ["WrongState"]
    assert steps_of(question, "reassign") == ["reassign"]


def test_of_two_clerks_the_second_reads_first_what_the_other_wrote(desk):
    question = an_assigned_question(desk)
    pages = zip(shown(question), (desk.clerk, desk.others["clerk"]), strict=True)

    results = at_once(
        *[
            lambda page=page, by=by: replies.write_reply(
                page, by=by, text=f"{by.name}：已修好。", after=""
            )
            for page, by in pages
        ]
    )

    assert told(results) == ["WrongState"]
    assert Reply.objects.count() == 1


def test_without_asking_what_came_before_the_second_covers_the_first(desk):
    question = an_assigned_question(desk)
    pages = zip(shown(question), (desk.clerk, desk.others["clerk"]), strict=True)

    results = at_once(
        *[
            lambda page=page, by=by: replies.write_reply(
                page, by=by, text=f"{by.name}：已修好。"
            )
            for page, by in pages
        ]
    )

    assert (told(results), Reply.objects.count()) == ([], 2)


def test_the_asker_withdraws_while_the_head_signs(desk):
    question = an_assigned_question(desk)
    digest = hand_in(desk, question)
    replies.check_reply(question, by=desk.checker, digest=digest, accept=True)
    by_asker, by_head = shown(question)

    results = at_once(
        lambda: asker.withdraw_question(by_asker),
        lambda: replies.sign_reply(
            by_head, by=desk.head, digest=digest, accept=True, today=TODAY
        ),
    )

    question.refresh_from_db()
    sent = Reply.objects.exclude(sent_at=None).count()
    signed = question.latest_reply.approvals.filter(stage="sign").count()
    assert told(results) == ["WrongState"]
    assert (question.state, sent, signed) in [("withdrawn", 0, 0), ("answered", 1, 1)]


def test_a_reply_is_signed_by_one_of_two_heads(desk):
    question = an_assigned_question(desk)
    digest = hand_in(desk, question)
    replies.check_reply(question, by=desk.checker, digest=digest, accept=True)
    pages = zip(shown(question), (desk.head, desk.others["head"]), strict=True)

    results = at_once(
        *[
            lambda page=page, by=by: replies.sign_reply(
                page, by=by, digest=digest, accept=True, today=TODAY
            )
            for page, by in pages
        ]
    )

    assert told(results) == ["WrongState"]
    assert question.latest_reply.approvals.filter(stage="sign").count() == 1


@pytest.mark.parametrize("solved", [True, False])
def test_a_reply_is_rated_once_and_opened_again_once(desk, solved):
    question = an_answered_question(desk, today=timezone.localdate())
    today = timezone.localdate()

    results = at_once(
        *[
            lambda page=page: asker.rate_reply(page, solved=solved, today=today)
            for page in shown(question)
        ]
    )

    question.refresh_from_db()
    assert told(results) == ["WrongState"]
    assert Rating.objects.count() == 1
    assert question.round == (1 if solved else 2)


def test_a_code_that_comes_twice_at_once_confirms_once(desk):
    question = an_unconfirmed_question(desk)
    code = code_sent_to(question)

    results = at_once(
        *[
            lambda page=page: confirm_question(page, code=code, now=NOW, today=TODAY)
            for page in shown(question)
        ]
    )

    question.refresh_from_db()
    assert len(told(results)) == 1
    assert steps_of(question, "confirm") == ["confirm"]
    assert question.marks.count() == 1


def test_who_confirms_as_the_day_ends_comes_in_or_lapses_and_nothing_breaks(desk):
    question = an_unconfirmed_question(desk)
    code = code_sent_to(question)
    page = shown(question)[0]

    results = at_once(
        lambda: confirm_question(page, code=code, now=NOW, today=TODAY),
        lambda: let_lapse(now=NOW + 2 * proving.A_DAY),
    )

    question.refresh_from_db()
    told(results)
    is_in = question.state == "waiting"
    assert (question.state, question.text == "—") in [
        ("waiting", False),
        ("lapsed", True),
    ]
    assert results[1] == (0 if is_in else 1)


def test_two_that_are_merged_into_each_other_do_not_both_vanish(desk):
    first = an_assigned_question(desk)
    second = an_assigned_question(desk, contact="13900000001")
    one, other = shown(first)[0], shown(second)[0]

    results = at_once(
        lambda: triage.merge_question(one, into=second, by=desk.coordinator),
        lambda: triage.merge_question(other, into=first, by=desk.others["coordinator"]),
    )

    states = sorted(Question.objects.values_list("state", flat=True))
    assert told(results) == ["RuleBroken"]
    assert states == ["handled", "merged"]


def test_a_unit_is_asked_to_help_once_and_gives_its_word_once(desk):
    question = an_assigned_question(desk)

    asked = at_once(
        *[
            lambda page=page: triage.add_support(
                page, unit=desk.water, asked="管道", by=desk.clerk, today=TODAY
            )
            for page in shown(question)
        ]
    )
    supports = [Support.objects.select_related("question").get() for _n in range(2)]
    pages = zip(supports, (desk.water_clerk, desk.other_water_clerk), strict=True)
    given = at_once(
        *[
            lambda page=page, by=by: replies.give_word(page, by=by, word=by.name)
            for page, by in pages
        ]
    )

    assert (told(asked), told(given)) == (["RuleBroken"], ["WrongState"])
    assert Support.objects.count() == 1


def test_more_days_are_asked_for_once(desk):
    question = an_assigned_question(desk)

    results = at_once(
        *[
            lambda page=page: waiting.ask_for_extension(
                page, by=desk.clerk, reason="等材料", today=TODAY
            )
            for page in shown(question)
        ]
    )

    assert told(results) == ["RuleBroken"]
    assert Extension.objects.count() == 1


def test_nothing_is_added_to_what_is_withdrawn_at_that_moment(desk):
    question = an_assigned_question(desk)
    one, other = shown(question)

    results = at_once(
        lambda: asker.withdraw_question(one),
        lambda: waiting.add_words(other, text="还在漏水。", today=TODAY),
    )

    question.refresh_from_db()
    names = [line.action for line in history(question)][-2:]
    assert question.state == "withdrawn"
    assert (told(results), names) in [
        ([], ["add", "withdraw"]),
        (["WrongState"], ["assign", "withdraw"]),
    ]


def test_without_holding_who_merges_crosswise_breaks_on_the_database(
    desk, without_holding, monkeypatch
):
    """The twin: each has moved its own and waits for the other's."""
    first = an_assigned_question(desk)
    second = an_assigned_question(desk, contact="13900000001")
    one, other = shown(first)[0], shown(second)[0]
    if connection.vendor == "postgresql":
        meet_at(monkeypatch, triage, "move", 2)

    results = at_once(
        lambda: triage.merge_question(one, into=second, by=desk.coordinator),
        lambda: triage.merge_question(other, into=first, by=desk.coordinator),
    )

    wrong = [each for each in results if isinstance(each, Exception)]
    if connection.vendor == "postgresql":
        assert [isinstance(each, OperationalError) for each in wrong] == [True]
    else:  # one writer at a time sees what the other wrote
        assert told(results) == ["RuleBroken"]


def test_without_holding_more_days_break_on_the_database(
    desk, without_holding, monkeypatch
):
    """The twin: what was looked up before stands when it is written."""
    question = an_assigned_question(desk)
    if connection.vendor == "postgresql":
        meet_at(monkeypatch, waiting, "terms_on", 2)
    a_reply(desk, question)

    results = at_once(
        *[
            lambda page=page: waiting.ask_for_extension(
                page, by=desk.clerk, reason="等材料", today=TODAY
            )
            for page in shown(question)
        ]
    )

    wrong = [type(each) for each in results if isinstance(each, Exception)]
    if connection.vendor == "postgresql":
        assert [issubclass(each, IntegrityError) for each in wrong] == [True]
    else:
        assert [issubclass(each, DatabaseError) for each in wrong] == [False]


def test_what_moved_since_it_was_read_is_not_held(desk):
    question = an_assigned_question(desk)
    stale = shown(question)[0]
    asker.withdraw_question(question)

    with pytest.raises(DomainError), transaction.atomic():
        holding.hold(stale)
