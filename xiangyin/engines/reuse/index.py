"""Remember stories, and say which of them an article carries.

An article's rare fingerprints vote for the stories that hold them; the stories with
most votes are laid against the article.
"""

from collections.abc import Hashable
from dataclasses import replace
from pathlib import Path

from .finding import Found, Seeker
from .merging import are_of_like_size, is_left_for_later
from .segments import Segment, key_of, make_segment, merge_segments, name_of, take
from .store import load, save, writing
from .verdict import Match, model
from .winnowing import Packed, pack

LIMIT, LEAST = 8, 0.5


class StoryIndex:
    """The stories of a newsroom, ready to be found again in other people's articles.

    Adding an id again replaces the story. Ids are numbers or strings. An article is
    not remembered. Not to be used from two threads at once, except to match.

    >>> stories = StoryIndex()
    >>> stories.add(7, "东河大桥将于本周五上午九时正式通车，市民可免费乘坐首班公交车。")
    >>> [found] = stories.match("據悉，東河大橋將於本周五上午九時正式通車，敬請留意。")
    >>> found.story, found.kind.value, round(found.carried, 2)
    (7, 'abridged', 0.59)
    """

    VERSION = model().version

    def __init__(self, familiar: "StoryIndex | None" = None):
        """``familiar`` tells which phrases are common; by default the stories do."""
        self._familiar = familiar
        self._segments: list[Segment] = []
        self._waiting: dict[str, tuple[Hashable, str, str]] = {}
        self._where: dict[str, Segment] = {}

    def __len__(self) -> int:
        return len(self._waiting) + len(self._where)

    def __contains__(self, story_id: Hashable) -> bool:
        name = name_of(story_id)
        return name in self._waiting or name in self._where

    def add(self, story_id: Hashable, text: str, title: str = "") -> None:
        """Remember a story, instead of the one of the same id if there is one."""
        name = name_of(story_id)
        self._forget(name)
        self._waiting[name] = (story_id, text, title)

    def remove(self, story_id: Hashable) -> None:
        """Forget a story; an id that is not there is forgotten already."""
        self._forget(name_of(story_id))

    def _forget(self, name: str) -> None:
        self._waiting.pop(name, None)
        segment = self._where.pop(name, None)
        if segment is not None:
            segment.alive[segment.numbers[name]] = False

    def match(
        self,
        text: str,
        title: str = "",
        limit: int = LIMIT,
        min_confidence: float = LEAST,
    ) -> list[Match]:
        """Return the stories an article carries, best first; then those it mentions.

        Passages are ranges in ``text``; ``title`` is only read for mentions.
        """
        return self.find(pack([text]), pack([title]), limit, min_confidence).matches()

    def carriers(
        self,
        text: str,
        title: str = "",
        limit: int = 1000,
        min_confidence: float = LEAST,
    ) -> list[Match]:
        """Return which texts of this index carry a story: the other direction.

        The index then holds articles, its ``familiar`` the stories, and ``story`` of a
        match is the article's id. The verdict on a pair is the same both ways.
        """
        seeker = Seeker(self.settle(), self._counting())
        alone = Seeker([make_segment([0], [text], [title])], seeker.counting)
        found: list[Match] = []
        for segment, numbers in seeker.carriers(text, title):
            told = alone.stories(
                take(segment.texts, numbers),
                take(segment.titles, numbers),
                1,
                min_confidence,
            ).told
            found += [
                replace(each.match(), story=segment.id_of(int(numbers[each.article])))
                for each in told
            ]
        found.sort(key=lambda match: (match.rank, key_of(name_of(match.story))))
        return found[:limit]

    def find(
        self,
        texts: Packed,
        titles: Packed,
        limit: int = LIMIT,
        min_confidence: float = LEAST,
    ) -> Found:
        """Return what ``match`` does for many articles, as columns."""
        seeker = Seeker(self.settle(), self._counting())
        return seeker.stories(texts, titles, limit, min_confidence)

    def save(self, folder: str | Path) -> None:
        """Keep the index in a folder; segments that are there already stay.

        Raises ``Busy`` where another process is writing it.
        """
        with writing(Path(folder)):
            save(Path(folder), self.settle())

    @classmethod
    def open(
        cls, folder: str | Path, familiar: "StoryIndex | None" = None
    ) -> "StoryIndex":
        """Map an index that was saved. Any number of processes may.

        Raises ``Damaged`` where the folder holds no whole index of this format; the
        stories must then be added anew.
        """
        index = cls(familiar)
        for segment in load(Path(folder)):
            index._segments.append(segment)
            index._where.update(
                (name, segment)
                for name, lives in zip(segment.names, segment.alive, strict=True)
                if lives
            )
        return index

    def _counting(self) -> list[Segment]:
        return (self._familiar or self).settle()

    def settle(self) -> list[Segment]:
        """Take in what waits, and merge segments of like size: there are never more
        than a few, and adding n stories costs n log n. Large ones that are on disk are
        left to ``merging.tidy``, so that nobody waits for them."""
        if self._waiting:
            ids, texts, titles = zip(*self._waiting.values(), strict=True)
            self._take(make_segment(ids, texts, titles))
            self._waiting = {}
        while len(self._segments) > 1 and are_of_like_size(*self._segments[-2:]):
            pair = self._segments[-2:]
            if is_left_for_later(pair):
                break
            del self._segments[-2:]
            self._take(merge_segments(pair))
        return self._segments

    def _take(self, segment: Segment) -> None:
        self._segments.append(segment)
        self._where.update(dict.fromkeys(segment.names, segment))
