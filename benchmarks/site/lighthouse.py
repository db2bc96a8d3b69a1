"""What Lighthouse says of four pages, on a phone as it imagines one.

    npm install --prefix /tmp/lighthouse lighthouse@12
    python -m benchmarks.site.lighthouse http://127.0.0.1:8000 /tmp/lighthouse [--rounds 3]

The address of a running office with its sample; needs node and Debian's Chromium. Prints
the medians: the four categories, when the largest thing stood (LCP), how far things
jumped (CLS), and what came over the line before pictures.
"""

import argparse
import json
import os
import statistics
import subprocess
import tempfile
import urllib.request
from pathlib import Path

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TEXT = ("Document", "Stylesheet", "Script")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("site")
    parser.add_argument("tool", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    print("| page |", " | ".join(CATEGORIES), "| LCP s | CLS | kB before pictures |")
    print("| --- |" + " ---: |" * 7)
    for name, path in pages(options.site).items():
        rounds = [
            look(options.tool, options.site + path) for _ in range(options.rounds)
        ]
        told = [statistics.median(each) for each in zip(*rounds, strict=True)]
        print(f"| {name} |", " | ".join(f"{each:g}" for each in told), "|", flush=True)


def pages(site: str) -> dict[str, str]:
    """Four pages, the story the newest of the feed."""
    feed = urllib.request.urlopen(f"{site}/sitemap.xml").read().decode()
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
    with tempfile.NamedTemporaryFile(suffix=".json") as kept:
        subprocess.run(
            [
                *(tool / "node_modules/.bin/lighthouse", address, "--quiet"),
                *("--output=json", f"--output-path={kept.name}"),
                "--chrome-flags=--headless=new --no-sandbox",
                f"--only-categories={','.join(CATEGORIES)}",
            ],
            check=True,
            env={**os.environ, "CHROME_PATH": "/usr/bin/chromium"},
        )
        said = json.loads(Path(kept.name).read_text())
    scores = [round(100 * said["categories"][name]["score"]) for name in CATEGORIES]
    audits = said["audits"]
    tell_what_fails(address, audits)
    sent = audits["network-requests"]["details"]["items"]
    weight = sum(
        each["transferSize"] for each in sent if each.get("resourceType") in TEXT
    )
    return [
        *scores,
        round(audits["largest-contentful-paint"]["numericValue"] / 1000, 2),
        round(audits["cumulative-layout-shift"]["numericValue"], 3),
        round(weight / 1000, 1),
    ]


def tell_what_fails(address: str, audits: dict) -> None:
    for name, audit in audits.items():
        if audit["scoreDisplayMode"] == "binary" and audit["score"] == 0:
            print(f"<!-- {address}: {name}: {audit['title']} -->")


if __name__ == "__main__":
    main()
