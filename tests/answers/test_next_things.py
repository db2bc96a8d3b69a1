"""On the workbench each role of the answers desk sees its own next thing, and no other."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories.answers import (
    TODAY,
    a_question,
    a_reply,
    an_answered_question,
    an_assigned_question,
    answer,
    hand_in,
    publish_answer,
)
from tests.factories.people import PersonFactory
from xiangyin.answers.models import Question
from xiangyin.answers.reports.next_things import lateness, next_things
from xiangyin.answers.services.asker import rate_reply
from xiangyin.answers.services.replies import check_reply
from xiangyin.answers.services.triage import assign_question, return_question
from xiangyin.answers.services.waiting import ask_for_extension
from xiangyin.kernel.services.posts import appoint
from xiangyin.workbench.late import late_lines
from xiangyin.workbench.waiting import waits_for

LATER = TODAY + timedelta(days=40)


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


def waiting(person, today=TODAY) -> dict[str, list[str]]:
    groups = waits_for(person, today=today)
    return {group.name: [line.title for line in group.lines] for group in groups}


def test_a_coordinator_sees_what_is_to_be_assigned_and_what_to_publish(desk):
    a_question(desk, title="路灯")
    an_answered_question(desk, title="公交", contact="13900000001")
    an_answered_question(
        desk, title="私下的", publicity="private", contact="13900000002"
    )
    publish_answer(desk, title="公开过的", contact="13900000003")

    assert waiting(desk.coordinator) == {
        "Questions to assign": ["路灯"],
        "Answers to make public": ["公交"],
    }


def test_after_two_returns_a_question_stands_apart_for_the_coordinator(desk):
    question = an_assigned_question(desk, title="路灯")
    return_question(question, by=desk.clerk, note="归水利", today=TODAY)
    assign_question(question, unit=desk.water, by=desk.coordinator, today=TODAY)
    return_question(question, by=desk.water_clerk, note="归交通", today=TODAY)

    (group,) = waits_for(desk.coordinator, today=TODAY)

    assert group.name == "Returned twice: you decide"
    assert [line.what for line in group.lines] == ["Question, returned 2 times"]


def test_a_clerk_sees_what_is_due_today_or_late_before_all_else(desk):
    an_assigned_question(desk, title="急的", kind="enquiry")
    an_assigned_question(desk, title="不急的", contact="13900000001")
    due = Question.objects.get(title="急的").due_on

    assert waiting(desk.clerk) == {"Questions to reply to": ["急的", "不急的"]}
    assert waiting(desk.clerk, due) == {
        "Questions late or due today": ["急的"],
        "Questions to reply to": ["不急的"],
    }
    assert waiting(desk.water_clerk, due) == {}


def test_a_supporting_clerk_sees_where_the_unit_s_word_is_missing(desk):
    an_assigned_question(desk, title="路灯", supports=[(desk.water, "排水沟是谁的")])

    assert waiting(desk.water_clerk) == {"Other units wait for your word": ["路灯"]}


def test_checkers_see_what_they_may_check_and_no_more(desk):
    question = an_assigned_question(desk, title="路灯")
    appoint(desk.clerk, "checker", desk.roads)
    hand_in(desk, question)

    assert waiting(desk.checker) == {"Replies to check": ["路灯"]}
    assert waiting(desk.clerk) == {}


def test_whoever_checked_before_is_not_sent_to_a_reopened_question(desk):
    question = an_answered_question(desk, title="路灯")
    rate_reply(question, solved=False, today=TODAY)
    hand_in(desk, Question.objects.get(pk=question.pk), text="又换了一盏。")

    assert waiting(desk.checker) == {}
    (group,) = waits_for(desk.second_checker, today=TODAY)
    assert [(line.what, line.title) for line in group.lines] == [
        ("Question, opened again", "路灯")
    ]


def test_a_head_sees_what_to_sign_unless_they_checked_it(desk):
    both = PersonFactory(posts=[("checker", desk.roads), ("head", desk.roads)])
    question = an_assigned_question(desk, title="路灯")
    digest = hand_in(desk, question)
    check_reply(question, by=both, digest=digest, accept=True)

    assert waiting(desk.head) == {"Replies to sign": ["路灯"]}
    assert waiting(both) == {}


def test_a_head_sees_who_asks_for_more_days_but_not_an_own_request(desk):
    question = an_assigned_question(desk, title="路灯")
    appoint(desk.clerk, "head", desk.roads)
    ask_for_extension(question, by=desk.clerk, reason="等配件", today=TODAY)

    assert waiting(desk.head) == {"Requests for more days": ["路灯"]}
    assert "Requests for more days" not in waiting(desk.clerk)


def test_each_group_leads_to_the_list_and_each_line_to_its_question(desk):
    question = a_question(desk)

    (group,) = waits_for(desk.coordinator, today=TODAY)

    assert group.url == reverse("answers:questions")
    assert [line.url for line in group.lines] == [
        reverse("answers:question", args=[question.pk])
    ]


def test_what_is_late_is_listed_for_those_who_act_on_it(desk):
    question = an_assigned_question(desk, title="路灯")
    leader = PersonFactory(posts=[("leader", desk.county)])

    def late(person):
        return [(line.title, line.due) for line in late_lines(person, today=LATER)]

    for person in (desk.coordinator, desk.clerk, desk.checker, desk.head):
        assert late(person) == [("路灯", question.due_on)]
    assert late(desk.water_clerk) == []
    assert late(leader) == []


def test_a_leader_is_told_how_many_are_late_and_how_long_and_reads_none(client, desk):
    leader = PersonFactory(posts=[("leader", desk.county)])
    an_assigned_question(desk, title="路灯")
    an_assigned_question(desk, title="公交", kind="complaint", contact="13900000001")
    answer(desk, an_assigned_question(desk, title="好了", contact="13900000002"))
    first, second = (
        Question.objects.get(title=title).due_on for title in ("路灯", "公交")
    )

    told = lateness(leader, today=second + timedelta(days=1))

    assert (told.late, told.long_late, told.longest) == (2, 1, 6)
    assert lateness(leader, today=first).late == 0
    assert lateness(leader, today=LATER).long_late == 2
    assert lateness(desk.clerk, today=LATER) is None
    client.force_login(leader)
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "路灯" not in page
    assert "past its promised day" in page or "past their promised day" in page


def test_a_draft_without_a_reply_handed_in_is_nobody_s_to_check(desk):
    question = an_assigned_question(desk, title="路灯")
    a_reply(desk, question)

    assert waiting(desk.checker) == {}
    assert [each.name for each in next_things(desk.checker, today=TODAY)] == [
        "Replies to check"
    ]


def test_groups_ask_as_much_for_three_questions_as_for_one(
    desk, django_assert_num_queries
):
    an_assigned_question(desk, title="一")
    waiting(desk.clerk)  # who asks has their posts at hand
    with django_assert_num_queries(14):
        waiting(desk.clerk)
    for number in "23":
        an_assigned_question(desk, title=number, contact=f"1390000000{number}")

    with django_assert_num_queries(14):
        assert waiting(desk.clerk) == {"Questions to reply to": ["一", "2", "3"]}
