"""The hostile strings, and how they are dealt out to fields."""

import json
from pathlib import Path

DATA = Path(__file__).parents[1] / "data/hostile/xss"


def all_strings() -> list[str]:
    """3,491 strings of five collections."""
    text = (DATA / "payloads_3491.json").read_text("utf-8")
    return [each["p"] for each in json.loads(text)]


def those_that_ran() -> list[str]:
    """The 427 of them that ran script in Chromium, as a page of their own."""
    return json.loads((DATA / "executes_in_chromium_raw_427.json").read_text("utf-8"))


def dealt(strings: list[str], hands: int) -> list[list[str]]:
    """All of ``strings`` in so many parts of about equal size.

    >>> dealt(["a", "b", "c"], 2)
    [['a', 'c'], ['b']]
    """
    return [strings[start::hands] for start in range(hands)]
