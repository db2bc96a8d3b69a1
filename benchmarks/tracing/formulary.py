"""Make the table of phrases that the engine takes for common before it has learned any.

    python -m benchmarks.tracing.formulary --write   # writes engines/reuse/formulae.npy

Two sources. ``formulae.txt``, written by hand: what county offices, weather stations and
the police print every week, in Chinese and English. And the archive of the shared news
data (CCTV's evening news 2022 to 2026 and Sina 2018; its texts belong to their
publishers): fingerprints of phrases that five or more of its articles hold, copies of the
truth left out. A fingerprint is 40 bits of a hash of six characters, so no text can be
read from the table.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from benchmarks.tracing.news import News
from xiangyin.engines.reuse.formulae import TABLE, write
from xiangyin.engines.reuse.winnowing import pack, scan

WRITTEN = Path(__file__).with_name("formulae.txt")
HOLDERS, CHUNK, OWNER = 5, 256, np.uint64(10)


def written() -> np.ndarray:
    """Return the fingerprints of every gram of the phrases written by hand."""
    return np.unique(scan(pack(WRITTEN.read_text("utf-8").splitlines()), 1).prints)


def held(texts: Iterable[str], least: int = HOLDERS) -> np.ndarray:
    """Return the fingerprints of grams that so many of the texts hold.

    >>> len(held(["东河大桥今天", "东河大桥今天通车", "无"], 2))
    1
    """
    whole, kept = list(texts), []
    for start in range(0, len(whole), CHUNK):
        found = scan(pack(whole[start : start + CHUNK]), 1)
        counts = np.diff(found.print_ends)
        owners = np.repeat(np.arange(len(counts), dtype=np.uint64), counts)
        kept.append(np.unique((found.prints << OWNER) | owners) >> OWNER)
    prints, holders = np.unique(np.concatenate(kept), return_counts=True)
    return prints[holders >= least]


def main() -> None:
    news = News.load()
    if news is None:
        print("skipped: data not found")
        return
    prints = np.union1d(written(), held(news.strangers))
    print(f"{len(prints):,} phrases, {len(written()):,} of them written by hand")
    if "--write" in sys.argv:
        write(TABLE, prints)


if __name__ == "__main__":
    main()
