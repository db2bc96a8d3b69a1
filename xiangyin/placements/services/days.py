"""Days, times and durations as offices, spreadsheets and feeds write them."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta, timezone

from .texts import clean_line

SHANGHAI = timezone(timedelta(hours=8))
ISO_LIKE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)")
# A spreadsheet counts days from here; the numbers are those of 1990 to 2100.
EPOCH = date(1899, 12, 30)
SERIAL = re.compile(r"(\d{5})(?:\.\d+)?\Z")
SERIALS = range(32874, 73416)


def evened(value) -> str:
    """One line, full-width digits and signs made plain.

    >>> evened("２０２６／１０／３")
    '2026/10/3'
    """
    return unicodedata.normalize("NFKC", clean_line(value))


def read_date(value) -> date | None:
    """Read a day as Chinese offices and feeds write it; None where it is none.

    >>> read_date("2026年10月3日 08:30"), read_date("2026/1/5"), read_date("20261003")
    (datetime.date(2026, 10, 3), datetime.date(2026, 1, 5), datetime.date(2026, 10, 3))
    >>> read_date("２０２６．１０．３"), read_date(46298), read_date("46298.75")
    (datetime.date(2026, 10, 3), datetime.date(2026, 10, 3), datetime.date(2026, 10, 3))
    >>> read_date("2026-13-01"), read_date("昨天"), read_date("10月3日")
    (None, None, None)
    """
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).date() if value.tzinfo else value.date()
    if isinstance(value, date):
        return value
    text = evened(value)
    return _moment(text) or _written(text) or _counted(text)


def _moment(text: str) -> date | None:
    """A moment with its own time zone falls on a day of ours."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(SHANGHAI).date() if moment.tzinfo else moment.date()


def _written(text: str) -> date | None:
    found = ISO_LIKE.match(text) or COMPACT.match(text)
    if not found:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def _counted(text: str) -> date | None:
    """A day as the bare number that a spreadsheet keeps."""
    found = SERIAL.match(text)
    if not found or int(found.group(1)) not in SERIALS:
        return None
    return EPOCH + timedelta(days=int(found.group(1)))


CLOCK = re.compile(
    r"(上午|下午|晚上|晚|中午|凌晨|早上|[ap]\.?m\.?)?\s*"
    r"(\d{1,2})\s*[::时点]\s*(半|\d{1,2})?\s*(?:分|[::]\s*\d{1,2}(?:\.\d+)?秒?)?\s*"
    r"([ap]\.?m\.?)?\Z",
    re.I,
)
AFTERNOON = frozenset({"下午", "晚上", "晚", "pm"})
# These hours are their own before noon and after it: 中午11点, 中午1点.
NOON = range(1, 6)
FRACTION = re.compile(r"0?\.\d+\Z")


def read_time(value) -> time | None:
    """Read a time of day, in twelve hours or twenty-four; None where it is none.

    >>> read_time("19:31"), read_time("下午7:31"), read_time("7:31 PM")
    (datetime.time(19, 31), datetime.time(19, 31), datetime.time(19, 31))
    >>> read_time("１２时５分"), read_time("晚7点半"), read_time("12:05 AM")
    (datetime.time(12, 5), datetime.time(19, 30), datetime.time(0, 5))
    >>> read_time("2026-10-03 下午3:05"), read_time(0.5), read_time("25:00")
    (datetime.time(15, 5), datetime.time(12, 0), None)
    """
    text = evened(value)
    day = ISO_LIKE.match(text)
    text = text[day.end() :].lstrip("日T ") if day else text
    if FRACTION.match(text):
        minutes = round(float(text) * 24 * 60)
        return time(*divmod(minutes, 60)) if minutes < 24 * 60 else None
    found = CLOCK.match(text)
    if not found:
        return None
    before, hours, minutes, after = found.groups()
    hour = _of_the_day(int(hours), (before or after or "").replace(".", "").lower())
    minute = 30 if minutes == "半" else int(minutes or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _of_the_day(hour: int, half: str) -> int:
    if half in AFTERNOON and hour < 12:
        return hour + 12
    if half == "中午" and hour in NOON:
        return hour + 12
    return 0 if half in {"am", "上午", "凌晨"} and hour == 12 else hour


LASTING = re.compile(
    r"(?:(\d+)\s*(?:小时|时|h))?\s*(?:(\d+)\s*(?:分钟|分|min|m|'|′))?\s*"
    r"(?:(\d+)\s*(?:秒钟|秒|s|\"|′′))?\Z",
    re.I,
)
PARTED = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})(?:\.\d+)?\Z")


def read_seconds(value) -> int | None:
    """Read a duration in seconds; a bare number is seconds. None where it is none.

    >>> read_seconds("1分30秒"), read_seconds("1:30"), read_seconds("00:01:30")
    (90, 90, 90)
    >>> read_seconds("９０"), read_seconds("2分钟"), read_seconds("很久")
    (90, 120, None)
    """
    text = evened(value)
    if re.fullmatch(r"\d{1,6}(?:\.0+)?", text):
        return int(float(text))
    found = PARTED.match(text) or (text and LASTING.match(text))
    if not found:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds
