"""A disk in a file, whose power can be cut: ext4 on a loop device.

``FS_IOC_SHUTDOWN`` stops all input and output at once, without writing the journal:
what was not flushed is gone, as when the plug is pulled. Mounted again, the file
system recovers as after a real cut. It models no torn sectors and no lying disk.
"""

import fcntl
import os
import shutil
import struct
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FS_IOC_SHUTDOWN = 0x8004587D
NO_LOG_FLUSH = 2


def command(*words) -> None:
    subprocess.run(list(map(str, words)), check=True, stdout=subprocess.DEVNULL)


class Disk:
    """One loop disk; ``at`` is where it is mounted."""

    def __init__(self, folder: Path, megabytes: int):
        self.image, self.at = folder / "image", folder / "disk"
        self.at.mkdir()
        with self.image.open("wb") as file:
            file.truncate(megabytes * 2**20)
        command("mkfs.ext4", "-q", "-m", "0", self.image)
        self.mount()

    def mount(self) -> None:
        command("mount", "-o", "loop", self.image, self.at)

    def unmount(self) -> None:
        command("umount", self.at)

    def cut(self) -> None:
        number = os.open(self.at, os.O_RDONLY)
        try:
            fcntl.ioctl(number, FS_IOC_SHUTDOWN, struct.pack("I", NO_LOG_FLUSH))
        finally:
            os.close(number)

    def keep(self, source: Path) -> None:
        """Take in a file or folder and flush it, so that no cut can reach it."""
        copy = shutil.copytree if source.is_dir() else shutil.copy2
        copy(source, self.at / source.name)
        os.sync()


@contextmanager
def loop_disk(megabytes: int) -> Iterator[Disk]:
    """A disk that is unmounted and gone afterwards, whatever happens."""
    folder = Path(tempfile.mkdtemp(prefix="xiangyin-disk-"))
    disk = Disk(folder, megabytes)
    try:
        yield disk
    finally:
        if disk.at.is_mount():
            subprocess.run(["umount", str(disk.at)], check=False)
        if disk.at.is_mount():
            subprocess.run(["umount", "--lazy", str(disk.at)], check=False)
        shutil.rmtree(folder, ignore_errors=True)
