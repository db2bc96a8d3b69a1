"""An answers desk to walk through: two units, their people, a moved clock."""

from datetime import timedelta
from types import SimpleNamespace

from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.factories.answers import a_question, open_desk
from xiangyin.answers.models import Matter, Question
from xiangyin.answers.services.triage import assign_question

NOW = timezone.now


def open_answers(office) -> SimpleNamespace:
    """The desk of ``tests.factories.answers``, with a second matter and one by law."""
    desk = open_desk(office.county)
    desk.matter.about, desk.matter.ask_also = "路灯、路面、公交", "哪条路、哪一段？"
    desk.matter.save()
    Matter.objects.create(
        county=office.county,
        name="信访和诉讼",
        route="信访事项请向县信访局提出。",
        position=9,
    )
    return desk


def at_the_desk(browser, person, **how):
    """A window in which ``person`` has come in already: the log-in has its own walk."""
    window = browser.window(**how)
    client = Client()
    client.force_login(person)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    window.page.context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": cookie,
                "url": browser.address,
            }
        ]
    )
    return window


class Calendar:
    """Lets the house believe that it is some days ago, and then today again."""

    def __init__(self, monkeypatch):
        self.monkeypatch = monkeypatch

    def days_ago(self, days: int) -> None:
        ago = timedelta(days=days)
        self.monkeypatch.setattr(timezone, "now", lambda: NOW() - ago)

    def today(self) -> None:
        self.monkeypatch.setattr(timezone, "now", NOW)


def a_case(desk, number: int, **told) -> Question:
    """One of many questions that stand with the roads' unit today."""
    today = timezone.localdate()
    question = a_question(
        desk,
        title=f"第{number}盏路灯不亮",
        contact=f"139{number:08}",
        address=f"203.0.{number}.7",
        now=timezone.now(),
        today=today,
        **told,
    )
    assign_question(question, unit=desk.roads, by=desk.coordinator, today=today)
    return question
