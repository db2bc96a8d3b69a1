"""Who goes through numbers and codes one by one learns nothing: byte for byte."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.answers import (
    a_question,
    an_answered_question,
    an_unconfirmed_question,
    open_desk,
    publish_answer,
)
from tests.factories.people import a_county
from xiangyin.answers.models import Question
from xiangyin.answers.services.asker import forget_asker, withdraw_question
from xiangyin.answers.services.publishing import take_from_public
from xiangyin.answers.views import following, hand
from xiangyin.kernel.errors import RuleBroken

UNKNOWN, UNKNOWN_TOO = "ASK-2026-0999", "ASK-2026-0998"
EXAMPLE = b'placeholder="ASK-2026-0001"'
WRONG = "0000000000"
# A word made for each form, the policy's word for each page, and the number itself.
EACH_TIME = re.compile(
    rb'(name="(?:csrfmiddlewaretoken|client_key)" value=|nonce=)"[^"]*"'
)


@pytest.fixture
def numbers(desk) -> dict[str, str]:
    """A number of each sort that a stranger could come upon."""
    made = {
        "waiting": a_question(desk),
        "unconfirmed": an_unconfirmed_question(desk, contact="13900000001"),
        "private": an_answered_question(desk, contact="13900000002"),
        "withdrawn": a_question(desk, contact="13900000003"),
        "erased": a_question(desk, contact="13900000004"),
    }
    Question.objects.filter(pk=made["private"].pk).update(publicity="private")
    withdraw_question(made["withdrawn"])
    forget_asker(made["erased"], everything=True)
    taken = publish_answer(desk, contact="13900000005")
    take_from_public(taken, by=desk.coordinator, reason="误发")
    there = open_desk(a_county("linshui", "临水县"), prefix="临水")
    for _n in range(8):
        last = a_question(there, contact=f"1370000000{_n}")
    made |= {"taken from public": taken.question, "another county's": last}
    return {name: each.number for name, each in made.items()}


def said(answer, number: str) -> tuple:
    """Everything that an answer tells, without what is new each time."""
    body = EACH_TIME.sub(rb"\1", answer.content).replace(EXAMPLE, b"")
    body = body.replace(number.encode(), b"N").replace(number.lower().encode(), b"n")
    headers = {
        name: value
        for name, value in answer.headers.items()
        if name not in ("Content-Length", "Content-Security-Policy", "Expires")
    }
    return answer.status_code, headers, sorted(answer.cookies), body


def looked_up(number: str, code: str = WRONG) -> tuple:
    client = Client()
    client.get("/ask/status/")
    with CaptureQueriesContext(connection) as queries:
        answer = client.post("/ask/status/", {"number": number, "code": code})
    return *said(answer, number), [kind_of(each["sql"]) for each in queries]


def kind_of(sql: str) -> str:
    """A statement without what it asks for."""
    return re.sub(r"'[^']*'|\b\d+\b|s\d+_x\d+", "?", sql)[:200]


def test_a_wrong_code_is_answered_like_an_unknown_number_with_the_same_work(numbers):
    looked_up(UNKNOWN_TOO)  # what a process reads once
    unknown = looked_up(UNKNOWN)

    told = {name: looked_up(number) == unknown for name, number in numbers.items()}

    assert told == dict.fromkeys(numbers, True)


def test_who_said_that_a_number_is_unknown_would_be_found_out(numbers, monkeypatch):
    """The twin: one word more for numbers that are none."""
    real = following.find_question

    def talkative(number, code, **told):
        if not Question.objects.filter(number=number).exists():
            raise RuleBroken("没有这个编号。")
        return real(number, code, **told)

    monkeypatch.setattr(following, "find_question", talkative)

    assert looked_up(numbers["waiting"]) != looked_up(UNKNOWN)


def test_a_shorter_way_for_unknown_numbers_would_be_found_out(numbers, monkeypatch):
    """The twin: the same words, with less work."""
    real = following.find_question

    def in_a_hurry(number, code, **told):
        if number == UNKNOWN:
            return None
        return real(number, code, **told)

    looked_up(UNKNOWN_TOO)
    monkeypatch.setattr(following, "find_question", in_a_hurry)
    known, unknown = looked_up(numbers["waiting"]), looked_up(UNKNOWN)

    assert (known[:-1] == unknown[:-1], known[-1] == unknown[-1]) == (True, False)


@pytest.mark.parametrize(
    "address",
    [
        "/ask/status/{}/",
        "/ask/status/{}/confirm/",
        "/ask/status/{}/copy.json",
        "/answers/{}/",
    ],
)
def test_every_address_of_a_number_is_missing_for_a_stranger(numbers, address):
    def asked(number):
        return said(Client().get(address.format(number)), number)

    asked(UNKNOWN)
    unknown = asked(UNKNOWN)
    told = {name: asked(number) == unknown for name, number in numbers.items()}

    assert unknown[0] == 404
    assert told == dict.fromkeys(numbers, True)


@pytest.mark.parametrize("step", ["confirm", "add", "rate", "withdraw", "forget", "x"])
def test_no_step_tells_a_stranger_whether_there_is_such_a_number(numbers, step):
    def pressed(number):
        told = {"code": WRONG, "text": "?", "solved": "yes"}
        address = f"/ask/status/{number}/{step}/"
        return said(Client().post(address, told), number)

    pressed(UNKNOWN)
    unknown = pressed(UNKNOWN)
    told = {name: pressed(number) == unknown for name, number in numbers.items()}

    assert unknown[0] == 404
    assert told == dict.fromkeys(numbers, True)


def test_without_the_session_a_number_alone_would_open_a_question(numbers, monkeypatch):
    """The twin: whoever knows a number is taken for its asker."""

    def trusting(request, number):
        return Question.objects.get(number=number, county=hand.county_of(request))

    monkeypatch.setattr(following, "opened", trusting)
    page = Client().get(f"/ask/status/{numbers['waiting']}/")

    assert page.status_code == 200
