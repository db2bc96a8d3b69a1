"""The disk fills up while correspondents send tips with photos.

They are told why and what to do, pages are still read, nothing acknowledged is lost,
and when there is room again tips are taken without a restart. Without the page for it
they are told nothing.
"""

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from . import Outcome, power
from .loop_disk import Disk, loop_disk
from .office_server import PATH, Visitor, serving, session_of, settings_file

PHOTO = (1200, 900)
MOST = 60  # tips sent before the disk must be full
SENT, FULL = 302, 503


@dataclass
class Seen:
    sent: int = 0
    lost: int = 0
    told: int = 0
    riddles: int = 0
    read: int = 0
    resumed: int = 0
    damaged: int = 0


def drill() -> Outcome:
    folder = Path(tempfile.mkdtemp(prefix="xiangyin-full-"))
    try:
        power.begin(folder)
        power.open_office()
        session = session_of("sender")
        power.close()
        kept = fill(folder, session)
        loose = fill(folder, session, handler="")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return Outcome(
        held=kept.told > 0
        and kept.riddles == kept.lost == kept.damaged == 0
        and (kept.read, kept.resumed) == (5, 5),
        figure=f"{kept.sent} tips acknowledged before and after: {kept.lost} lost,"
        f" {kept.damaged} without their photo; full, {kept.told} were told why and"
        f" {kept.riddles} were not, {kept.read} of 5 pages were read; with room again"
        f" {kept.resumed} of 5 tips were taken without a restart",
        bites=loose.riddles > 0,
        twin=f"without the page for it {loose.riddles} of"
        f" {loose.told + loose.riddles} were told nothing (500)",
    )


def fill(folder: Path, session: str, *, handler: str | None = None) -> Seen:
    """Fill the disk, look, make room, look again."""
    with loop_disk(64) as disk:
        disk.keep(folder / "xiangyin.sqlite3")
        text = "" if handler is None else "ROOT_URLCONF = 'drill_urls'"
        (folder / "drill_urls.py").write_text(
            "from xiangyin.config.urls import urlpatterns\n"
        )
        environment = settings_file(folder, text) | {"XIANGYIN_VAR": str(disk.at)}
        (disk.at / "secret").write_text((folder / "secret").read_text())
        with serving(**environment) as port:
            return watch(disk, Visitor(port, session))


def watch(disk: Disk, visitor: Visitor) -> Seen:
    seen, noted = Seen(), set()
    ballast = disk.at / "ballast"
    photo = noise()
    leave_room(ballast, megabytes=2)
    for _tip in range(MOST):
        status, page, key = visitor.send(photo)
        if status == SENT:
            noted.add(key)
        elif status == FULL and "磁盘满了" in page:
            seen.told += 1
        else:
            seen.riddles += 1
        if seen.told + seen.riddles == 3:
            break
    seen.read = sum(visitor.read(PATH)[0] == 200 for _page in range(5))
    ballast.unlink()
    for _tip in range(5):
        status, _page, key = visitor.send(photo)
        if status == SENT:
            seen.resumed += 1
            noted.add(key)
    seen.sent = len(noted)
    seen.lost, seen.damaged = examine(disk, noted)
    return seen


def examine(disk: Disk, noted: set[str]) -> tuple[int, int]:
    """Acknowledged tips that are not there; pictures whose file is not."""
    from xiangyin.kernel.models import Picture

    power.use_database(NAME=disk.at / "xiangyin.sqlite3")
    lost = len(noted - power.kept_keys())
    names = Picture.objects.values_list("file", "file_size")
    damaged = 0
    for name, _size in names:
        path = disk.at / "media" / name
        damaged += not path.exists() or path.stat().st_size == 0
    power.close()
    return lost, damaged


def leave_room(ballast: Path, *, megabytes: int) -> None:
    usage = shutil.disk_usage(ballast.parent)
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, usage.free - megabytes * 2**20)


def noise() -> bytes:
    """A photo that does not grow small."""
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.effect_noise(PHOTO, 90).convert("RGB").save(out, "JPEG", quality=85)
    return out.getvalue()
