"""Lay one story against one article, without an index."""

import numpy as np

from .finding import Seeker
from .segments import make_segment
from .verdict import Match
from .winnowing import pack, scan


def compare(story: str, article: str) -> Match | None:
    """Return what an article has of a story, or None where they share no passage.

    Nothing is known of what is common, so every phrase counts as a rare one: the
    confidence is that of one who already suspects the pair. The match names no story.

    >>> compare("东河大桥今天正式通车了", "晨报：东河大桥今天正式通车了。").carried
    1.0
    >>> compare("东河大桥今天正式通车了", "明天有雨") is None
    True
    """
    segment = make_segment([None], [story], [""])
    texts = pack([article])
    found = Seeker([segment], []).measured(
        texts, scan(texts), np.zeros(1, np.int64), np.zeros((1, 2), np.int32)
    )
    return found[0].match() if found else None
