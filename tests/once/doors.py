"""An office with every kind of button, and what each button must do once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories.newsroom import (
    a_story_in_reading,
    a_tip,
    digest_of,
    open_newsroom,
)
from tests.factories.people import PersonFactory, unit
from tests.factories.placements import a_placement
from xiangyin.kernel.models import CalendarDay, Person, Post, Record
from xiangyin.newsroom.models import Plan, Signature, Tip
from xiangyin.placements.models import Article, ImportDraft, Outlet

BACKEND = "django.contrib.auth.backends.ModelBackend"
CSV = "标题,媒体,日期,链接,正文\n晚稻开镰,清州日报,2026-10-04,,正文一\n"


@dataclass(frozen=True)
class Button:
    """A form that somebody sends, and how often it did what it does."""

    by: Person
    address: str
    done: Callable[[], int]
    told: dict = field(default_factory=dict)

    def press(self, key: str = "", **more):
        """Send the form from a browser of its own, as a second tab would."""
        client = Client(raise_request_exception=False)
        client.force_login(self.by, BACKEND)
        named = {"client_key": key} if key else {}
        return client.post(self.address, {**self.told, **named, **more})


def people_of(county) -> SimpleNamespace:
    room = open_newsroom(county)
    room.keeper = PersonFactory(posts=[("ledger_keeper", county)])
    room.administrator = PersonFactory(posts=[("administrator", county)])
    return room


def tip_sent(room) -> Button:
    told = {"text": "桥修好了。", "place": "村口"}
    return Button(room.sender, reverse("tip_new"), Tip.objects.count, told)


def tip_taken_up(room) -> Button:
    tip = a_tip(room)
    address = reverse("newsroom:tip_step", args=[tip.pk, "take_up"])
    told = {"working_title": "春茶", "form": "news"}
    plans = Plan.objects.filter(tip=tip)
    return Button(room.editor, address, plans.count, told)


def plan_made(room) -> Button:
    told = {
        "working_title": "晚稻",
        "form": "news",
        "unit": room.county.pk,
        "due_on": timezone.localdate().isoformat(),
    }
    plans = Plan.objects.filter(working_title="晚稻")
    return Button(room.editor, reverse("newsroom:plan_new"), plans.count, told)


def reading_signed(room) -> Button:
    story = a_story_in_reading(room)
    address = reverse("newsroom:reading", args=[story.pk])
    told = {"decision": "accept", "digest": digest_of(story)}
    signed = Signature.objects.filter(story_id=story.pk)
    return Button(room.first, address, signed.count, told)


def candidate_decided(room) -> Button:
    placement = a_placement()
    address = reverse("placements_confirm:decide", args=[placement.pk])
    steps = Record.objects.filter(action="confirm", by=room.keeper)
    told = {"step": "confirm", "kind": "reprint"}
    return Button(room.keeper, address, steps.count, told)


def import_committed(room) -> Button:
    client = Client()
    client.force_login(room.keeper, BACKEND)
    file = SimpleUploadedFile("a.csv", CSV.encode())
    client.post(reverse("placements_imports:articles"), {"file": file})
    address = reverse("placements_imports:draft", args=[ImportDraft.objects.get().pk])
    articles = Article.objects.filter(title="晚稻开镰", source="file")
    return Button(room.keeper, address, articles.count, {"import": "1"})


def outlet_saved(room) -> Button:
    told = {"name": "江宁日报", "tier": "city", "form": "newspaper", "is_active": "on"}
    outlets = Outlet.objects.filter(name="江宁日报")
    address = reverse("placements_outlets:add")
    return Button(room.keeper, address, outlets.count, told)


def post_appointed(room) -> Button:
    told = {
        "username": "wu",
        "name": "吴春来",
        "name_en": "Wu Chunlai",
        "new_password": "qinglan-tea-2026",
        "posts-TOTAL_FORMS": "1",
        "posts-INITIAL_FORMS": "0",
        "posts-0-role": "correspondent",
        "posts-0-unit": str(unit("chawan").pk),
    }
    posts = Post.objects.filter(person__username="wu")
    return Button(room.administrator, reverse("people:add"), posts.count, told)


def day_listed(room) -> Button:
    told = {"day": "2027-03-03", "label": "三月三", "is_workday": ""}
    address = reverse("working_days:add")
    return Button(room.administrator, address, CalendarDay.objects.count, told)


BUTTONS = [
    tip_sent,
    tip_taken_up,
    plan_made,
    reading_signed,
    candidate_decided,
    import_committed,
    outlet_saved,
    post_appointed,
    day_listed,
]
