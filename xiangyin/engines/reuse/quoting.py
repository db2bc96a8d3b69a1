"""Tell a shared source from reuse: both texts quote the same law or speech."""

import re
from functools import lru_cache

import numpy as np

from .segments import cut
from .winnowing import Packed

# What stands between quotation marks, and the articles of a law.
QUOTED = re.compile(
    "“[^“”]*”|「[^「」]*」|『[^『』]*』|^\\s*第[一二三四五六七八九十百零〇\\d]+[条條][^\\n]*",
    re.MULTILINE,
)
MARKS = ["“”", "「」", "『』"]
# The share of the passages that must be quotation, in both texts; and the longest
# name or slogan that is none.
NEARLY_ALL, NAME = 0.85, 12


def quotes_alone(articles: Packed, article: int, stories: Packed, story: int, passages):
    """Whether all that two texts share is what both quote."""
    ours = sum(end - start for start, end, _, _ in passages)
    theirs = sum(end - start for _, _, start, end in passages)
    text = cut(articles, article)
    if not ours or _most_quoted(text) < NEARLY_ALL * theirs:
        return False
    quoted = _quoted(text)
    said = sum(int(quoted[start:end].sum()) for _, _, start, end in passages)
    if said < NEARLY_ALL * theirs:
        return False
    quoted = _quoted(cut(stories, story))
    return sum(int(quoted[s:e].sum()) for s, e, _, _ in passages) >= NEARLY_ALL * ours


def _most_quoted(text: str) -> int:
    """Return how many characters are quotation at most: quickly, for nearly all."""
    if any(line.lstrip().startswith("第") for line in text.splitlines()):
        return len(text)
    most = 0
    for opening, closing in MARKS:
        for part in text.split(opening)[1:]:
            end = part.find(closing) + len(opening + closing)
            most += end if end > NAME else 0
    return most


@lru_cache(maxsize=64)
def _quoted(text: str) -> np.ndarray:
    marks = np.zeros(len(text), bool)
    for found in QUOTED.finditer(text):
        if found.end() - found.start() > NAME:
            marks[found.start() : found.end()] = True
    return marks
