"""The main line: one story from a village tip to a line in the monthly bulletin."""

import csv
import io
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from xiangyin.kernel.services.outbox import deliver_due

from .browser import DESKTOP, PHONE, Window
from .checks import Checks, fits
from .office import PASSWORD, a_photo
from .words import CHINESE, ENGLISH, Words

pytestmark = [
    pytest.mark.browser,
    # Wagtail leaves the files open from which it made a picture's sizes.
    pytest.mark.filterwarnings(
        "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
    ),
]
# Wagtail's editor looks two seconds at an opened form before it keeps changes to it.
EDITOR = """wagtail.app.getControllerForElementAndIdentifier(
    document.querySelector("[data-controller~=w-unsaved]"), "w-unsaved"
)"""
WATCHES_THE_FORM = f"() => {EDITOR}?.initialFormData"
HAS_KEPT_ALL = f"() => {EDITOR}.initialFormData === {EDITOR}.formData"


@pytest.mark.parametrize("words", [CHINESE, ENGLISH], ids=lambda words: words.code)
def test_a_tip_becomes_a_line_of_the_bulletin(browser, words):
    walk = Walk(browser, words)

    walk.the_correspondent_sends_a_tip()
    walk.the_editor_takes_it_up()
    walk.the_reporter_writes_and_hands_in()
    walk.three_people_read()
    walk.everybody_reads()
    walk.the_keeper_brings_in_articles()
    walk.the_keeper_confirms()
    walk.the_bulletin_counts_it()
    walk.the_correspondent_sees_who_carried_it()

    walk.checks.finish()


def the_worker_delivers():
    """Deliver what waits, and what is posted by that."""
    while deliver_due():
        pass


def figures_of(row) -> list[int]:
    """The figures of a row of the bulletin, each as far as its first number."""
    cells = row.locator("td").all_inner_texts()
    return [int(re.match(r"\d+", cell.strip())[0]) for cell in cells]


