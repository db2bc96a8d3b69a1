"""Throw compiled kernels away when any source of theirs has changed.

numba looks only at the file a kernel stands in, not at those it calls: after an upgrade
in place a kernel could go on with the old code of another file.
"""

from hashlib import blake2b
from pathlib import Path

STAMP = "kernels.txt"


def forget_stale(folder: Path) -> bool:
    """Remove what was compiled from other sources; say whether anything was done.

    Where the folder cannot be written, numba keeps its cache elsewhere.
    """
    digest = blake2b(digest_size=16)
    for source in sorted(folder.glob("*.py")):
        text = source.read_bytes()
        digest.update(text if b"njit" in text else b"")
    stamp = folder / "__pycache__" / STAMP
    try:
        if stamp.exists() and stamp.read_text() == digest.hexdigest():
            return False
        stamp.parent.mkdir(exist_ok=True)
        for kernel in stamp.parent.glob("*.nb[ic]"):
            kernel.unlink(missing_ok=True)
        stamp.write_text(digest.hexdigest())
    except OSError:
        return False
    return True
