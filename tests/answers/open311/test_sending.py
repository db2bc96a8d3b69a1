"""A question that an application posts, until its contact has confirmed it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.answers import (
    code_sent_to,
)
from xiangyin.answers.models import Posted, Proof, Question
from xiangyin.answers.services import proving
from xiangyin.answers.services.asking import let_lapse
from xiangyin.kernel.services.outbox import deliver_due

from .house import V2, errors, holds, post


def test_a_question_that_is_posted_waits_for_its_contact(
    client, desk, key, settings, tmp_path
):
    settings.VAR = tmp_path
    answer = post(client, desk, key)
    (given,) = answer.json()
    question = Question.objects.get()

    assert answer.status_code == 200
    assert set(given) == {"token", "service_notice", "account_id"}
    assert (question.state, question.origin) == ("unproven", "app")
    assert (question.title, question.place.code) == ("村口的路灯坏了", "chawan")
    assert question.more == [["哪个路口？", "学校门口"]]
    deliver_due()
    sent = (tmp_path / "messages.jsonl").read_text("utf-8")
    assert f"/ask/confirm/{given['token']}/" in sent
    at = client.get(f"{V2}/tokens/{given['token']}.json").json()
    assert at == [{"service_request_id": None, "token": given["token"]}]


def test_the_asker_confirms_it_and_has_the_query_code(client, desk, key):
    token = post(client, desk, key).json()[0]["token"]
    question = Question.objects.get()
    page = client.get(f"/ask/confirm/{token}/")
    wrong = client.post(f"/ask/confirm/{token}/", {"code": "000000x"})
    right = {"code": code_sent_to(question)}

    answer = client.post(f"/ask/confirm/{token}/", right)

    assert (page.status_code, wrong.status_code) == (200, 200)
    assert answer.url == f"/ask/status/{question.number}/"
    assert client.get(answer.url).context["code"].isdigit()
    at = client.get(f"{V2}/tokens/{token}.json").json()
    assert at[0]["service_request_id"] == question.number
    again = client.get(f"/ask/confirm/{token}/")
    assert again.url == f"/ask/status/?number={question.number}"


def test_the_link_alone_opens_nothing(client, desk, key):
    """The application has the token: it is not the asker."""
    token = post(client, desk, key).json()[0]["token"]
    number = Question.objects.get().number

    client.get(f"/ask/confirm/{token}/")

    assert client.get(f"/ask/status/{number}/").status_code == 404
    assert client.get("/ask/confirm/unknown/").status_code == 404


def test_another_code_is_sent_from_there_and_not_for_ever(client, desk, key):
    token = post(client, desk, key).json()[0]["token"]
    again = {"again": "1"}

    pages = [client.post(f"/ask/confirm/{token}/", again) for _each in range(3)]

    assert [("said" in page.context, "problem" in page.context) for page in pages] == [
        (True, False),
        (True, False),
        (False, True),
    ]
    assert Proof.objects.get().times == 3


def test_what_was_never_confirmed_has_no_token_any_more(client, desk, key):
    token = post(client, desk, key).json()[0]["token"]

    let_lapse(now=timezone.now() + timedelta(days=2))

    assert client.get(f"{V2}/tokens/{token}.json").status_code == 404


def test_its_sender_follows_it_by_its_key_and_nobody_else_does(client, desk, key):
    token = post(client, desk, key).json()[0]["token"]
    question = Question.objects.get()
    at = f"{V2}/requests/{question.number}.json"
    before = client.get(at, {"api_key": key}).status_code
    client.post(f"/ask/confirm/{token}/", {"code": code_sent_to(question)})

    (mine,) = client.get(at, {"api_key": key}).json()

    assert (before, client.get(at).status_code) == (404, 404)
    assert (mine["status"], mine["description"]) == ("open", None)
    assert mine["expected_datetime"].endswith("23:59:59+08:00")
    holds(client.get(at.replace("json", "xml"), {"api_key": key}), "requests")


@pytest.mark.parametrize(
    ("more", "status", "names"),
    [
        ({"api_key": "wrong"}, 403, "api_key"),
        ({"api_key": None}, 403, "api_key"),
        ({"service_code": ""}, 400, "service_code"),
        ({"service_code": "roads"}, 404, "service_code"),
        ({"description": ""}, 400, "description"),
        ({"description": "长" * 1001}, 400, "description"),
        ({"phone": ""}, 400, "phone"),
        ({"phone": "123"}, 400, ""),
        ({"address_id": ""}, 400, "address_id"),
        ({"address_id": "nowhere"}, 400, "address_id"),
        ({"address_id": "", "lat": "29.5"}, 400, "long"),
        ({"lat": "91", "long": "1"}, 400, "lat"),
        ({"attribute[kind]": ""}, 400, "attribute[kind]"),
        ({"attribute[publicity]": "all"}, 400, "attribute[publicity]"),
        ({"first_name": "a" * 20, "last_name": "b" * 20}, 400, ""),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(
    client, desk, key, more, status, names
):
    answer = post(client, desk, key, **more)

    assert answer.status_code == status
    assert any(names in description for _code, description in errors(answer))
    assert (Question.objects.count(), Posted.objects.count()) == (0, 0)


def test_a_point_or_words_say_where(client, desk, key):
    point = {"address_id": "", "lat": "29.51234567", "long": "120.1"}
    post(client, desk, key, **point)
    post(client, desk, key, **point, address_string="学校门口", phone="13900000001")

    spots = list(Question.objects.order_by("pk").values_list("spot", flat=True))

    assert spots == ["29.512346, 120.100000", "学校门口"]


def test_only_a_form_of_a_bounded_size_is_read(client, desk, key):
    whole = client.post(f"{V2}/requests.xml", {"api_key": key})
    large = post(client, desk, key, description="长" * 40_000)

    assert (whole.status_code, b"urlencoded" in whole.content) == (400, True)
    assert (large.status_code, errors(large)[0][0]) == (400, 413)
    assert Question.objects.count() == 0


def test_floods_are_slowed_as_on_the_site(client, desk, key, monkeypatch):
    monkeypatch.setattr(proving, "MOST_A_CONTACT", 2)

    found = [post(client, desk, key) for _each in range(3)]

    assert [answer.status_code for answer in found] == [200, 200, 400]
    assert errors(found[2])[0][0] == 429


def test_keys_are_not_guessed(client, desk, key, monkeypatch):
    monkeypatch.setattr(
        "xiangyin.answers.services.applications.WRONG_FROM_A_NETWORK", 2
    )

    found = [post(client, desk, "wrong").status_code for _each in range(2)]
    after = post(client, desk, key)

    assert (found, after.status_code) == ([403, 403], 400)
    assert errors(after)[0][0] == 429
    assert Question.objects.count() == 0


def test_no_token_of_a_form_is_asked_for_there_and_no_session_counts(desk, key):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(desk.coordinator)

    without_key = post(strict, desk, None)
    with_key = post(strict, desk, key)
    elsewhere = strict.post("/ask/status/", {"number": "ASK-2026-0001", "code": "1"})

    assert (without_key.status_code, with_key.status_code) == (403, 200)
    assert elsewhere.status_code == 403


# --- keys -----------------------------------------------------------------------