class Walk:
    """The way of one tip, in one language; each person has a window of their own."""

    def __init__(self, browser, words: Words):
        self.browser = browser
        self.words = words
        self.checks = Checks(words.code[:2])
        self.windows: dict[str, Window] = {}

    # -- what every step does ---------------------------------------------------

    def enter(self, username: str, viewport=DESKTOP) -> Window:
        """Open a window, choose the language, sign in; the second time, go on."""
        if username in self.windows:
            return self.windows[username]
        window = self.windows[username] = self.browser.window(viewport)
        window.open("/start/")
        if self.words.switch:
            window.press(self.words.switch)
        window.fill(self.words.user_name, username)
        window.fill(self.words.password, PASSWORD)
        if username == "sender":
            self.checks.look(window, "sign-in")
        window.press(self.words.sign_in)
        return window

    def open_from_workbench(self, username: str, group: str, title: str, **how):
        """Come in, see the workbench, open what waits there."""
        window = self.enter(username, **how)
        window.is_at("/admin/")
        window.sees(self.words.workbench, self.words.waits_for_me, group)
        self.checks.look(window, f"workbench-of-{username}")
        window.follow(title)
        return window

    # -- the steps ---------------------------------------------------------------

    def the_correspondent_sends_a_tip(self):
        words, window = self.words, self.enter("sender", PHONE)
        window.is_at("/my/tips/")
        self.checks.look(window, "no-tips-yet")
        window.follow(words.send_a_tip)
        page = window.page
        window.fill(words.what, words.my_tip)
        page.set_input_files(
            "#id_photos",
            [{"name": "tea.jpg", "mimeType": "image/jpeg", "buffer": a_photo()}],
        )
        window.sees(words.one_photo)
        page.locator("#id_place").fill(words.my_place)
        page.locator("#id_happens").fill(words.my_when)
        page.locator("#id_contact").fill(words.my_contact)
        self.checks.look(window, "tip-form")
        fits(window)
        window.press(words.send)
        window.is_at(r"/my/tips/\d+/")
        self.number = f"TIP-{timezone.localdate().year}-0001"
        window.sees(self.number, words.waits, words.my_tip)
        expect(page.locator(".photos img")).to_have_count(1)
        self.checks.look(window, "tip-sent")
        window.follow(words.my_tips)
        window.sees(self.number, words.waits)
        self.checks.look(window, "my-tips")

    def the_editor_takes_it_up(self):
        words = self.words
        headline = re.compile(re.escape(words.my_tip[:20]))
        window = self.enter("editor")
        window.is_at("/admin/")
        window.sees(words.waits_for_me)
        self.checks.look(window, "workbench-of-editor")
        window.page.locator("main").get_by_role("link", name=headline).click()
        window.is_at(r"/newsroom/tips/\d+/")
        window.sees(words.my_tip, words.my_place, words.my_contact)
        self.checks.look(window, "tip-at-the-desk")
        form = window.page.locator("#take_up")
        form.get_by_label(words.working_title).fill(words.my_title)
        form.get_by_label(words.reporter).select_option(label=words.reporter_name)
        form.get_by_role("button", name=words.take_up, exact=True).click()
        window.sees(self.number, words.taken_up)
        self.checks.look(window, "no-tip-left")
        window.page.get_by_role("link", name=words.plan, exact=True).click()
        window.sees(words.my_title, words.reporter_name)
        self.checks.look(window, "plan")

        window = self.enter("sender")
        window.page.reload()
        window.sees(words.in_work)

    def the_reporter_writes_and_hands_in(self):
        words = self.words
        window = self.open_from_workbench(
            "reporter", words.my_assignments, words.my_title
        )
        window.is_at(r"/newsroom/plans/\d+/")
        window.sees(words.my_tip)
        page = window.page
        begin = page.locator("#begin")
        begin.locator("select[name=language]").select_option(words.code)
        begin.get_by_role("button", name=words.begin).click()
        window.is_at(r"/pages/\d+/edit/")
        window.sees(words.begun)
        page.wait_for_function(WATCHES_THE_FORM)
        page.locator("#id_title").fill(words.my_title)
        page.locator("#id_lead").fill(words.my_lead)
        self._choose_cover(window)
        self._write_body(window)
        self.checks.look(window, "editor")
        self._hand_in(window)
        window.sees(words.required)
        page.wait_for_function(WATCHES_THE_FORM)
        # The tip's photo stands in the text, and nobody has said yet what it shows.
        page.locator("[name=body-1-value-alt]").fill(words.my_second_alt)
        self._press_hand_in(window)  # Wagtail does not keep a refused form by itself
        window.sees(words.handed_in, words.my_title)
        window.is_at("/newsroom/stories/")
        self.checks.look(window, "handed-in")

    def _hand_in(self, window):
        """By the arrow beside "Save draft", when Wagtail has kept what was typed.

        An autosave that came after the story was handed in would find it locked, and
        be refused.
        """
        window.page.wait_for_function(HAS_KEPT_ALL)
        window.sees(self.words.saved)
        self._press_hand_in(window)

    def _press_hand_in(self, window):
        window.page.locator("footer [data-w-dropdown-target=toggle]").click()
        window.page.get_by_role("button", name=self.words.hand_in).click()

    def _choose_cover(self, window):
        """The tip's own photo, from the county's pictures."""
        words, page = self.words, window.page
        window.press(words.choose_picture)
        modal = page.locator(".modal-dialog")
        modal.locator("[data-chooser-modal-choice]").first.click()
        expect(modal).to_have_count(0)
        page.locator("#id_cover_alt").fill(words.my_alt)

    def _write_body(self, window):
        """In place of the tip's words, which the house has put there."""
        words, page = self.words, window.page
        text = page.locator("[data-contentpath=body] [role=textbox]")
        expect(text).to_have_text(words.my_tip)
        text.click()
        page.keyboard.press("Control+a")
        for number, paragraph in enumerate(words.my_body):
            if number:
                page.keyboard.press("Enter")
            page.keyboard.insert_text(paragraph)
        window.sees(words.my_body[-1])

    def three_people_read(self):
        words = self.words
        for reader in ("first", "second"):
            window = self.open_from_workbench(reader, words.to_read, words.my_title)
            window.sees(words.my_lead, *words.my_body, words.my_alt)
            self.checks.look(window, f"reading-{reader}")
            reading = window.page.url
            window.press(words.accept)
            window.sees(words.signed)
            self.checks.look(window, f"signed-{reader}")
            if reader == "first":
                # Her posts include the second reading as well; this text's does not.
                window.open(reading)
                window.sees(words.signed_already)
                buttons = window.page.get_by_role("button", name=words.accept)
                expect(buttons).to_have_count(0)

        window = self.enter("reporter")
        window.open(reading)
        window.sees(words.own_story)

        window = self.enter("final", PHONE)
        window.sees(words.waits_for_me, words.to_read)
        self.checks.look(window, "workbench-of-final")
        window.follow(words.my_title)
        window.sees(words.my_lead)
        self.checks.look(window, "reading-final")
        fits(window)
        window.press(words.publish)
        window.sees(words.signed)
        the_worker_delivers()

    def everybody_reads(self):
        words = self.words
        phone = self.browser.window(PHONE)
        phone.open("/")
        if words.switch:
            phone.press(words.switch)
        phone.sees(words.my_title, words.my_lead)
        self.checks.look(phone, "front-page-phone")
        fits(phone)
        phone.follow(words.my_title)
        self._reads_the_story(phone)
        self.checks.look(phone, "story-phone")
        fits(phone)
        address = phone.page.url

        desktop = self.browser.window(DESKTOP)
        desktop.open("/")
        if words.switch:
            desktop.press(words.switch)
        self.checks.look(desktop, "front-page")
        desktop.open(address)
        self._reads_the_story(desktop)
        self.checks.look(desktop, "story")

        desktop.open("/search/")
        desktop.page.locator("#q").fill(words.my_word)
        desktop.page.keyboard.press("Enter")
        desktop.sees(words.found_one)
        expect(desktop.page.locator(".results mark").first).to_have_text(
            re.compile(words.my_word, re.I)
        )
        self.checks.look(desktop, "search")

        feed = desktop.page.request.get(f"{self.browser.address}/feed.atom")
        assert feed.ok
        assert words.my_title in feed.text()
        assert address in feed.text()

    def _reads_the_story(self, window):
        words = self.words
        expect(window.page.get_by_role("heading", level=1)).to_have_text(words.my_title)
        window.sees(words.my_lead, *words.my_body)
        for alt in (words.my_alt, words.my_second_alt):
            expect(window.page.get_by_alt_text(alt, exact=True)).to_be_visible()

    def the_keeper_brings_in_articles(self):
        words = self.words
        window = self.enter("keeper")
        window.sees(words.waits_for_me)
        window.open("/admin/placements/imports/articles/")
        self.checks.look(window, "import")
        window.page.set_input_files(
            "input[type=file]",
            [
                {
                    "name": "articles.csv",
                    "mimeType": "text/csv",
                    "buffer": self._articles(),
                }
            ],
        )
        window.press(words.look_at_it)
        window.sees(words.their_title, words.other_title)
        self.checks.look(window, "import-preview")
        window.press(words.import_two)
        window.sees(words.imported_two)
        the_worker_delivers()

    def _articles(self) -> bytes:
        words, today = self.words, timezone.localdate().isoformat()
        text = "\n".join([words.my_lead, *words.my_body])
        out = io.StringIO()
        table = csv.writer(out)
        table.writerow(["title", "published_on", "outlet", "address", "text"])
        address = "http://daily.jiangning.example/{}.html"
        table.writerow(
            [words.their_title, today, words.my_outlet, address.format(1), text]
        )
        table.writerow(
            [
                words.other_title,
                today,
                words.my_outlet,
                address.format(2),
                words.other_text,
            ]
        )
        return out.getvalue().encode("utf-8-sig")

    def the_keeper_confirms(self):
        words, window = self.words, self.enter("keeper")
        window.open("/admin/placements/confirm/")
        window.sees(
            words.our_story, words.my_title, words.their_title, words.headline_changed
        )
        sides = window.page.locator(".pair-side")
        for side in (sides.first, sides.last):
            expect(side.locator("mark").first).to_be_visible()
        self.checks.look(window, "confirm")
        window.page.keyboard.press("c")
        window.sees(words.confirmed, words.nothing_waits)
        self.checks.look(window, "confirmed")
        window.open("/admin/placements/evidence/")
        window.sees(words.their_title)
        self.checks.look(window, "without evidence")

    def the_bulletin_counts_it(self):
        words, window = self.words, self.enter("keeper")
        window.open("/admin/placements/bulletin/")
        window.sees(words.items_and_points)
        page = window.page
        self.checks.look(window, "bulletin")
        table = page.locator(".bulletin table").first
        rows = [figures_of(row) for row in table.locator("tbody tr").all()]
        total = figures_of(table.locator("tfoot tr"))
        assert [sum(column) for column in zip(*rows, strict=True)] == total
        *tiers, items, points, _before, _year_before = total
        assert (sum(tiers), items, points) == (1, 1, 5)
        table.locator("tbody a").first.click()
        window.sees(words.my_title, words.my_outlet)
        self.checks.look(window, "list-behind-the-figure")

    def the_correspondent_sees_who_carried_it(self):
        words, window = self.words, self.enter("sender")
        window.open("/my/tips/")
        window.sees(words.carried_by_one)
        window.page.get_by_role(
            "link", name=re.compile(re.escape(words.my_tip[:20]))
        ).click()
        window.sees(words.published, words.my_title, words.carried, words.my_outlet)
        self.checks.look(window, "tip-carried")
        fits(window)
