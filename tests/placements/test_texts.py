"""Text from outside costs what it is long, however it is written.

The functions run in a child that has a second of the processor.
"""

import re
from unittest.mock import patch

import pytest

from xiangyin.engines.child import ChildError, run
from xiangyin.placements.services import texts

# As they were when each opening read on to the end of the text, and without a limit.
CARELESS = {
    "MARKUP": re.compile(r"<\s*(p|br|div|span|section|img|a)\b[^>]*>", re.I),
    "BLOCK_ENDS": re.compile(r"<\s*(?:br|/p|/div)\b[^>]*>", re.I),
    "MOST_MARKS": 10**9,
}
OPEN_TAGS = b"<p " * 100_000
DEEP_TAGS = b"<div>" * 100_000
AMPERSANDS = b"<br>" + b"&" * 1_000_000


def plain(data: bytes) -> int:
    return len(texts.plain(data.decode()))


def careless(data: bytes) -> int:
    with patch.multiple(texts, **CARELESS):
        return plain(data)


def ask(name: str, data: bytes) -> object:
    return run(f"tests.placements.test_texts:{name}", data, cpu=1)


@pytest.mark.parametrize(
    ("text", "length"),
    [(OPEN_TAGS, len(OPEN_TAGS) - 1), (DEEP_TAGS, 0), (AMPERSANDS, 1_000_000)],
    ids=["open", "deep", "ampersands"],
)
def test_hostile_markup_is_read_in_time(text, length):
    assert ask("plain", text) == length


@pytest.mark.parametrize(
    "text", [OPEN_TAGS, DEEP_TAGS, AMPERSANDS], ids=["open", "deep", "ampersands"]
)
def test_read_carelessly_it_would_hold_the_worker(text):
    with pytest.raises(ChildError) as caught:
        ask("careless", text)

    assert caught.value.reason == "too slow"
