"""An answers desk to walk through: two units, their people, a moved clock."""

from datetime import timedelta
from types import SimpleNamespace

from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.factories.answers import a_question, open_desk
from xiangyin.answers.models import Matter, Question, Undertaking
from xiangyin.answers.services.after import report_progress, undertake
from xiangyin.answers.services.chasing_promises import chase_promises
from xiangyin.answers.services.following import ask_to_follow, prove_following
from xiangyin.answers.services.triage import assign_question
from xiangyin.kernel.sealing import unseal

NOW = timezone.now


def open_answers(office) -> SimpleNamespace:
    """The desk of ``tests.factories.answers``, with a second matter and one by law."""
    desk = open_desk(office.county)
    desk.matter.about, desk.matter.ask_also = "路灯、路面、公交", "哪条路、哪一段？"
    desk.matter.about_en = "Lamps, roads, buses"
    desk.matter.ask_also_en = "Which road, which stretch?"
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


def follow_pages(question) -> list[str]:
    """Where somebody writes the code, where somebody ends it, and where that leads."""
    followers = [
        ask_to_follow(
            question, contact=contact, address="203.0.113.9", now=timezone.now()
        )
        for contact in ("13700000001", "13700000002")
    ]
    waiting, proven = followers
    code = unseal(proven.sealed_code)
    prove_following(proven, code=code, now=timezone.now(), address="203.0.113.9")
    return [
        f"/ask/follow/code/{waiting.page}/",
        f"/ask/follow/stop/{proven.stop}/",
        "/ask/follow/ended/",
    ]


def promises_of(desk, question) -> None:
    """One late, of which somebody was reminded, and one fulfilled."""
    told = {"by": desk.clerk, "today": timezone.localdate()}
    for what in ("换完全村路灯", "装好警示灯"):
        due = told["today"] + timedelta(days=1)
        promise = undertake(question, what=what, due_on=due, **told)
    report_progress(promise, words="装好了", done=True, **told)
    Undertaking.objects.filter(done_on=None).update(
        due_on=told["today"] - timedelta(days=9)
    )
    chase_promises(today=told["today"])
