"""The staff's screens: the next act first, each act by who may, nothing beyond reach."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.answers.looking import door
from tests.factories.answers import (
    a_question,
    an_answered_question,
    an_assigned_question,
    hand_in,
)
from tests.factories.newsroom import a_photo
from tests.factories.people import PersonFactory
from xiangyin.answers.models import (
    Question,
    Responsibility,
    Support,
    Template,
)
from xiangyin.answers.services.triage import assign_question, return_question
from xiangyin.answers.views.acts import ACTS
from xiangyin.kernel.models import Record

LIST = "/admin/answers/questions/"


@pytest.fixture
def today():
    return timezone.localdate()


def acts_on(client, person, question) -> list[str]:
    page = door(client, person).get(f"{LIST}{question.pk}/")
    return [each["act"].name for each in page.context["acts"]]


def act(client, person, question, step, **told):
    return door(client, person).post(f"{LIST}{question.pk}/{step}/", told)


def test_each_sees_what_waits_for_them_and_opens_with_it(client, desk, today):
    waiting = a_question(desk, today=today, contact="13900000001")
    handled = an_assigned_question(desk, today=today)

    def mine(person):
        page = door(client, person).get(LIST)
        return [question.pk for question in page.context["rows"]]

    assert mine(desk.coordinator) == [waiting.pk]
    assert mine(desk.clerk) == [handled.pk]
    assert mine(desk.checker) == []
    assert acts_on(client, desk.coordinator, waiting)[0] == "assign"
    assert acts_on(client, desk.clerk, handled)[0] == "reply"


def test_what_is_beyond_reach_is_missing(client, desk, today):
    question = an_assigned_question(desk, today=today)

    pages = [
        door(client, person).get(f"{LIST}{question.pk}/").status_code
        for person in (desk.clerk, desk.water_clerk)
    ]
    refused = door(client, PersonFactory(posts=[("editor", desk.county)])).get(LIST)

    assert pages == [200, 404]
    assert refused.status_code == 302


def test_the_catalogue_proposes_the_unit_and_the_coordinator_sends_it(
    client, desk, today
):
    question = a_question(desk, today=today)
    page = door(client, desk.coordinator).get(f"{LIST}{question.pk}/")
    form = page.context["forms"]["assign"]
    assert form.initial["unit"] == desk.roads

    answer = act(
        client,
        desk.coordinator,
        question,
        "assign",
        unit=desk.roads.pk,
        kind="help",
        matter=desk.matter.pk,
    )

    question.refresh_from_db()
    assert (answer.status_code, question.unit, question.state) == (
        302,
        desk.roads,
        "handled",
    )


def test_from_the_draft_to_the_signature_by_three_people(client, desk, today):
    question = an_assigned_question(desk, today=today)

    act(client, desk.clerk, question, "reply", text="路灯已修好。", hand_in="on")
    digest = Question.objects.get().latest_reply.digest
    assert acts_on(client, desk.clerk, question)[0] == "extend"
    assert acts_on(client, desk.checker, question)[0] == "check"
    act(client, desk.checker, question, "check", digest=digest, accept="yes")
    act(client, desk.head, question, "sign", digest=digest, accept="yes")

    question.refresh_from_db()
    assert question.state == "answered"


def test_sent_back_needs_words(client, desk, today):
    question = an_assigned_question(desk, today=today)
    digest = hand_in(desk, question)

    silent = act(client, desk.checker, question, "check", digest=digest, accept="no")
    told = {"digest": digest, "accept": "no", "comment": "写清楚日期"}
    act(client, desk.checker, question, "check", **told)

    question.refresh_from_db()
    assert (silent.status_code, question.state) == (422, "handled")


def test_a_changed_reply_is_read_again(client, desk, today):
    question = an_assigned_question(desk, today=today)
    hand_in(desk, question)

    answer = act(client, desk.checker, question, "check", digest="0", accept="yes")

    question.refresh_from_db()
    assert (answer.status_code, question.state) == (409, "checking")


def test_a_template_begins_a_draft_that_somebody_looks_through(client, desk, today):
    question = an_assigned_question(desk, today=today)
    template = Template.objects.create(
        county=desk.county, name="已办结", text="您好，来信收悉。"
    )

    act(
        client,
        desk.clerk,
        question,
        "reply",
        template=template.pk,
        text="路灯已修好。",
        hand_in="on",
    )
    empty = act(client, desk.clerk, question, "reply", text="")

    reply = Question.objects.get().latest_reply
    assert (reply.text, question.state) == (
        "您好，来信收悉。\n\n路灯已修好。",
        "handled",
    )
    assert (str(template), empty.status_code) == ("已办结", 422)


def test_the_contact_is_shown_once_with_a_reason(client, desk, today):
    question = an_assigned_question(desk, today=today)
    address = f"{LIST}{question.pk}/"

    before = door(client, desk.clerk).get(address).content.decode()
    silent = act(client, desk.clerk, question, "look", why="")
    shown = act(client, desk.clerk, question, "look", why="约时间").content.decode()
    after = client.get(address).content.decode()
    refused = act(client, desk.checker, question, "look", why="想看")

    seen = ["13812345678" in page for page in (before, shown, after)]
    assert seen == [False, True, False]
    assert (silent.status_code, refused.status_code) == (422, 409)
    assert Record.objects.filter(action="look").count() == 1


def test_more_days_are_asked_for_and_approved_on_screen(client, desk, today):
    question = an_assigned_question(desk, today=today)

    act(client, desk.clerk, question, "extend", reason="等材料")
    assert acts_on(client, desk.head, question)[0] == "decide"
    act(client, desk.head, question, "decide", approve="yes")

    assert question.extensions.get().approved is True


def test_asking_the_resident_and_going_on(client, desk, today):
    question = an_assigned_question(desk, today=today)

    act(client, desk.clerk, question, "ask", note="是哪一段路？")
    still = door(client, desk.coordinator).get(LIST, {"tab": "open"})
    act(client, desk.clerk, question, "go_on", note="看过现场了")

    question.refresh_from_db()
    assert [row.near for row in still.context["rows"]] == ["still"]
    assert question.state == "handled"


def test_supporting_units_are_asked_and_give_their_word(client, desk, today):
    question = an_assigned_question(desk, today=today)

    act(
        client,
        desk.coordinator,
        question,
        "support",
        unit=desk.water.pk,
        asked="管道在哪里",
    )
    assert acts_on(client, desk.water_clerk, question)[0] == "word"
    act(client, desk.water_clerk, question, "word", word="在路东侧。")

    assert Support.objects.get().word == "在路东侧。"


def test_returned_handed_on_merged_apart_and_referred(client, desk, today):
    question = an_assigned_question(desk, today=today)
    other = a_question(desk, today=today, contact="13900000001")

    act(client, desk.clerk, question, "give_back", note="不是我们的")
    act(client, desk.coordinator, question, "merge", number=other.number.lower())
    question.refresh_from_db()
    merged = question.merged_into
    missing = act(client, desk.coordinator, other, "merge", number="ASK-2000-1")
    act(client, desk.coordinator, question, "part", note="两回事")
    act(client, desk.coordinator, question, "refer", note="请到法院立案。")
    told = {"unit": desk.roads.pk, "kind": "help", "matter": desk.matter.pk}
    act(client, desk.coordinator, other, "assign", **told)
    act(client, desk.coordinator, other, "reassign", unit=desk.water.pk, note="误派")

    question.refresh_from_db()
    other.refresh_from_db()
    assert (merged, missing.status_code, question.state) == (other, 422, "referred")
    assert other.unit == desk.water


def test_notes_stay_inside(client, desk, today):
    question = an_assigned_question(desk, today=today)

    answer = act(client, desk.checker, question, "note", text="去年也问过。")

    assert answer.url == f"{LIST}{question.pk}/"
    assert question.notes.get().text == "去年也问过。"


def test_what_is_too_late_is_said_and_an_unknown_act_does_nothing(client, desk, today):
    question = an_assigned_question(desk, today=today)

    late = act(client, desk.coordinator, question, "refer", note="x")
    unknown = act(client, desk.coordinator, question, "explode")
    bare = door(client, desk.coordinator).post(f"{LIST}{question.pk}/")

    assert [late.status_code, unknown.status_code, bare.status_code] == [409, 409, 405]


def test_the_list_is_searched_and_says_what_is_late_and_near(client, desk, today):
    late = an_assigned_question(
        desk, today=today - timedelta(days=60), contact="13900000001"
    )
    near = an_assigned_question(desk, today=today, kind="enquiry", photos=[a_photo()])
    an_answered_question(desk, today=today, contact="13900000002")

    page = door(client, desk.coordinator).get(LIST, {"tab": "open"})
    found = client.get(LIST, {"tab": "late", "q": "路灯"})
    closed = client.get(LIST, {"tab": "closed", "q": "没有这样的"})
    strange = client.get(LIST, {"tab": "x"})

    rows = [(row.pk, row.near) for row in page.context["rows"]]
    assert rows == [(late.pk, "late"), (near.pk, "near")]
    assert [row.pk for row in found.context["rows"]] == [late.pk]
    assert (closed.context["rows"], strange.context["tab"]) == ([], "mine")
    assert client.get(f"{LIST}{near.pk}/").status_code == 200


def test_a_list_asks_as_much_for_three_as_for_one(
    client, desk, today, django_assert_num_queries
):
    an_assigned_question(desk, today=today)
    door(client, desk.coordinator).get(LIST, {"tab": "open"})

    with CaptureQueriesContext(connection) as one:
        client.get(LIST, {"tab": "open"})
    for n in range(2):
        an_assigned_question(desk, today=today, contact=f"1390000000{n}")

    with django_assert_num_queries(len(one)):
        client.get(LIST, {"tab": "open"})


def test_a_caller_is_taken_down_and_the_code_told_once(client, desk):
    told = {
        "origin": "phone",
        "matter": desk.matter.pk,
        "kind": "enquiry",
        "title": "2路车几点收车",
        "text": "周末末班车几点？",
        "publicity": "nameless",
    }

    page = door(client, desk.clerk).get(f"{LIST}new/")
    wrong = client.post(f"{LIST}new/", {**told, "contact": "123"})
    done = client.post(f"{LIST}new/", told, follow=True)
    again = client.get(f"{LIST}new/")
    operator = PersonFactory(is_superuser=True, is_staff=True)
    nowhere = door(client, operator).get(f"{LIST}new/")

    question = Question.objects.get()
    assert (page.status_code, wrong.status_code, done.status_code) == (200, 422, 200)
    assert (question.state, len(done.context["told"]["code"])) == ("waiting", 10)
    assert again.context["told"] is None
    assert nowhere.status_code == 302


@pytest.mark.parametrize("name", ["matters", "responsibilities", "terms", "templates"])
def test_the_catalogue_is_kept_by_the_coordinator(client, desk, name):
    pages = [
        door(client, person).get(f"/admin/answers/{name}/").status_code
        for person in (desk.coordinator, desk.clerk)
    ]
    adding = [
        door(client, person).get(f"/admin/answers/{name}/new/").status_code
        for person in (desk.coordinator, desk.clerk)
    ]

    assert (pages, adding) == ([200, 200], [200, 302])


def test_a_residents_photo_is_for_those_who_handle_the_question(client, desk, today):
    cache.clear()  # Wagtail remembers sizes by keys that another test had, too
    question = an_assigned_question(desk, today=today, photos=[a_photo()])
    picture = question.photos.get().picture
    size = picture.get_rendition("max-800x800").url
    editor = PersonFactory(posts=[("editor", desk.county)])
    people = (desk.clerk, desk.checker, desk.water_clerk, editor)

    seen = [door(client, person).get(size).status_code for person in people]
    client.logout()
    by_nobody = client.get(size).status_code
    chosen = door(client, editor).get("/admin/images/").context["images"]

    assert (seen, by_nobody) == ([200, 200, 404, 404], 404)
    assert picture not in list(chosen)


def test_from_a_day_on_another_unit_leads(client, desk):
    answer = door(client, desk.coordinator).post(
        "/admin/answers/responsibilities/new/",
        {"matter": desk.matter.pk, "unit": desk.water.pk, "since": "2030-01-01"},
    )

    assert answer.status_code == 302
    assert Responsibility.objects.filter(unit=desk.water).count() == 1


def test_every_act_has_a_key_of_its_own():
    keys = [act.key for act in ACTS.values() if act.key]

    assert len(keys) == len(set(keys))


def test_how_often_it_was_returned_stands_among_the_facts(client, desk, today):
    question = a_question(desk, today=today)
    told = {}

    for unit, clerk in ((desk.roads, desk.clerk), (desk.water, desk.water_clerk)):
        assign_question(question, unit=unit, by=desk.coordinator, today=today)
        return_question(question, by=clerk, note="不归我们", today=today)
        page = door(client, desk.coordinator).get(f"{LIST}{question.pk}/")
        facts = re.search(r"<dt>退回</dt><dd>(.*?)</dd>", page.content.decode())
        told[unit.name] = facts[1]

    assert told == {"交通运输局": "一次", "水利局": "两次，由分办员裁定"}
    history = page.content.decode().partition("desk-history")[2]
    read = [words for words in re.findall(r"<q>(.*?)</q>", history)]
    assert [words for words in read if words in {*told, "不归我们"}] == [
        *("不归我们", "交通运输局"),
        *("不归我们", "水利局"),
    ]
