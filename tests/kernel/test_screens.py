"""The office's screens: who opens them, what they show, what they write."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories.people import PersonFactory, a_county, unit
from xiangyin.kernel.models import CalendarDay, Letter, Unit
from xiangyin.kernel.services.audit import record
from xiangyin.kernel.services.outbox import post
from xiangyin.newsroom.models import Theme
from xiangyin.newsroom.services.plans import make_plan

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)
SCREENS = [
    "people:index",
    "people:add",
    "units:index",
    "units:add",
    "units:import",
    "working_days:index",
    "working_days:add",
    "working_days:notice",
    "letters:index",
    "trail:index",
]


@pytest.fixture
def administrator(county, client):
    person = PersonFactory(username="zhou", posts=[("administrator", county)])
    client.force_login(person)
    return person


@pytest.mark.parametrize("name", SCREENS)
def test_an_administrator_opens_every_screen_of_the_office(client, administrator, name):
    response = client.get(reverse(name))

    assert response.status_code == 200


@pytest.mark.parametrize("role", ["editor", "leader", "final_reader"])
@pytest.mark.parametrize("name", SCREENS)
def test_nobody_else_opens_a_screen_of_the_office(client, county, role, name):
    client.force_login(PersonFactory(posts=[(role, county)]))

    response = client.get(reverse(name))

    assert response.status_code in (302, 403)


@pytest.mark.parametrize(
    "name", ["wagtailusers_users:index", "wagtailusers_groups:index"]
)
def test_wagtails_own_accounts_are_closed_to_administrators(
    client, administrator, name
):
    response = client.get(reverse(name))

    assert response.status_code == 404


def test_a_unit_is_added_below_another(client, administrator):
    told = {
        "parent": unit("shixi").pk,
        "name": "梅岭村",
        "name_en": "Meiling",
        "kind": "village",
        "code": "meiling",
    }

    response = client.post(reverse("units:add"), told)

    assert response.status_code == 302
    assert unit("meiling").get_parent() == unit("shixi")


def test_a_code_stands_once_in_a_county(client, administrator):
    told = {
        "parent": unit("rmt").pk,
        "name": "茶湾",
        "kind": "village",
        "code": "chawan",
    }

    response = client.post(reverse("units:add"), told)

    assert list(response.context["form"].errors) == ["code"]
    assert Unit.objects.filter(code="chawan").count() == 1


def test_a_unit_is_renamed_and_stays_where_it_hangs(client, administrator):
    village = unit("chawan")

    client.post(reverse("units:edit", args=[village.pk]), {"name": "新茶湾村"})

    renamed = unit("chawan")
    assert (renamed.name, renamed.path) == ("新茶湾村", village.path)


def test_a_unit_of_another_county_is_not_found(client, administrator):
    a_county("baihe", "白河县")
    there = unit("shixi", "baihe")

    response = client.post(reverse("units:edit", args=[there.pk]), {"name": "改"})

    there.refresh_from_db()
    assert response.status_code == 404
    assert there.name == "石溪镇"


TREE = """代码,名称,类别,上级
donghe,东河镇,乡镇,
linwan,林湾村,村,donghe
shixi,石溪镇,乡镇,
bad,没有类别,山寨,
lost,失散村,村,nowhere
"""


def looked_at(client, text: str, coding="utf-8"):
    file = SimpleUploadedFile("tree.csv", text.encode(coding))
    return client.post(reverse("units:import"), {"file": file})


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_tree_is_shown_before_it_is_planted(client, administrator, coding):
    response = looked_at(client, TREE, coding)

    plan = response.context["plan"]
    assert [row["code"] for row in plan.rows] == ["donghe", "linwan"]
    assert [line for line, _error in plan.errors] == [4, 5, 6]
    assert Unit.objects.count() == 4


def test_what_was_shown_is_planted(client, administrator):
    planned = looked_at(client, TREE).context["planned"]

    client.post(reverse("units:import"), {"planned": planned})

    assert unit("linwan").get_parent() == unit("donghe")
    assert Unit.objects.count() == 6


def test_a_forged_preview_plants_nothing(client, administrator):
    planned = looked_at(client, TREE).context["planned"]

    client.post(reverse("units:import"), {"planned": planned[:-2] + "xx"})

    assert Unit.objects.count() == 4


def test_what_one_county_was_shown_another_does_not_plant(client, administrator):
    planned = looked_at(client, TREE).context["planned"]
    other = a_county("baihe", "白河县")
    client.force_login(PersonFactory(posts=[("administrator", other)]))
    before = Unit.objects.count()

    client.post(reverse("units:import"), {"planned": planned})

    assert Unit.objects.count() == before


def test_before_there_is_a_link_its_page_offers_to_make_one(client, administrator):
    person = PersonFactory(posts=[("reporter", unit("rmt"))])

    response = client.get(reverse("people:link", args=[person.pk]))

    assert (response.context["link"], response.context["qr"]) == ("", "")


def test_what_is_in_use_is_not_deleted(client, county):
    editor = PersonFactory(posts=[("editor", county)])
    client.force_login(editor)
    used, free = (
        Theme.objects.create(unit=county, slug=slug, name=slug)
        for slug in ("used", "free")
    )
    make_plan(unit=county, working_title="春茶", by=editor, today=TODAY, theme=used)

    for theme in (used, free):
        client.post(reverse("themes:delete", args=[theme.pk]))

    assert list(Theme.objects.all()) == [used]


@pytest.mark.parametrize(
    "text", ["", "name,kind\n茶湾,村\n", "\x00\x01\x02", "PK\x03\x04 not a sheet"]
)
def test_a_file_without_a_tree_says_so(client, administrator, text):
    response = looked_at(client, text)

    plan = response.context.get("plan")
    told = plan.errors if plan else response.context["form"].errors
    assert len(told) == 1
    assert Unit.objects.count() == 4


def test_a_failed_letter_is_tried_again(client, administrator, county):
    letter = post("mail", key="a", payload={"to": "x"}, county=county)
    Letter.objects.update(attempts=8, state=Letter.State.GIVEN_UP)

    client.post(reverse("letters:again", args=[letter.pk]))

    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == (Letter.State.WAITING, 1)


def test_a_letter_of_another_county_is_not_found(client, administrator):
    letter = post("mail", key="a", payload={}, county=a_county("baihe", "白河县"))
    Letter.objects.update(attempts=8, state=Letter.State.GIVEN_UP)

    response = client.post(reverse("letters:again", args=[letter.pk]))

    letter.refresh_from_db()
    assert response.status_code == 404
    assert letter.state == Letter.State.GIVEN_UP


def test_the_trail_is_filtered_by_person_and_kind(client, administrator, county):
    record(unit("shixi"), "rename", by=administrator, label="改名")
    record(unit("shixi"), "rename", by=None, label="导入")

    told = {"by": administrator.pk, "about": "kernel.unit"}
    lines = client.get(reverse("trail:index"), told).context["object_list"]

    about = f"{Unit._meta.verbose_name} 石溪镇"
    assert [(line.label, line.about) for line in lines] == [("改名", about)]


def test_the_trail_of_another_county_is_not_shown(client, administrator):
    record(a_county("baihe", "白河县"), "rename", by=None, label="别处")

    lines = client.get(reverse("trail:index")).context["object_list"]

    assert [line.label for line in lines if line.label == "别处"] == []


def test_menus_show_an_office_what_is_its_own(client, county, rf):
    from wagtail.admin.menu import admin_menu, settings_menu

    def names(menu, role):
        request = rf.get("/admin/")
        request.user = PersonFactory(posts=[(role, county)])
        return {item.name for item in menu.menu_items_for_request(request)}

    kept_from_all = {"users", "groups", "workflows", "workflow-tasks", "sites"}
    assert names(settings_menu, "administrator") & kept_from_all == set()
    assert names(admin_menu, "leader") & {"explorer", "reports", "office"} == set()


def test_a_filter_offers_nobody_of_another_county(client, administrator):
    PersonFactory(name="外县甲", posts=[("editor", a_county("weitang", "苇塘县"))])
    colleague = PersonFactory(name="本县乙", posts=[("editor", unit("rmt"))])

    page = client.get(reverse("trail:index")).content.decode()

    assert (str(colleague) in page, "外县甲" in page) == (True, False)


def test_where_a_day_is_used_is_shown(client, county):
    client.force_login(PersonFactory(is_superuser=True))
    day = CalendarDay.objects.create(
        day=date(2026, 3, 3), label="三月三", is_workday=False
    )

    response = client.get(reverse("working_days:usage", args=[day.pk]))

    assert response.status_code == 200
