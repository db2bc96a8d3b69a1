"""Making strange input harmless without losing what it says."""

import re
import unicodedata
from html import unescape

import nh3

# Controls, lone surrogates and the marks that turn the direction of what follows;
# right-to-left letters themselves stay.
UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff]"
)
BREAKS = re.compile(r"\r\n?|\u2028|\u2029")
BLANK_LINES = re.compile(r"\n\s*\n+")
# A tag ends before the next begins: otherwise "<p <p <p …" would be read to its end
# from each of its beginnings.
MARKUP = re.compile(r"<\s*(p|br|div|span|section|img|a)\b[^<>]*>", re.I)
BLOCK_ENDS = re.compile(r"<\s*(?:br|/p|/div|/h[1-6]|/li|/section|/tr)\b[^<>]*>", re.I)
# The parser costs the square of how deep tags are nested and of how many ampersands
# follow each other: beyond so many of both, tags go by their pattern.
MOST_MARKS = 5_000
TAG = re.compile(r"<[^<>]*>")


def clean_text(value) -> str:
    """Return ``value`` without control characters, its lines kept.

    >>> clean_text("a\\x00b\\r\\nc  ")
    'ab\\nc'
    """
    text = UNWANTED.sub("", BREAKS.sub("\n", str(value or "")))
    return BLANK_LINES.sub("\n", text).strip()


def clean_line(value) -> str:
    """Return ``value`` as one line."""
    return " ".join(clean_text(value).split())


def plain(value) -> str:
    """Return the words of a text that may be marked up; its paragraphs stay lines.

    >>> plain("<p>春耕</p><script>x()</script><p>开始 &lt;了&gt;</p>")
    '春耕\\n开始 <了>'
    >>> plain("3 < 5")
    '3 < 5'
    """
    text = clean_text(value)
    if not MARKUP.search(text):
        return text
    text = BLOCK_ENDS.sub("\n", text)
    many = text.count("<") + text.count("&") > MOST_MARKS
    text = unescape(TAG.sub("", text) if many else nh3.clean(text, tags=set()))
    return clean_text("\n".join(line.strip() for line in text.split("\n")))


def folded(value: str) -> str:
    """Return ``value`` for comparing: width, case, spaces and marks set aside."""
    kept = unicodedata.normalize("NFKC", value).casefold()
    return "".join(char for char in kept if char.isalnum())
