"""What the answers desk knows."""

from .after import (
    BulkClosing,
    CallBack,
    ContactChange,
    TipOffer,
    Undertaking,
    UndertakingReminder,
    UndertakingStep,
)
from .catalogue import Kind, Matter, Responsibility, Terms
from .following import Follower
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
from .knowledge import Entry, EntryChange, EntryReminder, EntryUse
from .openness import Application, Openness, Posted
from .publication import Publication
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
from .redaction import Blank, PhotoLook, PublicPhoto
from .words import PUBLIC_WORDS, QUESTION_WORDS

__all__ = [
    "PUBLIC_WORDS",
    "QUESTION_WORDS",
    "Addition",
    "Application",
    "Approval",
    "Blank",
    "BulkClosing",
    "CallBack",
    "Chaser",
    "ClockMark",
    "ContactChange",
    "Entry",
    "EntryChange",
    "EntryReminder",
    "EntryUse",
    "Extension",
    "Follower",
    "Kind",
    "Matter",
    "Note",
    "Openness",
    "Origin",
    "PhotoLook",
    "Posted",
    "Proof",
    "PublicPhoto",
    "Publication",
    "Publicity",
    "Question",
    "QuestionPhoto",
    "Rating",
    "Reply",
    "Responsibility",
    "Support",
    "Template",
    "Terms",
    "TipOffer",
    "Undertaking",
    "UndertakingReminder",
    "UndertakingStep",
    "Way",
]
