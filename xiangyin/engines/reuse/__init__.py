"""Find which article carries which story: how much of it, how, and which passages.

Texts in, verdicts out: no database, no clock, no network. Chinese first (traditional
and simplified are one), English equally.
"""

from pathlib import Path

from .caching import choose_cache

choose_cache(Path(__file__).parent)

from .comparing import compare  # noqa: E402 -- the kernels come after it
from .index import StoryIndex  # noqa: E402
from .tracing import trace  # noqa: E402
from .verdict import Kind, Match  # noqa: E402

__all__ = ["Kind", "Match", "StoryIndex", "compare", "trace"]
