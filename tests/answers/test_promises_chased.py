"""What was promised is chased: near its day, over it, and above; once a stage each."""

import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.factories.answers import (
    TODAY,
    an_answered_question,
    an_assigned_question,
)
from tests.factories.people import PersonFactory
from xiangyin.answers import tasks
from xiangyin.answers.models import Question, Terms, Undertaking, UndertakingReminder
from xiangyin.answers.reports.promised import pressing
from xiangyin.answers.services import chasing_promises
from xiangyin.answers.services.after import report_progress, undertake
from xiangyin.answers.services.asker import rate_reply
from xiangyin.answers.services.chasing_promises import chase_promises
from xiangyin.kernel.models import Letter, Record
from xiangyin.kernel.services.outbox import deliver_due
from xiangyin.workbench.waiting import waits_for

DUE = date(2026, 3, 20)  # a Friday
LIST = "/admin/answers/promises/"


@pytest.fixture
def question(desk):
    return an_answered_question(desk)


def a_promise(desk, question, *, due_on=DUE, today=TODAY, what="换完全村路灯"):
    return undertake(question, by=desk.clerk, what=what, due_on=due_on, today=today)


def fulfil(desk, promise, *, today=TODAY):
    told = {"words": "换完了", "done": True, "today": today}
    return report_progress(promise, by=desk.clerk, **told)


def overseen(desk, **told):
    person = PersonFactory(name="谭主任", posts=[("leader", desk.county)], **told)
    since = date(2026, 1, 1)
    Terms.objects.create(county=desk.county, since=since, overseer=person)
    return person


def chased() -> list[tuple]:
    return list(UndertakingReminder.objects.values_list("stage", "to"))


def days(*written: str) -> list[date]:
    return [date.fromisoformat(f"2026-03-{day}") for day in written]


def written(folder) -> list[dict]:
    path = folder / "messages.jsonl"
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return [json.loads(line) for line in lines]


def test_a_promise_is_chased_once_a_stage_and_above_when_it_stays_open(desk, question):
    overseer = overseen(desk)
    promise = a_promise(desk, question)

    done = [
        chase_promises(today=day)
        for day in days("12", "13", "20", "21", "23", "25", "26", "31")
    ]

    assert done == [0, 1, 0, 1, 0, 0, 1, 0]
    clerk = desk.clerk.pk
    assert chased() == [("near", clerk), ("late", clerk), ("above", overseer.pk)]
    assert str(UndertakingReminder.objects.first()) == f"{promise} near"
    lines = Record.objects.filter(action="chase")
    assert {line.note for line in lines} == {"换完全村路灯"}


def test_with_reminders_not_kept_everybody_would_be_told_every_time(
    desk, question, monkeypatch
):
    """The twin: nothing says that somebody was reminded already."""
    a_promise(desk, question)

    def anew(*, defaults, undertaking, stage):
        made = UndertakingReminder(undertaking=undertaking, stage=stage, **defaults)
        return made, True

    monkeypatch.setattr(UndertakingReminder.objects, "get_or_create", anew)
    done = [chase_promises(today=day) for day in days("13", "16", "17")]

    assert done == [1, 1, 1]
    assert Record.objects.filter(action="chase").count() == 3


def test_the_database_keeps_no_stage_twice(desk, question):
    promise = a_promise(desk, question)
    told = {"undertaking": promise, "stage": "late", "on": TODAY}
    UndertakingReminder.objects.create(**told)

    with pytest.raises(IntegrityError), transaction.atomic():
        UndertakingReminder.objects.create(**told)

    assert UndertakingReminder.objects.count() == 1


def test_what_came_to_be_late_while_nobody_looked_is_told_below_and_above(
    desk, question
):
    overseer = overseen(desk)
    a_promise(desk, question)

    assert chase_promises(today=date(2026, 4, 30)) == 2
    assert chased() == [("late", desk.clerk.pk), ("above", overseer.pk)]


def test_without_an_overseer_nobody_above_is_told(desk, question):
    a_promise(desk, question)

    assert chase_promises(today=date(2026, 4, 30)) == 1
    assert chased() == [("late", desk.clerk.pk)]


def test_what_is_fulfilled_not_sent_yet_or_withdrawn_is_not_chased(desk):
    done = a_promise(desk, an_answered_question(desk))
    fulfil(desk, done)
    a_promise(desk, an_assigned_question(desk, contact="13900000001"))
    gone = an_answered_question(desk, contact="13900000002")
    a_promise(desk, gone)
    Question.objects.filter(pk=gone.pk).update(state="withdrawn")

    assert chase_promises(today=date(2026, 4, 30)) == 0
    assert chased() == []


def test_a_promise_of_an_answer_that_is_opened_again_goes_on_being_chased(
    desk, question
):
    a_promise(desk, question)
    rate_reply(question, solved=False, today=TODAY)

    assert chase_promises(today=date(2026, 3, 19)) == 1
    assert chased() == [("near", desk.clerk.pk)]


