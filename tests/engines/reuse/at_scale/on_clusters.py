"""Spark and Daft tell what one machine tells: ``make test-scale``.

Not among the tests of every run: their packages are half a gigabyte. They live in an
environment of their own, whose Python is named by ``XIANGYIN_CLUSTER_PYTHON``, and the
scripts are run as anybody would run them.
"""

import os
import subprocess

import pytest

from . import news as paper

SETTINGS = {
    "PYTHONPATH": os.getcwd(),
    "SPARK_LOCAL_IP": "127.0.0.1",
    "DO_NOT_TRACK": "true",
    "DAFT_PROGRESS_BAR": "0",
}


def run(script: str, folder, **words) -> list[dict]:
    python = os.environ["XIANGYIN_CLUSTER_PYTHON"]
    places = [
        f"--{name}={folder / value}" for name, value in words.items() if name != "parts"
    ]
    subprocess.run(
        [
            python,
            "-m",
            f"xiangyin.engines.reuse.at_scale.{script}",
            f"--matches={folder / 'matches'}",
            f"--parts={words['parts']}",
            *places,
        ],
        env={**os.environ, "PYSPARK_PYTHON": python, **SETTINGS},
        check=True,
    )
    return paper.read(folder / "matches")


@pytest.mark.parametrize("script", ["on_spark", "on_daft"])
def test_a_cluster_tells_what_one_machine_tells(script, printed, expected):
    found = run(
        script, printed, stories="stories.parquet", articles="articles.parquet", parts=2
    )

    assert found == expected


@pytest.mark.parametrize("script", ["on_spark", "on_daft"])
def test_parts_in_another_order_and_number_change_nothing(script, printed, expected):
    found = run(
        script, printed, stories="stories/*.jsonl", articles="articles/*.jsonl", parts=5
    )

    assert found == expected
