"""Two counties in one installation, each with everything an office has.

Every text of a county carries the county's own name, so that a page that shows it to
the other county's people is found by looking for that name.
"""

from datetime import date
from types import SimpleNamespace

from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.models import Page, Site, Workflow

from tests.factories.people import PersonFactory, a_county
from tests.factories.portal import OccasionFactory, ServiceFactory, UnitCardFactory
from xiangyin.kernel.models import CalendarDay, Letter, Unit
from xiangyin.kernel.rights import Role
from xiangyin.kernel.services.audit import record
from xiangyin.kernel.services.outbox import post
from xiangyin.kernel.services.pictures import county_collection
from xiangyin.kernel.services.units import add_unit
from xiangyin.portal.models import Imprint
from xiangyin.portal.services.sites import open_site

from .world_desks import a_picture_of, answers, channels, ledger, newsroom

# Things that belong to the town; the others are the whole county's.
OF_THE_TOWN = {
    *(
        "tip",
        "plan",
        "spare_theme",
        "draft",
        "in_reading",
        "live",
        "dispatch",
        "candidate",
        "bonus",
        "question",
        "occasion",
        "service",
        "card",
    ),
    *("placement", "work", "person", "unit"),
}


def furnish(code: str, name: str, *, is_default: bool) -> SimpleNamespace:
    """A county with its site, its people in every role, and one of everything."""
    room = _room(code, name, is_default=is_default)
    picture = a_picture_of(room)
    things = {"picture": picture, **newsroom(room)}
    things |= ledger(room)
    things |= channels(room, things["live"])
    things |= _office(room)
    things |= answers(room)
    things |= _site(room)
    things |= _for_addresses(room, things)
    room.things = things
    return room


def _for_addresses(room, things) -> dict:
    """What addresses are made of besides keys, and a picture that nothing shows."""
    live, workflow = things["live"], Workflow.objects.get(name="三审")
    published = timezone.localtime(live.first_published_at)
    size = things["picture"].get_rendition("max-165x165")
    return {
        "elsewhere": room.elsewhere,
        "address": live.get_url_parts()[2].lstrip("/"),
        "year": str(published.year),
        "month": str(published.month),
        "size": size.file.name,
        "workflow": workflow,
        "task": workflow.tasks.first(),
        "spare": a_picture_of(room),
    }


def _room(code, name, *, is_default) -> SimpleNamespace:
    county = a_county(code, name)
    for unit in Unit.objects.below(county).exclude(pk=county.pk):
        unit.name, unit.name_en = f"{name}{unit.name}", f"{code} {unit.code}"
        unit.save()
    elsewhere = add_unit(county, code=f"{code}-bei", name=f"{name}北河镇", kind="town")
    town = Unit.objects.below(county).get(code="shixi")
    home = open_site(
        county,
        hostname=f"{code}.test",
        name=f"{name}融媒",
        name_en=f"{code} media",
        sections=[{"slug": "news", "name": f"{name}要闻", "name_en": f"{code} news"}],
        is_default=is_default,
    )
    county = Unit.objects.get(pk=county.pk)
    places = {"county": county, "town": town, "elsewhere": elsewhere}
    people = {
        (role.value, where): PersonFactory(
            username=f"{code}-{where}-{role.value}",
            name=f"{name}{role.value}{where}",
            email=f"{role.value}@{code}.test",
            posts=[(role, unit)],
        )
        for role in Role
        for where, unit in places.items()
    }
    return SimpleNamespace(
        code=code,
        name=name,
        host=f"{code}.test",
        county=county,
        town=town,
        village=Unit.objects.below(town).get(code="chawan"),
        elsewhere=elsewhere,
        home=home,
        section=Page.objects.child_of(home).get(),
        people=people,
        sender=people["correspondent", "town"],
        editor=people["editor", "county"],
        reporter=people["reporter", "town"],
        first=people["first_reader", "county"],
        second=people["second_reader", "county"],
        final=people["final_reader", "county"],
    )


def _office(room) -> dict:
    name, code, county = room.name, room.code, room.county
    day = CalendarDay.objects.create(
        day=date(2026, 3, 3), is_workday=False, label=f"{name}节", county=county
    )
    letter = post(
        "told", key=f"{code}:letter", payload={"said": f"{name}的信"}, county=county
    )
    Letter.objects.filter(pk=letter.pk).update(
        last_error=f"{name}收不到", state="given_up"
    )
    administrator = room.people["administrator", "county"]
    record(county, "told", by=administrator, label=f"{name}留痕", note=f"{name}备注")
    document = Document.objects.create(
        title=f"{name}文件", file=f"{code}.txt", collection=county_collection(county)
    )
    site = Site.objects.get(hostname=room.host)
    redirect = Redirect.objects.create(
        old_path=f"/{code}-old", site=site, redirect_link=f"https://{code}.example.cn/"
    )
    return {
        "day": day,
        "letter": Letter.objects.get(pk=letter.pk),
        "person": room.people["reporter", "town"],
        "unit": room.town,
        "document": document,
        "site": site,
        "redirect": redirect,
        "collection": county_collection(county),
        "group": administrator.groups.first(),
    }


def _site(room) -> dict:
    name = room.name
    imprint = Imprint.objects.get(site__root_page=room.home)
    imprint.about, imprint.accent = f"{name}融媒的事。", "#1f4e79"
    imprint.save()
    told = {"unit": room.town}
    return {
        "imprint": imprint,
        "occasion": OccasionFactory(title=f"{name}大集", **told),
        "service": ServiceFactory(title=f"{name}报修", **told),
        "card": UnitCardFactory(about=f"{name}大厅", **told),
    }


def two_counties() -> SimpleNamespace:
    """清岚, whose things are knocked at, 临水 beside it, and three people of neither."""
    here = furnish("qinglan", "清岚县", is_default=True)
    there = furnish("linshui", "临水县", is_default=False)
    return SimpleNamespace(
        here=here,
        there=there,
        nobody=PersonFactory(username="nobody", name="无岗"),
        operator=PersonFactory(username="operator", name="运维", is_superuser=True),
    )
