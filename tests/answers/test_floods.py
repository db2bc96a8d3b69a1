"""A village behind one address gets through; one contact and one hand that tries do not."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from tests.factories.answers import (
    ADDRESS,
    NOW,
    TODAY,
    a_question,
    an_unconfirmed_question,
    code_sent_to,
)
from tests.factories.people import a_county
from xiangyin.answers.models import Question
from xiangyin.answers.services import codes, proving
from xiangyin.answers.services.asking import confirm_question
from xiangyin.answers.services.codes import find_question
from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.services.limits import count_once

VILLAGERS = 60
A_MINUTE = timedelta(minutes=1)
TYPED = {
    "kind": "help",
    "title": "村口路灯坏了",
    "text": "村口到学校的三盏路灯坏了半个月。",
    "contact": "138 1234 5678",
    "publicity": "nameless",
}


def a_villager_asks(desk, number: int, *, now) -> None:
    """From the one address of the village; the code that came is typed in."""
    told = {"now": now, "today": TODAY}
    question = an_unconfirmed_question(desk, contact=f"139{number:08}", **told)
    code = code_sent_to(question)
    confirm_question(question, code=code, address=ADDRESS, **told)


def refusals(calls) -> int:
    refused = 0
    for call in calls:
        try:
            call()
        except RuleBroken:
            refused += 1
    return refused


def test_a_whole_village_asks_within_ten_minutes_from_one_address(desk):
    refused = refusals(
        lambda n=n: a_villager_asks(desk, n, now=NOW + n * timedelta(seconds=3))
        for n in range(VILLAGERS)
    )

    assert (refused, Question.objects.waiting().count()) == (0, VILLAGERS)


def test_if_confirming_gave_nothing_back_most_of_the_village_would_wait(
    desk, monkeypatch
):
    monkeypatch.setattr(proving, "give_back", lambda *about: None)

    refused = refusals(
        lambda n=n: a_villager_asks(desk, n, now=NOW + n * timedelta(seconds=3))
        for n in range(VILLAGERS)
    )

    assert refused == VILLAGERS - proving.MOST_A_NETWORK


def test_who_writes_to_the_numbers_of_others_is_slowed(desk):
    refused = refusals(
        lambda n=n: an_unconfirmed_question(desk, contact=f"139{n:08}")
        for n in range(proving.MOST_A_NETWORK + 20)
    )

    assert (refused, Question.objects.count()) == (20, proving.MOST_A_NETWORK)


def test_one_contact_is_slowed_from_however_many_addresses(desk):
    refused = refusals(
        lambda n=n: an_unconfirmed_question(desk, address=f"198.51.{n}.9")
        for n in range(10)
    )

    assert (refused, Question.objects.count()) == (4, proving.MOST_A_CONTACT)


def test_who_is_slowed_is_told_so_and_what_was_typed_stays(client, desk):
    told = [
        client.post(f"/ask/about/{desk.matter.pk}/", TYPED)
        for _n in range(proving.MOST_A_CONTACT + 1)
    ]

    page = told[-1].content.decode()
    assert [each.status_code for each in told] == [302] * 6 + [422]
    assert told[-1].context["form"].non_field_errors() == [
        "这一联系方式今天已留言六次，请明天再来。"
    ]
    assert [TYPED[name] in page for name in ("title", "text", "contact")] == [True] * 3


def test_who_tries_codes_is_slowed_and_the_right_code_waits_no_longer_than_said(desk):
    question = a_question(desk)
    at = {"county": desk.county, "address": ADDRESS}

    refused = refusals(
        lambda n=n: find_question(f"ASK-2026-{n:04}", "0000000000", now=NOW, **at)
        for n in range(2000, 2000 + codes.WRONG_FROM_AN_ADDRESS + 20)
    )
    later = NOW + codes.A_WHILE
    found = find_question(question.number, question.code, now=later, **at)

    assert (refused, found) == (20, question)


def test_a_neighbour_of_who_tries_codes_is_not_locked_out(desk):
    """Another address of the same provider is another household."""
    question = a_question(desk)
    told = {"county": desk.county, "now": NOW}
    refusals(
        lambda n=n: find_question(
            f"ASK-2026-{n:04}", "0000000000", address="203.0.113.7", **told
        )
        for n in range(2000, 2000 + codes.WRONG_FROM_AN_ADDRESS + 20)
    )

    found = find_question(question.number, question.code, address="203.0.113.8", **told)

    assert found == question


def test_one_question_is_tried_ten_times_an_hour_from_a_whole_block_of_addresses(desk):
    question = a_question(desk)
    told = {"county": desk.county, "now": NOW}

    refused = refusals(
        lambda n=n: find_question(
            question.number, "0000000000", address=f"203.0.113.{n}", **told
        )
        for n in range(15)
    )

    assert refused == 15 - codes.WRONG_FOR_A_NUMBER


@pytest.fixture
def committed(
    database_that_is_emptied,
    django_db_serialized_rollback,
    transactional_db,
):
    return a_county()


@pytest.mark.writers
def test_processes_share_what_they_count(committed):
    """Twelve at once, each with a connection of its own: five come in."""

    def count(_n):
        try:
            return count_once("village", most=5, within=A_MINUTE, now=NOW)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(12) as pool:
        allowed = list(pool.map(count, range(12)))

    assert sorted(allowed) == [False] * 7 + [True] * 5
