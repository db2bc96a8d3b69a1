"""Figures and findings of the newsroom. Reading only."""

from .counts import Counts, TipReport, published_in, tips_in, waiting_counts
from .standing import Sketch, Standing, StoryState, standing_of, standings

__all__ = [
    "Counts",
    "Sketch",
    "Standing",
    "StoryState",
    "TipReport",
    "published_in",
    "standing_of",
    "standings",
    "tips_in",
    "waiting_counts",
]
