"""Run the whole suite on SQLite and PostgreSQL and end in one line of figures.

``python -m tests.run --db all|sqlite|postgres [pytest arguments]``, or
``python -m tests.run --measured`` to judge which branches were run (tests.covered).
"""

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from pathlib import Path

from . import covered, seen
from .postgres import cluster

STEPS = ["tests/engines/reuse/test_steps.py"]
# Run once where everything is run: they ask nothing that hangs on the database.
WITHOUT_DATABASE = ["tests/engines", "tests/house"]


def run_pytest(db: str, arguments: list[str], extra_env: dict) -> dict:
    """Run pytest once; return its counts and exit status."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        var = Path(folder) / "var"
        env = {**os.environ, **extra_env, "XIANGYIN_DB": db, "XIANGYIN_VAR": str(var)}
        command = [sys.executable, "-m", "pytest", f"--junitxml={report}", *arguments]
        status = subprocess.run(command, env=env, check=False).returncode
        counts = {"passed": 0, "failed": 0, "skipped": 0, "status": status}
        if report.exists():
            suite = ET.parse(report).getroot().find("testsuite")
            number = {
                key: int(suite.get(key, 0))
                for key in suite.attrib
                if suite.get(key, "").isdigit()
            }
            counts["failed"] = number["failures"] + number["errors"]
            counts["skipped"] = number["skipped"]
            counts["passed"] = number["tests"] - counts["failed"] - counts["skipped"]
        return counts


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--db", choices=["all", "sqlite", "postgres"], default="all")
    parser.add_argument("--measured", action="store_true", help="judge what was run")
    options, arguments = parser.parse_known_args()
    is_everything = not arguments
    is_whole = is_everything and options.db == "all" and options.measured
    if not any(argument.startswith("-n") for argument in arguments):
        arguments += ["-n", str(os.cpu_count() or 2), "--dist", "loadfile"]
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        env = {seen.FOLDER: folder}
        if is_whole:
            env |= covered.environment(Path(folder))
        runs = run_on(options.db, arguments, env, once=is_everything)
        databases = len(runs)
        if is_whole:
            runs.append(run_steps(env))
        missing = unseen(Path(folder)) if is_everything else []
        measured = covered.report(Path(folder)) if is_whole else None
    if measured:
        missing += covered.judge(measured)
    minutes, seconds = divmod(int(time.monotonic() - started), 60)
    print(f"{databases} database(s), {minutes} min {seconds} s")
    print(counted(runs))
    print("".join(f"{line}\n" for line in missing), end="")
    if measured:
        print(covered.figure(measured))
    return status_of(runs, missing)


def counted(runs: list[dict]) -> str:
    """How many tests passed, failed and were skipped, in all runs together."""
    total = {key: sum(run[key] for run in runs) for key in runs[0]}
    return (
        f"{total['passed']} passed, {total['failed']} failed,"
        f" {total['skipped']} skipped"
    )


def status_of(runs: list[dict], missing: list[str]) -> int:
    """What the shell is told: a failed run, or something that nothing tried.

    >>> well = [{"status": 0}, {"status": 0}]
    >>> status_of(well, []), status_of(well, ["never run: a.py: 3"])
    (0, 1)
    >>> status_of([{"status": 0}, {"status": 2}], [])
    2
    """
    return max(*(run["status"] for run in runs), 1 if missing else 0)


def run_on(db: str, arguments: list[str], env: dict, *, once: bool) -> list[dict]:
    """Run the suite on each database that is asked for.

    With ``once`` what does not hang on the database is left out on the second.
    """
    runs = []
    if db in ("all", "sqlite"):
        print("— SQLite —", flush=True)
        runs.append(run_pytest("sqlite", arguments, env))
    if db in ("all", "postgres"):
        print("— PostgreSQL —", flush=True)
        left_out = [f"--ignore={each}" for each in WITHOUT_DATABASE]
        more = left_out if once and runs else []
        with cluster() as address:
            runs.append(run_pytest("postgres", [*arguments, *more], {**address, **env}))
    return runs


def run_steps(env: dict) -> dict:
    """Lead through the kernels as plain Python, for the tracer to see."""
    print("— kernels, step by step —", flush=True)
    return run_pytest("sqlite", STEPS, {**env, **covered.INTERPRETED})


def unseen(folder: Path) -> list[str]:
    """Templates and addresses that the whole suite never tried."""
    return seen.judge(folder, templates=seen.templates(), routes=seen.routes())


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        raise SystemExit(main())
