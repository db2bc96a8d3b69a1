"""Films in a real browser: brought by an editor, watched by a reader."""

import pytest
from playwright.sync_api import expect

from tests.factories.films import SRT, a_film, film_block, film_bytes
from tests.portal.paper import a_story
from xiangyin.newsroom.models import Film

from .browser import NARROW, PHONE
from .checks import Checks, fits
from .office import a_busy_day
from .test_every_screen import sign_in

pytestmark = [
    pytest.mark.browser,
    # Wagtail leaves the files open from which it made a picture's sizes.
    pytest.mark.filterwarnings(
        "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
    ),
]
TEXT = ("text", "<p>正文一段。</p>")
PLAYED = """async (film) => {
    film.muted = true;
    await film.play();
    await new Promise((done) => film.addEventListener("ended", done));
    return [film.currentTime, film.videoWidth, film.textTracks[0].cues.length];
}"""


def test_a_reader_watches_reads_and_listens(house, browser):
    county = house.office.county
    sound = a_film(county, name="talk.mp3", video=None, sound="libmp3lame")
    story = a_story(
        house.office.home,
        body=[
            TEXT,
            film_block(a_film(county, seconds=2, size=(640, 360))),
            film_block(a_film(county, size=(360, 640)), is_silent=True, words=""),
            film_block(sound, caption="一段采访", words="他说：茶好。"),
        ],
    )
    checks = Checks("films")
    for viewport in (PHONE, NARROW):
        window = browser.window(viewport)
        window.open(story.url)
        fits(window)
        checks.look(window, f"films-{viewport['width']}", modes=("light", "dark"))

    page = window.page
    assert page.locator(".film-video video").count() == 2
    told = page.locator("video").first.evaluate(PLAYED)
    assert told == [pytest.approx(2, abs=0.2), 640, 1]
    words = page.locator(".film-words").first
    expect(words.get_by_text("今年的春茶开采了。")).to_be_hidden()
    words.locator("summary").press("Enter")
    expect(words.get_by_text("今年的春茶开采了。")).to_be_visible()
    window.press("大字版")
    fits(window)
    checks.look(window, "films-large")
    checks.finish()


def test_an_editor_brings_one_while_writing_and_what_is_wrong_is_told(house, browser):
    day = a_busy_day(house.office)
    draft = a_story(house.office.home, live=False, title="晒秋", body=[TEXT])
    draft.save_revision()
    window, checks = browser.window(), Checks("bringing-films")
    sign_in(window, "editor")
    page = window.page

    window.open("/admin/newsroom/films/")
    checks.look(window, "no-films")
    window.open("/admin/newsroom/films/new/")
    checks.look(window, "bring-a-film")
    page.locator("[name=upload]").set_input_files(sent("phone.mp4", video="libx265"))
    assert page.locator("[name=title]").input_value() == "phone"
    page.locator("footer button[type=submit]").click()
    window.sees("视频编码是 HEVC (H.265)")
    checks.look(window, "a-film-refused")
    page.locator("[name=upload]").set_input_files(sent("harvest.mp4"))
    page.locator("footer button[type=submit]").click()
    window.is_at(r"/newsroom/films/inspect/\d+/")
    checks.look(window, "a-film")

    window.open(f"/admin/pages/{draft.pk}/edit/")
    page.locator(".c-sf-add-button").last.click()
    page.get_by_role("option", name="音视频").click()
    page.get_by_role("button", name="选择音视频").click()
    modal = page.locator(".modal-dialog")
    expect(modal.get_by_role("link", name="phone")).to_be_visible()
    modal.get_by_role("tab", name="添加音视频").click()
    modal.locator("[name=upload]").set_input_files(sent("晒秋.mp4", shade=60))
    assert modal.locator("[name=title]").input_value() == "晒秋"
    modal.get_by_role("button", name="添加").click()
    expect(modal).to_have_count(0)
    page.locator("[name=body-1-value-caption]").fill("竹匾里的辣椒")
    page.locator("[name=body-1-value-words]").fill(SRT)
    checks.look(window, "a-film-in-the-editor")
    page.wait_for_function("document.querySelector('form[data-edit-form]')")
    page.get_by_role("button", name="保存草稿").first.click()
    page.wait_for_load_state("networkidle")

    film = Film.objects.get(title="晒秋")
    kept = type(draft).objects.get(pk=draft.pk).get_latest_revision_as_object()
    assert kept.body[1].value["film"] == film
    assert kept.body[1].value["words"].splitlines() == SRT.splitlines()
    assert day.story.live
    checks.finish()


def test_whoever_signs_sees_it_with_every_word(house, browser):
    day = a_busy_day(house.office)
    draft = day.waiting.get_latest_revision_as_object()
    draft.body.append(film_block(a_film(house.office.county, size=(1280, 720))))
    draft.save_revision()
    window, checks = browser.window(PHONE), Checks("reading-a-film")
    sign_in(window, "final")

    window.open(f"/admin/newsroom/readings/{day.waiting.pk}/")

    fits(window)
    expect(window.page.locator(".film video")).to_be_visible()
    expect(window.page.get_by_text("今年的春茶开采了。").first).to_be_visible()
    window.page.locator(".film").scroll_into_view_if_needed()
    checks.look(window, "in-the-reading-room")
    checks.finish()


def sent(name: str, **how) -> dict:
    return {"name": name, "mimeType": "video/mp4", "buffer": film_bytes("mp4", **how)}
