"""Asking on a phone, without a script: from the matter to the reply and back."""

import json

import pytest
from django.utils.translation import override

from tests.factories.answers import (
    CONTACT,
    a_question,
    an_answered_question,
    answer,
    code_sent_to,
    open_desk,
    publish_answer,
)
from tests.factories.newsroom import a_photo
from tests.factories.people import a_county
from xiangyin.answers.models import Matter, Publication, Question, Rating
from xiangyin.answers.reports.telling import PUBLIC_STATES
from xiangyin.answers.services import codes, proving
from xiangyin.answers.services.triage import assign_question
from xiangyin.answers.services.waiting import ask_resident
from xiangyin.answers.views import asking as asking_views
from xiangyin.answers.views import hand
from xiangyin.kernel.models import Letter
from xiangyin.kernel.services.outbox import deliver_due

TYPED = {
    "kind": "help",
    "title": "村口路灯坏了",
    "text": "村口到学校的三盏路灯坏了半个月。",
    "contact": "138 1234 5678",
    "name": "王秀英",
    "publicity": "nameless",
}


@pytest.fixture
def english(client):
    client.cookies["django_language"] = "en"
    return client


def send(client, desk, **more):
    told = {**TYPED, **more}
    return client.post(f"/ask/about/{desk.matter.pk}/", told)


def confirmed(client, desk, **more) -> Question:
    send(client, desk, **more)
    question = Question.objects.latest("pk")
    code = code_sent_to(question)
    client.post(f"/ask/status/{question.number}/confirm/", {"code": code})
    return Question.objects.get(pk=question.pk)


def test_the_first_page_leads_to_the_matters(client, desk):
    Matter.objects.create(county=desk.county, name="旧事项", is_open=False)

    page = client.get("/ask/").content.decode()

    assert f'href="/ask/about/{desk.matter.pk}/"' in page
    assert "旧事项" not in page


def test_where_nothing_can_be_sent_nothing_can_be_asked(client, desk, settings):
    settings.XIANGYIN_MESSENGER = "xiangyin.gateways.messages.send_message"

    assert "/ask/about/" not in client.get("/ask/").content.decode()


def test_a_question_is_sent_confirmed_and_followed(client, desk):
    answer = send(client, desk, photos=a_photo())
    question = Question.objects.get()
    assert (answer.status_code, answer.url) == (
        302,
        f"/ask/status/{question.number}/confirm/",
    )

    page = client.get(answer.url).content.decode()
    assert "138••••5678" in page
    answer = client.post(answer.url, {"code": code_sent_to(question)})

    page = client.get(answer.url).content.decode()
    question.refresh_from_db()
    assert question.state == "waiting"
    told = client.session[hand.CODES][str(question.pk)]
    code = hand.unseal(told)
    assert code in page
    found = codes.key_of(question.number, question.county_id, code)
    assert question.code_key == found


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(client, desk):
    answer = send(client, desk, contact="12345", title="")

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["title"]
    answer = send(client, desk, contact="12345")
    assert list(answer.context["form"].errors) == ["contact"]
    assert TYPED["text"] in answer.content.decode()
    assert Question.objects.count() == 0


def test_a_script_gets_data(client, desk):
    url, data = f"/ask/about/{desk.matter.pk}/", {"Accept": "application/json"}

    wrong = client.post(url, {**TYPED, "title": ""}, headers=data)
    right = client.post(url, TYPED, headers=data)

    assert (wrong.status_code, list(wrong.json()["errors"])) == (422, ["title"])
    number = Question.objects.get().number
    assert right.json() == {"next": f"/ask/status/{number}/confirm/"}


def test_too_many_at_once_is_told_on_the_form(client, desk, monkeypatch):
    monkeypatch.setattr(proving, "MOST_A_CONTACT", 0)

    answer = send(client, desk)

    assert (answer.status_code, Question.objects.count()) == (422, 0)
    assert TYPED["text"] in answer.content.decode()


def test_a_matters_own_questions_are_asked(client, desk):
    Matter.objects.update(ask_also="哪个站？\n\n哪路车？")

    send(client, desk, more_0="学校站", more_1="")

    assert Question.objects.get().more == [["哪个站？", "学校站"]]


def test_the_laws_own_way_is_explained(client, desk):
    Matter.objects.update(route="请到法院立案。")

    page = client.get(f"/ask/about/{desk.matter.pk}/").content.decode()

    assert ("请到法院立案。" in page, "<textarea" in page) == (True, False)


