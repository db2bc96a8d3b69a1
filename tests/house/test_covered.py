"""What no test runs is named, and every desk's rules are among what is measured."""

import contextlib
import json
import os
import subprocess
import sys
import tomllib

import pytest

from tests import covered, run

RULES = """\
def may(post, lent):
    if post == "editor":
        return True
    if lent:
        return True
    return False
"""
EVERYTHING = "may('editor', 0), may('', 1), may('', 0)"


@pytest.fixture
def measure(tmp_path):
    """Run sentences over a small desk, each in a process of its own."""
    (tmp_path / "desk").mkdir()
    (tmp_path / "settings.toml").write_text(
        "[tool.coverage.run]\nbranch = true\nparallel = true\n"
        f"patch = ['_exit']\nsource = ['{tmp_path}/desk']\n"
    )
    env = {
        "PATH": os.defpath,
        "PYTHONPATH": str(covered.ROOT),
        "COVERAGE_PROCESS_START": str(tmp_path / "settings.toml"),
        "COVERAGE_FILE": str(tmp_path / "measured"),
    }

    def told(*sentences, rules=RULES, more=()):
        (tmp_path / "desk" / "rules.py").write_text(rules)
        for sentence in sentences:
            script = f"from desk.rules import may\n{sentence}"
            subprocess.run(
                [sys.executable, "-c", script],
                cwd=tmp_path,
                env={**env, **dict(more)},
                check=True,
            )
        # In a child too: a second Coverage here would end the measuring of this test.
        script = (
            "import json; from pathlib import Path; from tests import covered;"
            "told = covered.report(Path(), config=Path('settings.toml'));"
            "print(json.dumps(covered.judge(told)))"
        )
        plain = {name: env[name] for name in ("PATH", "PYTHONPATH")}
        said = subprocess.run(
            [sys.executable, "-c", script],
            cwd=tmp_path,
            env=plain,
            check=True,
            capture_output=True,
            text=True,
        ).stdout.splitlines()[-1]
        return [line.rpartition("rules.py: ")[2] for line in json.loads(said)]

    return told


def test_what_every_process_ran_together_is_enough(measure):
    assert measure("may('editor', 0)", "may('', 1)", "may('', 0)") == []


def test_a_branch_that_nobody_took_is_named(measure):
    assert measure("may('editor', 0)", "may('', 1)") == ["6"]


def test_a_child_that_ends_at_once_is_measured_too(measure):
    child = (
        f"import os\nif not os.fork():\n    {EVERYTHING}\n    os._exit(0)\nos.wait()"
    )

    assert measure(child) == []


def test_a_run_that_measured_nothing_is_not_well(measure):
    """The twin: without the gate's own measuring, everything is missing."""
    assert measure() == ["1-6"]


KERNEL = """\
from numba import njit
@njit
def may(post):
    return post + 1
"""


def test_a_kernel_that_is_run_as_python_is_measured(measure):
    assert measure("may(1)", rules=KERNEL, more=covered.INTERPRETED) == []


def test_what_a_kernel_does_compiled_nothing_sees(measure):
    """The twin: why the kernels are led through once more."""
    assert measure("may(1)", rules=KERNEL) == ["4"]


def test_every_desks_services_and_all_of_kernel_and_engines_are_measured():
    told = tomllib.loads(covered.CONFIG.read_text())["tool"]["coverage"]["run"]
    house = covered.ROOT / "xiangyin"
    services = {
        place.relative_to(covered.ROOT).as_posix()
        for place in house.glob("*/services")
        if place.parent.name != "kernel"
    }

    assert set(told["source"]) == services | {"xiangyin/engines", "xiangyin/kernel"}


ALL_PASSED = {"passed": 3, "failed": 0, "skipped": 0, "status": 0}


@pytest.fixture
def suite(monkeypatch, capsys):
    """``tests.run`` with two runs that passed, and what it says of them."""

    def told(*arguments, unseen=(), never_run=()):
        files = {
            name: {"missing_lines": [7], "missing_branches": []} for name in never_run
        }
        totals = {"percent_covered": 99.9, "num_statements": 9, "num_branches": 2}
        monkeypatch.setattr(sys, "argv", ["run", *arguments])
        monkeypatch.setattr(
            run, "run_on", lambda *_told, **_more: [ALL_PASSED, ALL_PASSED]
        )
        monkeypatch.setattr(run, "run_steps", lambda _env: ALL_PASSED)
        monkeypatch.setattr(run, "unseen", lambda _folder: list(unseen))
        monkeypatch.setattr(
            covered, "report", lambda _folder: {"files": files, "totals": totals}
        )
        status = run.main()
        return status, capsys.readouterr().out.splitlines()[1:]

    return told


def test_the_suite_fails_over_a_branch_that_nothing_ran(suite):
    status, lines = suite("--measured", never_run=["kernel/a.py"])

    assert status == 1
    assert lines == [
        "9 passed, 0 failed, 0 skipped",
        "never run: kernel/a.py: 7",
        "coverage: 99.9 % of 9 lines and 2 branches of engines, kernel and services",
    ]


def test_the_suite_fails_over_a_page_that_nothing_opened(suite):
    status, lines = suite(unseen=["never opened: tips/"])

    assert (status, lines[1]) == (1, "never opened: tips/")


def test_nothing_missing_is_no_failure(suite):
    """The twin of both: it is what is missing that fails the run."""
    status, lines = suite("--measured")

    assert (status, len(lines)) == (0, 2)


@pytest.mark.parametrize(
    "arguments",
    [["tests/kernel"], ["--db", "sqlite", "-x"], ["--db", "sqlite", "--measured"], []],
)
def test_a_part_of_the_suite_or_an_unmeasured_run_is_not_judged(suite, arguments):
    status, lines = suite(*arguments, never_run=["kernel/a.py"])

    assert (status, lines) == (0, ["6 passed, 0 failed, 0 skipped"])


@pytest.mark.parametrize(("db", "left_out"), [("all", 2), ("postgres", 0)])
def test_what_hangs_on_no_database_is_run_once(monkeypatch, db, left_out):
    asked = []
    monkeypatch.setattr(run, "cluster", lambda: contextlib.nullcontext({}))
    monkeypatch.setattr(run, "run_pytest", lambda *told: asked.append(told[1]) or {})

    run.run_on(db, ["-q"], {}, once=True)

    assert [each.count("-q") for each in asked] == [1] * len(asked)
    assert len([each for each in asked[-1] if each.startswith("--ignore")]) == left_out
    assert asked[0] == ["-q"]
