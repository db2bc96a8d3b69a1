"""A county whose every word is hostile, and every page on which it is shown."""

import json
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.search import index

from tests.factories.newsroom import (
    a_photo,
    a_plan,
    a_story_in_reading,
    a_tip,
    edit,
    open_newsroom,
    sign,
)
from tests.factories.people import PersonFactory
from tests.factories.placements import (
    ArticleFactory,
    OutletFactory,
    WorkFactory,
    a_placement,
    a_scheme,
)
from tests.publishing.channels import a_webhook
from xiangyin.kernel.models import CalendarDay, Letter, Picture, Unit
from xiangyin.kernel.services.audit import record
from xiangyin.kernel.services.units import add_unit
from xiangyin.newsroom.models import Plan, Story, Theme, Tip
from xiangyin.newsroom.services.stories import plain_html, submit_story
from xiangyin.placements.models import ImportDraft, Outlet, Placement
from xiangyin.publishing.models import Channel, Item
from xiangyin.publishing.services.items import in_xml, publish_item

from .spoiling import body_of, spoil, word_fields

OURS = ("kernel", "newsroom", "publishing", "placements", "portal")
ROLES = ["editor", "final_reader", "ledger_keeper", "administrator"]
# Only added to, by triggers: their words are written when the line is.
NEVER_CHANGED = {"Record", "Link", "Series", "PictureRendition"}


@dataclass
class HostileCounty:
    """The county, its strings as they were dealt, and the door to look through."""

    hands: list[list[str]]
    room: SimpleNamespace
    operator: object
    door: Client

    def pages(self, *, editor: int = 1) -> list[str]:
        """Every page that shows words; the first ``editor`` stories in the editor."""
        return [
            *self.public_pages(),
            *self.lists(),
            *self.details(),
            *self.pages_of_wagtail(editor),
        ]

    def public_pages(self) -> list[str]:
        stories = Story.objects.order_by("pk")
        return [
            "/",
            self.room.section.url,
            "/archive/",
            f"/archive/{timezone.localdate():%Y/%m}/".replace("/0", "/"),
            "/site-map/",
            "/accessibility/",
            "/search/?q=alert",
            "/my/tips/",
            *(f"/themes/{theme.slug}/" for theme in Theme.objects.all()[:2]),
            *(f"/units/{unit.code}/" for unit in Unit.objects.all()[:2]),
            *(story.url for story in stories),
        ]

    def lists(self) -> list[str]:
        month = f"{timezone.localdate():%Y-%m}"
        lists = [
            "people",
            "units",
            "letters",
            "trail",
            "themes",
            "placements_articles",
            "placements_works",
            "placements_outlets",
            "placements_list",
            "placements_schemes",
            "publishing_channels",
            "publishing_dispatches",
        ]
        return [
            reverse("wagtailadmin_home"),
            *(reverse(f"{name}:index") for name in lists if _exists(name)),
            *(reverse(f"newsroom:{n}") for n in ("tips", "plans", "stories", "readings")),
            reverse("newsroom:tips") + "?state=all",
            reverse("working_days:index"),
            reverse("placements_confirm:queue"),
            reverse("placements_bulletin:period", args=["2026-10"]),
            reverse("placements_evidence:missing"),
            f"/admin/workbench/tips/{month}/",
            f"/admin/workbench/stories/{month}/",
            f"/admin/workbench/outlets/{month}/",
            "/admin/workbench/late/",
            reverse("wagtailimages:index"),
            reverse("wagtailadmin_reports:site_history"),
            reverse("wagtailadmin_explore", args=[self.room.section.pk]),
        ]  # fmt: skip

    def details(self) -> list[str]:
        tips, placements = Tip.objects.all(), Placement.objects.all()
        return [
            *(reverse("newsroom:tip", args=[tip.pk]) for tip in tips),
            *(reverse("newsroom:plan", args=[plan.pk]) for plan in Plan.objects.all()),
            *(reverse("newsroom:reading", args=[s.pk]) for s in Story.objects.all()),
            *(reverse("placements_confirm:pair", args=[p.pk]) for p in placements),
            *(reverse("placements_outlets:edit", args=[o.pk]) for o in Outlet.objects.all()[:2]),
            *(reverse("publishing_channels:edit", args=[c.pk]) for c in Channel.objects.all()[:2]),
            *(reverse("themes:edit", args=[t.pk]) for t in Theme.objects.all()[:2]),
            *(reverse("wagtailimages:edit", args=[p.pk]) for p in Picture.objects.all()[:2]),
        ]  # fmt: skip

    def pages_of_wagtail(self, editor: int) -> list[str]:
        pages = []
        for place, story in enumerate(Story.objects.order_by("pk")):
            oldest = story.revisions.order_by("pk").first()
            pages += [
                reverse("wagtailadmin_pages:view_draft", args=[story.pk]),
                reverse("wagtailadmin_pages:history", args=[story.pk]),
                reverse(
                    "wagtailadmin_pages:revisions_compare",
                    args=[story.pk, str(oldest.pk), "latest"],
                ),
            ]
            if place < editor:
                pages.append(reverse("wagtailadmin_pages:edit", args=[story.pk]))
        return pages

    def answers(self) -> list[bytes]:
        """What the house says to forms that hold the strings: they are shown again."""
        told = []
        for hand in self.hands:
            words = "\n".join(hand)
            tip = {"text": words, "place": words, "happens": words, "contact": words}
            addresses = reverse("placements_intake:addresses")
            told += [
                self.door.get("/search/", {"q": words[:3000]}),
                self.door.post("/my/tips/new/", tip),
                self._pasted(addresses, words),
                self._import_preview(hand),
            ]
        return [answer.getvalue() for answer in told]

    def _pasted(self, addresses: str, words: str):
        """What was read at addresses that are none, each beside why."""
        some = "\n".join(words.split()[:90])
        answer = self.door.post(addresses, {"addresses": some})
        return self.door.get(answer.url) if answer.status_code == 302 else answer

    def _import_preview(self, hand: list[str]):
        rows = [["标题", "媒体", "日期", "作者", "正文"]]
        rows += [[string, string, string, string, string] for string in hand]
        text = "\n".join(",".join(map(_quoted, row)) for row in rows)
        name = "".join(hand)[-80:].replace("/", "")
        upload = SimpleUploadedFile(f"{name}.csv", text.encode("utf-8", "replace"))
        answer = self.door.post(
            reverse("placements_imports:articles"), {"file": upload}
        )
        draft = ImportDraft.objects.order_by("made_at").last()
        return (
            self.door.get(answer.url) if answer.status_code == 302 and draft else answer
        )

    def outside(self) -> list[bytes]:
        """What leaves the house, put on a page as readers' programs may do."""
        shown = [plain_html(story) for story in Story.objects.all()]
        shown += Item.objects.values_list("html", flat=True)
        return [html.encode() for html in shown]

    def said(self, *, editor: int = 1) -> list[bytes]:
        """The answer of every page, in the order of :meth:`pages`."""
        pages = {each: self.door.get(each) for each in self.pages(editor=editor)}
        odd = {
            each: page.status_code
            for each, page in pages.items()
            if page.status_code != 200
        }
        assert odd == {}
        return [page.getvalue() for page in pages.values()]

    def furniture(self) -> dict[str, bytes]:
        """Scripts that the office's screens ask for and that no file holds."""
        address = reverse("wagtailadmin_javascript_catalog")
        return {address: self.door.get(address).getvalue()}