def test_too_large_a_body_is_not_read(client, desk, monkeypatch):
    url, told = f"/ask/about/{desk.matter.pk}/", {**TYPED, "photos": a_photo()}
    monkeypatch.setattr(asking_views.ask, "most", 500)

    answer = client.post(url, told)
    data = client.post(url, TYPED, headers={"Accept": "application/json"})
    monkeypatch.undo()
    torn = client.post(url, b"--x\r\nnothing", content_type="multipart/form-data")

    assert (answer.status_code, data.status_code, torn.status_code) == (413, 413, 400)
    assert Question.objects.count() == 0


def test_a_wrong_code_is_counted_even_with_a_key_that_undoes_refusals(client, desk):
    send(client, desk)
    question = Question.objects.get()
    right = code_sent_to(question)
    wrong = f"{(int(right) + 1) % 10**6:06}"
    url = f"/ask/status/{question.number}/confirm/"

    for n in range(5):
        client.post(url, {"code": wrong, "client_key": f"key-number-{n}"})
    client.post(url, {"code": right})

    question.refresh_from_db()
    assert (question.state, question.proof.tries) == ("unproven", 5)


def test_another_code_is_sent_on_request_up_to_three(client, desk):
    send(client, desk)
    url = f"/ask/status/{Question.objects.get().number}/confirm/"

    pages = [client.post(url, {"again": "1"}) for _n in range(3)]

    assert [bool(page.context.get("problem")) for page in pages] == [False, False, True]
    assert Letter.objects.filter(kind="answers.code").count() == 3


def test_nobody_else_opens_a_question_by_its_number(client, desk):
    question = a_question(desk)

    for path in ("", "confirm/", "copy.json"):
        address = f"/ask/status/{question.number}/{path}"
        assert client.get(address).status_code == 404
    assert client.post(f"/ask/status/{question.number}/withdraw/").status_code == 404
    assert Question.objects.get().state == "waiting"


def test_number_and_code_open_it_and_closing_shuts_it(client, desk):
    question = a_question(desk)
    told = {"number": question.number, "code": question.code}

    wrong = client.post("/ask/status/", {**told, "code": "0000000000"})
    unknown = client.post("/ask/status/", {**told, "number": "ASK-2026-9999"})
    opened = client.post("/ask/status/", told)

    assert wrong.context["form"].errors == unknown.context["form"].errors
    assert client.get(opened.url).status_code == 200
    client.post("/ask/status/close/")
    assert client.get(opened.url).status_code == 404


def test_who_guesses_too_often_is_told_to_wait(client, desk, monkeypatch):
    monkeypatch.setattr(codes, "WRONG_FOR_A_NUMBER", 1)
    question = a_question(desk)
    told = {"number": question.number, "code": "0000000000"}

    client.post("/ask/status/", {**told, "client_key": "a-key-that-undoes"})
    answer = client.post("/ask/status/", {**told, "code": question.code})

    assert answer.status_code == 200
    assert client.session.get(hand.ASKED) is None


def test_what_was_opened_is_shut_after_two_hours(client, desk, monkeypatch):
    monkeypatch.setattr(hand, "KEPT", hand.timedelta(seconds=-1))
    question = a_question(desk)
    told = {"number": question.number, "code": question.code}

    assert client.get(client.post("/ask/status/", told).url).status_code == 404


def test_a_question_of_another_county_is_not_opened_here(client, desk):
    there = open_desk(a_county("linshui", "临水县"))
    question = a_question(there)
    told = {"number": question.number, "code": question.code}

    assert client.post("/ask/status/", told).status_code == 200


def test_the_asker_answers_what_the_unit_asks(client, desk):
    question = confirmed(client, desk)
    today = question.opened_on
    assign_question(question, unit=desk.roads, by=desk.coordinator, today=today)
    ask_resident(question, by=desk.clerk, note="是哪一段路？", today=today)
    url = f"/ask/status/{question.number}/"

    assert "是哪一段路？" in client.get(url).content.decode()
    empty = client.post(f"{url}add/", {"text": ""})
    client.post(f"{url}add/", {"text": "学校门口那段。"})

    question.refresh_from_db()
    assert (empty.status_code, question.state) == (422, "handled")
    assert question.additions.get().text == "学校门口那段。"


def test_the_asker_reads_the_reply_and_says_it_did_not_solve_it(client, desk):
    question = confirmed(client, desk)
    today = question.opened_on
    assign_question(question, unit=desk.roads, by=desk.coordinator, today=today)
    answer(desk, question, today=today)
    url = f"/ask/status/{question.number}/"

    assert "路灯已修好" in client.get(url).content.decode()
    client.post(f"{url}rate/", {"solved": "no", "words": "还是不亮"})

    question.refresh_from_db()
    assert (question.state, question.round) == ("handled", 2)
    assert Rating.objects.get().solved is False
    assert client.post(f"{url}rate/", {"solved": "yes"}).status_code == 404


