"""An answers desk whose every word is hostile, and every page on which it is shown."""

from dataclasses import dataclass
from types import SimpleNamespace

from django.apps import apps
from django.db import connection
from django.test import Client
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
from xiangyin.answers.models import (
    PUBLIC_WORDS,
    QUESTION_WORDS,
    Addition,
    ClockMark,
    Note,
    Publication,
    Question,
    Rating,
    Template,
    Terms,
)
from xiangyin.answers.views.hand import ASKED, KEPT

from .spoiling import widen, word_fields

QUEUE = "/admin/answers/questions/"
ONLY_ADDED = ("ClockMark",)


@dataclass
class HostileDesk:
    """The desk, the strings in one text, and the doors of staff and of an asker."""

    words: str
    desk: SimpleNamespace
    office: Client
    asker: Client

    def pages(self) -> list[bytes]:
        """Every page that shows words, and every form that shows again what was sent."""
        answers = [*self._public(), *self._staff(), *self._forms()]
        assert {answer.status_code for answer in answers} <= {200, 409, 422}
        return [answer.getvalue() for answer in answers]

    def _public(self):
        read = self.asker.get
        numbers = Question.objects.values_list("number", flat=True)
        shown = Publication.objects.get().question.number
        return [
            read("/answers/"),
            read("/answers/", {"q": self.words[:200]}),
            read(f"/answers/?matter={self.desk.matter.pk}"),
            read(f"/answers/{shown}/"),
            read("/answers/figures/"),
            read("/ask/"),
            read(f"/ask/about/{self.desk.matter.pk}/", {"title": self.words[:2000]}),
            read("/ask/status/", {"number": self.words[:200]}),
            *(read(f"/ask/status/{number}/") for number in numbers),
        ]

    def _staff(self):
        read = self.office.get
        lists = [f"{QUEUE}?tab={tab}" for tab in ("mine", "open", "late", "closed")]
        catalogue = [
            f"/admin/answers/{name}/"
            for name in ("matters", "responsibilities", "terms", "templates")
        ]
        return [
            *map(read, [*lists, *catalogue, f"{QUEUE}new/"]),
            read(QUEUE, {"tab": "open", "q": self.words[:200]}),
            *(read(f"{QUEUE}{each.pk}/") for each in Question.objects.all()),
            read(f"/admin/answers/matters/edit/{self.desk.matter.pk}/"),
            read(f"/admin/answers/templates/edit/{Template.objects.get().pk}/"),
        ]

    def _forms(self):
        """What is too long is shown again with why it was refused."""
        names = [
            "title",
            "text",
            "spot",
            "contact",
            "name",
            "note",
            "reason",
            "word",
            "asked",
            "comment",
        ]
        told = dict.fromkeys([*names, "number", "code", "words", "why"], self.words)
        ask = f"/ask/about/{self.desk.matter.pk}/"
        own = Question.objects.get(state="answered", publication=None)
        waiting = Question.objects.get(state="waiting")
        handled = Question.objects.get(state="handled")
        return [
            self.asker.post(ask, told),
            self.asker.post(f"/ask/status/{own.number}/rate/", told),
            self.asker.post(f"/ask/status/{handled.number}/add/", told),
            self.asker.post("/ask/status/", told),
            self.office.post(f"{QUEUE}new/", told),
            self.office.post(f"{QUEUE}{waiting.pk}/refer/", told),
            self.office.post(f"{QUEUE}{handled.pk}/reply/", told),
            self.office.post(f"{QUEUE}{handled.pk}/note/", told),
        ]


def hostile_desk(county, strings: list[str]) -> HostileDesk:
    """Found it: one question of each kind, and all of the strings in every field."""
    open_newsroom(county)
    desk = open_desk(county)
    today = timezone.localdate()
    told = {"today": today, "now": timezone.now()}
    a_question(desk, **told)
    hand_in(desk, an_assigned_question(desk, contact="13900000001", **told))
    helped = an_assigned_question(
        desk, contact="13900000002", supports=[(desk.water, "管道")], **told
    )
    answered = an_answered_question(desk, contact="13900000003", **told)
    publish_answer(desk, contact="13900000004", **told)
    Rating.objects.create(
        question=answered, round=0, solved=True, words="好", at=timezone.now()
    )
    for question in (helped, answered):
        moment = {"question": question, "at": timezone.now()}
        Addition.objects.create(text="补充", **moment)
        Note.objects.create(text="备注", by=desk.clerk, **moment)
    Template.objects.create(county=county, name="模板", text="您好")
    Terms.objects.create(county=county, since=today)
    words = "\n".join(strings)
    _spoil(words)
    ClockMark.objects.create(
        question=helped,
        act="hand_over",
        on=today,
        unit=desk.roads,
        reason=words if connection.vendor == "sqlite" else words[:300],
        at=timezone.now(),
    )
    return HostileDesk(words, desk, _office(county), _asker())


def _spoil(words: str) -> None:
    for model in apps.get_app_config("answers").get_models():
        names = [
            name
            for name in word_fields(model)
            if not name.startswith("sealed") and not name.endswith("_key")
        ]
        if names and model.__name__ not in ONLY_ADDED:
            if connection.vendor == "postgresql":
                widen(model, names)
            # What a county may have once only stays apart by its number.
            for row in model._default_manager.all():
                told = dict.fromkeys(names, f"{words}{row.pk}")
                model._default_manager.filter(pk=row.pk).update(**told)
    Question.objects.update(more=[[words, words]])
    QUESTION_WORDS.keep(Question.objects.all())
    PUBLIC_WORDS.keep(Publication.objects.all())


def _office(county) -> Client:
    roles = ("coordinator", "clerk", "checker", "head")
    person = PersonFactory(posts=[(role, county) for role in roles])
    door = Client()
    door.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return door


def _asker() -> Client:
    door = Client()
    door.get("/ask/status/")
    until = (timezone.now() + KEPT).isoformat()
    session = door.session
    session[ASKED] = {str(each.pk): until for each in Question.objects.all()}
    session.save()
    door.cookies["sessionid"] = session.session_key
    return door
