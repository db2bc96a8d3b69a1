"""Read aloud, without a network, in traditional characters: in a real browser."""

from functools import partial

import pytest
from playwright.sync_api import expect

from tests.newsroom.test_kinds_of_stories import TEXT, a_map, gallery, notes, photo
from tests.portal.paper import a_picture, a_story

from .browser import PHONE
from .checks import Checks, fits
from .office import a_busy_day
from .words import CHINESE as WORDS

pytestmark = [
    pytest.mark.browser,
    # Wagtail leaves the files open from which it made a picture's sizes.
    pytest.mark.filterwarnings(
        "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
    ),
]

# A device with a Chinese voice of its own and one that sends away what it says; a
# sentence ends when the test says so.
A_VOICE = """
const heard = window.heard = [];
const voices = LOCAL.map((localService) => ({name: "a", lang: "zh-CN", localService}));
let saying = null;
window.end = () => saying?.dispatchEvent(new Event("end"));
class Utterance extends EventTarget { constructor(text) { super(); this.text = text; } }
Object.defineProperty(window, "SpeechSynthesisUtterance", {value: Utterance});
Object.defineProperty(window, "speechSynthesis", {value: {
    getVoices: () => voices,
    speak(said) { saying = said; heard.push(`${said.rate} ${said.text}`); },
    cancel() { const old = saying; saying = null; old?.dispatchEvent(new Event("error")); },
    addEventListener() {},
}});
"""
MARKED = "[...(CSS.highlights.get('aloud') ?? [])].map(String).join()"


def kept(window) -> list[str]:
    return window.page.evaluate(
        """async () => (await (await caches.open("pages")).keys())
            .map((each) => new URL(each.url).pathname)"""
    )


def wait_until_kept(window, path: str) -> None:
    """The worker keeps a page beside the answer: the test waits for it."""
    window.waits_for(
        "async (path) => Boolean(await (await caches.open('pages')).match(path))", path
    )


def a_reader(house, browser):
    """A window whose worker has taken over the site."""
    window = browser.window(PHONE, service_workers="allow")
    window.open("/")
    window.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    window.page.wait_for_function("Boolean(navigator.serviceWorker.controller)")
    return window


def test_what_was_read_is_there_without_a_network_and_says_so(house, browser):
    day = a_busy_day(house.office)
    window = a_reader(house, browser)
    window.open(day.story.url)
    wait_until_kept(window, day.story.url)
    expect(window.page.locator(".saved")).to_be_hidden()

    window.page.context.set_offline(True)
    window.open(day.story.url)

    window.sees("现在没有网络", WORDS.my_body[0])
    assert window.page.locator(".saved-at").text_content().count(":") == 1
    fits(window)
    window.open("/archive/")
    window.sees("最近读过的 40 篇稿件")
    window.follow(day.story.title)
    expect(window.page.get_by_role("heading", level=1)).to_have_text(day.story.title)


def test_a_withdrawn_story_leaves_the_device_when_the_network_is_back(house, browser):
    day = a_busy_day(house.office)
    window = a_reader(house, browser)
    window.open(day.story.url)
    wait_until_kept(window, day.story.url)
    window.page.context.set_offline(True)
    window.open("/archive/")
    day.story.unpublish()

    window.page.context.set_offline(False)
    window.open("/")

    window.waits_for(
        # By its key: `match` takes a page for gone that was asked for otherwise.
        "async (path) => !(await (await caches.open('pages')).keys())"
        ".some((each) => new URL(each.url).pathname === path)",
        day.story.url,
    )
    assert kept(window) == ["/"]


def test_pages_of_a_person_are_never_kept(house, browser):
    a_busy_day(house.office)
    window = a_reader(house, browser)

    for address in ("/accounts/login/", "/search/?q=x", "/start/", "/archive/"):
        window.open(address)
    window.open("/news/")
    wait_until_kept(window, "/news/")

    assert sorted({*kept(window)} - {"/"}) == ["/news/"]


def test_a_story_is_read_aloud_sentence_by_sentence_by_the_keyboard(house, browser):
    day = a_busy_day(house.office)
    window = browser.window(PHONE)
    page = window.page
    page.add_init_script(A_VOICE.replace("LOCAL", "[false, true]"))
    window.open(day.story.url)
    heard = partial(page.evaluate, "heard")
    listen = page.get_by_role("button", name="朗读全文", exact=True)
    expect(listen).to_be_visible()
    assert heard() == []

    listen.focus()
    page.keyboard.press("Enter")
    assert heard() == [f"1 {day.story.title}"]
    assert page.evaluate(MARKED) == day.story.title
    page.evaluate("end()")
    assert heard()[1:] == [f"1 {WORDS.my_lead}"]

    page.get_by_label("语速").select_option("1.5")
    assert heard()[2:] == [f"1.5 {WORDS.my_lead}"]
    window.press("暂停")
    page.evaluate("end()")
    assert len(heard()) == 3
    window.press("继续")
    assert heard()[3:] == [f"1.5 {WORDS.my_lead}"]
    page.keyboard.press("Escape")
    assert page.evaluate(MARKED) == ""
    expect(listen).to_be_visible()


@pytest.mark.parametrize("voices", ["[]", "[false]"], ids=["none", "of somebody else"])
def test_without_a_voice_of_the_device_no_button_appears(house, browser, voices):
    day = a_busy_day(house.office)
    window = browser.window(PHONE)
    window.page.add_init_script(A_VOICE.replace("LOCAL", voices))

    window.open(day.story.url)
    window.page.wait_for_load_state("networkidle")

    expect(window.page.locator(".aloud")).to_have_count(0)
    assert window.troubles == []


def test_ways_to_read_pass_axe_and_the_checker_in_each_look(house, browser):
    large = {"picture": a_picture(size=(1300, 900))}
    body = [TEXT, gallery(photo(**large), photo(**large)), notes(), a_map(**large)]
    story = a_story(house.office.home, body=body)
    checks = Checks("reading")
    for look in ({}, {"color_scheme": "dark"}):
        window = browser.window(PHONE, **look)
        window.page.add_init_script(A_VOICE.replace("LOCAL", "[true]"))
        for step in ("plain", "traditional", "large"):
            for address in (story.url, "/offline/", "/accessibility/"):
                window.open(address)
                checks.look(window, f"{step}{address.replace('/', '-')}")
                fits(window)
            if step != "large":
                name = {"plain": "繁體", "traditional": "大字版"}[step]
                window.press(name)

    checks.finish()
