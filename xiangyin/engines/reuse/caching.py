"""Throw compiled kernels away when any source of theirs has changed.

numba looks only at the file a kernel stands in, not at those it calls: after an upgrade
in place a kernel could go on with the old code of another file. Kernels are kept beside
the sources, or in ``NUMBA_CACHE_DIR`` where that is set: one folder a state of the
sources.
"""

import os
import re
import shutil
from hashlib import blake2b
from pathlib import Path

from numba import config

STAMP = "kernels.txt"
HOLDS_KERNELS = re.compile(rb"^@(kernel|lean)$|njit", re.MULTILINE)


def choose_cache(folder: Path) -> None:
    """Keep the kernels of these sources, and of no others."""
    place = os.environ.get("NUMBA_CACHE_DIR")
    if place:
        chosen = str(cache_for(folder, Path(place)))
        config.CACHE_DIR = chosen  # type: ignore[attr-defined]
    else:
        forget_stale(folder)


def digest_of(folder: Path) -> str:
    """Return what stands for every source that holds a kernel."""
    digest = blake2b(digest_size=16)
    for source in sorted(folder.glob("*.py")):
        text = source.read_bytes()
        digest.update(text if HOLDS_KERNELS.search(text) else b"")
    return digest.hexdigest()


def cache_for(folder: Path, place: Path) -> Path:
    """Return the place of this state of the sources; those of others go."""
    chosen = place / f"reuse-{digest_of(folder)}"
    for other in place.glob("reuse-*"):
        if other != chosen:
            shutil.rmtree(other, ignore_errors=True)
    return chosen


def forget_stale(folder: Path) -> bool:
    """Remove what was compiled from other sources; say whether anything was done.

    Where the folder cannot be written, numba keeps its cache elsewhere.
    """
    stamp, digest = folder / "__pycache__" / STAMP, digest_of(folder)
    try:
        if stamp.exists() and stamp.read_text() == digest:
            return False
        stamp.parent.mkdir(exist_ok=True)
        for kernel in stamp.parent.glob("*.nb[ic]"):
            kernel.unlink(missing_ok=True)
        stamp.write_text(digest)
    except OSError:
        return False
    return True
