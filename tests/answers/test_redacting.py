"""What everybody reads is what was sent, with blanks; who, when and why is kept."""

import pytest

from tests.answers.looking import door
from tests.factories.answers import (
    CONTACT,
    TODAY,
    an_answered_question,
    answer,
)
from xiangyin.answers.models import Blank, Publication, Question
from xiangyin.answers.models.publication import lines_of
from xiangyin.answers.reports import redacted
from xiangyin.answers.reports.redacted import marked, public_words, spans_in
from xiangyin.answers.services import redacting
from xiangyin.answers.services.asker import rate_reply
from xiangyin.answers.services.publishing import publish_question
from xiangyin.answers.services.redacting import hide_passages, show_passage
from xiangyin.kernel.errors import NotAllowed, RuleBroken, WrongState
from xiangyin.kernel.models import Record

TEXT = f"我是王秀英，请打{CONTACT}。村口的灯坏了。"
LIST = "/admin/answers/questions/"


@pytest.fixture
def question(desk):
    return an_answered_question(desk, text=TEXT)


def keep(desk, question, *, reason="认得出是谁", **changed):
    return hide_passages(
        question, by=desk.coordinator, reason=reason, **{**marked(question), **changed}
    )


def test_what_says_who_somebody_is_stands_ready_marked(desk, question):
    said = marked(question)

    assert said["text"] == f"我是[[王秀英]]，请打[[{CONTACT}]]。村口的灯坏了。"
    assert said["title"] == question.title


def test_nothing_is_published_that_says_who_somebody_is(desk, question):
    with pytest.raises(RuleBroken):
        publish_question(question, by=desk.coordinator)
    assert Publication.objects.count() == 0

    assert keep(desk, question) == 2
    shown = publish_question(question, by=desk.coordinator)

    assert shown.text == "我是■■，请打■■。村口的灯坏了。"
    assert Question.objects.get().text == TEXT
    assert [(each.by, each.reason) for each in Blank.objects.all()] == [
        (desk.coordinator, "认得出是谁")
    ] * 2


def test_with_the_search_off_a_number_would_be_published(desk, question, monkeypatch):
    monkeypatch.setattr(redacted, "find", lambda text, names=(): [])

    shown = publish_question(question, by=desk.coordinator)

    assert CONTACT in shown.text


def test_a_blank_is_as_long_for_a_long_name_as_for_a_short_one(desk, question):
    keep(desk, question, text=f"我是[[王秀英，请打{CONTACT}。村口]]的灯坏了。")

    assert public_words(question)["text"] == "我是■■的灯坏了。"
    parts = [(part.words, part.is_hidden) for part in lines_of("我是■■的\n\n灯")[0]]
    assert parts == [("我是", False), ("■■", True), ("的", False)]


@pytest.mark.parametrize(
    "words",
    [
        "我是[[王某]]，请回电。",
        f"我是[[王秀英，请打{CONTACT}。村口的灯坏了。",
        f"我是王秀英]]，请打{CONTACT}。村口的灯坏了。",
        f"[[我是[[王秀英]]，请打{CONTACT}。村口的灯坏了。",
    ],
)
def test_nobody_rewrites_what_a_resident_said(desk, question, words):
    with pytest.raises(RuleBroken):
        keep(desk, question, text=words)

    assert Blank.objects.count() == 0


def test_brackets_that_people_type_are_no_marks():
    assert redacted.with_marks("见[[附件]]1", [(1, 3)]) == "见[[［［]]附件］］1"
    assert spans_in("见[[［［]]附件］］1", of="见[[附件]]1") == [(1, 3)]
    assert spans_in("见[[]]附件", of="见附件") == []


def test_a_reason_is_kept_and_without_one_nothing_is_hidden(desk, question):
    with pytest.raises(RuleBroken):
        keep(desk, question, reason=" ")
    with pytest.raises(NotAllowed):
        hide_passages(question, by=desk.clerk, reason="x", **marked(question))
    assert Blank.objects.count() == 0

    keep(desk, question)

    assert keep(desk, question, reason="") == 0  # nothing changed: nothing to say
    assert Record.objects.filter(action="redact").count() == 1


