"""What a story weighs on a slow line, before its pictures."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests.portal.paper import a_picture, a_site, a_story

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
MOST = 60_000
# What is fetched at once, and the scripts that follow when the page is painted.
FILES = re.compile(
    r'(?:href|src|data-begin|data-search|data-aloud)="/static/([^"]+\.(?:css|js))"'
)


def packed(data: bytes) -> int:
    return len(gzip.compress(data, 6))


def test_a_story_with_its_style_and_script_weighs_less_than_60_kb(client, county):
    home = a_site(county)
    for _ in range(5):
        a_story(home, cover=a_picture(), cover_alt="茶山")
    long = "".join(
        f"<p>第{number}段：{'春茶今天开采。' * 20}</p>" for number in range(40)
    )
    story = a_story(home, cover=a_picture(), cover_alt="茶山", body=[("text", long)])

    page = client.get(story.url).content
    files = FILES.findall(page.decode())

    assert len(files) == 4
    sizes = [packed(Path(finders.find(name)).read_bytes()) for name in files]
    assert packed(page) + sum(sizes) < MOST
