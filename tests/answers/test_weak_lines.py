"""The line breaks or the server falls between “saved” and the answer: nobody is shut out."""

from uuid import uuid4

import pytest
from django.test import Client

from tests.factories.answers import code_sent_to, open_desk
from tests.factories.newsroom import open_newsroom
from xiangyin.answers.models import Question
from xiangyin.answers.views import asking as views
from xiangyin.answers.views import hand
from xiangyin.kernel.errors import WrongState

TYPED = {
    "kind": "help",
    "title": "村口路灯坏了",
    "text": "村口到学校的三盏路灯坏了半个月。",
    "contact": "138 1234 5678",
    "publicity": "nameless",
}


@pytest.fixture
def form(county):
    open_newsroom(county)
    return f"/ask/about/{open_desk(county).matter.pk}/"


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_who_sends_again_what_was_not_answered_is_let_in(form, accept):
    """The first answer, and the session with it, never came."""
    told, headers = {**TYPED, "client_key": str(uuid4())}, {"Accept": accept}
    Client().post(form, told, headers=headers)
    phone = Client()

    again = phone.post(form, told, headers=headers)
    leads_to = again.json()["next"] if accept.endswith("json") else again.url

    assert Question.objects.count() == 1
    assert phone.get(leads_to).status_code == 200


def test_without_letting_in_anew_the_question_could_never_be_confirmed(
    form, monkeypatch
):
    told = {**TYPED, "client_key": str(uuid4())}
    Client().post(form, told)
    monkeypatch.setattr(views, "_let_in", lambda request: None)
    phone = Client()

    again = phone.post(form, told)

    assert phone.get(again.url).status_code == 404


def test_nobody_is_let_in_without_the_key_of_the_form(form):
    Client().post(form, {**TYPED, "client_key": str(uuid4())})
    stranger = Client()

    other = stranger.post(form, {**TYPED, "client_key": str(uuid4())})

    first = Question.objects.order_by("pk").first()
    assert Question.objects.count() == 2
    assert stranger.get(other.url).status_code == 200
    assert stranger.get(f"/ask/status/{first.number}/confirm/").status_code == 404


def a_phone_that_has_asked(form) -> tuple[Client, str]:
    phone = Client(raise_request_exception=False)
    return phone, phone.post(form, TYPED).url


def test_the_query_code_is_kept_with_the_question_or_the_question_is_not_confirmed(
    form, monkeypatch
):
    phone, address = a_phone_that_has_asked(form)
    question = Question.objects.get()

    def falls(request, question, code):
        raise ConnectionError("the power is gone")

    with monkeypatch.context() as fallen:
        fallen.setattr(views, "keep_code", falls)
        broken = phone.post(address, {"code": code_sent_to(question)})
    question.refresh_from_db()
    state = question.state
    phone.post(address, {"code": code_sent_to(question)})

    question.refresh_from_db()
    assert (broken.status_code, state) == (500, "unproven")
    assert question.state == "waiting"
    assert str(question.pk) in phone.session[hand.CODES]


def test_kept_after_the_commit_the_code_would_be_nobodys(form, monkeypatch):
    """The twin: the answer falls, and the question is confirmed all the same."""
    phone, address = a_phone_that_has_asked(form)
    question = Question.objects.get()
    real = views.confirm_question

    def confirms_first(question, *, keep, **told):
        real(question, **told)
        raise ConnectionError("the power is gone")

    monkeypatch.setattr(views, "confirm_question", confirms_first)
    phone.post(address, {"code": code_sent_to(question)})

    question.refresh_from_db()
    assert (question.state, hand.CODES in phone.session) == ("waiting", False)


def test_a_code_that_is_pressed_twice_leads_to_the_question_both_times(
    form, monkeypatch
):
    phone, address = a_phone_that_has_asked(form)
    code = code_sent_to(Question.objects.get())
    first = phone.post(address, {"code": code})

    def too_late(*args, **kwargs):
        raise WrongState("somebody was faster")

    other = Client()
    other.cookies = phone.cookies
    Question.objects.update(state="unproven")
    monkeypatch.setattr(views, "confirm_question", too_late)
    second = other.post(address, {"code": code})

    assert (first.url, second.url) == (address[: -len("confirm/")],) * 2
