"""What a list of requests is asked for, read from the address."""

from datetime import datetime, time

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from ...reports.georeport import CLOSED, LONGEST_SPAN, MOST, OPEN, Wanted
from .formats import Refused

LONGEST = 8000
YEARS = range(1970, 2200)  # a span around others would leave the calendar


def wanted(asked, *, now: datetime) -> Wanted:
    """Raises ``Refused`` for what cannot be read, and for a span over ninety days."""
    since, until = _span(
        _moment(asked, "start_date"), _moment(asked, "end_date"), now=now
    )
    if until - since > LONGEST_SPAN:
        raise Refused(400, _("start_date and end_date may span 90 days at most."))
    return Wanted(
        since=since,
        until=until,
        numbers=_several(asked, "service_request_id"),
        codes=[_key(code) for code in _several(asked, "service_code")],
        statuses=_statuses(asked),
    )


def _span(since, until, *, now) -> tuple[datetime, datetime]:
    """The most recent 90 days, or those from one end that is told."""
    if since and until:
        return since, until
    if since:
        return since, since + LONGEST_SPAN
    until = until or now
    return until - LONGEST_SPAN, until


def _several(asked, name: str) -> list[str]:
    """Words parted by commas, each once; the standard lets a name stand often, too."""
    words = ",".join(asked.getlist(name))[:LONGEST].replace("\0", "")
    return list(dict.fromkeys(filter(None, map(str.strip, words.split(",")))))[:MOST]


def _key(code: str) -> int:
    if not (code.isascii() and code.isdigit() and len(code) <= 18):
        raise Refused(404, _("This service_code was not found."))
    return int(code)


def _statuses(asked) -> frozenset[str]:
    found = frozenset(_several(asked, "status"))
    if not found <= {OPEN, CLOSED}:
        raise Refused(400, _("status is open or closed."))
    return found


def _moment(asked, name: str) -> datetime | None:
    """A moment as W3C's note has it; a day is its beginning, here."""
    words = asked.get(name, "").strip().replace(" ", "+")  # what a plus turns into
    if not words:
        return None
    try:
        found = parse_datetime(words)
        day = parse_date(words) if found is None else None
        if day:
            found = datetime.combine(day, time.min)
        if found is None or found.year not in YEARS:
            raise ValueError(words)
        found = timezone.make_aware(found) if timezone.is_naive(found) else found
        return found.astimezone(timezone.get_default_timezone())
    except ValueError:
        raise Refused(
            400,
            _("%(name)s is not a date like 2026-01-01T00:00:00Z.") % {"name": name},
        ) from None
