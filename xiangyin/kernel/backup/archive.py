"""The file itself: a tar of the database's copy, the files, and a manifest last.

The manifest names every other member with its size and SHA-256, so a file that
was torn or changed on its way is told before anything of it is used. Because it
comes last, a file without it was never finished.
"""

import hashlib
import io
import json
import os
import tarfile
import zlib
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

FORMAT = 1
MANIFEST = "manifest.json"
FOLDERS = ("media", "imports")
SINGLE = ("database.sqlite3", "database.dump", "deletions.jsonl", MANIFEST)
MOST_MANIFEST = 512 * 1024 * 1024
PIECE = 1024 * 1024


class Refused(Exception):
    """What cannot be done, in Chinese and English, with what to do instead."""

    def __init__(self, chinese: str, english: str):
        super().__init__(f"{chinese}\n{english}")


class Damaged(Refused):
    """The file is not what was written: torn, changed, or something else."""


class Pack:
    """An archive while it is being written."""

    def __init__(self, out, *, packed: bool):
        mode = "w|gz" if packed else "w|"
        self.tar = tarfile.open(  # noqa: SIM115 -- closed in close()
            fileobj=out, mode=mode, format=tarfile.PAX_FORMAT
        )
        self.files: dict[str, list] = {}

    def add(self, name: str, path: Path) -> bool:
        """Put the file in. Says False when it has gone meanwhile (a picture's size)."""
        try:
            file = path.open("rb")
        except FileNotFoundError:
            return False
        with file:
            info = tarfile.TarInfo(name)
            info.size = os.fstat(file.fileno()).st_size
            info.mtime = int(os.fstat(file.fileno()).st_mtime)
            info.mode = 0o640
            read = Reading(file)
            self.tar.addfile(info, read)
            self.files[name] = [info.size, read.digest.hexdigest()]
        return True

    def close(self, facts: dict) -> None:
        """Write the manifest behind everything else, and end."""
        text = json.dumps({**facts, "format": FORMAT, "files": self.files})
        body = text.encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size = len(body)
        self.tar.addfile(info, io.BytesIO(body))
        self.tar.close()


class Reading:
    """A file whose bytes are hashed while they are read."""

    def __init__(self, file):
        self.file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self.file.read(size)
        self.digest.update(piece)
        return piece


@contextmanager
def written_whole(path: Path):
    """A file that stands under its name only when all of it is on the disk.

    Raises ``Refused`` if the name is taken.
    """
    if path.exists():
        raise Refused(
            f"{path} 已经存在，不会覆盖：换一个文件名。",
            f"{path} exists and is not written over: choose another name.",
        )
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Refused(
            f"不能写入 {path.parent}：{error.strerror}。换一个文件夹。",
            f"{path.parent} cannot be written to: choose another folder.",
        ) from error
    try:
        with os.fdopen(descriptor, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        put_in_place(part, path)
    finally:
        part.unlink(missing_ok=True)


def put_in_place(part: Path, path: Path) -> None:
    """Give ``part`` its name; never over another file, and not lost by a power cut."""
    try:
        os.link(part, path)
    except FileExistsError as error:
        raise Refused(f"{path} 已经存在。", f"{path} exists.") from error
    except OSError:  # a disk that knows no second names, such as a USB stick
        part.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def verify(path: Path) -> dict:
    """Read the whole archive and return its manifest. Raises ``Damaged``."""
    return unpack(path, None)


def unpack(path: Path, into: Path | None) -> dict:
    """Write every member below ``into``, compare all with the manifest, return it.

    Raises ``Damaged``; what was written till then is the caller's to remove.
    """
    try:
        found, manifest = _read_all(path, into)
    except FileNotFoundError as error:
        raise Refused(f"没有这个文件：{path}", f"There is no file {path}") from error
    except (tarfile.TarError, EOFError, OSError, ValueError, zlib.error) as error:
        raise _damaged(path, str(error)) from error
    if manifest is None:
        raise _damaged(path, "it ends too early")
    if manifest.get("format") != FORMAT:
        raise _damaged(path, f"its format is {manifest.get('format')!r}")
    expected = {name: tuple(facts) for name, facts in manifest["files"].items()}
    if found != expected:
        wrong = sorted(
            name
            for name in found.keys() | expected.keys()
            if found.get(name) != expected.get(name)
        )
        raise _damaged(path, f"{wrong[0]} differs ({len(wrong)} in all)")
    return manifest


def _read_all(path: Path, into: Path | None):
    found: dict[str, tuple] = {}
    manifest = None
    with tarfile.open(path, "r|*") as tar:
        for member in tar:
            if not member.isfile() or not _is_ours(member.name):
                raise ValueError(f"it holds {member.name!r}")
            if member.name in found or manifest is not None:
                raise ValueError(f"{member.name} comes twice or too late")
            body = tar.extractfile(member)
            if member.name == MANIFEST:
                manifest = json.loads(body.read(MOST_MANIFEST))
            else:
                target = into / member.name if into else None
                found[member.name] = (member.size, _copy(body, target))
    return found, manifest


def _is_ours(name: str) -> bool:
    """Only plain names, and only where a backup keeps things."""
    path = PurePosixPath(name)
    plain = not path.is_absolute() and ".." not in path.parts and "\\" not in name
    inside = len(path.parts) > 1 and path.parts[0] in FOLDERS
    return plain and str(path) == name and (name in SINGLE or inside)


def _copy(body, target: Path | None) -> str:
    digest = hashlib.sha256()
    out = None
    if target:
        target.parent.mkdir(parents=True, exist_ok=True)
        out = target.open("xb")
    try:
        while piece := body.read(PIECE):
            digest.update(piece)
            if out:
                out.write(piece)
        if out:
            out.flush()
            os.fsync(out.fileno())
    finally:
        if out:
            out.close()
    return digest.hexdigest()


def _damaged(path: Path, why: str) -> Damaged:
    return Damaged(
        f"{path} 不完整或被改动过，没有恢复任何内容（{why}）。请换一份备份。",
        f"{path} is torn or was changed; nothing was restored ({why})."
        " Take another backup.",
    )


def fingerprint(path: Path) -> str:
    """The SHA-256 of a whole file, as ``sha256sum`` prints it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
