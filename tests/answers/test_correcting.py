"""The asker corrects name and contact; a new contact is proven, the former one is told."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from tests.factories.answers import (
    CONTACT,
    NOW,
    a_question,
    an_unconfirmed_question,
)
from xiangyin.answers.models import ContactChange, Question
from xiangyin.answers.services import correcting, proving
from xiangyin.answers.services.asker import forget_asker
from xiangyin.answers.services.asking import take_down_question
from xiangyin.answers.services.correcting import (
    ask_for_new_contact,
    correct_name,
    prove_new_contact,
    waiting_change,
)
from xiangyin.kernel.errors import RuleBroken, WrongState
from xiangyin.kernel.models import Letter, Record
from xiangyin.kernel.sealing import unseal
from xiangyin.kernel.services.outbox import deliver_due

NEW = "13900000009"


@pytest.fixture
def question(desk):
    return a_question(desk)


@pytest.fixture
def sent(settings, monkeypatch):
    """What was sent: to whom, and what."""
    told = []

    def keep(way, to, text, *, key):
        told.append((way, to, text))
        return key

    monkeypatch.setattr(correcting, "the_messenger", lambda: keep)
    Letter.objects.all().delete()
    return told


def contact_of(question) -> str:
    return unseal(Question.objects.get(pk=question.pk).sealed_contact)


def code_of(change) -> str:
    return unseal(change.sealed_code)


def wrong(code) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def test_a_new_contact_counts_only_when_its_code_came_back(question):
    change = ask_for_new_contact(question, contact=NEW, now=NOW)
    assert contact_of(question) == CONTACT

    with pytest.raises(RuleBroken):
        prove_new_contact(question, code=wrong(code_of(change)), now=NOW)
    assert contact_of(question) == CONTACT
    prove_new_contact(question, code=code_of(change), now=NOW)

    assert contact_of(question) == NEW
    assert str(change) == f"{question} 2026-03-02"
    with pytest.raises(RuleBroken):
        prove_new_contact(question, code=code_of(change), now=NOW)
    assert Record.objects.filter(action="correct").count() == 1


def test_with_the_proof_off_anybodys_number_would_take_its_place(question, monkeypatch):
    ask_for_new_contact(question, contact=NEW, now=NOW)
    any_code = lambda question, code, now: question.contact_changes.get()  # noqa: E731
    monkeypatch.setattr(correcting, "_proven", any_code)

    prove_new_contact(question, code="", now=NOW)

    assert contact_of(question) == NEW


def test_the_code_goes_to_the_new_contact_and_word_to_the_former(question, sent):
    change = ask_for_new_contact(question, contact="wang@example.cn", now=NOW)
    while deliver_due():
        pass
    prove_new_contact(question, code=code_of(change), now=NOW)
    while deliver_due():
        pass

    assert [(way, to) for way, to, _text in sent] == [
        ("mail", "wang@example.cn"),
        ("sms", CONTACT),
    ]
    assert code_of(change) in sent[0][2]
    change.refresh_from_db()
    assert (change.sealed_former, change.sealed_contact, change.sealed_code) == (
        "",
        "",
        "",
    )


def test_a_code_that_was_used_or_replaced_is_not_sent_any_more(question, sent):
    change = ask_for_new_contact(question, contact=NEW, now=NOW)
    prove_new_contact(question, code=code_of(change), now=NOW)
    ask_for_new_contact(question, contact="13900000008", now=NOW)
    ask_for_new_contact(question, contact="13900000007", now=NOW)

    while deliver_due():
        pass

    assert [to for _way, to, _text in sent] == [CONTACT, "13900000007"]


def test_five_tries_half_an_hour_and_five_codes_a_day(question, monkeypatch):
    change = ask_for_new_contact(question, contact=NEW, now=NOW)
    code = code_of(change)
    assert waiting_change(question, now=NOW) == change

    for _n in range(proving.MOST_TRIES):
        with pytest.raises(RuleBroken):
            prove_new_contact(question, code=wrong(code), now=NOW)
    with pytest.raises(RuleBroken):
        prove_new_contact(question, code=code, now=NOW)
    later = NOW + timedelta(minutes=31)
    for n in range(4):
        change = ask_for_new_contact(question, contact=f"1390000001{n}", now=NOW)
    with pytest.raises(RuleBroken):
        ask_for_new_contact(question, contact="13900000020", now=NOW)
    with pytest.raises(RuleBroken):
        prove_new_contact(question, code=code_of(change), now=later)

    assert (contact_of(question), waiting_change(question, now=later)) == (
        CONTACT,
        None,
    )


def test_with_the_counting_off_a_stranger_would_be_sent_codes_without_end(
    question, monkeypatch
):
    monkeypatch.setattr(correcting, "count_once", lambda *about, **bound: True)

    for _n in range(7):
        ask_for_new_contact(question, contact=NEW, now=NOW)

    assert Letter.objects.filter(kind=correcting.NEW_CONTACT).count() == 7


def test_the_same_contact_and_none_are_refused(question):
    with pytest.raises(RuleBroken):
        ask_for_new_contact(question, contact=CONTACT, now=NOW)
    with pytest.raises(ValidationError):
        ask_for_new_contact(question, contact="123", now=NOW)

    assert ContactChange.objects.count() == 0


def test_who_rang_without_a_contact_leaves_one_later_and_nobody_else_is_told(desk):
    question, _code = take_down_question(
        by=desk.clerk,
        county=desk.county,
        origin="phone",
        kind="help",
        matter=desk.matter,
        title="路灯",
        text="坏了",
        now=NOW,
        today=NOW.date(),
    )

    change = ask_for_new_contact(question, contact=NEW, now=NOW)
    prove_new_contact(question, code=code_of(change), now=NOW)

    assert contact_of(question) == NEW
    assert Letter.objects.filter(kind=correcting.FORMER_CONTACT).count() == 0


def test_a_name_is_corrected_and_what_is_gone_is_not(desk, question):
    correct_name(question, name=" 王秀兰 ")
    with pytest.raises(ValidationError):
        correct_name(question, name="王" * 41)
    assert unseal(Question.objects.get().sealed_name) == "王秀兰"

    ask_for_new_contact(question, contact=NEW, now=NOW)
    forget_asker(question, everything=True)

    question.refresh_from_db()
    with pytest.raises(WrongState):
        correct_name(question, name="王")
    assert ContactChange.objects.count() == 0
    unproven = an_unconfirmed_question(desk, contact="13900000001")
    with pytest.raises(WrongState):
        ask_for_new_contact(unproven, contact=NEW, now=NOW)


def test_it_is_all_done_on_the_askers_own_page(client, desk, question):
    number = question.number
    here = f"/ask/status/{number}/contact/"
    stranger = client.get(here)
    client.post("/ask/status/", {"number": number, "code": question.code})
    key = {"client_key": "11111111-1111-4111-8111-111111111111"}

    bad = client.post(here, {"step": "contact", "contact": "123"})
    long = client.post(here, {"step": "name", "name": "王" * 41})
    client.post(here, {"step": "name", "name": "王秀兰"})
    client.post(here, {"step": "contact", "contact": NEW})
    page = client.get(here)
    change = ContactChange.objects.get()
    guess = client.post(here, {"step": "code", "code": wrong(code_of(change)), **key})
    change.refresh_from_db()
    done = client.post(here, {"step": "code", "code": code_of(change)})

    assert [stranger.status_code, bad.status_code, long.status_code] == [404, 422, 422]
    assert page.context["new_contact"] == "139••••0009"
    # Refused, and still counted, whatever key came with it.
    assert (guess.status_code, change.tries, done.status_code) == (422, 1, 302)
    assert contact_of(question) == NEW
    assert client.get(here).context["forms"]["name"].initial == {"name": "王秀兰"}


def test_an_erased_question_has_nothing_to_correct(client, desk, question):
    client.post("/ask/status/", {"number": question.number, "code": question.code})
    forget_asker(question, everything=True)

    assert client.get(f"/ask/status/{question.number}/contact/").status_code == 404
