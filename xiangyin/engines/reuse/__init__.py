"""Find which article carries which story: how much of it, how, and which passages.

Texts in, verdicts out: no database, no clock, no network. Chinese first (traditional
and simplified are one), English equally.
"""

from .index import StoryIndex, compare
from .overlap import Passage
from .verdict import Kind, Match

__all__ = ["Kind", "Match", "Passage", "StoryIndex", "compare"]
