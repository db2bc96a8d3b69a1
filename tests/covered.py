"""Which lines and branches of the rules the whole suite ran: all, or it fails.

Engines, kernel and services (``[tool.coverage.run]`` in ``pyproject.toml``) are
measured in every process of both runs, on SQLite and on PostgreSQL, and judged
together: what only one database runs is run by one of them. What no test runs
either misses a test or is not needed. Measuring costs half as much again, so
``make coverage`` does it, and ``make test`` does not.

What numba compiles to machine code no tracer sees: the tests that lead through every
step of the kernels are run once more as plain Python.
"""

import json
from contextlib import suppress
from pathlib import Path

from coverage import Coverage
from coverage.exceptions import NoDataError

ROOT = Path(__file__).resolve().parents[1]
CONFIG = ROOT / "pyproject.toml"
INTERPRETED = {"NUMBA_DISABLE_JIT": "1"}


def environment(folder: Path) -> dict[str, str]:
    """What makes a process measure itself, and its children that inherit it."""
    return {
        "COVERAGE_PROCESS_START": str(CONFIG),
        "COVERAGE_FILE": str(folder / "measured"),
    }


def report(folder: Path, *, config: Path = CONFIG) -> dict:
    """What every process in ``folder`` measured, put together."""
    whole = Coverage(config_file=str(config), data_file=str(folder / "measured"))
    with suppress(NoDataError):  # nobody measured: then nothing was run
        whole.combine([str(folder)])
    told = folder / "report.json"
    whole.json_report(morfs=files(whole), outfile=str(told))
    return json.loads(told.read_text())


def files(whole: Coverage) -> list[str]:
    """Every file that should be run, also one that no process ever imported."""
    sources, omitted = whole.get_option("run:source"), whole.get_option("run:omit")
    return [
        str(path)
        for source in sources
        for path in sorted((ROOT / source).rglob("*.py"))
        if not any(path.match(pattern) for pattern in omitted or [])
    ]


def judge(told: dict) -> list[str]:
    """One line for each file that was not run whole; nothing is well."""
    return [
        f"never run: {name}: {places(file)}"
        for name, file in sorted(told["files"].items())
        if places(file)
    ]


def figure(told: dict) -> str:
    """The share of lines and branches that were run. Only the whole is 100 %.

    >>> figure({"totals": {"percent_covered": 99.999, "num_statements": 4000,
    ...     "num_branches": 900}})
    'coverage: 99.99 % of 4000 lines and 900 branches of engines, kernel and services'
    """
    total = told["totals"]
    share = int(total["percent_covered"] * 100) / 100
    return (
        f"coverage: {share:g} % of {total['num_statements']} lines and"
        f" {total.get('num_branches', 0)} branches of engines, kernel and services"
    )


def places(file: dict) -> str:
    """The lines and steps of a file that were not run.

    >>> places({"missing_lines": [3, 4, 5, 9], "missing_branches": [[2, 3], [7, -1]]})
    '3-5, 9, 7->exit'
    """
    lines = file["missing_lines"]
    steps = [
        f"{start}->{stop if stop > 0 else 'exit'}"
        for start, stop in file.get("missing_branches", ())
        if start not in lines and stop not in lines
    ]
    return ", ".join([*runs(lines), *steps])


def runs(lines: list[int]) -> list[str]:
    """Neighbouring numbers together.

    >>> runs([1, 2, 3, 7])
    ['1-3', '7']
    """
    found: list[list[int]] = []
    for line in lines:
        if found and line == found[-1][-1] + 1:
            found[-1].append(line)
        else:
            found.append([line])
    return [f"{run[0]}-{run[-1]}" if run[1:] else f"{run[0]}" for run in found]
