"""The office to be filled: its units, 2,000 people, a site, and the days behind it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from random import Random

from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import Locale, Page

from xiangyin.kernel.models import Post, Unit
from xiangyin.kernel.rights import Role
from xiangyin.kernel.services.posts import appoint
from xiangyin.kernel.services.units import add_unit, found_county
from xiangyin.portal.services.sites import open_site

YEARS = 10
SECTIONS = [
    {"slug": slug, "name": name, "name_en": slug.title()}
    for slug, name in (
        ("news", "要闻"),
        ("villages", "乡村"),
        ("life", "生活"),
        ("people", "人物"),
        ("culture", "文化"),
    )
]


@dataclass
class Office:
    """What the rows hang on. ``rows`` is how many of each kind there are to be."""

    rows: int
    today: date
    county: Unit = None
    units: list = field(default_factory=list)
    villages: list = field(default_factory=list)
    senders: list = field(default_factory=list)
    staff: dict = field(default_factory=dict)
    sections: list = field(default_factory=list)
    locale: Locale = None
    random: Random = field(default_factory=lambda: Random(7))

    def day(self, number: int) -> date:
        """The day of row ``number``: the first ten years ago, the last today."""
        back = (self.rows - 1 - number) * YEARS * 365 // self.rows
        return self.today - timedelta(days=back)

    def is_under_way(self, number: int) -> bool:
        """Whether row ``number`` still waits for somebody: 1 in 100, all of late."""
        return number >= self.rows * 96 // 100 and number % 4 == 1

    def moment(self, number: int) -> datetime:
        day = self.day(number)
        start = datetime(
            day.year, day.month, day.day, 8, tzinfo=timezone.get_default_timezone()
        )
        return min(start + timedelta(minutes=number % 600), timezone.now())


def keep(model, rows: Iterable, size: int = 2_000) -> None:
    """Write ``rows`` in parts, so that they need not all be in memory."""
    rows: Iterator = iter(rows)
    while part := list(islice(rows, size)):
        model.objects.bulk_create(part)


def open_office(rows: int, today: date) -> Office:
    """Two counties; the first with 25 towns, 300 villages, 2,000 people and a site."""
    office = Office(rows=rows, today=today)
    office.county = found_county(code="qinglan", name="清岚县", name_en="Qinglan")
    found_county(code="other", name="邻县", name_en="Other")
    for town in range(25):
        parent = add_unit(
            Unit.objects.get(pk=office.county.pk),
            code=f"town{town}",
            name=f"第{town}镇",
            kind="town",
        )
        for village in range(12):
            parent = Unit.objects.get(pk=parent.pk)
            add_unit(
                parent,
                code=f"v{town}-{village}",
                name=f"{town}镇{village}村",
                kind="village",
            )
    office.county = Unit.objects.get(pk=office.county.pk)
    office.units = list(Unit.objects.below(office.county))
    office.villages = [unit for unit in office.units if unit.kind == "village"]
    employ(office)
    home = open_site(
        office.county,
        hostname="testserver",
        name="清岚融媒",
        sections=SECTIONS,
        is_default=True,
    )
    office.sections = list(Page.objects.child_of(home).order_by("path"))
    office.locale = Locale.get_default()
    return office


def employ(office: Office) -> None:
    """One person per post at the county, and correspondents in the villages."""
    person = get_user_model()
    for role in Role:
        if role != Role.CORRESPONDENT:
            office.staff[role.value] = person.objects.create(
                username=role.value, name=f"{role.label}甲"
            )
            appoint(office.staff[role.value], role, office.county)
    keep(
        person,
        (person(username=f"sender{at}", name=f"通讯员{at}") for at in range(2_000)),
    )
    office.senders = list(
        person.objects.filter(username__startswith="sender").order_by("pk")
    )
    keep(
        Post,
        (
            Post(
                person=sender,
                role=Role.CORRESPONDENT,
                unit=office.villages[at % len(office.villages)],
            )
            for at, sender in enumerate(office.senders)
        ),
    )
    first = office.senders[0]
    office.staff["correspondent"] = first
    appoint(first, Role.CORRESPONDENT, first.posts.get().unit)
