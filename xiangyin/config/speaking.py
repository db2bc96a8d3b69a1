"""How the command line speaks: Chinese first, English below, one line each."""

import sys
from typing import NoReturn


def say(chinese: str, english: str) -> None:
    print(chinese, flush=True)  # noqa: T201
    print(english, flush=True)  # noqa: T201


def stop(chinese: str, english: str) -> NoReturn:
    """End with a clear line that says what to do."""
    print(f"{chinese}\n{english}", file=sys.stderr, flush=True)  # noqa: T201
    raise SystemExit(1)
