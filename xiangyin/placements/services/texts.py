"""Making strange input harmless without losing what it says."""

import re
import unicodedata
from datetime import date, datetime, timedelta, timezone
from html import unescape

import nh3

SHANGHAI = timezone(timedelta(hours=8))
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


ISO_LIKE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)")


def read_date(value) -> date | None:
    """Read a day as Chinese offices and feeds write it; None where it is none.

    >>> read_date("2026年10月3日 08:30"), read_date("2026/1/5"), read_date("20261003")
    (datetime.date(2026, 10, 3), datetime.date(2026, 1, 5), datetime.date(2026, 10, 3))
    >>> read_date("2026-13-01"), read_date("昨天")
    (None, None)
    """
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).date() if value.tzinfo else value.date()
    if isinstance(value, date):
        return value
    text = clean_line(value)
    moment = _moment(text)
    if moment:
        return moment
    found = ISO_LIKE.match(text) or COMPACT.match(text)
    if not found:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def _moment(text: str) -> date | None:
    """A moment with its own time zone falls on a day of ours."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(SHANGHAI).date() if moment.tzinfo else moment.date()
