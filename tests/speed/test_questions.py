"""Every screen of the answers desk asks as much for three questions as for one."""

from datetime import timedelta
from itertools import count
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.answers import (
    a_question,
    an_answered_question,
    an_assigned_question,
    hand_in,
    open_desk,
    publish_answer,
)
from tests.factories.newsroom import a_photo, open_newsroom
from tests.factories.people import PersonFactory
from xiangyin.answers.models import (
    Addition,
    Matter,
    Note,
    Question,
    QuestionPhoto,
    Rating,
    Responsibility,
    Template,
    Terms,
)
from xiangyin.answers.services.applications import make_application
from xiangyin.answers.services.knowledge import make_entry
from xiangyin.answers.views.hand import ASKED as OPENED
from xiangyin.answers.views.hand import KEPT
from xiangyin.kernel.models import Unit
from xiangyin.kernel.services.audit import record

from .test_queries import asked_by

OWN = ("coordinator", "clerk", "checker", "head")


def a_desk(county) -> SimpleNamespace:
    """A desk without questions, and one person who may see all of it."""
    open_newsroom(county)
    desk = open_desk(county)
    desk.person = PersonFactory(posts=[(role, county) for role in OWN])
    desk.first, desk.rounds = {}, count()
    return desk


def add_a_row(desk) -> None:
    """One more of everything; the first of each state gets one more of what hangs on it."""
    at, now, today = next(desk.rounds), timezone.now(), timezone.localdate()
    for name, question in _one_of_each(desk, today, at):
        desk.first.setdefault(name, question)
        late = today - timedelta(days=60)
        Question.objects.filter(pk=question.pk).update(opened_on=late)
    for question in desk.first.values():
        moment = {"question": question, "at": now}
        Addition.objects.create(text=f"补充{at}", **moment)
        Note.objects.create(text=f"备注{at}", by=desk.clerk, **moment)
        record(question, "note", by=desk.clerk, label="备注", note=f"第{at}次")
    answered, public = desk.first["answered"], desk.first["public"]
    Rating.objects.create(question=answered, round=5 + at, solved=True, at=now)
    picture = desk.photographed.photos.get().picture
    if at:
        QuestionPhoto.objects.create(question=public, picture=picture, position=at)
    _catalogue(desk, today, at)


def _catalogue(desk, today, at: int) -> None:
    county, by = desk.county, desk.coordinator
    Template.objects.create(county=county, name=f"模板{at}", text="您好。")
    Terms.objects.create(county=county, since=today - timedelta(days=at))
    matter = Matter.objects.create(county=county, name=f"事项{at}", position=9)
    Responsibility.objects.create(matter=matter, unit=desk.water, since=today)
    make_application(county, by=by, name=f"应用{at}", now=timezone.now())
    entry = make_entry(
        desk.newest,
        by=by,
        title=f"路灯坏了找谁{at}",
        text="打县交通运输局的报修电话。",
        owner=desk.clerk,
        good_until=today + timedelta(days=30),
        today=today,
    )
    desk.first_entry = getattr(desk, "first_entry", entry)


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
    desk.newest = an_answered_question(desk, **contact())
    yield "answered", desk.newest
    desk.photographed = publish_answer(desk, photos=[a_photo()], **contact()).question
    yield "public", desk.photographed


def screens(desk) -> dict[str, str]:
    queue, first = "/admin/answers/questions/", desk.first
    ask = f"/ask/about/{desk.matter.pk}/"
    month = f"{timezone.localdate():%Y-%m}"
    public = first["public"]
    photo = public.photos.order_by("pk").first()
    return {
        **{
            f"queue, {tab}": f"{queue}?tab={tab}"
            for tab in ("mine", "open", "late", "closed")
        },
        "queue, a word": f"{queue}?tab=open&q=路灯",
        "queue, a number": f"{queue}?tab=open&q=ASK-",
        **{f"question, {name}": f"{queue}{each.pk}/" for name, each in first.items()},
        "take down": f"{queue}new/",
        "close several": f"{queue}closing/",
        "what is read of it": f"{queue}{public.pk}/public/",
        "a photo of it": f"{queue}{public.pk}/photos/{photo.pk}/",
        "knowledge": "/admin/answers/knowledge/",
        "knowledge, a word": "/admin/answers/knowledge/?q=路灯",
        "knowledge, an entry": f"/admin/answers/knowledge/{desk.first_entry.pk}/",
        "applications": "/admin/answers/applications/",
        "figures of staff": f"/admin/answers/figures/?month={month}",
        "register": f"/admin/answers/figures/register.xlsx?month={month}",
        **{
            name: f"/admin/answers/{name}/"
            for name in ("matters", "responsibilities", "terms", "templates")
        },
        "answered questions": "/answers/",
        "answered questions, a word": "/answers/?q=路灯",
        "answered questions, a matter": f"/answers/?matter={desk.matter.pk}",
        "an answered question": f"/answers/{first['public'].number}/",
        "figures": f"/answers/figures/?month={month}",
        "known": "/answers/known/",
        "known, a word": "/answers/known/?q=路灯",
        "known, an entry": f"/answers/known/{desk.first_entry.pk}/",
        "table": f"/answers/answers.csv?year={month[:4]}",
        "open311, services": "/open311/v2/services.json",
        "open311, requests": "/open311/v2/requests.json",
        "open311, a request": f"/open311/v2/requests/{public.number}.xml",
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


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # Wagtail's renditions
def test_a_screen_of_the_answers_desk_asks_as_much_for_three_rows_as_for_one(
    client, county
):
    desk = a_desk(county)
    client.force_login(desk.person)
    asked = []

    for more in (1, 2):
        for _row in range(more):
            add_a_row(desk)
        opened_by(client, desk)
        asked.append({name: each(client, at) for name, at in screens(desk).items()})

    assert asked[0] == asked[1]


def each(client, where: str) -> int:
    """How many queries it takes to its last line, with nothing kept from fewer rows."""
    cache.clear()
    assert client.get(where).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        b"".join(client.get(where))
    return len(queries)


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