def _exists(name: str) -> bool:
    try:
        reverse(f"{name}:index")
    except Exception:
        return False
    return True


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""').replace("\x00", "") + '"'


def hostile_county(county, strings: list[str], *, rows: int) -> HostileCounty:
    """Found it: ``rows`` of each kind, and all of the strings in every field."""
    hands = [strings[start::rows] for start in range(rows)]
    room = open_newsroom(county)
    operator = PersonFactory(
        is_superuser=True,
        is_staff=True,
        posts=[("correspondent", room.village), *((role, county) for role in ROLES)],
    )
    picture = _a_picture(room)
    scheme = a_scheme(county)
    for place, hand in enumerate(hands):
        _a_row_of_each(room, county, place, hand, picture)
    scheme.source = "\n".join(strings)
    for label in OURS:
        for model in apps.get_app_config(label).get_models():
            if model.__name__ not in NEVER_CHANGED and word_fields(model):
                spoil(model, hands)
    for story, hand in zip(Story.objects.order_by("pk"), hands, strict=True):
        _spoil_text(story, hand, picture)
    door = Client()
    door.force_login(operator, "django.contrib.auth.backends.ModelBackend")
    return HostileCounty(hands, room, operator, door)


def _a_picture(room) -> Picture:
    tip = a_tip(room, photos=[a_photo()])
    return tip.photos.get().picture


def _a_row_of_each(room, county, place: int, hand: list[str], picture) -> None:
    tip = a_tip(room)
    for string in hand:
        record(tip, "remark", by=room.editor, label=string, note=string)
    a_plan(room, title="春茶开采", reporter=room.reporter)
    story = a_story_in_reading(room, title=f"春茶{place}")
    sign(room, story, comment="好")
    edit(story, lead="又一稿。")
    submit_story(Story.objects.get(pk=story.pk), by=story.owner)
    sign(room, story, "first", comment="好")
    theme = Theme.objects.create(unit=county, name=f"茶{place}", slug=f"tea-{place}")
    Story.objects.filter(pk=story.pk).update(theme=theme, cover=picture)
    outlet = OutletFactory(aliases=[f"别名{place}"])
    a_placement(
        work=WorkFactory(county=county),
        article=ArticleFactory(unit=county, outlet=outlet),
        confirmed=place % 2 == 0,
    )
    ArticleFactory(unit=county, outlet=None, outlet_said="某报")
    a_webhook(county, name=f"平台{place}")
    add_unit(county, code=f"unit-{place}", name=f"镇{place}", kind="town")
    day = date(2026, 5, 1 + place % 28)
    CalendarDay.objects.get_or_create(
        day=day, county=county, defaults={"is_workday": False, "label": "节"}
    )
    Letter.objects.create(
        kind="newsroom.published",
        key=f"hostile-{place}",
        county=county,
        state="dead",
        posted_at=timezone.now(),
        next_try_at=timezone.now(),
    )


def _spoil_text(story: Story, hand: list[str], picture: Picture) -> None:
    """Put the strings into the body and into both revisions, and show it publicly."""
    body = json.dumps(body_of(hand, picture))
    now = timezone.now()
    Story.objects.filter(pk=story.pk).update(body=body)
    words = "\n".join(hand)
    names = set(word_fields(Story))
    # The oldest stays as it was: to compare two long texts word by word takes minutes,
    # and what is all new is shown all the same.
    for number, revision in enumerate(story.revisions.order_by("pk")[1:]):
        told = dict.fromkeys(names & revision.content.keys(), words + " " * number)
        revision.content = revision.content | told | {"body": body}
        revision.save(update_fields=["content"])
    fresh = Story.objects.get(pk=story.pk)
    index.insert_or_update_object(fresh)
    publish_item(
        unit=fresh.unit,
        key=f"story:{fresh.pk}",
        title=words,
        summary=words,
        html=in_xml(plain_html(fresh)),
        byline=words,
        language="zh-hans",
        address=f"https://testserver/news/{fresh.pk}/",
        published_at=now,
        updated_at=now,
    )
