"""What the answers desk knows."""

from .catalogue import Kind, Matter, Responsibility, Terms
from .handling import (
    Approval,
    Chaser,
    ClockMark,
    Extension,
    Note,
    Reply,
    Support,
    Template,
)
from .openness import Application, Openness, Posted
from .publication import Publication, Redaction
from .question import (
    Addition,
    Origin,
    Proof,
    Publicity,
    Question,
    QuestionPhoto,
    Rating,
    Way,
)

__all__ = [
    "Addition",
    "Application",
    "Approval",
    "Chaser",
    "ClockMark",
    "Extension",
    "Kind",
    "Matter",
    "Note",
    "Openness",
    "Origin",
    "Posted",
    "Proof",
    "Publication",
    "Publicity",
    "Question",
    "QuestionPhoto",
    "Rating",
    "Redaction",
    "Reply",
    "Responsibility",
    "Support",
    "Template",
    "Terms",
    "Way",
]
