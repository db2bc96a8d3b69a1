"""An answers desk to test in: its people, its catalogue, questions on their way."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

from tests.factories.people import PersonFactory
from xiangyin.answers.models import Matter, Question, Responsibility
from xiangyin.answers.services.asking import confirm_question, receive_question
from xiangyin.answers.services.publishing import publish_question
from xiangyin.answers.services.replies import (
    check_reply,
    sign_reply,
    submit_reply,
    write_reply,
)
from xiangyin.answers.services.triage import assign_question
from xiangyin.kernel.sealing import unseal
from xiangyin.kernel.services.units import add_unit

TODAY = date(2026, 3, 2)  # a Monday
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
CONTACT = "13812345678"
ADDRESS = "203.0.113.7"
ONE_DAY = timedelta(days=1)


def open_desk(county, *, unit=None, prefix="") -> SimpleNamespace:
    """A coordinator at the county, and a full unit: clerk, two checkers, head.

    ``unit`` is one that stands already instead of the roads'; ``prefix`` begins names.
    """
    roads = unit or add_unit(county, code="jtj", name="交通运输局", kind="department")
    water = add_unit(county, code="slj", name=f"{prefix}水利局", kind="department")
    matter = Matter.objects.create(
        county=county, name=f"{prefix}道路与公交", position=1
    )
    Responsibility.objects.create(matter=matter, unit=roads, since=date(2026, 1, 1))

    def person(name, role, at):
        return PersonFactory(name=f"{prefix}{name}", posts=[(role, at)])

    return SimpleNamespace(
        county=county,
        roads=roads,
        water=water,
        matter=matter,
        coordinator=person("顾安之", "coordinator", county),
        clerk=person("田小满", "clerk", roads),
        checker=person("卢景行", "checker", roads),
        second_checker=person("邵知远", "checker", roads),
        head=person("葛存义", "head", roads),
        water_clerk=person("苗青禾", "clerk", water),
    )


def an_unconfirmed_question(desk, **told) -> Question:
    values = {
        "county": desk.county,
        "kind": "help",
        "matter": desk.matter,
        "title": "茶湾村口的路灯坏了",
        "text": "村口到学校的三盏路灯坏了半个月，孩子晚上回家看不见路。",
        "contact": CONTACT,
        "name": "王秀英",
        "address": ADDRESS,
        "now": NOW,
        "today": TODAY,
        **told,
    }
    return receive_question(**values)


def code_sent_to(question) -> str:
    return unseal(question.proof.sealed_code)


def a_question(desk, **told) -> Question:
    """A question whose contact is confirmed; its query code is ``question.code``."""
    question = an_unconfirmed_question(desk, **told)
    now, today = told.get("now", NOW), told.get("today", TODAY)
    code = code_sent_to(question)
    told_code = confirm_question(question, code=code, now=now, today=today)
    question = Question.objects.get(pk=question.pk)
    question.code = told_code
    return question


def an_assigned_question(desk, *, today=TODAY, supports=(), **told) -> Question:
    question = a_question(desk, **{"today": today, **told})
    assign_question(
        question, unit=desk.roads, by=desk.coordinator, today=today, supports=supports
    )
    return question


def a_reply(desk, question, text="路灯已修好，请您看看还有没有不亮的。"):
    return write_reply(question, by=desk.clerk, text=text)


def hand_in(desk, question, **told):
    """Write a reply and hand it in; returns its digest."""
    reply = a_reply(desk, question, **told)
    submit_reply(question, by=desk.clerk)
    return reply.digest


def an_answered_question(desk, *, today=TODAY, checker=None, **told) -> Question:
    question = an_assigned_question(desk, today=today, **told)
    return answer(desk, question, today=today, checker=checker)


def answer(desk, question, *, today=TODAY, checker=None) -> Question:
    digest = hand_in(desk, question)
    check_reply(question, by=checker or desk.checker, digest=digest, accept=True)
    sign_reply(question, by=desk.head, digest=digest, accept=True, today=today)
    return question


def publish_answer(desk, **told):
    """An answered question that everybody reads, as it was sent."""
    question = an_answered_question(desk, **told)
    return publish_question(question, by=desk.coordinator)
