"""What a folder lies on, as the machine tells it: kind of file system, room left.

Free of Django: ``xiangyin run`` asks before anything else is read.
"""

import shutil
from pathlib import Path

MOUNTS = Path("/proc/self/mountinfo")
ENOUGH_SPACE = 300 * 1024 * 1024
EASY_SHARE = 0.1

# Behind these stands another machine: what it calls flushed may be in its memory, and
# the locks that SQLite lives by are not kept.
NETWORK = {
    *("afs", "ceph", "cifs", "coda", "gfs", "gfs2", "glusterfs", "lustre", "ncpfs"),
    *("nfs", "nfs4", "ocfs2", "orangefs", "smb3", "smbfs", "virtiofs"),
}
# Layers of this machine's own. Any other FUSE file system is a share or a cloud.
LOCAL_FUSE = {"fuse.fuse-overlayfs", "fuse.mergerfs"}
# Gone with the machine, or another's to flush: good enough for trying out.
PASSING = {"9p", "hugetlbfs", "ramfs", "tmpfs"}


def existing(folder: Path) -> Path:
    """``folder`` or the nearest above it that is there already."""
    folder = folder.resolve()
    return next(each for each in (folder, *folder.parents) if each.exists())


def file_system(folder: Path, *, mounts: Path = MOUNTS) -> str:
    """The kind of file system ``folder`` is on, as ``mount`` names it.

    Nothing where the machine does not tell (no Linux).
    """
    if not mounts.exists():
        return ""
    place = existing(folder)
    found = ""
    deepest = -1
    for line in mounts.read_text("utf-8", "surrogateescape").splitlines():
        mount, _dash, kind = line.partition(" - ")
        point = Path(mount.split(" ")[4].replace("\\040", " "))
        # The last of several at one point lies on top of the others.
        if place.is_relative_to(point) and len(point.parts) >= deepest:
            deepest, found = len(point.parts), kind.split(" ")[0]
    return found


def is_network(kind: str) -> bool:
    return kind in NETWORK or (kind.startswith("fuse.") and kind not in LOCAL_FUSE)


def room(folder: Path) -> tuple[int, int]:
    """Bytes free and bytes in all, where ``folder`` is or will be."""
    usage = shutil.disk_usage(existing(folder))
    return usage.free, usage.total
