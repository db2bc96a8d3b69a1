"""Compiled kernels are kept where they may be written, and thrown away with their sources."""

import os
import subprocess
import sys

import pytest
from numba import config

from tests.covered import ROOT
from xiangyin.engines.reuse.caching import cache_for, choose_cache

SETTINGS = "xiangyin.config.settings.test"


@pytest.fixture
def sources(tmp_path):
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "kernel.py").write_text("njit one")
    return folder


def test_another_state_of_the_sources_has_another_place_and_the_old_one_goes(
    sources, tmp_path
):
    first = cache_for(sources, tmp_path)
    first.mkdir()
    (first / "kernel.nbc").write_bytes(b"")
    (tmp_path / "another-library").mkdir()

    again = cache_for(sources, tmp_path)
    (sources / "kernel.py").write_text("njit other")
    other = cache_for(sources, tmp_path)

    assert again == first != other
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "another-library",
        "sources",
    ]


@pytest.mark.parametrize("place", ["", "kernels"])
def test_the_place_is_chosen_by_the_environment(sources, tmp_path, monkeypatch, place):
    monkeypatch.setattr(config, "CACHE_DIR", "")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / place) if place else "")

    choose_cache(sources)

    assert bool(config.CACHE_DIR) == bool(place)
    assert (sources / "__pycache__").exists() != bool(place)


@pytest.mark.parametrize(("writable", "told"), [(True, ""), (False, "/kernels")])
def test_an_office_that_may_not_write_its_program_keeps_them_with_its_data(
    tmp_path, writable, told
):
    script = (
        f"import os; os.access = lambda *_: {writable}\n"
        f"import {SETTINGS}\n"
        "print(os.environ.get('NUMBA_CACHE_DIR', ''))"
    )
    env = {**os.environ, "XIANGYIN_VAR": str(tmp_path)}
    env.pop("NUMBA_CACHE_DIR", None)

    run = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )

    assert run.stdout.strip() == (f"{tmp_path}{told}" if told else "")
