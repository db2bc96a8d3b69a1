"""What a careless program would do with what a hostile server sends. Run alone.

``python -m tests.drills.careless NAME FILE`` prints the most memory it took, in MiB.
"""

import gzip
import io
import resource
import sys
from pathlib import Path

import feedparser

from xiangyin.engines import feeds


def unpack(data: bytes) -> None:
    gzip.decompress(data)


def open_feed(data: bytes) -> None:
    """As ``feeds.read``, without its look for declarations."""
    feed = feedparser.parse(io.BytesIO(data.partition(b"\n")[2]))
    [feeds._entry(entry) for entry in feed.entries]


def main() -> None:
    name, file = sys.argv[1:]
    globals()[name](Path(file).read_bytes())
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


if __name__ == "__main__":
    main()
