"""What Open311's GeoReport v2 is told: services, their questions, and what is public.

Fields and their names are the standard's (https://wiki.open311.org/GeoReport_v2). A
matter is a service, a published question a request.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from xiangyin.kernel.models import Unit

from ..lifecycles import QuestionState
from ..models import ClockMark, Kind, Matter, Posted, Publication, Publicity, Question
from .open_data import w3c

MOST = 1000
LONGEST_SPAN = timedelta(days=90)
OPEN, CLOSED = "open", "closed"
NEVER = "1970-01-01 00:00"


def matters_of(county: Unit):
    """Matters that questions are taken of; where the law gives another way, none is."""
    return Matter.objects.filter(county=county, is_open=True, route="")


def changed_at(county: Unit) -> str:
    """When the list of services or a definition was last changed; it can be sorted."""
    matters = Matter.objects.filter(county=county)
    last = matters.aggregate(last=Max("changed_at"))["last"]
    return f"{timezone.localtime(last):%Y-%m-%d %H:%M}" if last else NEVER


def services(county: Unit, *, on: date) -> list[dict]:
    matters = matters_of(county).prefetch_related("responsibilities__unit")
    return [
        {
            "service_code": str(matter.pk),
            "service_name": str(matter),
            "description": matter.about_shown or None,
            "metadata": True,
            "type": "batch",
            "keywords": matter.name,
            "group": _leading(matter, on),
        }
        for matter in matters
    ]


def _leading(matter: Matter, on: date) -> str | None:
    rows = (row for row in matter.responsibilities.all() if row.since <= on)
    found = next(rows, None)
    return str(found.unit) if found else None


def definition(matter: Matter) -> dict:
    """What a service asks besides: kind, who may read it, and its own questions."""
    asked = [
        _attribute("kind", _("What do you want?"), choices=Kind.choices, needed=True),
        _attribute(
            "publicity",
            _("Who may read the question and its reply?"),
            choices=Publicity.choices,
        ),
        _attribute(
            "is_minor",
            _("Is the person who asks under 18?"),
            choices=[("false", _("no")), ("true", _("yes"))],
        ),
        *(
            _attribute(f"more_{number}", prompt)
            for number, prompt in enumerate(matter.prompts_shown)
        ),
    ]
    for order, each in enumerate(asked, start=1):
        each["order"] = order
    return {"service_code": str(matter.pk), "attributes": asked}


def _attribute(code: str, words: str, *, choices=(), needed: bool = False) -> dict:
    attribute = {
        "variable": True,
        "code": code,
        "datatype": "singlevaluelist" if choices else "string",
        "required": needed,
        "datatype_description": None,
        "order": 0,
        "description": str(words),
    }
    if choices:
        attribute["values"] = [{"key": key, "name": str(name)} for key, name in choices]
    return attribute


@dataclass(frozen=True)
class Wanted:
    """What a list of requests is asked for; ``numbers`` override all else."""

    since: datetime
    until: datetime
    numbers: list[str] = field(default_factory=list)
    codes: list[int] = field(default_factory=list)
    statuses: frozenset[str] = frozenset()


def requests(county: Unit, wanted: Wanted) -> list[dict]:
    """Published questions, the newest first, at most a thousand."""
    shown = _public(county)
    if wanted.numbers:
        shown = shown.filter(question__number__in=wanted.numbers[:MOST])
        return [_told(row) for row in shown[:MOST]]
    shown = shown.filter(question__asked_at__range=(wanted.since, wanted.until))
    if wanted.codes:
        shown = shown.filter(question__matter__in=wanted.codes)
    if wanted.statuses == {CLOSED}:
        shown = shown.filter(question__state=QuestionState.ANSWERED)
    elif wanted.statuses == {OPEN}:
        shown = shown.exclude(question__state=QuestionState.ANSWERED)
    return [_told(row) for row in shown[:MOST]]


def request_of(county: Unit, number: str, *, application=None) -> dict | None:
    """A published question; to the application that sent it, its state before that."""
    shown = _public(county).filter(question__number=number).first()
    if shown:
        return _told(shown)
    if application is None:
        return None
    sent = _with_changes(
        Question.objects.confirmed().filter(
            county=county, number=number, posted__application=application
        ),
        key="pk",
    )
    question = sent.select_related("unit", "matter").first()
    return question and _as_request(question, changed=question.last_mark)


def numbers_of(posted: Iterable[Posted]) -> list[dict]:
    """Tokens with the numbers of what came in; none before the contact has answered."""
    return [
        {
            "service_request_id": (
                each.question.number if each.question.confirmed_at else None
            ),
            "token": each.token,
        }
        for each in posted
    ]


def _public(county: Unit):
    shown = Publication.objects.filter(question__county=county, withdrawn_at=None)
    shown = _with_changes(shown, key="question")
    return shown.select_related("question__unit", "question__matter").order_by(
        "-question__asked_at", "-pk"
    )


def _with_changes(rows, *, key: str):
    marks = ClockMark.objects.filter(question=OuterRef(key)).order_by("-pk")
    return rows.annotate(last_mark=Subquery(marks.values("at")[:1]))


def _told(shown: Publication) -> dict:
    told = _as_request(shown.question, changed=shown.last_mark)
    text = f"{shown.title}\n\n{shown.text}"
    return {**told, "status_notes": shown.reply, "description": text}


def _as_request(question: Question, *, changed: datetime | None) -> dict:
    """The standard's fields. Where something happened is not public, nor who asked."""
    is_closed = question.state in type(question).closed_states
    updated = (question.answered_at if is_closed else changed) or changed
    return {
        "service_request_id": question.number,
        "status": CLOSED if is_closed else OPEN,
        "status_notes": None,
        "service_name": str(question.matter),
        "service_code": str(question.matter_id),
        "description": None,
        "agency_responsible": str(question.unit),
        "service_notice": None,
        "requested_datetime": w3c(question.asked_at),
        "updated_datetime": w3c(updated) or w3c(question.asked_at),
        "expected_datetime": _end_of(question.due_on),
        "address": None,
        "address_id": None,
        "zipcode": None,
        "lat": None,
        "long": None,
        "media_url": None,
    }


def _end_of(day: date | None) -> str | None:
    if day is None:
        return None
    return w3c(timezone.make_aware(datetime.combine(day, time(23, 59, 59))))
