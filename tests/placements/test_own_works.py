"""Our own works of an office that writes in another system: a table, or its feed."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from tests.factories.people import PersonFactory, unit
from tests.factories.placements import WorkFactory
from tests.gateways.fakes import FakeFetch
from xiangyin.placements.models import (
    Work,
    WorkFeed,
)
from xiangyin.placements.services.imports import import_file
from xiangyin.placements.services.own_feeds import keep_own_feed
from xiangyin.placements.tasks import ask_the_outlets

WORKS = (
    "标题,日期,正文,单位,作者,编号\n"
    "晚稻开镰,2026-10-03,石溪镇晚稻开镰。,石溪镇,陈立,W-1\n"
    "春茶开采,2026-03-03,茶湾村春茶开采。,,,\n"
    "坏,2026-03-03,,石溪镇,,\n"
    "坏,2026-03-03,文,无此镇,,\n"
    f"坏,2026-03-03,文,,,{'9' * 61}\n"
)


@pytest.fixture
def keeper(client, county, settings, tmp_path):
    settings.VAR = tmp_path
    person = PersonFactory(posts=[("ledger_keeper", county)])
    client.force_login(person)
    return person


@pytest.fixture
def web(settings):
    fake = FakeFetch()
    settings.XIANGYIN_FETCH = "tests.placements.test_own_works.the_web"
    globals()["the_web"] = fake
    return fake


def test_our_works_are_registered_from_a_table_once(county, tmp_path):
    path = tmp_path / "works.csv"
    path.write_text(WORKS, "utf-8")

    for _time in range(2):
        call_command("import_works", str(path), county="qinglan", only_good=True)

    works = Work.objects.order_by("published_on")
    assert [(each.title, each.unit.code) for each in works] == [
        ("春茶开采", "qinglan"),
        ("晚稻开镰", "shixi"),
    ]
    assert works[1].key == "file:W-1"


def test_the_same_works_again_change_nothing_and_a_correction_corrects(
    county, tmp_path
):
    path = tmp_path / "works.csv"
    path.write_text(WORKS, "utf-8")
    import_file(county, path, what="works", only_good=True)
    again, _kept = import_file(county, path, what="works", only_good=True)
    path.write_text(WORKS.replace("石溪镇晚稻开镰。", "石溪镇晚稻丰收。"), "utf-8")

    _corrected, kept = import_file(county, path, what="works", only_good=True)

    assert (len(again.good), again.known) == (0, 2)
    assert (kept.new, Work.objects.count()) == (1, 2)
    assert Work.objects.get(key="file:W-1").text == "石溪镇晚稻丰收。"


def test_works_are_imported_by_screen(client, keeper):
    upload = SimpleUploadedFile("a.csv", WORKS.encode())
    address = client.post(reverse("placements_imports:works"), {"file": upload}).url

    client.post(address, {"import": "1"})

    assert Work.objects.count() == 2


OWN = """<rss version="2.0"><channel><title>清岚报</title>{items}</channel></rss>"""
ITEM = """<item><title>{0}</title><link>https://qinglan.example/{0}</link>
<description>{1}</description><pubDate>Sat, 03 Oct 2026 08:00:00 +0800</pubDate></item>"""


def test_a_feed_of_ours_registers_works_and_none_twice(client, keeper, county, web):
    WorkFactory(key="story:1", address="https://qinglan.example/c", title="丙")
    items = [("a", "石溪镇晚稻开镰。"), ("b", ""), ("c", "写过了。")]
    address = "https://qinglan.example/feed"
    web.pages[address] = OWN.format(items="".join(ITEM.format(*each) for each in items))

    client.post(
        reverse("placements_own_feeds:add"),
        {"feed": address, "unit": unit("rmt").pk, "is_active": "on"},
    )
    ask_the_outlets()
    WorkFeed.objects.update(feed_next_at=None)
    ask_the_outlets()

    work = Work.objects.exclude(key="story:1").get()
    assert (work.title, work.unit.code, work.published_on) == (
        "a",
        "rmt",
        date(2026, 10, 3),
    )
    assert WorkFeed.objects.get().feed_brought == 1


def test_a_feed_of_ours_needs_its_address_and_is_asked_anew_at_another(
    client, keeper, county
):
    feed = WorkFeed.objects.create(
        county=county,
        unit=unit("rmt"),
        feed="https://qinglan.example/feed",
        feed_tag='"1"',
        feed_failures=3,
    )
    address = reverse("placements_own_feeds:edit", args=[feed.pk])

    empty = client.post(address, {"feed": "", "unit": feed.unit_id})
    client.post(
        address,
        {
            "feed": "https://qinglan.example/rss",
            "unit": feed.unit_id,
            "is_active": "on",
        },
    )

    feed.refresh_from_db()
    assert list(empty.context["form"].errors) == ["feed"]
    assert (feed.feed_tag, feed.feed_failures) == ("", 0)


def test_a_feed_of_ours_that_moves_to_another_unit_is_not_asked_anew(county, keeper):
    feed = WorkFeed.objects.create(
        county=county, unit=unit("rmt"), feed="https://a.example", feed_tag='"1"'
    )
    feed.unit = unit("shixi")

    keep_own_feed(feed, by=keeper)

    feed.refresh_from_db()
    assert (feed.unit.code, feed.feed_tag) == ("shixi", '"1"')


def test_a_feed_of_ours_without_an_address_is_none(county, keeper):
    with pytest.raises(ValidationError) as refusal:
        keep_own_feed(WorkFeed(unit=unit("rmt")), by=keeper)

    assert list(refusal.value.message_dict) == ["feed"]
    assert WorkFeed.objects.count() == 0
