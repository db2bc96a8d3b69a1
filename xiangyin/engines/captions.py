"""What is said in a film, as it was typed or as an editing program wrote it.

With times (SubRip ``.srt`` or WebVTT ``.vtt``) it is shown while the film plays;
without any it is text to read. Both are words of the story.
"""

import re
from dataclasses import dataclass
from html import escape, unescape

ARROW = "-->"
TIME = r"(?:(\d{1,3}):)?([0-5]?\d):([0-5]\d)[.,](\d{1,3})"
TIMES = re.compile(rf"\s*{TIME}\s*{ARROW}\s*{TIME}(?:\s.*)?")
# Head, styles, places and notes of the format, each to the next empty line.
NOT_SAID = re.compile(r"^(?:WEBVTT|NOTE|STYLE|REGION)\b")
MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|\{\\[^{}]*\}|<\d[\d:.]*>")


class BrokenCaptions(ValueError):
    """A line that cannot be read; ``line`` is its number, from 1.

    ``why`` is "time" (no time where one must be) or "order" (it ends before it begins).
    """

    def __init__(self, line: int, why: str):
        self.line, self.why = line, why
        super().__init__(f"line {line}: {why}")


@dataclass(frozen=True)
class Cue:
    """What is said from one moment to another, in thousandths of a second."""

    begins: int
    ends: int
    words: str


def has_times(text: str) -> bool:
    return ARROW in text


def cues_in(text: str) -> list[Cue]:
    r"""The cues of SubRip or WebVTT, in order of time. Raises :class:`BrokenCaptions`.

    >>> cues_in("1\n00:00:01,000 --> 00:00:02,500\n<i>春茶</i>开采了")
    [Cue(begins=1000, ends=2500, words='春茶开采了')]
    """
    cues: list[tuple[int, int, list[str]]] = []
    is_webvtt = text.lstrip("\ufeff").startswith("WEBVTT")
    is_note, since_empty = False, 0
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        said = cues[-1][2] if cues else None
        since_empty += 1
        if not line.strip():
            is_note, since_empty = False, 0
        elif is_note or NOT_SAID.match(line):
            is_note = True
        elif ARROW in line:
            named = is_webvtt and since_empty == 2
            if said and (named or said[-1].strip().isdecimal()):
                said.pop()  # the number or the name of this cue
            cues.append((*_times(line, number), []))
        elif said is not None:
            said.append(line)
        elif not (is_webvtt or line.strip().isdecimal()):
            raise BrokenCaptions(number, "time")
    found = [Cue(begins, ends, _plain(said)) for begins, ends, said in cues]
    return sorted((cue for cue in found if cue.words), key=lambda cue: cue.begins)


def _times(line: str, number: int) -> tuple[int, int]:
    told = TIMES.fullmatch(line)
    if told is None:
        raise BrokenCaptions(number, "time")
    begins, ends = _thousandths(told.groups()[:4]), _thousandths(told.groups()[4:])
    if ends <= begins:
        raise BrokenCaptions(number, "order")
    return begins, ends


def _thousandths(told) -> int:
    hours, minutes, seconds, parts = told
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return whole * 1000 + int(parts.ljust(3, "0"))


def _plain(lines: list[str]) -> str:
    words = (unescape(MARKUP.sub("", line)).strip() for line in lines)
    return "\n".join(word for word in words if word)


def words_of(text: str) -> str:
    """What is said, without times: a paragraph a cue, or the text as it is."""
    if not has_times(text):
        return text.strip()
    return "\n".join(cue.words.replace("\n", " ") for cue in cues_in(text))


def as_webvtt(cues: list[Cue]) -> str:
    """The cues as a browser reads them.

    >>> print(as_webvtt([Cue(1000, 62500, "a < b")]))
    WEBVTT
    <BLANKLINE>
    00:00:01.000 --> 00:01:02.500
    a &lt; b
    <BLANKLINE>
    """
    parts = [
        f"{_stamp(cue.begins)} {ARROW} {_stamp(cue.ends)}\n"
        f"{escape(cue.words, quote=False)}\n"
        for cue in cues
    ]
    return "\n".join(["WEBVTT\n", *parts])


def _stamp(thousandths: int) -> str:
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"
