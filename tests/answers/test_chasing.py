"""Reminders, figures, messages, and what the program does by the clock."""

import json
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import call_command

from tests.answers.test_asking import look_up
from tests.factories.answers import (
    NOW,
    ONE_DAY,
    TODAY,
    a_question,
    an_answered_question,
    an_assigned_question,
    an_unconfirmed_question,
    answer,
    open_desk,
)
from tests.factories.newsroom import open_newsroom
from tests.factories.people import PersonFactory
from xiangyin.answers import tasks
from xiangyin.answers.models import Chaser, Proof, Question, Reply, Terms
from xiangyin.answers.reports.figures import Share, figures
from xiangyin.answers.services.asker import forget_asker, rate_reply, withdraw_question
from xiangyin.answers.services.asking import confirm_question
from xiangyin.answers.services.chasing import chase
from xiangyin.answers.views.questions import mine
from xiangyin.gateways import messages
from xiangyin.gateways.fetch import Page
from xiangyin.kernel.models import Letter
from xiangyin.kernel.sealing import Unreadable, seal, unseal
from xiangyin.kernel.services.outbox import deliver_due
from xiangyin.kernel.services.retention import remove_what_is_over


@pytest.fixture
def desk(county):
    return open_desk(county)


def chased() -> list[tuple]:
    return list(Chaser.objects.values_list("stage", "to"))


def test_reminders_come_once_a_stage_and_late_ones_go_above(desk):
    overseer = PersonFactory(name="谭主任", posts=[("leader", desk.county)])
    Terms.objects.create(county=desk.county, since=date(2026, 1, 1), overseer=overseer)
    question = an_assigned_question(desk)
    days = ["2026-03-12", "2026-03-13", "2026-03-16", "2026-03-17", "2026-03-19"]

    done = [chase(today=date.fromisoformat(day)) for day in days]
    chase(today=date(2026, 3, 20))

    assert done == [0, 1, 0, 1, 0]
    assert chased() == [("near", None), ("late", None), ("above", overseer.pk)]
    assert list(Question.objects.filter(mine(overseer))) == [question]
    assert str(Chaser.objects.first()) == f"{question} near"


def test_who_stands_still_or_has_answered_is_not_reminded(desk):
    an_answered_question(desk)
    still = an_assigned_question(desk, contact="13900000001")
    Question.objects.filter(pk=still.pk).update(due_on=None)

    assert chase(today=date(2026, 4, 1)) == 0


def test_a_reminder_is_written_to_whoever_handles_it(desk, settings, tmp_path):
    settings.VAR = tmp_path
    desk.clerk.email = "clerk@example.cn"
    desk.clerk.save()
    question = an_assigned_question(desk)
    Question.objects.filter(pk=question.pk).update(owner=desk.clerk)

    chase(today=date(2026, 4, 1))
    deliver_due()

    lines = (tmp_path / "messages.jsonl").read_text("utf-8").splitlines()
    told = [json.loads(line) for line in lines]
    assert told[-1]["to"] == "clerk@example.cn"
    assert question.number in told[-1]["text"]


def test_who_has_left_is_not_written_to(desk, settings, tmp_path):
    settings.VAR = tmp_path
    desk.clerk.email = "clerk@example.cn"
    desk.clerk.save()
    question = an_assigned_question(desk)
    Question.objects.filter(pk=question.pk).update(owner=desk.clerk)
    chase(today=date(2026, 4, 1))
    desk.clerk.is_active = False
    desk.clerk.save()

    deliver_due()

    kept = (tmp_path / "messages.jsonl").read_text("utf-8")
    assert "clerk@example.cn" not in kept
    assert Letter.objects.get(kind="answers.chaser").state == "delivered"


def test_figures_say_what_they_are_shares_of_and_hide_what_few_stand_behind(desk):
    for n in range(5):
        question = an_answered_question(desk, contact=f"1390000000{n}", kind="help")
        sent = Reply.objects.filter(question=question)
        sent.update(sent_at=NOW, sent_on=TODAY)
        rate_reply(question, solved=True, satisfied=n > 0, today=TODAY)
    late = an_answered_question(desk, contact="13900000009", kind="enquiry")
    Reply.objects.filter(question=late).update(sent_on=TODAY + 9 * ONE_DAY)
    withdraw_question(a_question(desk))
    an_unconfirmed_question(desk)

    everything, kinds, groups = figures(
        desk.county, since=TODAY, until=TODAY, today=TODAY + 30 * ONE_DAY
    )

    assert everything.received == 7
    assert everything.on_time == Share(5, 6)
    assert (everything.solved, everything.satisfied) == (Share(5, 5), Share(4, 5))
    assert everything.satisfied.percent == "80.0"
    assert [row.key for row in kinds] == ["enquiry", "help"]
    assert (kinds[0].on_time, kinds[0].on_time.percent) == (Share(0, 1), "")
    assert [row.key for row in groups] == ["department"]


