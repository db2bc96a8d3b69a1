"""Keep an index in a folder: files that never change, and one small file that says
which of them are in force.

A segment is a folder of arrays, written under a new name and flushed before the
manifest names it; the manifest is replaced in one step. A killed writer leaves a folder
that nobody names, which the next writer removes. Every file has its checksum in the
manifest: a torn one is told from a whole one, and then the caller builds anew.
"""

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from hashlib import blake2b
from pathlib import Path
from uuid import uuid4

import numpy as np

from .postings import Postings
from .segments import Folded, Segment
from .winnowing import GRAM, WINDOW, Packed

FORMAT = 2
MANIFEST, LOCK = "manifest.json", "lock"
NAMES = "names.json"
# Who merges holds another lock than who writes; what is being merged is called so.
MERGING, MERGED = "merging", "merged-"


class Damaged(Exception):
    """The folder does not hold a whole index of this format: build it anew."""


class Busy(Exception):
    """Another process writes this index."""


@contextmanager
def writing(folder: Path, lock_of: str = LOCK, *, wait: bool = False) -> Iterator[None]:
    """Be the only writer of a folder. The lock goes with the process that holds it."""
    import fcntl  # noqa: PLC0415 -- Unix only, and only writers need it

    folder.mkdir(parents=True, exist_ok=True)
    with (folder / lock_of).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except OSError as error:
            raise Busy(str(folder)) from error
        yield


def save(folder: Path, segments: list[Segment]) -> None:
    """Put the segments into force; the caller holds the lock."""
    known = told_by(folder) if (folder / MANIFEST).exists() else []
    files = {each["folder"]: each["files"] for each in known}
    told = []
    for segment in segments:
        if segment.folder not in files:
            segment.folder = uuid4().hex
            files[segment.folder] = write(folder / segment.folder, segment)
        dead = np.flatnonzero(~segment.alive).tolist()
        told.append(
            {"folder": segment.folder, "files": files[segment.folder], "dead": dead}
        )
    put_in_force(folder, told)


def put_in_force(folder: Path, told: list[dict], *, merging: bool = False) -> None:
    """Name the segments that are the index from now on, and remove the others, but for
    one that somebody is ``merging``, unless that is the caller."""
    manifest = {"format": FORMAT, "gram": GRAM, "window": WINDOW, "segments": told}
    body = json.dumps(manifest)
    _put(folder / "manifest.new", json.dumps([_sum(body.encode()), body]).encode())
    (folder / "manifest.new").replace(folder / MANIFEST)
    _flush(folder)
    kept = {each["folder"] for each in told}
    others = [each for each in folder.iterdir() if each.is_dir()]
    with suppress(Busy), nullcontext() if merging else writing(folder, MERGING):
        _remove(each for each in others if each.name not in kept)
        return
    _remove(each for each in others if not each.name.startswith((MERGED, *kept)))


def _remove(folders: Iterable[Path]) -> None:
    for each in folders:
        shutil.rmtree(each, ignore_errors=True)


def load(folder: Path, *, check: bool = True) -> list[Segment]:
    """Map the segments in force. Readers need no lock: what they hold open stays.

    Where the index was put in order while it was being opened, it is opened anew.
    """
    told = None
    while True:
        before, told = told, told_by(folder)
        try:
            return [read(folder, each, check=check) for each in told]
        except (OSError, ValueError, KeyError, TypeError) as error:
            if before == told:
                raise Damaged(f"{folder}: {error}") from error


def told_by(folder: Path) -> list[dict]:
    """Return what the manifest says of each segment in force."""
    segments: list[dict] = _manifest(folder)["segments"]
    return segments


def _manifest(folder: Path) -> dict:
    try:
        checksum, body = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError) as error:
        raise Damaged(f"{folder}: {error}") from error
    if checksum != _sum(body.encode()):
        raise Damaged(f"{folder}: the manifest is torn")
    manifest = json.loads(body)
    kept = (manifest["format"], manifest["gram"], manifest["window"])
    if kept != (FORMAT, GRAM, WINDOW):
        raise Damaged(f"{folder}: another format")
    return manifest


def _arrays(segment: Segment) -> dict[str, np.ndarray]:
    return {
        "keys": segment.keys,
        "texts": segment.texts.data,
        "text-ends": segment.texts.ends,
        "titles": segment.titles.data,
        "title-ends": segment.titles.ends,
        "symbols": segment.folded.symbols,
        "symbol-ends": segment.folded.symbol_ends,
        "breaks": segment.folded.breaks,
        "title-symbols": segment.folded_titles.symbols,
        "title-symbol-ends": segment.folded_titles.symbol_ends,
        "title-breaks": segment.folded_titles.breaks,
        "directory": segment.postings.first,
        "rests": segment.postings.rests,
        "holders": segment.postings.texts,
        "sieve": segment.postings.sieve,
        "title-directory": segment.title_postings.first,
        "title-rests": segment.title_postings.rests,
        "title-holders": segment.title_postings.texts,
        "title-sieve": segment.title_postings.sieve,
    }


def write(folder: Path, segment: Segment) -> dict[str, list]:
    """Write a segment's files; return type, length and checksum of each."""
    folder.mkdir()
    files = {}
    for name, array in _arrays(segment).items():
        array = np.ascontiguousarray(array)
        _put(folder / name, array.data)
        files[name] = [array.dtype.str, len(array), _sum(array.data)]
    body = json.dumps(list(segment.names)).encode()
    _put(folder / NAMES, body)
    files[NAMES] = ["json", len(segment.names), _sum(body)]
    _flush(folder)
    return files


def read(folder: Path, told: dict, *, check: bool) -> Segment:
    """Map one segment of the manifest."""
    place, files = folder / told["folder"], told["files"]
    arrays = {
        name: _map(place / name, files[name], check=check)
        for name in files
        if name != NAMES
    }
    body = (place / NAMES).read_bytes()
    if _sum(body) != files[NAMES][2]:
        raise ValueError(f"{NAMES} is torn")
    alive = np.ones(files[NAMES][1], bool)
    alive[told["dead"]] = False
    return Segment(
        json.loads(body),
        arrays["keys"],
        Packed(arrays["texts"], arrays["text-ends"]),
        Packed(arrays["titles"], arrays["title-ends"]),
        _folded(arrays, ""),
        _postings(arrays, ""),
        _postings(arrays, "title-"),
        _folded(arrays, "title-"),
        alive,
        told["folder"],
    )


def _folded(arrays: dict[str, np.ndarray], of: str) -> Folded:
    return Folded(*(arrays[of + name] for name in ("symbols", "symbol-ends", "breaks")))


def _postings(arrays: dict[str, np.ndarray], of: str) -> Postings:
    parts = ("directory", "rests", "holders", "sieve")
    return Postings(*(arrays[of + name] for name in parts))


def _map(path: Path, told: list, *, check: bool) -> np.ndarray:
    kind, length, checksum = told
    wanted = np.dtype(kind).itemsize * length
    if path.stat().st_size != wanted:
        raise ValueError(f"{path.name} has another length")
    if not length:
        return np.zeros(0, kind)
    array = np.memmap(path, kind, "r").view(np.ndarray)
    if check and _sum(array.data) != checksum:
        raise ValueError(f"{path.name} is torn")
    return array


def _sum(data) -> str:
    return blake2b(data, digest_size=16).hexdigest()


def _put(path: Path, data) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _flush(folder: Path) -> None:
    """Make the names in a folder last."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