def test_one_that_is_undone_is_read_again_and_stays_in_the_history(desk, question):
    more = marked(question)["text"].replace("村口", "[[村口]]")
    keep(desk, question, text=more)
    publish_question(question, by=desk.coordinator)
    village = Blank.objects.get(start=TEXT.index("村口"))

    with pytest.raises(RuleBroken):
        show_passage(village, by=desk.coordinator, why=" ")
    with pytest.raises(NotAllowed):
        show_passage(village, by=desk.clerk, why="可以写")
    show_passage(village, by=desk.coordinator, why="村口可以写")
    with pytest.raises(WrongState):
        show_passage(village, by=desk.coordinator, why="再来")

    assert Publication.objects.get().text == "我是■■，请打■■。村口的灯坏了。"
    village.refresh_from_db()
    assert (village.undone_by, village.undone_why) == (desk.coordinator, "村口可以写")
    assert str(village) == f"{question} text {village.start}–{village.end}"


def test_what_is_public_never_says_who_somebody_is_be_it_for_a_moment(desk, question):
    keep(desk, question)
    publish_question(question, by=desk.coordinator)

    with pytest.raises(RuleBroken):
        keep(desk, question, text=TEXT)
    with pytest.raises(RuleBroken):
        show_passage(Blank.objects.first(), by=desk.coordinator, why="试试")

    assert Blank.objects.filter(undone_at=None).count() == 2
    assert CONTACT not in Publication.objects.get().text


def test_with_the_guard_off_showing_again_would_tell_everybody(
    desk, question, monkeypatch
):
    keep(desk, question)
    publish_question(question, by=desk.coordinator)
    monkeypatch.setattr(redacting, "refuse_findings", lambda question, said: None)

    show_passage(Blank.objects.last(), by=desk.coordinator, why="试试")

    assert CONTACT in Publication.objects.get().text


def test_blanks_of_an_earlier_reply_are_not_laid_over_the_next(desk, question):
    said = marked(question)
    reply = said["reply"].replace("路灯", "[[路灯]]", 1)
    keep(desk, question, reply=reply)
    assert public_words(question)["reply"].startswith("■■")
    rate_reply(question, solved=False, today=TODAY)

    answer(desk, question, checker=desk.second_checker)

    assert public_words(question)["reply"].startswith("路灯")


# Photos


# The screens


def test_before_and_after_stand_side_by_side_and_each_blank_can_be_undone(
    client, desk, question
):
    here = f"{LIST}{question.pk}/public/"
    page = door(client, desk.coordinator).get(here)
    first = page.context["forms"]["hide"].initial
    assert page.context["found"] == 2

    early = client.post(f"{here}publish/", {})
    client.post(f"{here}hide/", {**first, "reason": "个人信息"})
    same = client.post(f"{here}hide/", {**first, "reason": ""})
    client.post(f"{here}publish/", {})
    blank = Blank.objects.first()
    refused = client.post(f"{here}show/", {"blank": blank.pk, "why": "试试"})
    silent = client.post(f"{here}show/", {"blank": blank.pk, "why": ""})
    after = client.get(here)

    assert (early.status_code, same.status_code) == (409, 302)
    assert (refused.status_code, silent.status_code) == (409, 422)
    assert after.context["found"] == 0
    assert [words for _blank, words in after.context["blanks"]] == ["王秀英", CONTACT]
    assert CONTACT in client.get(f"{LIST}{question.pk}/").content.decode()
    public = client.get(f"/answers/{question.number}/").content.decode()
    assert (CONTACT in public, public.count("ask-blank")) == (False, 2)


def test_it_is_taken_back_on_screen_and_a_single_blank_shown(client, desk, question):
    here = f"{LIST}{question.pk}/public/"
    more = marked(question)["text"].replace("村口", "[[村口]]")
    keep(desk, question, text=more)
    publish_question(question, by=desk.coordinator)
    village = Blank.objects.get(start=TEXT.index("村口"))
    door(client, desk.coordinator)

    client.post(f"{here}show/", {"blank": village.pk, "why": "可以写"})
    shown = Publication.objects.get().text
    client.post(f"{here}take_back/", {"reason": "答复要更正"})

    assert shown == "我是■■，请打■■。村口的灯坏了。"
    assert Publication.objects.get().withdrawn_at
    assert client.get(here).context["forms"]["take_back"] is None
    assert client.get(f"/answers/{question.number}/").status_code == 404


def test_a_private_question_and_one_without_a_reply_have_nothing_to_publish(
    client, desk
):
    private = an_answered_question(desk, publicity="private")
    here = f"{LIST}{private.pk}/public/"

    page = door(client, desk.coordinator).get(here)
    refused = client.post(f"{here}publish/", {})
    stranger = door(client, desk.clerk).get(here)

    assert (page.context["is_possible"], refused.status_code) == (False, 409)
    assert stranger.status_code == 302
    assert Publication.objects.count() == 0