def test_whoever_handles_it_is_written_to_and_nobody_who_has_left(
    desk, question, settings, tmp_path
):
    settings.VAR = tmp_path
    overseer = overseen(desk, email="tan@example.cn")
    other = PersonFactory(
        name="于田", posts=[("clerk", desk.roads)], email="yu@example.cn"
    )
    promise = a_promise(desk, question)
    Question.objects.filter(pk=question.pk).update(owner=other)

    chase_promises(today=date(2026, 3, 19))
    deliver_due()
    chase_promises(today=date(2026, 4, 30))
    type(overseer).objects.filter(pk=overseer.pk).update(is_active=False)
    deliver_due()

    told = [(each["to"], each["text"]) for each in written(tmp_path)]
    words = f"{question.number}，承诺 2026-03-20 前完成：{promise.what}"
    assert [each for each in told if "@" in each[0]] == [
        ("yu@example.cn", f"{words}（即将到期）"),
        ("yu@example.cn", f"{words}（已逾期）"),
    ]
    letters = Letter.objects.filter(kind="answers.promise")
    assert {letter.state for letter in letters} == {"delivered"}


def test_who_fulfilled_it_before_the_letter_went_is_not_written_to(
    desk, question, settings, tmp_path
):
    settings.VAR = tmp_path
    type(desk.clerk).objects.filter(pk=desk.clerk.pk).update(email="c@example.cn")
    promise = a_promise(desk, question)
    chase_promises(today=date(2026, 3, 19))
    fulfil(desk, promise, today=date(2026, 3, 19))

    deliver_due()

    assert [each["to"] for each in written(tmp_path) if "@" in each["to"]] == []
    assert Letter.objects.get(kind="answers.promise").state == "delivered"


def test_where_nobody_handles_it_any_more_the_list_alone_tells(desk, question):
    a_promise(desk, question)
    desk.clerk.posts.all().delete()

    assert chase_promises(today=date(2026, 4, 30)) == 1
    assert chased() == [("late", None)]


def test_a_letter_to_nobody_or_to_nobody_s_address_goes_nowhere(
    desk, question, monkeypatch
):
    posted = []
    monkeypatch.setattr(chasing_promises, "post", lambda *a, **told: posted.append(a))
    a_promise(desk, question)

    chase_promises(today=date(2026, 4, 30))

    assert (posted, len(chased())) == ([], 1)


def test_the_worker_chases_promises_too_and_twice_is_once(desk):
    today = timezone.localdate()
    question = an_answered_question(desk, today=today)
    a_promise(desk, question, due_on=today + timedelta(days=1), today=today)

    tasks.remind()
    tasks.remind()

    assert chased() == [("near", desk.clerk.pk)]


# On screen


def promises_of(desk, today) -> dict[str, Undertaking]:
    """One late, one near, one far off, one fulfilled, one of another unit."""
    made = {}
    for at, (name, days_left) in enumerate(
        (("late", 1), ("near", 2), ("calm", 90), ("done", 30))
    ):
        question = an_answered_question(desk, today=today, contact=f"1390000000{at}")
        due = today + timedelta(days=days_left)
        made[name] = a_promise(desk, question, due_on=due, today=today, what=name)
    Undertaking.objects.filter(what="late").update(due_on=today - timedelta(days=9))
    fulfil(desk, made["done"], today=today)
    return made


def listed(client, person, tab="open") -> list[tuple]:
    client.force_login(person)
    rows = client.get(f"{LIST}?tab={tab}").context["rows"]
    return [(row.what, row.near) for row in rows]


def test_a_clerk_finds_the_promises_of_the_unit_and_another_unit_none(client, desk):
    today = timezone.localdate()
    promises_of(desk, today)

    assert listed(client, desk.clerk) == [
        ("late", "late"),
        ("near", "near"),
        ("calm", "calm"),
    ]
    assert listed(client, desk.clerk, "late") == [("late", "late")]
    assert listed(client, desk.clerk, "done") == [("done", "calm")]
    assert listed(client, desk.coordinator, "nonsense") == listed(client, desk.clerk)
    assert listed(client, desk.water_clerk) == []


def test_on_the_workbench_stand_the_late_and_the_near_ones(client, desk):
    today = timezone.localdate()
    promises_of(desk, today)
    leader = PersonFactory(posts=[("leader", desk.county)])

    shown = {
        person.name: [
            (line.title, line.late)
            for group in waits_for(person, today=today)
            if group.url == LIST
            for line in group.lines
        ]
        for person in (desk.clerk, desk.coordinator, desk.checker, desk.water_clerk)
    }

    both = [("late", True), ("near", False)]
    assert shown == {
        desk.clerk.name: both,
        desk.coordinator.name: both,
        desk.checker.name: [],
        desk.water_clerk.name: [],
    }
    assert pressing(leader, today=today) is None


def test_the_page_of_the_question_shows_who_was_reminded_of_its_promise(client, desk):
    today = timezone.localdate()
    promise = promises_of(desk, today)["late"]
    chase_promises(today=today)
    client.force_login(desk.clerk)

    page = client.get(f"/admin/answers/questions/{promise.question_id}/")

    [row] = page.context["undertakings"]
    reminders = [(each.stage, each.to) for each in row.reminders.all()]
    assert (row.near, reminders) == ("late", [("late", desk.clerk)])
    assert "催办：已逾期 · 田小满" in page.content.decode().replace("\n", "")
