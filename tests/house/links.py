"""Fail when a page of the documentation links to something that is not there."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


def broken() -> list[str]:
    """Links of all Markdown pages that lead nowhere inside the repository."""
    pages = [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("xiangyin/**/*.md"),
    ]
    return [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in LINK.findall(page.read_text("utf-8"))
        if "://" not in target and not target.startswith("mailto:")
        if not (page.parent / target).exists()
    ]


if __name__ == "__main__":
    lost = broken()
    print("\n".join(lost))
    sys.exit(bool(lost))
