"""Throw bytes at the engine for a minute: whatever they are, nothing breaks.

    pip install -e .[bench]
    python -m benchmarks.tracing.fuzz                         # a minute
    python -m benchmarks.tracing.fuzz 600                     # longer
    NUMBA_DISABLE_JIT=1 python -m benchmarks.tracing.fuzz 300 # the kernels as Python

Atheris (libFuzzer) makes the bytes and watches which lines they reach. Compiled, the
kernels are fast, and of them it sees only the outcome. As Python they are slow, but
each of their branches counts, and a place outside of an array is an error, where the
compiled kernel would read what happens to lie there. Bytes are read as two texts,
half surrogates and all; both are indexed, matched, laid side by side and explained, and
what must hold for any text is looked at.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FunctionType

import numpy as np
from numba import config

from xiangyin.engines.reuse import StoryIndex, compare
from xiangyin.engines.reuse.explaining import explain
from xiangyin.engines.reuse.tracing import warm_up
from xiangyin.engines.reuse.winnowing import Packed, pack, scan

SECONDS, LONGEST, LONGEST_SLOW = 60, 4096, 400
ENGINE = "xiangyin.engines.reuse"
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
    found = scan(Packed(np.frombuffer(data, np.uint8), packed.ends + [0, len(data)]))
    assert len(found.symbols) <= 2 * len(data) + 1


def one(data: bytes) -> None:
    look_at_bytes(data)
    try:
        story, article = texts_of(data)
    except UnicodeDecodeError:
        return
    look(story, article)


def functions() -> list[FunctionType]:
    """Return what the engine is made of; without its kernels where they are compiled."""
    modules = [each for name, each in sys.modules.items() if name.startswith(ENGINE)]
    return [
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, FunctionType) and value.__module__ == module.__name__
    ]


def plant(folder: Path) -> None:
    """Write what to begin with: copies, cuts, two scripts, numbers and words."""
    texts = [
        "\n",
        "\n大橋將於本周五",
        "東河\n本报讯 1,200㎡ opened 2026",
        "一一一一\n一一一一一",
    ]
    for number, text in enumerate(texts):
        data = bytes([3]) + text.encode("utf-16-le")
        (folder / str(number)).write_bytes(data)


def main() -> None:
    try:
        import atheris
    except ImportError:
        print("skipped: atheris is not installed")
        return
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    if config.DISABLE_JIT:
        # Hashes run over, as they do without a word when compiled.
        np.seterr(over="ignore")
    warm_up()
    look(STORY, "本报讯 " + STORY)
    for each in [one, *functions()]:
        atheris.instrument_func(each)
    longest = LONGEST_SLOW if config.DISABLE_JIT else LONGEST
    told = [f"-max_total_time={seconds}", f"-max_len={longest}", "-len_control=0"]
    with TemporaryDirectory() as folder:
        plant(Path(folder))
        atheris.Setup([sys.argv[0], *told, folder], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
