"""``make drills``: run the drills, print a line for each, keep their figures.

``python -m tests.drills [names…] [--write]``. As root, on loopback only. With
``--write`` the table in ``docs/explanation/reliability.md`` is made anew; drills that
were not run keep their lines.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from datetime import date
from importlib import import_module
from pathlib import Path

from . import Outcome

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs/explanation/reliability.md"
BEGIN, END = "<!-- drills: begin -->", "<!-- drills: end -->"
HEAD = "| drill | with the guard | with the guard off | run on |\n| --- | --- | --- | --- |"
PATIENCE = 600  # seconds for one drill


def names() -> list[str]:
    return sorted(path.stem.removeprefix("drill_") for path in HERE.glob("drill_*.py"))


def run(name: str) -> Outcome:
    """Run one drill in a process of its own; what it prints goes to standard error."""
    command = [sys.executable, "-m", "tests.drills", "--one", name]
    try:
        done = subprocess.run(
            command, stdout=subprocess.PIPE, text=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return Outcome(held=False, figure="no end", bites=False, twin="not reached")
    if done.returncode:
        return Outcome(held=False, figure="crashed", bites=False, twin="not reached")
    return Outcome(**json.loads(done.stdout.splitlines()[-1]))


def write(outcomes: dict[str, Outcome]) -> None:
    text = PAGE.read_text("utf-8")
    before, rest = text.split(BEGIN)
    table, after = rest.split(END)
    lines = {
        line.split("|")[1].strip(" `"): line
        for line in table.strip().splitlines()[2:]
        if line.startswith("|")
    }
    lines |= {
        name: f"| `{name}` | {seen.figure} | {seen.twin} | {date.today()} |"  # noqa: DTZ011
        for name, seen in outcomes.items()
    }
    kept = [lines[name] for name in names() if name in lines]
    made = "\n".join([BEGIN, HEAD, *kept, END])
    PAGE.write_text(before + made + after, "utf-8")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*", choices=[[], *names()])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--one")
    options = parser.parse_args()
    if options.one:
        outcome = import_module(f"tests.drills.drill_{options.one}").drill()
        print(json.dumps(vars(outcome)))
        return 0
    if os.geteuid() != 0:
        print("drills mount file systems and kill servers: run them as root")
        return 2
    outcomes, bad, began = {}, 0, time.monotonic()
    for name in options.names or names():
        started = time.monotonic()
        seen = outcomes[name] = run(name)
        verdict = "holds" if seen.held and seen.bites else "FAILS"
        bad += verdict == "FAILS"
        print(f"{name}: {verdict} ({time.monotonic() - started:.0f} s)")
        print(f"    guard on:  {seen.figure}\n    guard off: {seen.twin}", flush=True)
        if options.write:
            write({name: seen})
    minutes = (time.monotonic() - began) / 60
    print(f"{len(outcomes) - bad} drills hold, {bad} fail, in {minutes:.0f} minutes")
    return int(bool(bad))


if __name__ == "__main__":
    raise SystemExit(main())
