"""Which short texts of a county look like another: tips today, questions alike.

What is told here lies in the memory of this process alone and is brought up to date
from the database each time it is asked: what came in is put in, what is gone or was
changed is dropped before anything is answered. Nothing is kept on the disk, and
nothing of whom a person's data was deleted.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from threading import Lock

from xiangyin.engines.alike import Shelf

from ..models import Unit
from .erasure import on_erasure

# Texts of a county that are looked at, the newest.
NEWEST = 1000
# As alike as two people's words of one event; a person decides.
LIKELY = 0.2

Texts = Callable[[Unit], Sequence[tuple]]
_shelves: list["ShortTexts"] = []


class ShortTexts:
    """Texts of one sort, by county.

    ``read(county)`` returns rows of a key and one or more texts, the newest first, as
    ``values_list`` does. Whoever may see what is for the asker to say: an answer is keys.
    """

    def __init__(self, read: Texts):
        self._read = read
        self._counties: dict[int, Kept] = {}
        self._lock = Lock()
        _shelves.append(self)

    def like(self, text: str, *, county, apart: int | None = None) -> dict[int, float]:
        """The keys of texts that look like this one, the most alike first, and how
        much: from ``LIKELY`` to 1. ``apart`` is the key of the text itself."""
        with self._lock:
            kept = self._counties.setdefault(county.pk, Kept())
            kept.follow(self._read(county)[:NEWEST])
            found = kept.shelf.like(text)
        alike = [each for each in found if each[0] != apart and each[1] >= LIKELY]
        return dict(sorted(alike, key=lambda each: (-each[1], -each[0])))

    def forget(self) -> None:
        """Hold nothing until the next question."""
        with self._lock:
            self._counties.clear()


class Kept:
    """What is held of one county, and of which words."""

    def __init__(self) -> None:
        self.shelf: Shelf[int] = Shelf()
        self._digests: dict[int, bytes] = {}

    def follow(self, rows: Iterable[tuple]) -> None:
        """Hold what these rows say and nothing else."""
        told = {key: "\n".join(texts) for key, *texts in rows}
        for gone in self._digests.keys() - told.keys():
            del self._digests[gone]
            self.shelf.drop(gone)
        for key, text in told.items():
            digest = blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()
            if self._digests.get(key) != digest:
                self._digests[key] = digest
                self.shelf.put(key, text)


@on_erasure
def forget_what_is_held(person, names) -> None:
    """What this process held of a person goes at once; of another, when it is asked."""
    for texts in _shelves:
        texts.forget()
