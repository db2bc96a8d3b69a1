"""Chromium with an oracle in every frame: it tells of each script that ran.

It is given what the house's views answered, without their headers: no content security
policy helps, and only the pages themselves protect.
"""

from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from playwright.sync_api import Error, Route, sync_playwright

from tests.walks.browser import ARGUMENTS, CHROMIUM

HOUSE = "http://testserver"
ELSEWHERE = "http://raw.test"  # where the strings stand as they are
HTML = "text/html; charset=utf-8"
RAN, CARRIES = "oracle-ran", "oracle-carries"

# Runs before any script of a page. The strings call alert and the like, or set a
# mark on the document; events are fired at whatever waits for one.
ORACLE = """
(() => {
  const mine = (() => { try {
    let at = window, name = "";
    for (;;) { name = name || at.name; if (at === at.parent) return name; at = at.parent; }
  } catch (_) { return ""; } })();
  const say = (word, what) => console.debug(word + " " + mine + " " + what);
  for (const name of ["alert", "prompt", "confirm", "print"])
    window[name] = () => { say("oracle-ran", name); return null; };
  Object.defineProperty(Document.prototype, "vulnerable",
    { set() { say("oracle-ran", "vulnerable"); }, configurable: true });
  // Of the prototypes: a form's fields may hide its own methods.
  const names = Element.prototype.getAttributeNames;
  const get = Element.prototype.getAttribute;
  const send = EventTarget.prototype.dispatchEvent;
  const fire = () => {
    for (const each of document.querySelectorAll("*")) {
      for (const name of names.call(each)) {
        if (!name.startsWith("on")) continue;
        say("oracle-carries", name);
        try { send.call(each, new Event(name.slice(2))); } catch (_) {}
      }
      const leads = get.call(each, "href") || get.call(each, "xlink:href")
        || get.call(each, "action") || get.call(each, "formaction") || "";
      if (/^[\\s\\x00-\\x20]*(javascript|vbscript|data)\\s*:/i.test(leads)
          && !/^[^:]*:image\\//i.test(leads)) {
        say("oracle-carries", leads.slice(0, 40));
        send.call(each, new MouseEvent("click", { bubbles: true, cancelable: true }));
      }
    }
  };
  addEventListener("load", () => { fire(); setTimeout(fire, 50); });
})();
"""


@dataclass
class Heard:
    """What the oracle told since it was last asked."""

    ran: list[str] = field(default_factory=list)
    carries: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        """The frames in which something ran."""
        return {line.split(" ")[0] for line in self.ran} - {""}


class Glass:
    """One window through which pages of the house are looked at."""

    def __init__(self, context):
        self.heard = Heard()
        self.parcels: dict[str, tuple[bytes, str]] = {}
        self.shown = 0
        context.add_init_script(ORACLE)
        context.route("**/*", self._answer)
        self.page = context.new_page()
        self.page.on("console", self._listen)
        self.page.on("dialog", self._dialog)

    def _listen(self, message) -> None:
        word, _space, rest = message.text.partition(" ")
        if word == RAN:
            self.heard.ran.append(rest)
        elif word == CARRIES:
            self.heard.carries.append(rest)

    def _dialog(self, dialog) -> None:
        self.heard.ran.append(f" dialog {dialog.message}")
        dialog.dismiss()

    def _answer(self, route: Route) -> None:
        request = route.request
        parts = urlsplit(request.url)
        site = f"{parts.scheme}://{parts.netloc}"
        if request.url in self.parcels:
            body, kind = self.parcels[request.url]
            route.fulfill(status=200, content_type=kind, body=body)
        elif site == ELSEWHERE:
            route.fulfill(status=404, body="")
        elif site != HOUSE:
            if request.resource_type in ("script", "document"):
                self.heard.strangers.append(request.url)
            route.abort()
        else:
            self._static(route, parts.path)

    def _static(self, route: Route, path: str) -> None:
        ours = path.startswith("/static/")
        found = finders.find(path.removeprefix("/static/")) if ours else None
        if found:
            route.fulfill(status=200, path=found)
        else:
            route.fulfill(status=204, body="")  # what screens ask for by themselves

    def show(self, address: str, *, settle: float = 100) -> None:
        """Open a page and let it come to rest."""
        self.page.goto(address, wait_until="load")
        self.page.wait_for_timeout(settle)
        self.shown += 1

    def show_words(self, html: bytes, kind=HTML) -> None:
        """Open what the house answered, as a page of the house."""
        address = f"{HOUSE}/parcel/{len(self.parcels)}/"
        self.parcels[address] = html, kind
        self.show(address)

    def show_raw(self, strings: list[str], *, frames: int = 61) -> set[str]:
        """Put every string on a page of its own, as it is; return those that ran."""
        ran: set[str] = set()
        for start in range(0, len(strings), frames):
            part = strings[start : start + frames]
            tags = []
            for number, string in enumerate(part, start=start):
                address = f"{ELSEWHERE}/{number}/"
                page = f"<!doctype html><title>raw</title><body>{string}</body></html>"
                self.parcels[address] = page.encode("utf-8", "replace"), HTML
                tags.append(f'<iframe name="raw-{number}" src="{address}"></iframe>')
            self.heard = Heard()
            whole = ("<!doctype html>" + "".join(tags)).encode()
            self.parcels[f"{ELSEWHERE}/"] = whole, HTML
            with suppress(Error):  # a string may lead the whole page away
                self.show(f"{ELSEWHERE}/", settle=400)
            ran |= self.heard.names
        for number in range(len(strings)):
            if f"raw-{number}" not in ran and self._runs_alone(number):
                ran.add(f"raw-{number}")
        return ran

    def _runs_alone(self, number: int) -> bool:
        """Whether a string runs where its page is the topmost, as some ask for."""
        self.heard = Heard()
        with suppress(Error):
            self.show(f"{ELSEWHERE}/{number}/", settle=60)
        return bool(self.heard.ran)


@contextmanager
def glass(furniture: dict[str, bytes] | None = None):
    """Chromium with the oracle. ``furniture`` is what each screen asks for besides."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context = browser.new_context(bypass_csp=True, locale="zh-CN")
        context.set_default_timeout(60_000)
        try:
            window = Glass(context)
            for path, script in (furniture or {}).items():
                window.parcels[HOUSE + path] = script, "text/javascript"
            yield window
        finally:
            browser.close()
