"""Make the README's pictures anew: ``make screenshots``.

Loads the sample county into a temporary folder, starts the server, and takes
the front page and a reading as people see them.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

IMAGES = Path(__file__).parent / "images"
CHROMIUM = {
    "executable_path": "/usr/bin/chromium",
    "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
}


def main() -> None:
    with serving() as (base, password):
        take(base, password)


@contextmanager
def serving():
    """A server with the sample county; yields its address and everybody's password."""
    with tempfile.TemporaryDirectory() as folder:
        var = os.environ.setdefault("XIANGYIN_VAR", folder)
        env = {**os.environ, "XIANGYIN_VAR": var}
        env["DJANGO_SETTINGS_MODULE"] = "xiangyin.config.settings.dev"
        if not (Path(var) / "xiangyin.sqlite3").exists():
            for command in ("prepare", "sample"):
                subprocess.run([xiangyin(), command], env=env, check=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        serve = [xiangyin(), "serve", "--port", str(port), "--workers", "1"]
        server = subprocess.Popen(serve, env=env)
        try:
            base = f"http://localhost:{port}"
            wait_for(f"{base}/healthz")
            yield base, (Path(var) / "sample-password").read_text().strip()
        finally:
            server.terminate()
            server.wait()


def xiangyin() -> str:
    return str(Path(sys.executable).with_name("xiangyin"))


def wait_for(address: str) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(address, timeout=2)
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit(f"{address} does not answer")


def take(base: str, password: str) -> None:
    from playwright.sync_api import sync_playwright

    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)
        page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="zh-CN")
        page.goto(base)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=IMAGES / "front-page.png")
        page.goto(f"{base}/accounts/login/")
        page.fill("input[name=login]", "zongbian")
        page.fill("input[name=password]", password)
        page.press("input[name=password]", "Enter")
        page.wait_for_url("**/admin/**")
        page.goto(f"{base}/admin/newsroom/readings/")
        page.locator("main a[href*='/readings/']").first.click()
        page.wait_for_load_state("networkidle")
        page.screenshot(path=IMAGES / "readings.png")
        browser.close()


if __name__ == "__main__":
    main()
