"""A small office to walk through: a county, its paper, its people, two outlets."""

import io
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw
from wagtail.models import Page

from tests.factories.newsroom import a_draft, a_tip, sign
from tests.factories.people import a_county, unit
from tests.factories.placements import (
    OutletFactory,
    TierFactory,
    a_placement,
    a_scheme,
)
from xiangyin.kernel.models import Person, Unit
from xiangyin.kernel.services.posts import appoint
from xiangyin.newsroom.models import Story
from xiangyin.newsroom.services.stories import submit_story
from xiangyin.portal.services.sites import open_site

from .words import CHINESE

PASSWORD = "四月茶香-green-hills"
SECTIONS = [
    {"slug": "news", "name": "要闻", "name_en": "News"},
    {"slug": "villages", "name": "乡村", "name_en": "Villages"},
]
STAFF = {
    "editor": ("方亦宁", "Fang Yining", "editor"),
    "reporter": ("陆明川", "Lu Mingchuan", "reporter"),
    "first": ("徐慧兰", "Xu Huilan", "first_reader"),
    "second": ("贺砚中", "He Yanzhong", "second_reader"),
    "final": ("何立群", "He Liqun", "final_reader"),
    "keeper": ("宋知微", "Song Zhiwei", "ledger_keeper"),
}


@dataclass
class Office:
    """The county and its people, by what they do in the walk."""

    county: Unit
    home: Page
    people: dict[str, Person] = field(default_factory=dict)


def open_office(*, host: str, port: int) -> Office:
    """Found the county, open its paper at ``host:port``, appoint its people."""
    county = a_county()
    home = open_site(
        county,
        hostname=host,
        port=port,
        name="清岚融媒",
        name_en="Voice of Qinglan",
        sections=SECTIONS,
        is_default=True,
    )
    office = Office(county, home)
    office.people["sender"] = a_person("sender", "沈巧珍", "Shen Qiaozhen")
    appoint(office.people["sender"], "correspondent", unit("chawan"))
    for username, (name, name_en, role) in STAFF.items():
        office.people[username] = a_person(username, name, name_en)
        appoint(office.people[username], role, county)
    # Posts alone do not suffice: an author signs nothing, a reader no text twice.
    appoint(office.people["reporter"], "first_reader", county)
    appoint(office.people["first"], "second_reader", county)
    OutletFactory(code="city", name="江宁日报", name_en="Jiangning Daily", tier="city")
    OutletFactory(
        code="province", name="东华网", name_en="Donghua Online", tier="province"
    )
    a_scheme(county, starts_on=date(2020, 1, 1))
    return office


def a_person(username: str, name: str, name_en: str) -> Person:
    person = Person(username=username, name=name, name_en=name_en)
    person.set_password(PASSWORD)
    person.save()
    return person


def a_photo(width=960, height=640) -> bytes:
    """Green hills in rows, as a JPEG."""
    picture = Image.new("RGB", (width, height), (196, 216, 226))
    brush = ImageDraw.Draw(picture)
    for row in range(6):
        top = height // 3 + row * height // 9
        shade = (70 + row * 14, 120 + row * 8, 66)
        brush.ellipse(
            (-width // 2 + row * 90, top, width + row * 120, 2 * height), shade
        )
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


def a_busy_day(office: Office) -> SimpleNamespace:
    """A tip that waits, a public story, one to read, placements old and new."""
    room = SimpleNamespace(
        county=office.county,
        village=unit("chawan"),
        section=Page.objects.child_of(office.home).first(),
        **office.people,
    )
    photo = SimpleUploadedFile("tea.jpg", a_photo(), "image/jpeg")
    tip = a_tip(room, text="村口的老桥今天开始修。", photos=[photo])
    story = a_draft(
        room,
        title=CHINESE.my_title,
        lead=CHINESE.my_lead,
        body=[("text", f"<p>{text}</p>") for text in CHINESE.my_body],
    )
    submit_story(story, by=room.reporter)
    story = sign(room, story)
    waiting = a_draft(room, title="石溪镇修好三座便民桥")
    submit_story(waiting, by=room.reporter)
    TierFactory(code="abroad", name="境外媒体", name_en="Abroad")
    a_placement(confirmed=True)
    a_placement()
    return SimpleNamespace(
        tip=tip, story=story, waiting=Story.objects.get(pk=waiting.pk)
    )
