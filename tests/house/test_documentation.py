"""What the code says and what the documentation says are the same."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
PAGES = ["commands.md", "lifecycles.md", "personal-data.md", "rights.md"]
ADVICE = "the code has changed: run `xiangyin write_reference` and look at the change"


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The pages as the code tells them now, by a process with fresh catalogues."""
    folder = tmp_path_factory.mktemp("reference")
    subprocess.run(
        [sys.executable, "-m", "django", "write_reference", str(folder)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "xiangyin.config.settings.test"},
        cwd=REFERENCE.parents[1],
        check=True,
    )
    return folder


@pytest.mark.parametrize("page", PAGES)
def test_the_reference_says_what_the_code_says(written, page):
    kept = (REFERENCE / page).read_text("utf-8")

    assert kept == (written / page).read_text("utf-8"), ADVICE
