"""Each page of the public site beside the story, in both languages, light and dark."""

import io
from datetime import timedelta

import pytest
from django.core.files.images import ImageFile
from django.utils import timezone
from playwright.sync_api import expect

from tests.factories.people import unit
from tests.factories.portal import (
    OccasionFactory,
    ServiceFactory,
    UnitCardFactory,
    in_days,
)
from tests.portal.paper import a_story
from xiangyin.kernel.models import Picture
from xiangyin.kernel.services.pictures import county_collection
from xiangyin.newsroom.models import Theme
from xiangyin.portal.models import Imprint, Section

from .browser import NARROW
from .checks import Checks, fits
from .office import a_busy_day, a_photo

pytestmark = [
    pytest.mark.browser,
    # Wagtail leaves the files open from which it made a picture's sizes.
    pytest.mark.filterwarnings(
        "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
    ),
]
FIRST_SCREEN = {"width": 360, "height": 640}


def furnish(office) -> list[str]:
    """Something on every page, and where the pages are."""
    a_busy_day(office)
    town = unit("shixi")
    theme = Theme.objects.create(
        unit=office.county, slug="tea", name="春茶", about="茶。"
    )
    for told in ({"theme": theme, "section": "villages"}, {}, {}):
        a_story(office.home, **told)
    UnitCardFactory(unit=town, about="便民大厅。", hours="8:30—17:30")
    ServiceFactory(unit=town, link="https://bus.example/", words="逢集加开早班。")
    ServiceFactory(unit=town, group="急事", title="停水报修", telephone="12345")
    off = OccasionFactory(unit=town, starts_at=in_days(1), is_called_off=True)
    OccasionFactory(
        unit=town, starts_at=in_days(0), ends_at=in_days(3), about="自带板凳。"
    )
    OccasionFactory(unit=town, starts_at=in_days(-3))
    imprint = Imprint.objects.get(site__root_page=office.home)
    imprint.accent, imprint.logo = "#1f4e79", a_picture(office)
    imprint.sponsor, imprint.police_number = "清岚县融媒体中心", "东公网安备 3300号"
    imprint.save()
    today = timezone.localdate()
    month = f"{today.year}/{today.month}"
    return [
        *("/", "/news/", "/themes/tea/", "/units/shixi/", "/services/", "/about/"),
        *("/whats-on/", "/whats-on/past/", f"/whats-on/{month}/"),
        *(f"/whats-on/{off.pk}/", "/archive/", f"/archive/{month}/"),
        *("/site-map/", "/accessibility/", "/offline/", "/bulletins/"),
        *("/search/", "/search/?q=春茶", "/search/?q=没有的词"),
    ]


def a_picture(office) -> Picture:
    picture = Picture(title="标志", collection=county_collection(office.county))
    picture.file.save(
        "hills.jpg", ImageFile(io.BytesIO(a_photo(300, 200)), name="hills.jpg")
    )
    return picture


def arrange(office) -> None:
    """Every kind of block once."""
    home, today = office.home, timezone.localdate()
    days = {"since": today, "until": today + timedelta(days=1)}
    beside = {"picture": a_picture(office), "alt": "山", "heading": "老桥"}
    words = '<p>到<a href="https://a.example/">这里</a>看。</p>'
    home.layout = [
        ("notice", {"title": "停水通知", "words": "明天修管。", **days}),
        ("lead", {"story": None}),
        ("newest", {"count": 1}),
        ("section", {"section": Section.objects.child_of(home).first(), "count": 3}),
        ("theme", {"theme": Theme.objects.get(), "count": 3}),
        ("services", {"count": 4}),
        ("calendar", {"count": 4}),
        ("answers", {"count": 2}),
        ("picture", {**beside, "words": words}),
        ("words", {"heading": "写给读者", "words": words}),
    ]
    home.save()


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_every_page_passes_axe_and_the_checker(house, browser, language):
    pages = furnish(house.office)
    window = browser.window(color_scheme="light")
    window.page.set_extra_http_headers({"Accept-Language": language})
    checks = Checks(f"frame-{language[:2]}")

    for number, address in enumerate(pages):
        window.open(address)
        expect(window.page.locator("form[role=search]").first).to_be_attached()
        checks.look(window, f"{number:02}", modes=("light", "dark"))
    arrange(house.office)
    window.open("/")
    expect(window.page.locator(".piece")).to_have_count(10)
    checks.look(window, "arranged", modes=("light", "dark"))

    checks.finish()


def test_the_first_screen_of_a_phone_shows_the_lead_and_the_ways_on(house, browser):
    furnish(house.office)
    window = browser.window(FIRST_SCREEN)

    window.open("/")

    page = window.page
    shown = {
        name: page.locator(where).first.bounding_box()
        for name, where in {
            "name": ".nameplate-name",
            "lead": ".lead h2",
            "what is on": "a[href='/whats-on/']",
            "search": ".sections a[href='/search/']",
        }.items()
    }
    assert all(
        box["y"] + box["height"] <= FIRST_SCREEN["height"] for box in shown.values()
    )


def test_the_frame_fits_320_px_and_a_zoom_of_400_percent(house, browser):
    """1280 px at 400 % are 320 px."""
    pages = furnish(house.office)
    arrange(house.office)
    window = browser.window(NARROW)

    for address in pages:
        window.open(address)
        fits(window)

    assert window.troubles == []


def test_a_month_is_a_table_with_names_of_days(house, browser):
    furnish(house.office)
    today = timezone.localdate()
    window = browser.window()

    window.open(f"/archive/{today.year}/{today.month}/")
    table = window.page.get_by_role("table")

    expect(table.get_by_role("columnheader")).to_have_count(7)
    table.get_by_role("link").first.focus()
    window.page.keyboard.press("Enter")
    window.is_at(f"#day-{today.day}")
