"""A public answer is followed: a contact, proven, is told once when it changes."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.answers import (
    ADDRESS,
    CONTACT,
    NOW,
    TODAY,
    answer,
    publish_answer,
)
from xiangyin.answers.models import Follower, Question
from xiangyin.answers.services import following, proving
from xiangyin.answers.services.after import report_progress, undertake
from xiangyin.answers.services.asker import forget_asker, rate_reply
from xiangyin.answers.services.contacts import masked
from xiangyin.answers.services.erasing import forget_old_followers, reseal_all
from xiangyin.answers.services.following import (
    ask_to_follow,
    let_go,
    prove_following,
    send_code_again,
    stop_again,
    stop_following,
    tell_followers,
)
from xiangyin.answers.services.knowledge import correct_entry, make_entry
from xiangyin.answers.services.publishing import publish_question, take_from_public
from xiangyin.kernel.errors import RuleBroken, WrongState
from xiangyin.kernel.models import Erasure, Letter, Record
from xiangyin.kernel.sealing import unseal
from xiangyin.kernel.services.outbox import deliver_due

OTHER, THIRD = "13900000009", "li@example.cn"
TOKENS = re.compile(
    rb'(name="(?:csrfmiddlewaretoken|client_key)" value=|nonce=)"[^"]*"'
)


@pytest.fixture
def question(desk):
    return publish_answer(desk).question


@pytest.fixture
def sent(question, monkeypatch):
    """What followers were sent: to whom, and what."""
    told = []

    def keep(way, to, text, *, key):
        told.append((to, text))
        return key

    monkeypatch.setattr(following, "the_messenger", lambda: keep)
    Letter.objects.all().delete()
    return told


def begin(question, contact=OTHER, **told) -> Follower:
    values = {"contact": contact, "address": ADDRESS, "now": NOW, **told}
    return ask_to_follow(question, **values)


def code_of(follower) -> str:
    return unseal(Follower.objects.get(pk=follower.pk).sealed_code)


def wrong(follower) -> str:
    return f"{(int(code_of(follower)) + 1) % 10**6:06}"


def follow(question, contact=OTHER) -> Follower:
    follower = begin(question, contact)
    prove_following(follower, code=code_of(follower), now=NOW)
    return follower


def carry() -> None:
    while deliver_due():
        pass


def followed_by(question) -> list[str]:
    rows = question.followers.exclude(proven_at=None)
    return [unseal(row.sealed_contact) for row in rows]


def the_entry(desk, question):
    today = timezone.localdate()
    return make_entry(
        question,
        by=desk.coordinator,
        title="路灯坏了找谁",
        text="打供电所的电话。",
        owner=desk.clerk,
        good_until=today + timedelta(days=30),
        today=today,
    )


def correct(desk, entry) -> int:
    told = {"title": entry.title, "text": "打城管局的电话。", "reason": "换了单位"}
    return correct_entry(entry, by=desk.clerk, **told)


def test_a_contact_follows_only_when_its_code_came_back(question, sent):
    follower = begin(question)
    tell_followers([question], "changed", occasion="1")
    with pytest.raises(RuleBroken):
        prove_following(follower, code=wrong(follower), now=NOW)
    before = followed_by(question)

    prove_following(follower, code=code_of(follower), now=NOW)

    assert (before, followed_by(question)) == ([], [OTHER])
    assert Letter.objects.filter(kind=following.NEWS).count() == 0
    assert str(follower) == f"{question} 2026-03-02"
    with pytest.raises(WrongState):
        prove_following(follower, code="000000", now=NOW)


def test_with_the_proof_off_anybodys_number_would_follow(question, monkeypatch):
    monkeypatch.setattr(following, "_is_right", lambda follower, code, now: True)

    prove_following(begin(question), code="", now=NOW)

    assert followed_by(question) == [OTHER]


def test_five_tries_three_codes_and_half_an_hour(question):
    follower = begin(question)
    for _n in range(proving.MOST_TRIES):
        with pytest.raises(RuleBroken):
            prove_following(follower, code=wrong(follower), now=NOW)
    with pytest.raises(RuleBroken):
        prove_following(follower, code=code_of(follower), now=NOW)
    send_code_again(follower, now=NOW)
    send_code_again(follower, now=NOW)
    with pytest.raises(RuleBroken):
        send_code_again(follower, now=NOW)
    late = NOW + timedelta(minutes=31)
    with pytest.raises(RuleBroken):
        prove_following(follower, code=code_of(follower), now=late)

    assert followed_by(question) == []


def test_six_codes_a_day_for_a_contact_and_forty_from_a_network(question):
    for _n in range(6):
        begin(question)
    with pytest.raises(RuleBroken):
        begin(question)
    for n in range(33):  # the question itself was one
        begin(question, f"137000000{n:02}")
    with pytest.raises(RuleBroken):
        begin(question, THIRD)

    assert Follower.objects.count() == 39


def test_with_the_counting_off_a_stranger_would_be_sent_codes_without_end(
    question, monkeypatch
):
    monkeypatch.setattr(proving, "count_once", lambda *about, **bound: True)

    for _n in range(8):
        begin(question)

    assert Letter.objects.filter(kind=following.CODE).count() == 8


def asked(question, contact) -> tuple:
    """All that a stranger gets who writes a contact, and the work it took."""
    client, address = Client(), f"/ask/follow/{question.number}/"
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        first = client.post(address, {"contact": contact})
    work = [re.sub(r"'[^']*'|\b\d+\b|s\d+_x\d+", "?", q["sql"])[:80] for q in queries]
    second = client.get(first.url)
    body = TOKENS.sub(rb"\1", second.content)
    for word in (latest().page, masked(contact), code_of(latest())):
        body = body.replace(word.encode(), b"X")
    return first.status_code, second.status_code, body, work


def latest() -> Follower:
    return Follower.objects.order_by("-pk")[0]


def test_nobody_learns_whether_a_contact_follows_already(question):
    follow(question)
    asked(question, "13711112222")  # counted before, as the other was

    known, unknown = asked(question, OTHER), asked(question, "13711112222")

    assert known == unknown


def test_who_refused_a_contact_that_follows_would_tell_of_it(question, monkeypatch):
    """The twin: a kind word for who follows already."""
    follow(question)
    real = following.told_contact

    def talkative(words):
        told = real(words)
        if told[0] == OTHER:
            raise ValidationError({"contact": ["您已经关注了。"]})
        return told

    monkeypatch.setattr(following, "told_contact", talkative)
    answers = [
        Client().post(f"/ask/follow/{question.number}/", {"contact": contact})
        for contact in (OTHER, THIRD)
    ]

    assert [each.status_code for each in answers] == [422, 302]


def test_a_contact_that_proves_again_follows_once(question, sent):
    follow(question)
    follow(question)

    tell_followers([question], "changed", occasion="1")
    tell_followers([question], "changed", occasion="1")
    carry()

    assert followed_by(question) == [OTHER]
    assert len([text for _to, text in sent if "/ask/follow/stop/" in text]) == 1


def test_a_new_reply_is_told_when_everybody_can_read_it(desk, question, sent):
    follow(question)
    Letter.objects.all().delete()
    question.refresh_from_db()
    Question.objects.filter(pk=question.pk).update(answered_at=timezone.now())
    rate_reply(Question.objects.get(pk=question.pk), solved=False, today=TODAY)
    again = Question.objects.get(pk=question.pk)
    answer(desk, again, checker=desk.second_checker)
    signed = Letter.objects.filter(kind=following.NEWS).count()

    for _n in range(2):
        publish_question(Question.objects.get(pk=question.pk), by=desk.coordinator)
    carry()

    follower = Follower.objects.get()
    assert signed == 0
    assert [to for to, _text in sent] == [OTHER]
    assert f"/ask/follow/stop/{follower.stop}/" in sent[0][1]
    assert Record.objects.filter(action="told_follower").count() == 0


def test_a_correction_and_a_promise_are_told_once_a_contact(desk, question, sent):
    entry = the_entry(desk, question)
    promise = undertake(
        question,
        by=desk.clerk,
        what="装三盏灯",
        due_on=TODAY + timedelta(days=9),
        today=TODAY,
    )
    for contact in (OTHER, THIRD, CONTACT):  # the last one asked it
        Follower.objects.filter(proven_at=None).delete()
        follow(question, contact)
    Letter.objects.all().delete()

    askers = correct(desk, entry)
    report_progress(promise, by=desk.clerk, words="装好了", done=True, today=TODAY)
    carry()

    assert askers == 1  # followers are counted nowhere
    assert [to for to, _text in sent] == [OTHER, THIRD, OTHER, THIRD]


def test_with_one_a_contact_off_the_asker_would_hear_twice(question, monkeypatch):
    follow(question, CONTACT)
    tell_followers([question], "changed", occasion="1")
    quiet = Letter.objects.filter(kind=following.NEWS).count()
    Question.objects.filter(pk=question.pk).update(contact_key="")

    tell_followers([question], "changed", occasion="1")

    assert (quiet, Letter.objects.filter(kind=following.NEWS).count()) == (0, 1)


def test_ended_means_no_more_and_nothing_kept(question, sent):
    follower = follow(question)
    Letter.objects.all().delete()
    tell_followers([question], "changed", occasion="1")

    stop_following(follower)
    tell_followers([question], "changed", occasion="2")
    carry()

    assert (sent, Follower.objects.count()) == ([], 0)
    assert Erasure.objects.filter(kind="follower", thing=follower.pk).exists()


def test_without_the_deletion_ending_would_change_nothing(question, sent):
    """The twin: the row is there again, as after a restore, until it is deleted anew."""
    follower = follow(question)
    stop_following(follower)
    follower.proven_at = NOW
    follower.save(force_insert=True)
    tell_followers([question], "changed", occasion="1")
    carry()
    told = [to for to, text in sent if "/stop/" in text]

    assert (told, stop_again(follower.pk), stop_again(follower.pk)) == (
        [OTHER],
        True,
        False,
    )


def test_what_is_not_public_is_not_followed_and_not_told_of(desk, question, sent):
    follow(question)
    Letter.objects.all().delete()
    tell_followers([question], "changed", occasion="1")
    take_from_public(question.publication, by=desk.coordinator, reason="误发")

    tell_followers([question], "changed", occasion="2")
    carry()

    assert sent == []
    with pytest.raises(WrongState):
        begin(question)


def test_contacts_go_with_the_asker_and_a_year_after_the_question(question):
    follow(question)
    follow(question, CONTACT)
    begin(question, THIRD)
    assert reseal_all()[1] == 0
    a_year = timezone.now() + timedelta(days=366)

    forget_asker(question)
    after_asker = followed_by(question)
    gone = let_go(now=NOW + timedelta(hours=25))
    early = forget_old_followers(now=timezone.now() + timedelta(days=364))
    late = forget_old_followers(now=a_year)

    assert (after_asker, gone, early, late) == ([OTHER], 1, 0, 1)


def test_who_deletes_everything_is_followed_by_nobody(question):
    follow(question)

    forget_asker(question, everything=True)

    assert Follower.objects.count() == 0


def test_it_is_all_done_on_pages_without_a_script(client, desk, question):
    here = f"/ask/follow/{question.number}/"
    page = client.get(f"/answers/{question.number}/").content.decode()
    offered = client.get(f"/ask/about/{desk.matter.pk}/?title=路灯坏了")
    bad = client.post(here, {"contact": "123"})
    begun = client.post(here, {"contact": OTHER})
    follower = Follower.objects.get()
    stop = f"/ask/follow/stop/{follower.stop}/"
    unproven = client.get(stop)
    again = client.post(begun.url, {"again": "1"})
    key = {"client_key": "11111111-1111-4111-8111-111111111111"}
    guess = client.post(begun.url, {"code": wrong(follower), **key})
    follower.refresh_from_db()
    tries = follower.tries
    done = client.post(begun.url, {"code": code_of(follower)})
    twice = client.post(begun.url, {"code": "000000"})
    looked = client.get(stop)
    kept = Follower.objects.count()
    ended = client.post(stop)

    assert [page.count(here), offered.content.decode().count(here)] == [1, 1]
    assert (bad.status_code, unproven.status_code) == (422, 404)
    assert (again.status_code, guess.status_code, tries) == (200, 422, 1)
    assert (done.url, twice.url) == (here, here)
    assert (looked.context["contact"], kept) == ("139••••0009", 1)
    assert (ended.url, Follower.objects.count()) == ("/ask/follow/ended/", 0)
    assert client.get(ended.url).status_code == 200
    assert client.get(stop).status_code == 404
    assert client.get("/ask/follow/ASK-2026-0999/").status_code == 404
    assert OTHER not in page
