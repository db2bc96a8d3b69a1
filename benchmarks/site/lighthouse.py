"""What Lighthouse says of four pages, on a phone as it imagines one.

    npm install --prefix /tmp/lighthouse lighthouse@12
    python -m benchmarks.site.lighthouse /tmp/small /tmp/lighthouse [--rounds 5]

A site that ``fill`` made, kept pages and all, behind nginx with TLS and HTTP/2 as it is
shipped; or the address of a running one. Needs node and Debian's Chromium. Prints
the medians: the four categories, when the first and the largest thing stood (FCP, LCP),
how far things jumped (CLS), and what came over the line before pictures.
"""

import argparse
import json
import os
import ssl
import statistics
import subprocess
import tempfile
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from .servers import as_shipped, ours

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TEXT = ("Document", "Stylesheet", "Script")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("site")
    parser.add_argument("tool", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    print("| page |", " | ".join(CATEGORIES), end="")
    print(" | FCP s | LCP s | CLS | kB before pictures |")
    print("| --- |" + " ---: |" * 8)
    with served(options.site) as site:
        for name, path in pages(site).items():
            rounds = [look(options.tool, site + path) for _ in range(options.rounds)]
            told = [statistics.median(each) for each in zip(*rounds, strict=True)]
            shown = " | ".join(f"{each:g}" for each in told)
            print(f"| {name} |", shown, "|", flush=True)


@contextmanager
def served(site: str, port: int = 8151):
    if site.startswith("http"):
        yield site
        return
    with (
        ours(Path(site), port + 1, kept=True),
        as_shipped(Path(site) / "front", port, port + 1),
    ):
        yield f"https://127.0.0.1:{port}"


def pages(site: str) -> dict[str, str]:
    """Four pages, the story the newest of the feed."""
    anybody = ssl._create_unverified_context()
    ask = urllib.request.urlopen(f"{site}/sitemap.xml", context=anybody)
    feed = ask.read().decode()
    story = next(
        part.partition("</loc>")[0]
        for part in feed.split("<loc>")[1:]
        if part.partition("</loc>")[0].rstrip("/").count("/") == 4
    )
    path = "/" + story.split("/", 3)[3]
    section = "/" + path.split("/")[1] + "/"
    return {
        "front page": "/",
        "section": section,
        "story": path,
        "search": "/search/",
    }


def look(tool: Path, address: str) -> list[float]:
    """The scores (0 to 100), LCP in seconds, CLS, and kilobytes of text compressed."""
    said = loaded(tool, address)
    scores = [round(100 * said["categories"][name]["score"]) for name in CATEGORIES]
    audits = said["audits"]
    tell_what_fails(address, audits)
    sent = audits["network-requests"]["details"]["items"]
    weight = sum(
        each["transferSize"] for each in sent if each.get("resourceType") in TEXT
    )
    return [
        *scores,
        round(audits["first-contentful-paint"]["numericValue"] / 1000, 2),
        round(audits["largest-contentful-paint"]["numericValue"] / 1000, 2),
        round(audits["cumulative-layout-shift"]["numericValue"], 3),
        round(weight / 1000, 1),
    ]


def loaded(tool: Path, address: str, *, tries: int = 4) -> dict:
    """What Lighthouse reports. Now and then it misses how a page begins: once more then."""
    with tempfile.NamedTemporaryFile(suffix=".json") as kept:
        run = subprocess.run(
            [
                *(tool / "node_modules/.bin/lighthouse", address, "--quiet"),
                *("--output=json", f"--output-path={kept.name}"),
                "--chrome-flags=--headless=new --no-sandbox --ignore-certificate-errors",
                f"--only-categories={','.join(CATEGORIES)}",
            ],
            check=tries == 1,
            env={**os.environ, "CHROME_PATH": "/usr/bin/chromium"},
        )
        if run.returncode == 0:
            return json.loads(Path(kept.name).read_text())
    return loaded(tool, address, tries=tries - 1)


def tell_what_fails(address: str, audits: dict) -> None:
    for name, audit in audits.items():
        if audit["scoreDisplayMode"] == "binary" and audit["score"] == 0:
            print(f"<!-- {address}: {name}: {audit['title']} -->")


if __name__ == "__main__":
    main()
