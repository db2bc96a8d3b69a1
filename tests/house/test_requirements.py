"""What a worker of a cluster installs is what pyproject.toml says."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_a_cluster_worker_gets_the_engines_needs_and_its_extras():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = (ROOT / "requirements" / "scale.in").read_text("utf-8").splitlines()
    wanted = [line for line in lines if not line.startswith("#")]
    extras = project["optional-dependencies"]

    assert wanted == [*wanted[:3], *extras["spark"], *extras["daft"]]
    assert [each for each in project["dependencies"] if each in wanted] == wanted[:3]
