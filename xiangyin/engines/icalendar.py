"""Dates in the form that calendars take (iCalendar, RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

LONGEST = 75  # bytes of a line, its end not counted
ESCAPES = {"\\": "\\\\", ";": r"\;", ",": r"\,", "\n": r"\n", "\r": ""}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One date. ``key`` stays the same when anything else of it changes."""

    key: str
    title: str
    starts_at: datetime
    ends_at: datetime | None = None
    place: str = ""
    about: str = ""
    address: str = ""
    is_called_off: bool = False


def escaped(words: str) -> str:
    r"""Words as a property's value.

    >>> print(escaped("茶,山;\n路"))
    茶\,山\;\n路
    """
    return "".join(ESCAPES.get(letter, letter) for letter in words)


def folded(line: str) -> str:
    """A line cut so that no part is longer than 75 bytes, and no letter is cut.

    >>> [len(part.encode()) for part in folded("茶" * 50).split("\\r\\n")]
    [75, 73, 4]
    """
    parts, part, size = [], "", 0
    for letter in line:
        more = len(letter.encode())
        if size + more > LONGEST:
            parts.append(part)
            part, size = " ", 1
        part, size = part + letter, size + more
    return "\r\n".join([*parts, part])


def moment(at: datetime) -> str:
    """A moment in universal time: nobody needs our table of zones.

    >>> moment(datetime(2026, 3, 1, 9, 30, tzinfo=UTC))
    '20260301T093000Z'
    """
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def calendar(name: str, entries: Iterable[Entry], *, made_at: datetime) -> str:
    """The whole file, which calendars fetch again by themselves."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Xiangyin//What is on//ZH",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    for entry in entries:
        lines += _lines_of(entry, made_at)
    lines.append("END:VCALENDAR")
    return "\r\n".join(folded(line) for line in lines) + "\r\n"


def _lines_of(entry: Entry, made_at: datetime) -> list[str]:
    told = {
        "UID": entry.key,
        "DTSTAMP": moment(made_at),
        "DTSTART": moment(entry.starts_at),
        "DTEND": moment(entry.ends_at) if entry.ends_at else "",
        "SUMMARY": escaped(entry.title),
        "LOCATION": escaped(entry.place),
        "DESCRIPTION": escaped(entry.about),
        "URL": entry.address,
        "STATUS": "CANCELLED" if entry.is_called_off else "CONFIRMED",
    }
    lines = [f"{name}:{value}" for name, value in told.items() if value]
    return ["BEGIN:VEVENT", *lines, "END:VEVENT"]
