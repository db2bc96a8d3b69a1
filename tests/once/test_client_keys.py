"""A form that comes again is not done again, and gets the answer it got."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone, translation

from tests.factories.newsroom import a_photo
from tests.factories.people import PersonFactory
from xiangyin.kernel import once
from xiangyin.kernel.models import ClientKey
from xiangyin.kernel.services import client_keys
from xiangyin.newsroom.models import Tip

from .doors import BACKEND, BUTTONS, Button, candidate_decided, plan_made, tip_sent
from .writers import at_once

UNGUARDED = "xiangyin.kernel.once.once_only"


@pytest.fixture
def without_keys(settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != UNGUARDED]


def answer_of(response) -> tuple:
    return response.status_code, response.headers.get("Location"), response.content


def words_of(response) -> list[str]:
    return [str(word) for word in get_messages(response.wsgi_request)]


@pytest.mark.parametrize("make", BUTTONS, ids=lambda make: make.__name__)
def test_a_request_replayed_three_times_is_done_once(room, make):
    button, key = make(room), str(uuid4())

    answers = [button.press(key) for _ in range(4)]

    assert answers[0].status_code == 302
    assert {answer_of(answer) for answer in answers} == {answer_of(answers[0])}
    assert (button.done(), ClientKey.objects.count()) == (1, 1)


@pytest.mark.parametrize("make", BUTTONS, ids=lambda make: make.__name__)
def test_something_else_under_the_same_key_is_refused(room, make):
    button, key = make(room), str(uuid4())
    button.press(key)

    answer = button.press(key, note="改了")

    assert (answer.status_code, button.done()) == (422, 1)


@pytest.mark.writers
def test_a_request_sent_by_eight_at_once_is_done_once(open_room):
    seen = {}
    for make in BUTTONS:
        button, key = make(open_room), str(uuid4())
        answers = at_once(*[lambda b=button, k=key: b.press(k)] * 8)
        told = {
            (answer.status_code, answer.headers.get("Location")) for answer in answers
        }
        seen[make.__name__] = (button.done(), len(told), {status for status, _ in told})

    assert seen == {make.__name__: (1, 1, {302}) for make in BUTTONS}


@pytest.mark.writers
def test_without_the_guard_eight_at_once_are_eight(open_room, without_keys):
    button, key = plan_made(open_room), str(uuid4())

    at_once(*[lambda: button.press(key)] * 8)

    assert button.done() == 8


def test_without_the_guard_a_replay_is_done_again(room, without_keys):
    button, key = plan_made(room), str(uuid4())

    for _ in range(3):
        button.press(key)

    assert button.done() == 3


def test_a_replay_says_what_was_said_once(room):
    button, key = plan_made(room), str(uuid4())
    client = Client()
    client.force_login(room.editor, BACKEND)
    told = {**button.told, "client_key": key}

    first = client.post(button.address, told)
    second = client.post(button.address, told)

    assert len(words_of(first)) == 1
    assert words_of(second) == words_of(first)
    assert len(client.get(second.url).context["messages"]) == 1


def test_a_form_that_was_refused_can_be_corrected_under_its_key(room):
    button, key = plan_made(room), str(uuid4())

    refused = button.press(key, working_title="")
    corrected = button.press(key)

    assert (refused.status_code, corrected.status_code) == (422, 302)
    assert (button.done(), ClientKey.objects.count()) == (1, 1)


def test_a_refusal_that_leads_back_to_the_page_keeps_no_key(room):
    button = candidate_decided(room)
    button.press(str(uuid4()))

    late = button.press(str(uuid4()))

    assert (late.status_code, len(words_of(late))) == (302, 1)
    assert (button.done(), ClientKey.objects.count()) == (1, 1)


def test_what_breaks_halfway_leaves_neither_effect_nor_key(room, monkeypatch):
    button, key = plan_made(room), str(uuid4())

    def break_down(*args, **kwargs):
        raise RuntimeError("the lights went out")

    with monkeypatch.context() as patch:
        patch.setattr("xiangyin.newsroom.views.plans.redirect", break_down)
        broken = button.press(key)
    assert (broken.status_code, button.done(), ClientKey.objects.count()) == (500, 0, 0)

    assert (button.press(key).status_code, button.done()) == (302, 1)


def test_a_key_in_the_header_counts_like_one_in_the_form(room):
    button, key = plan_made(room), str(uuid4())
    client = Client(headers={once.HEADER: key})
    client.force_login(room.editor, BACKEND)

    urls = {client.post(button.address, button.told).url for _ in range(2)}

    assert (len(urls), button.done()) == (1, 1)


def test_another_persons_key_is_another_key(room):
    button, key = plan_made(room), str(uuid4())
    colleague = PersonFactory(posts=[("editor", room.county)])

    mine = button.press(key)
    theirs = replace(button, by=colleague).press(key)

    assert (mine.url == theirs.url, button.done()) == (False, 2)


def test_a_word_that_is_no_key_is_not_kept(room):
    button = plan_made(room)

    for word in ("x", "a b c d e f g h", "k" * 65):
        button.press(word)

    assert ClientKey.objects.count() == 0


def test_other_photos_are_another_request(room):
    button, key = tip_sent(room), str(uuid4())

    same = [button.press(key, photos=[a_photo()]).status_code for _ in range(2)]
    other = button.press(key, photos=[a_photo(size=(80, 60))]).status_code

    assert (same, other, button.done()) == ([302, 302], 422, 1)


def test_the_phone_is_told_and_given_a_new_key(room):
    told = {"text": "桥修好了。", "client_key": str(uuid4())}
    client = Client(headers={"Accept": "application/json"})
    client.force_login(room.sender, BACKEND)
    sent = [client.post("/my/tips/new/", told).json() for _ in range(2)]

    refused = client.post("/my/tips/new/", {**told, "text": "路也修好了。"})

    again = {**told, "text": "路也修好了。", "client_key": refused.json()["client_key"]}
    assert sent[0] == sent[1] == {"next": f"/my/tips/{Tip.objects.get().pk}/"}
    assert (refused.status_code, list(refused.json()["errors"])) == (422, [""])
    assert client.post("/my/tips/new/", again).status_code == 200
    assert Tip.objects.count() == 2


def test_the_refusal_speaks_the_persons_language_and_leads_to_what_was_done(room):
    button, key = plan_made(room), str(uuid4())
    done = button.press(key).url
    with translation.override("en"):
        sentence = str(client_keys.SentOtherwise(ClientKey()).message)
    with translation.override("zh-hans"):
        chinese = str(client_keys.SentOtherwise(ClientKey()).message)

    page = button.press(key, note="x").content.decode()

    assert chinese != sentence
    assert (chinese in page, f'href="{done}"' in page) == (True, True)


def test_a_request_that_still_runs_is_told_apart(room, monkeypatch):
    button, key = plan_made(room), str(uuid4())

    def wait_in_vain(*args, **kwargs):
        raise once.OperationalError("database is locked")

    monkeypatch.setattr(once, "claim", wait_in_vain)

    answer = button.press(key)

    assert (answer.status_code, button.done()) == (409, 0)


def test_another_trouble_of_the_database_is_not_called_a_key(room, monkeypatch):
    button = plan_made(room)

    def fall_over(*args, **kwargs):
        raise once.OperationalError("disk I/O error")

    monkeypatch.setattr(once, "claim", fall_over)

    assert button.press(str(uuid4())).status_code == 500


def test_a_page_that_only_shows_something_keeps_no_key(room):
    told = {"file": a_photo("units.csv")}
    button = Button(room.administrator, "/admin/units/import/", lambda: 0, told)

    button.press(str(uuid4()))

    assert ClientKey.objects.count() == 0


def test_an_answer_that_is_no_small_one_is_a_mistake_of_the_program(db):
    claimed = ClientKey(owner="person:1", key="k" * 8, made_at=timezone.now())

    with pytest.raises(ValueError, match="small"):
        client_keys.keep_answer(
            claimed, status=200, location="", data="x" * 9000, words=""
        )


def test_nothing_of_what_was_typed_is_kept(room):
    button = plan_made(room)
    button.press(str(uuid4()), reporter="")

    kept = ClientKey.objects.values().get()

    said = json.loads(kept.pop("words"))
    assert [name for name, value in kept.items() if "晚稻" in str(value)] == []
    assert ["晚稻" in str(word) for word in said] == [True]


def test_words_are_forgotten_after_a_day_and_keys_after_thirty(room):
    button, key = plan_made(room), str(uuid4())
    first = button.press(key)
    now = timezone.now()

    assert client_keys.sweep(now=now + timedelta(days=2)) == 0
    later = button.press(key)
    assert client_keys.sweep(now=now + timedelta(days=31)) == 1

    assert (later.url, words_of(later)) == (first.url, [])
    assert ClientKey.objects.count() == 0
