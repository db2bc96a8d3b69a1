"""Throw bytes at the engine for a minute: whatever they are, nothing breaks.

    pip install -e .[bench]
    python -m benchmarks.tracing.fuzz              # a minute
    python -m benchmarks.tracing.fuzz 600          # longer

Atheris (libFuzzer) makes the bytes and watches which lines of Python they reach; the
kernels are compiled, so of them it sees only the outcome. Bytes are read as two texts,
half surrogates and all; both are indexed, matched, laid side by side and explained, and
what must hold for any text is looked at.
"""

import sys

from xiangyin.engines.reuse import StoryIndex, compare
from xiangyin.engines.reuse.explaining import explain
from xiangyin.engines.reuse.tracing import warm_up
from xiangyin.engines.reuse.winnowing import Packed, pack, scan

SECONDS, LONGEST = 60, 4096
STORY = "东河大桥将于本周五上午九时正式通车，市民可免费乘坐首班公交车。"


def texts_of(data: bytes) -> tuple[str, str]:
    """Return two texts, the second with a piece of the first where bytes say so.

    >>> texts_of(bytes([0]) + "甲\\n乙".encode("utf-16-le"))
    ('甲', '乙')
    """
    text = data[1:].decode("utf-16-le", "surrogatepass") if len(data) % 2 else ""
    story, _, article = text.partition("\n")
    if data and data[0] & 1:
        article += story[len(story) // 4 :]
    return (STORY + story if data and data[0] & 2 else story), article


def look(story: str, article: str) -> None:
    """Raise where something that holds for any two texts does not."""
    index = StoryIndex()
    index.add(1, story, story[:20])
    index.add(2, article, "")
    for match in index.match(article, story[:40], min_confidence=0):
        assert 0 <= match.confidence <= 1, match
        assert 0 <= match.carried <= 1, match
        for passage in match.passages:
            assert 0 <= passage.article_start < passage.article_end <= len(article)
    index.carriers(story, min_confidence=0)
    match = compare(story, article)
    if match:
        explain(match, story, article)


def look_at_bytes(data: bytes) -> None:
    """Fold bytes that need not be UTF-8 at all."""
    packed = pack([""])
    found = scan(Packed(_array(data), packed.ends + [0, len(data)]))
    assert len(found.symbols) <= 2 * len(data) + 1


def _array(data: bytes):
    import numpy as np

    return np.frombuffer(data, np.uint8)


def one(data: bytes) -> None:
    look_at_bytes(data)
    try:
        story, article = texts_of(data)
    except UnicodeDecodeError:
        return
    look(story, article)


def main() -> None:
    try:
        import atheris
    except ImportError:
        print("skipped: atheris is not installed")
        return
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    warm_up()
    look(STORY, "本报讯 " + STORY)
    atheris.instrument_func(one)
    atheris.Setup(
        [sys.argv[0], f"-max_total_time={seconds}", f"-max_len={LONGEST}"], one
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
