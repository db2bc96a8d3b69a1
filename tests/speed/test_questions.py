"""Every screen of the answers desk asks as much for three questions as for one.

The numbers are exact: who makes one greater has to say so here.
"""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.utils import timezone

from tests.factories.answers import (
    a_question,
    an_answered_question,
    an_assigned_question,
    hand_in,
    open_desk,
    publish_answer,
)
from tests.factories.newsroom import open_newsroom
from tests.factories.people import PersonFactory
from xiangyin.answers.models import Addition, Note, Question, Rating, Template, Terms
from xiangyin.answers.views.hand import ASKED as OPENED
from xiangyin.answers.views.hand import KEPT
from xiangyin.kernel.models import Unit
from xiangyin.kernel.services.audit import record

from .test_queries import asked_by

ASKED: dict[str, int] = {}
ON_POSTGRES: dict[str, int] = {}


def a_desk(county, rows: int) -> SimpleNamespace:
    """``rows`` questions in each state; the first with as many of all that hangs on it."""
    open_newsroom(county)
    desk = open_desk(county)
    now, today = timezone.now(), timezone.localdate()
    first: dict = {}
    for at in range(rows):
        for place, (name, question) in enumerate(_one_of_each(desk, today, at)):
            first.setdefault(name, question)
            Question.objects.filter(pk=question.pk).update(
                opened_on=today - timedelta(days=60 - place)
            )
        for question in first.values():
            moment = {"question": question, "at": now}
            Addition.objects.create(text=f"补充{at}", **moment)
            Note.objects.create(text=f"备注{at}", by=desk.clerk, **moment)
            record(question, "note", by=desk.clerk, label="备注", note=f"第{at}次")
        Rating.objects.create(
            question=first["answered"], round=5 + at, solved=True, at=now
        )
        Template.objects.create(county=county, name=f"模板{at}", text="您好。")
        Terms.objects.create(county=county, since=today - timedelta(days=at))
    roles = ("coordinator", "clerk", "checker", "head")
    desk.person = PersonFactory(posts=[(role, county) for role in roles])
    desk.first = first
    return desk


def _one_of_each(desk, today, at: int):
    told = {"today": today, "now": timezone.now()}
    contacts = iter(f"13{n}0000{at:04}" for n in range(5, 10))

    def contact():
        return {"contact": next(contacts), **told}

    yield "waiting", a_question(desk, **contact())
    handled = an_assigned_question(desk, supports=[(desk.water, "管道")], **contact())
    yield "handled", handled
    checked = an_assigned_question(desk, **contact())
    hand_in(desk, checked)
    yield "checked", checked
    yield "answered", an_answered_question(desk, **contact())
    yield "public", publish_answer(desk, **contact()).question


def screens(desk) -> dict[str, str]:
    queue, first = "/admin/answers/questions/", desk.first
    ask = f"/ask/about/{desk.matter.pk}/"
    return {
        **{
            f"queue, {tab}": f"{queue}?tab={tab}"
            for tab in ("mine", "open", "late", "closed")
        },
        "queue, a word": f"{queue}?tab=open&q=路灯",
        "queue, a number": f"{queue}?tab=open&q=ASK-",
        **{f"question, {name}": f"{queue}{each.pk}/" for name, each in first.items()},
        "take down": f"{queue}new/",
        **{
            name: f"/admin/answers/{name}/"
            for name in ("matters", "responsibilities", "terms", "templates")
        },
        "answered questions": "/answers/",
        "answered questions, a word": "/answers/?q=路灯",
        "answered questions, a matter": f"/answers/?matter={desk.matter.pk}",
        "an answered question": f"/answers/{first['public'].number}/",
        "figures": "/answers/figures/",
        "ask": "/ask/",
        "ask, the form": ask,
        "ask, similar questions": f"{ask}?title=村口路灯坏了",
        "look up": "/ask/status/",
        **{
            f"own page, {name}": f"/ask/status/{each.number}/"
            for name, each in first.items()
        },
        "own copy": f"/ask/status/{first['answered'].number}/copy.json",
    }


def opened_by(client, desk) -> None:
    """The same browser has opened the first question of each kind, too."""
    until = (timezone.now() + KEPT).isoformat()
    session = client.session
    session[OPENED] = {str(each.pk): until for each in desk.first.values()}
    session.save()


@pytest.mark.parametrize("rows", [1, 3])
def test_a_screen_of_the_answers_desk_asks_as_much_for_three_rows_as_for_one(
    client, county, rows
):
    desk = a_desk(county, rows)
    client.force_login(desk.person)
    opened_by(client, desk)

    asked = {name: asked_by(client, where) for name, where in screens(desk).items()}

    here = ON_POSTGRES if connection.vendor == "postgresql" else {}
    assert asked == ASKED | here


def test_a_queue_that_asks_for_each_row_is_found_out(client, county, monkeypatch):
    """The twin: the unit of each row counts its posts."""
    monkeypatch.setattr(Unit, "__str__", lambda unit: f"{unit.posts.count()}")
    desk = open_desk(county)
    told = {"today": timezone.localdate(), "now": timezone.now()}
    client.force_login(desk.coordinator)
    asked = []
    for at in range(3):
        a_question(desk, contact=f"1390000000{at}", **told)
        asked.append(asked_by(client, "/admin/answers/questions/?tab=open"))

    assert asked[0] < asked[1] < asked[2]