def test_figures_are_everybodys_to_read(client, desk):
    open_newsroom(desk.county)
    an_answered_question(desk)

    page = client.get("/answers/figures/")

    assert page.status_code == 200
    assert len(page.context["rows"]) >= 1


def test_who_deleted_their_contact_is_told_nothing_more(desk, settings, tmp_path):
    settings.VAR = tmp_path
    question = an_assigned_question(desk)
    forget_asker(question)

    deliver_due()

    assert not (tmp_path / "messages.jsonl").exists()


def test_a_code_that_was_used_is_not_sent_any_more(desk, settings, tmp_path):
    settings.VAR = tmp_path
    a_question(desk)

    deliver_due()

    assert not (tmp_path / "messages.jsonl").exists()
    assert Letter.objects.get(kind="answers.code").state == "delivered"


def test_what_the_clock_does_is_safe_to_do_twice(desk):
    question = an_unconfirmed_question(desk)
    assigned = an_assigned_question(desk, contact="13900000001")

    for _twice in range(2):
        tasks.forget_what_was_never_confirmed()
        tasks.promise_anew()
        tasks.remind()

    question.refresh_from_db()
    assigned.refresh_from_db()
    assert question.state == "lapsed"
    assert assigned.state == "handled"


def test_a_code_that_is_over_goes_with_the_nightly_sweep(desk):
    an_unconfirmed_question(desk)

    remove_what_is_over(now=NOW + timedelta(days=3))

    assert Proof.objects.count() == 0


def test_a_text_message_goes_signed_to_the_offices_provider(settings, monkeypatch):
    sent = []

    def fake(url, body, headers):
        sent.append((url, json.loads(body), headers["X-Signature"][:7]))
        return Page(url, 500 if len(sent) > 1 else 200, {}, b"")

    settings.XIANGYIN_SMS_URL = "https://sms.example.cn/send"
    monkeypatch.setattr(messages, "the_send", lambda: fake)

    receipt = messages.send_message("sms", "13812345678", "您好", key="k1")
    with pytest.raises(messages.NotSent):
        messages.send_message("sms", "13812345678", "您好", key="k2")

    told = {"to": "13812345678", "text": "您好", "key": "k1"}
    assert (receipt, sent[0]) == ("sms", (settings.XIANGYIN_SMS_URL, told, "sha256="))


def test_a_mail_goes_by_the_mail_server(settings, monkeypatch):
    settings.XIANGYIN_MAIL_FROM = "wenzheng@example.cn"

    messages.send_message("mail", "wang@example.cn", "您好", key="k1")
    monkeypatch.setattr(messages, "send_mail", lambda *args: 0)
    with pytest.raises(messages.NotSent):
        messages.send_message("mail", "wang@example.cn", "您好", key="k1")

    assert [(each.to, each.body) for each in mail.outbox] == [
        (["wang@example.cn"], "您好")
    ]


def test_only_what_can_be_sent_is_offered(settings):
    assert messages.ways() == ["sms", "mail"]
    settings.XIANGYIN_MESSENGER = "xiangyin.gateways.messages.send_message"
    assert (messages.ways(), messages.is_on_trial()) == ([], False)
    settings.XIANGYIN_MAIL_FROM = "wenzheng@example.cn"
    assert messages.ways() == ["mail"]


def test_sealed_words_are_other_words_each_time_and_open_to_the_same():
    first, second = seal("王秀英"), seal("王秀英")

    assert (first != second, unseal(first), unseal(second)) == (
        True,
        "王秀英",
        "王秀英",
    )
    assert (seal(""), unseal("")) == ("", "")
    with pytest.raises(Unreadable):
        unseal("nonsense")


def test_a_code_given_out_under_the_former_secret_still_opens(desk, settings):
    question = a_question(desk)
    settings.XIANGYIN_SEALS = ["new", settings.SECRET_KEY]

    assert look_up(desk, question.number, question.code) == question


def test_the_operator_seals_anew_and_hears_of_what_cannot_be_read(
    desk, settings, capsys
):
    a_question(desk)
    settings.XIANGYIN_SEALS = ["new", settings.SECRET_KEY]
    call_command("reseal")
    settings.XIANGYIN_SEALS = ["another"]

    with pytest.raises(SystemExit):
        call_command("reseal")

    assert capsys.readouterr().out.count("\n") == 2


def test_a_reply_after_being_opened_again_leaves_the_first_figures(desk):
    question = an_answered_question(desk)
    rate_reply(question, solved=False, today=TODAY)
    answer(desk, question, checker=desk.second_checker)

    everything, _kinds, _groups = figures(
        desk.county, since=TODAY, until=TODAY, today=TODAY
    )

    assert everything.on_time.whole == 1


def test_a_question_confirmed_on_another_day_counts_from_that_day(desk):
    question = an_unconfirmed_question(desk)
    code = unseal(question.proof.sealed_code)

    confirm_question(question, code=code, now=NOW, today=TODAY + ONE_DAY)

    assert question.due_on.isoformat() == "2026-03-17"
