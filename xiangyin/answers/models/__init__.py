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
from .words import PUBLIC_WORDS, QUESTION_WORDS

__all__ = [
    "PUBLIC_WORDS",
    "QUESTION_WORDS",
    "Addition",
    "Approval",
    "Chaser",
    "ClockMark",
    "Extension",
    "Kind",
    "Matter",
    "Note",
    "Origin",
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
