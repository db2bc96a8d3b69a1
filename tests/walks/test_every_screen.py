"""Small screens, large type, the keyboard alone, and no script at all."""

import pytest
from playwright.sync_api import expect

from xiangyin.newsroom.models import Tip

from .browser import NARROW, PHONE, ZOOMED
from .checks import fits, focus_is_visible
from .office import PASSWORD, a_busy_day, a_photo
from .words import CHINESE as WORDS

pytestmark = [
    pytest.mark.browser,
    # Wagtail leaves the files open from which it made a picture's sizes.
    pytest.mark.filterwarnings(
        "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
    ),
]


def sign_in(window, username: str) -> None:
    window.open("/start/")
    window.fill(WORDS.user_name, username)
    window.fill(WORDS.password, PASSWORD)
    window.press(WORDS.sign_in)
    window.page.wait_for_url("**/my/tips/" if username == "sender" else "**/admin/")


@pytest.mark.parametrize(
    "screen", [{"viewport": NARROW}, ZOOMED], ids=["320 px", "200 %"]
)
def test_nobody_scrolls_sideways(house, browser, screen):
    day = a_busy_day(house.office)
    pages = {
        None: ["/", day.story.url, f"/search/?q={WORDS.my_word}", "/archive/"],
        "sender": [
            "/my/tips/new/",
            "/my/tips/",
            "/my/figures/",
            f"/my/tips/{day.tip.pk}/",
        ],
        "final": ["/admin/", f"/admin/newsroom/readings/{day.waiting.pk}/"],
        "keeper": [
            *("/admin/placements/confirm/", "/admin/placements/bulletin/"),
            *("/admin/placements/feeds/", "/admin/placements/rules/"),
            *("/admin/placements/unknown/", "/admin/placements/articles/new/"),
            *("/admin/placements/imports/works/", "/admin/placements/own-feeds/"),
            *("/admin/placements/evidence/", "/admin/placements/bonuses/"),
            *("/admin/placements/figures/", "/admin/placements/figures/waits/"),
            *("/admin/placements/tiers/", "/admin/placements/tiers/add/"),
            *("/admin/placements/tiers/of/abroad/", "/admin/placements/bonuses/new/"),
            "/admin/visits/",
        ],
    }

    for username, addresses in pages.items():
        window = browser.window(**screen)
        if username:
            sign_in(window, username)
        for address in addresses:
            window.open(address)
            fits(window)
        assert window.troubles == []


def test_a_tip_is_sent_by_the_keyboard_alone(house, browser):
    window = browser.window()
    sign_in(window, "sender")
    window.open("/my/tips/new/")
    page = window.page
    told = {
        "id_text": WORDS.my_tip,
        "id_place": WORDS.my_place,
        "id_happens": WORDS.my_when,
        "id_contact": WORDS.my_contact,
    }

    for _step in range(40):
        page.keyboard.press("Tab")
        here = page.evaluate("document.activeElement.id")
        focus_is_visible(window)
        if here in told:
            page.keyboard.insert_text(told.pop(here))
        elif page.evaluate("'send' in document.activeElement.dataset"):
            break
    page.keyboard.press("Enter")

    window.is_at(r"/my/tips/\d+/")
    assert told == {}
    window.sees(WORDS.waits, WORDS.my_tip, WORDS.my_place)


def test_a_photo_chosen_before_the_script_has_come_is_sent(house, browser):
    window = browser.window(PHONE)
    sign_in(window, "sender")
    page, on_its_way = window.page, []
    page.route("**/tip*.js", lambda route: on_its_way.append(route))

    page.goto(f"{window.address}/my/tips/new/", wait_until="commit")
    photo = {"name": "tea.jpg", "mimeType": "image/jpeg", "buffer": a_photo()}
    page.set_input_files("#id_photos", [photo])
    on_its_way.pop().continue_()
    window.sees(WORDS.one_photo)
    window.fill(WORDS.what, WORDS.my_tip)
    window.press(WORDS.send)

    window.is_at(r"/my/tips/\d+/")
    expect(page.locator(".photos img")).to_have_count(1)


def test_without_script_one_reads_searches_and_sends_a_tip(house, browser):
    day = a_busy_day(house.office)
    window = browser.window(PHONE, java_script_enabled=False)

    window.open("/")
    window.follow(day.story.title)
    expect(window.page.get_by_role("heading", level=1)).to_have_text(day.story.title)
    window.sees(WORDS.my_body[0])

    window.open("/search/")
    window.page.locator("#q").fill(WORDS.my_word)
    window.page.keyboard.press("Enter")
    window.sees(WORDS.found_one, day.story.title)

    sign_in(window, "sender")
    window.follow(WORDS.send_a_tip)
    window.press(WORDS.send)
    window.is_refused(422, WORDS.nothing_told)
    window.fill(WORDS.what, WORDS.my_tip)
    window.press(WORDS.send)
    window.is_at(r"/my/tips/\d+/")
    window.sees(WORDS.waits, WORDS.my_tip)
    assert Tip.objects.filter(text=WORDS.my_tip).count() == 1
