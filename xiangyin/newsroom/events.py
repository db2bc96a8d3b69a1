"""What the newsroom announces."""

from dataclasses import dataclass

from xiangyin.kernel.events import Event

# Facts that other desks must surely hear of, told by letter (decision 0003).
PUBLISHED = "newsroom.story_published"
WITHDRAWN = "newsroom.story_withdrawn"


@dataclass(frozen=True, kw_only=True)
class StoryPublished(Event):
    """A story went live. Told for every publication, corrections included."""

    story_id: int


@dataclass(frozen=True, kw_only=True)
class StoryWithdrawn(Event):
    """A story was taken from the site."""

    story_id: int


@dataclass(frozen=True, kw_only=True)
class TipReceived(Event):
    """A tip arrived."""

    tip_id: int
