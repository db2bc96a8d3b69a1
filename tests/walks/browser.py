"""Chromium as people use it: one window per person, with everything that goes wrong."""

import os
import re
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Error, Page, Response, expect, sync_playwright

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 900}
# 1280 px at 200 %: half as many CSS pixels, each twice as large.
ZOOMED = {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2}
PATIENCE = 20_000

expect.set_options(timeout=PATIENCE)


class Window:
    """One person's browser window. ``page`` is Playwright's."""

    def __init__(self, page: Page, address: str):
        self.page = page
        self.address = address
        self.troubles: list[str] = []
        self.answer: Response | None = None
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        page.on("response", self._note)

    def _hear(self, message):
        if message.type == "error":
            self.troubles.append(f"console: {message.text} ({self.page.url})")

    def _note(self, response: Response):
        request = response.request
        if request.is_navigation_request() and request.frame == self.page.main_frame:
            self.answer = response

    def open(self, path: str) -> None:
        self.page.goto(path if "://" in path else f"{self.address}{path}")

    def press(self, words: str, *, role: str = "button") -> None:
        """Press the one thing that is called ``words``."""
        self.page.get_by_role(role, name=words, exact=True).click()

    def follow(self, words: str) -> None:
        """Follow a link called ``words``; where there are two, they lead alike."""
        self.page.get_by_role("link", name=words, exact=True).first.click()

    def fill(self, label: str, value: str) -> None:
        self.page.get_by_label(label, exact=True).fill(value)

    def sees(self, *words: str) -> None:
        """Each of ``words`` stands on the page, where a person sees it."""
        for word in words:
            shown = self.page.get_by_text(word).filter(visible=True)
            expect(shown.first).to_be_visible()

    def is_at(self, path: str) -> None:
        """``path`` is a regular expression for the end of the address."""
        expect(self.page).to_have_url(re.compile(path + "$"))

    def waits_for(self, script: str, arg=None) -> None:
        """Until ``script`` gives something true; of a promise, what it keeps.

        ``wait_for_function`` takes the promise itself for true.
        """
        ends = time.monotonic() + PATIENCE / 1000
        while not self.page.evaluate(script, arg):
            assert time.monotonic() < ends, script
            time.sleep(0.05)

    def is_refused(self, status: int, *words: str) -> None:
        """The page came back with ``words``; the browser may report that it did."""
        self.sees(*words)
        assert self.answer.status == status
        report = f"status of {status}"
        self.troubles = [each for each in self.troubles if report not in each]


class Chromium:
    """A running browser that opens windows, and shows them when a test fails."""

    def __init__(self, browser, address: str):
        self.browser = browser
        self.address = address
        self.windows: list[Window] = []

    def window(self, viewport=DESKTOP, **options) -> Window:
        # Playwright does not see what a service worker asks for: only who tests it has one.
        told = {
            "locale": "zh-CN",
            "reduced_motion": "reduce",
            "service_workers": "block",
        }
        context = self.browser.new_context(viewport=viewport, **{**told, **options})
        context.set_default_timeout(PATIENCE)
        window = Window(context.new_page(), self.address)
        self.windows.append(window)
        return window

    def show(self) -> Path:
        """Keep a picture of every open window; return the folder they are in."""
        folder = Path(tempfile.mkdtemp(prefix="xiangyin-walk-"))
        for number, window in enumerate(self.windows, 1):
            try:
                window.page.screenshot(path=folder / f"window-{number}.png")
            except Error:
                continue
        return folder


@contextmanager
def chromium(address: str):
    """Start Chromium for the house at ``address``."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield Chromium(browser, address)
        browser.close()


def keep_picture(window: Window, name: str) -> None:
    """Keep a picture of a step where ``WALK_SHOTS`` names a folder."""
    if folder := os.environ.get("WALK_SHOTS"):
        path = Path(folder) / f"walk-{name}.png"
        window.page.screenshot(path=path, full_page=True)