def test_a_satisfied_asker_is_thanked_by_keeping_the_word(client, desk):
    question = confirmed(client, desk)
    today = question.opened_on
    assign_question(question, unit=desk.roads, by=desk.coordinator, today=today)
    answer(desk, question, today=today)

    client.post(
        f"/ask/status/{question.number}/rate/", {"solved": "yes", "satisfied": "yes"}
    )

    rating = Rating.objects.get()
    assert (rating.solved, rating.satisfied) == (True, True)


def test_the_asker_withdraws_takes_a_copy_and_deletes(client, desk):
    question = confirmed(client, desk)
    url = f"/ask/status/{question.number}/"

    copy = json.loads(client.get(f"{url}copy.json").content)
    client.post(f"{url}withdraw/", {})
    client.post(f"{url}forget/", {"everything": "yes"})

    question.refresh_from_db()
    assert (copy["contact"], copy["name"]) == (CONTACT, "王秀英")
    assert (question.state, question.sealed_contact) == ("withdrawn", "")
    assert client.post(f"{url}withdraw/", {}).status_code == 404


def test_similar_answers_are_offered_before_sending(client, desk):
    shown = publish_answer(desk)

    page = client.get(f"/ask/about/{desk.matter.pk}/", {"title": "茶湾村口路灯不亮"})
    other = client.get(f"/ask/about/{desk.matter.pk}/", {"title": "退休金怎么领"})

    assert list(page.context["alike"]) == [shown]
    assert list(other.context["alike"]) == []


def test_everybody_reads_what_was_published_and_nothing_of_the_asker(client, desk):
    shown = publish_answer(desk)
    an_answered_question(desk, contact="13900000001")

    listing = client.get("/answers/", {"matter": desk.matter.pk})
    page = client.get(f"/answers/{shown.question.number}/").content.decode()

    assert [each.pk for each in listing.context["page"]] == [shown.pk]
    assert ("交通运输局" in page, CONTACT in page, "王秀英" in page) == (
        True,
        False,
        False,
    )


def test_what_is_not_published_cannot_be_told_from_what_is_not_there(client, desk):
    question = an_answered_question(desk)
    shown = publish_answer(desk, contact="13900000001")
    Publication.objects.update(withdrawn_at=shown.published_at)

    answers = [
        client.get(f"/answers/{number}/").status_code
        for number in (question.number, shown.question.number, "ASK-2026-9999")
    ]

    assert answers == [404, 404, 404]


def test_published_answers_are_found_by_words(client, desk):
    shown = publish_answer(desk)

    found = client.get("/answers/", {"q": "路灯坏了"})
    nothing = client.get("/answers/", {"q": "退休金", "matter": "x"})

    assert [each.pk for each in found.context["alike"]] == [shown.pk]
    assert list(nothing.context["alike"]) == []


def test_messages_name_the_number_and_where_to_look_and_nothing_else(
    client, desk, settings, tmp_path
):
    settings.VAR = tmp_path
    send(client, desk)
    code = code_sent_to(Question.objects.get())
    deliver_due()
    question = confirmed(client, desk)
    today = question.opened_on
    assign_question(question, unit=desk.roads, by=desk.coordinator, today=today)
    answer(desk, question, today=today)
    deliver_due()

    lines = (tmp_path / "messages.jsonl").read_text("utf-8").splitlines()
    said = [json.loads(line) for line in lines]
    assert [each["to"] for each in said] == [CONTACT] * len(said)
    assert code in said[0]["text"]
    assert question.number in said[-1]["text"]
    assert [each for each in said if TYPED["title"] in each["text"]] == []


def test_where_a_question_stands_is_said_of_questions_and_of_nothing_else():
    """Some of the words mean a time or a story elsewhere."""
    with override("zh-hans"):
        said = {str(state): str(words) for state, words in PUBLIC_STATES.items()}

    assert said == {
        "waiting": "已收到，正在转办",
        "handled": "单位办理中",
        "asked": "单位请您补充情况",
        "checking": "答复审核中",
        "signing": "答复签发中",
        "answered": "已答复",
        "referred": "请走其他途径",
        "merged": "与同类留言合并答复",
        "withdrawn": "已撤回",
        "unproven": "尚未验证",
        "lapsed": "未验证，已作废",
    }
