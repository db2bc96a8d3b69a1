"""What the newsroom knows."""

from .film import Film, FilmShowing
from .plan import Assignment, Plan, Theme
from .reading import Reading, Signature
from .story import Story
from .tip import Tip, TipPhoto

__all__ = [
    "Assignment",
    "Film",
    "FilmShowing",
    "Plan",
    "Reading",
    "Signature",
    "Story",
    "Theme",
    "Tip",
    "TipPhoto",
]
