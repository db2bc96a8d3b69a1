"""Take every public page in every look, to be looked at: ``make looks FOLDER=…``.

Light, dark, large type, traditional characters and paper, at the width of a phone and of a
desk. Starts the sample county as ``docs.screenshots`` does, or uses a running one that
``XIANGYIN_LOOK_AT`` names. Says of each page that has to be scrolled sideways.
"""

import os
import sys
from pathlib import Path

from .screenshots import CHROMIUM, serving

WIDTHS = {"phone": 360, "desk": 1280}
LOOKS: dict[str, dict] = {
    "light": {},
    "dark": {"scheme": "dark"},
    "large": {"cookie": ("size", "large")},
    "traditional": {"cookie": ("script", "hant")},
    "paper": {"media": "print"},
}
PAGES = {
    "home": "/",
    "search": "/search/?q=春茶",
    "nothing-found": "/search/?q=没有的词",
    "archive": "/archive/",
    "whats-on": "/whats-on/",
    "whats-past": "/whats-on/past/",
    "services": "/services/",
    "about": "/about/",
    "ask": "/ask/",
    "ask-status": "/ask/status/",
    "answers": "/answers/",
    "answers-found": "/answers/?q=路灯",
    "answers-not-found": "/answers/?q=没有的词",
    "answer-figures": "/answers/figures/",
    "bulletins": "/bulletins/",
    "site-map": "/site-map/",
    "reading-help": "/accessibility/",
    "offline": "/offline/",
    "sign-in": "/accounts/login/",
    "not-there": "/nowhere/",
}
# Each from a page that leads to it: a section, its first story, that story's unit.
FOUND = {
    "section": ("/", ".sections li:nth-child(2) a"),
    "story": ("/", ".lead h2 a"),
    "month": ("/archive/", ".months a"),
    "theme": ("/site-map/", "a[href^='/themes/']"),
    "unit": ("/site-map/", "a[href^='/units/']"),
    "occasion": (
        "/whats-on/",
        "main h2 a[href^='/whats-on/'], main h3 a[href^='/whats-on/']",
    ),
    "ask-about": ("/ask/", ".ask-matters li:first-child a"),
    "ask-route": ("/ask/", ".ask-matters li:last-child a"),
    "answer": ("/answers/", ".list a"),
    "gallery": ("/search/?q=北街糊灯笼", ".results a"),
    "notes": ("/search/?q=芦洲村平安转移", ".results a"),
    "map": ("/search/?q=半边放行的起点", ".results a"),
}
WIDE = "document.scrollingElement.scrollWidth > innerWidth"


def take_looks(base: str, folder: Path) -> list[str]:
    """Take all pictures; return the names of pages that are wider than their screen."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    wide = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)
        pages = {**PAGES, **find(browser, base)}
        for look, told in LOOKS.items():
            for width_name, width in WIDTHS.items():
                page = open_window(browser, base, width, told)
                for name, address in pages.items():
                    page.goto(f"{base}{address}")
                    picture = f"{name}-{look}-{width_name}"
                    page.screenshot(path=folder / f"{picture}.png", full_page=True)
                    if page.evaluate(WIDE):
                        wide.append(picture)
                page.context.close()
        browser.close()
    return wide


def open_window(browser, base: str, width: int, told: dict):
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        locale="zh-CN",
        color_scheme=told.get("scheme", "light"),
        service_workers="block",
    )
    if "cookie" in told:
        name, value = told["cookie"]
        context.add_cookies([{"name": name, "value": value, "url": base}])
    page = context.new_page()
    page.emulate_media(media=told.get("media", "screen"))
    return page


def find(browser, base: str) -> dict[str, str]:
    """The addresses of pages whose names are not known beforehand."""
    page = browser.new_page(locale="zh-CN")
    found = {}
    for name, (start, link) in FOUND.items():
        page.goto(f"{base}{start}")
        links = page.locator(link)
        if links.count():
            found[name] = links.first.get_attribute("href")
    page.close()
    return found


def main() -> None:
    folder = Path(sys.argv[1])
    if address := os.environ.get("XIANGYIN_LOOK_AT"):
        wide = take_looks(address, folder)
    else:
        with serving() as (base, _password):
            wide = take_looks(base, folder)
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")
    if wide:
        raise SystemExit("wider than the screen: " + ", ".join(wide))


if __name__ == "__main__":
    main()
