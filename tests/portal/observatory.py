"""What MDN's HTTP Observatory would give an answer, by its published rules.

From 100, faults subtract; credit is added only where at least 90 are left. What cannot
be seen in one answer is judged as for a site behind TLS that is not on the preload
list: the redirect from HTTP has a test of its own.
"""

import re

PASSES = 90
HALF_A_YEAR = 15_768_000
PRIVATE = {
    "no-referrer",
    "same-origin",
    "strict-origin",
    "strict-origin-when-cross-origin",
}
SCRIPT = re.compile(r"<script\b[^>]*\bsrc\s*=\s*[\"']?([^\"'\s>]+)", re.I)
SESSIONS = ("session", "sess", "login")


def score(response, *, host: str) -> tuple[int, dict[str, int]]:
    """The score, and each rule that gave or took something."""
    rules = {
        "policy": policy(response),
        "cookies": cookies(response),
        "sharing": sharing(response),
        "framing": framing(response),
        "kinds": 0 if header(response, "X-Content-Type-Options") == "nosniff" else -5,
        "referrer": referrer(response),
        "transport": transport(response),
        "resources": resources(response),
        "scripts": scripts(response, host),
    }
    base = 100 + sum(value for value in rules.values() if value < 0)
    credit = sum(value for value in rules.values() if value > 0)
    told = {name: value for name, value in rules.items() if value}
    return max(0, base + credit if base >= PASSES else base), told


def header(response, name: str) -> str:
    return response.headers.get(name, "").strip().lower()


def directives(response) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for part in header(response, "Content-Security-Policy").split(";"):
        name, *sources = part.split() or [""]
        if name:
            found.setdefault(name, sources)
    return found


def policy(response) -> int:
    found = directives(response)
    if not found:
        return -25
    default = found.get("default-src", ["*"])
    script = found.get("script-src", default)
    style = found.get("style-src", default)
    objects = found.get("object-src", default)
    loose = {"'unsafe-inline'", "data:", "https:", "http:", "*"}
    strict = any(each.startswith(("'nonce-", "'sha")) for each in script)
    if (loose & set(script) and not strict) or {"https:", "http:", "*"} & set(objects):
        return -20
    if "'unsafe-eval'" in script + style:
        return -10
    if any(each.startswith("http:") for sources in found.values() for each in sources):
        return -20
    if loose & set(style):
        return 0
    sent_to = found.get("form-action", ["*"])
    if default == ["'none'"] and sent_to in (["'none'"], ["'self'"]):
        return 10
    return 5


def cookies(response) -> int:
    if not response.cookies:
        return 0
    worst = 5
    for name, cookie in response.cookies.items():
        worst = min(worst, cookie_is(name, cookie))
    return worst


def cookie_is(name: str, cookie) -> int:
    is_session = any(word in name.lower() for word in SESSIONS)
    is_token = "csrf" in name.lower()
    if not cookie["secure"]:
        return -40 if is_session else -20
    if is_session and not cookie["httponly"]:
        return -30
    if cookie["samesite"] not in ("Lax", "Strict"):
        return -20 if is_token or cookie["samesite"] else 0
    return 5


def sharing(response) -> int:
    origin = header(response, "Access-Control-Allow-Origin")
    credentials = header(response, "Access-Control-Allow-Credentials") == "true"
    return -50 if origin and credentials else 0


def framing(response) -> int:
    if "frame-ancestors" in directives(response):
        return 5
    if header(response, "X-Frame-Options") in ("deny", "sameorigin"):
        return 5
    return -20


def referrer(response) -> int:
    said = header(response, "Referrer-Policy")
    if not said:
        return 0
    return 5 if said.split(",")[-1].strip() in PRIVATE else -5


def transport(response) -> int:
    found = re.search(r"max-age=(\d+)", header(response, "Strict-Transport-Security"))
    if found is None:
        return -20
    return 0 if int(found[1]) >= HALF_A_YEAR else -10


def resources(response) -> int:
    said = header(response, "Cross-Origin-Resource-Policy")
    return 10 if said in ("same-origin", "same-site") else 0


def scripts(response, host: str) -> int:
    """Scripts of one's own origin need no seal; others over HTTPS cost, over HTTP more."""
    if response.streaming or "html" not in header(response, "Content-Type"):
        return 0
    worst = 0
    for address in SCRIPT.findall(response.content.decode()):
        if address.startswith((f"https://{host}/", "/")) and address[:2] != "//":
            continue
        worst = min(worst, -5 if address.startswith("https://") else -50)
    return worst
