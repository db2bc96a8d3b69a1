"""Where kept pages lie: in each process's memory, and in files for all of them."""

import gzip
import hashlib
import json
import os
import shutil
import threading
import time
import uuid
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path

from .changes import BYTES, Alone, Changes

MEMORY = 32 * 2**20
FILES = 256 * 2**20
LOCKS = 256


@dataclass
class KeptPage:
    """A page as it is sent, with what must hold for it to be sent again."""

    made_at: int
    until: float
    places: list[int]
    headers: list[tuple[str, str]]
    body: bytes
    packed: bytes = b""
    etag: str = field(default="")

    def __post_init__(self):
        self.packed = self.packed or gzip.compress(self.body, 6, mtime=0)
        self.etag = self.etag or f'W/"{hashlib.sha256(self.body).hexdigest()[:32]}"'

    @property
    def size(self) -> int:
        return len(self.body) + len(self.packed) + 2_000

    def to_bytes(self) -> bytes:
        told = [self.made_at, self.until, self.places, self.headers, self.etag]
        head = json.dumps([len(self.body), *told]).encode()
        return b"%d\n%b%b%b" % (len(head), head, self.body, self.packed)

    @classmethod
    def from_bytes(cls, kept: bytes) -> "KeptPage":
        length, _line, rest = kept.partition(b"\n")
        at = int(length)
        size, made_at, until, places, headers, etag = json.loads(rest[:at])
        headers = [(name, value) for name, value in headers]
        body, packed = rest[at : at + size], rest[at + size :]
        return cls(made_at, until, places, headers, body, packed, etag)


class Store:
    """Pages by their keys. What is outdated is never found."""

    def __init__(self, folder: Path, changes: Changes):
        self.folder, self.changes = folder, changes
        self.memory: OrderedDict[tuple, KeptPage] = OrderedDict()
        self.held = 0
        self.mine = threading.Lock()

    def get(self, key: tuple) -> KeptPage | None:
        kept = self.memory.get(key)
        if kept is not None:
            if self.is_true(kept):
                return kept
            self._forget(key)
        return self._from_file(key)

    def is_true(self, kept: KeptPage) -> bool:
        outdated = self.changes.outdate(kept.made_at, kept.places)
        return not outdated and time.time() < kept.until

    def put(self, key: tuple, kept: KeptPage) -> None:
        self._remember(key, kept)
        self._make_room(kept.size)
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f"{uuid.uuid4().hex}.part")
        unfinished.write_bytes(kept.to_bytes())
        unfinished.replace(path)

    def alone(self, key: tuple) -> "AloneWith":
        """Hold a key: who else wants to make its page waits until it is there."""
        number = int(self._name(key)[:8], 16) % LOCKS
        return AloneWith(self.folder / "locks" / str(number))

    def _from_file(self, key: tuple) -> KeptPage | None:
        try:
            kept = KeptPage.from_bytes(self._path(key).read_bytes())
        except (OSError, ValueError):
            return None
        if not self.is_true(kept):
            return None
        self._remember(key, kept)
        return kept

    def _remember(self, key: tuple, kept: KeptPage) -> None:
        self._forget(key)
        with self.mine:
            self.memory[key] = kept
            self.held += kept.size
            while self.held > MEMORY and len(self.memory) > 1:
                _key, oldest = self.memory.popitem(last=False)
                self.held -= oldest.size

    def _forget(self, key: tuple) -> None:
        with self.mine:
            gone = self.memory.pop(key, None)
            if gone is not None:
                self.held -= gone.size

    def _make_room(self, size: int) -> None:
        """All files go when they are too many; the pages of today are made again."""
        with self.changes.alone():
            numbers = self.changes.numbers
            numbers[BYTES] += size
            if numbers[BYTES] > FILES:
                shutil.rmtree(self.folder / "pages", ignore_errors=True)
                numbers[BYTES] = size

    def _path(self, key: tuple) -> Path:
        name = self._name(key)
        return self.folder / "pages" / name[:2] / name

    @staticmethod
    def _name(key: tuple) -> str:
        return hashlib.sha256(json.dumps(key).encode()).hexdigest()


class AloneWith(Alone):
    """The same for a file that is opened for it: threads exclude each other, too."""

    def __init__(self, path: Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        super().__init__(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))

    def __exit__(self, *error):
        super().__exit__(*error)
        os.close(self.file)
