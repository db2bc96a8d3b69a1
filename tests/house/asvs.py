"""The table of OWASP ASVS 5.0: what is met by which test, what is open, and why.

python -m tests.house.asvs            says what is wrong with the table
python -m tests.house.asvs --write    writes docs/reference/asvs.md from it
"""

import ast
import csv
import json
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STANDARD = ROOT / "tests" / "data" / "asvs" / "ASVS_5.0.0_en.flat.json"
TABLE = ROOT / "docs" / "reference" / "asvs.csv"
PAGE = ROOT / "docs" / "reference" / "asvs.md"
STATUSES = ("met", "not applicable", "open")
HEAD = """# OWASP ASVS 5.0, levels 1 and 2

Written from `asvs.csv` by `python -m tests.house.asvs --write`. A requirement is *met* only where the
named tests show it. Requirements: © The OWASP Foundation,
[CC BY-SA 4.0](https://creativecommons.org/licenses/by-sa/4.0/), unchanged; so is this page.
"""


def standard() -> dict[str, dict]:
    """The requirements of levels 1 and 2 by their number."""
    told = json.loads(STANDARD.read_text())["requirements"]
    return {one["req_id"]: one for one in told if str(one["L"]) in ("1", "2")}


def table() -> list[dict]:
    with TABLE.open(newline="") as file:
        return list(csv.DictReader(file))


def there_are(root: Path = ROOT) -> set[str]:
    """Every test function by ``file::name``, read without running anything."""
    return {
        f"{path.relative_to(root)}::{node.name}"
        for path in root.glob("tests/**/test_*.py")
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def faults(rows: list[dict], *, wanted: dict[str, dict], tests: set[str]) -> list[str]:
    """What is wrong with the table, a line each."""
    times = Counter(row["id"] for row in rows)
    found = [f"{key}: missing" for key in wanted if not times[key]]
    found += [f"{key}: stands {many} times" for key, many in times.items() if many > 1]
    found += [f"{key}: not of level 1 or 2" for key in times if key not in wanted]
    for row in rows:
        found += [f"{row['id']}: {fault}" for fault in _faults_of(row, tests)]
    return found


def _faults_of(row: dict, tests: set[str]) -> list[str]:
    if row["status"] not in STATUSES:
        return [f"“{row['status']}” is no status"]
    if row["status"] != "met":
        return [] if row["where"].strip() else ["says no reason"]
    named = row["where"].split()
    if not named:
        return ["names no test"]
    return [f"there is no {name}" for name in named if name not in tests]


def page(rows: list[dict]) -> str:
    """The table as people read it."""
    wanted = standard()
    counts = Counter(row["status"] for row in rows)
    told = ", ".join(f"{counts[status]} {status}" for status in STATUSES)
    lines = [HEAD, f"{len(rows)} requirements: {told}.", ""]
    chapter = ""
    for row in rows:
        one = wanted[row["id"]]
        if one["chapter_name"] != chapter:
            chapter = one["chapter_name"]
            lines += ["", f"## {one['chapter_id']} {chapter}", ""]
            lines += ["| id | level | requirement | status | where or why |"]
            lines += ["| --- | --- | --- | --- | --- |"]
        where = row["where"]
        if row["status"] == "met":
            where = ", ".join(f"`{name}`" for name in where.split())
        said = " ".join(one["req_description"].split()).replace("|", "\\|")
        lines += [
            f"| {row['id']} | {row['level']} | {said} | {row['status']} | {where} |"
        ]
    return "\n".join(lines) + "\n"


def main() -> int:
    rows = table()
    found = faults(rows, wanted=standard(), tests=there_are())
    print("\n".join(found) or f"{len(rows)} requirements, nothing wrong")
    if "--write" in sys.argv and not found:
        PAGE.write_text(page(rows))
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
