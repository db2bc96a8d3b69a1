"""Counting how often the site is opened, without knowing by whom.

For each page that is opened one line is added to a file: the day, the host and the
first part of the address (``2026-03-05 news.example.cn /villages``). No address of a
reader, no time, no browser, no cookie, and not which story: nothing that could be put
together again to a person, and nothing by which one story or its author could be
measured against another. Where nginx stands in front it sees readers that never reach
the program, and writes the same files (``deploy/nginx.conf``); then
``XIANGYIN_VISITS_BY_NGINX`` keeps this from writing them twice.

Two files take turns, one for even days and one for odd. The worker adds up the lines of
both, and empties the one that nobody writes to today: who holds it open (nginx does, and
keeps its lines together for a few seconds) need not be asked.
"""

import logging
import os
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Site

from .models import Section, VisitFile, Visits

# Programs that call themselves so; nginx.conf has the same words.
MACHINES = re.compile(
    r"bot|crawl|spider|slurp|preview|monitor|curl|wget|python|java/|go-http", re.I
)
logger = logging.getLogger(__name__)

NO_READING = (
    *("/admin/", "/accounts/", "/my/", "/start/"),
    *("/display/", "/media/", "/static/", "/healthz"),
)
AT_ONCE = 4 * 2**20
QUIET = 3600  # seconds
FRONT, OTHER = "", "*"
# Parts of every county's site that are no section.
KNOWN = frozenset(
    {
        *("search", "archive", "themes", "units", "bulletins", "whats-on", "services"),
        *("ask", "answers"),
    }
)


class VisitsCounted:
    """The application, also where it answers with a kept page, with its visits noted."""

    def __init__(self, application):
        self.application = application
        self.until, self.day, self.file = 0.0, "", -1
        self.mine = threading.Lock()

    def __call__(self, environ, start_response):
        if environ["REQUEST_METHOD"] != "GET":
            return self.application(environ, start_response)

        def begin(status, headers, *more):
            if is_visit(environ, status, headers):
                self.note(environ.get("HTTP_HOST", ""), environ.get("PATH_INFO", ""))
            return start_response(status, headers, *more)

        return self.application(environ, begin)

    def note(self, host: str, path: str) -> None:
        """Add a line to the file of the day: one write, so that processes do not mix."""
        part = path[1:].partition("/")[0]
        with self.mine:
            if time.time() >= self.until:
                self._open()
            line = f"{self.day} {host[:100]} /{part[:60]}\n"
            os.write(self.file, line.encode("utf-8", "replace"))

    def _open(self) -> None:
        if self.file >= 0:
            os.close(self.file)
        now = timezone.localtime()
        folder().mkdir(parents=True, exist_ok=True)
        self.day = now.date().isoformat()
        self.file = os.open(file_of(now.date()), FLAGS, 0o640)
        over = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0)
        self.until = over.timestamp()


def with_visits_counted(application):
    """Note every page that a person opened on the public site."""
    if settings.XIANGYIN_VISITS_BY_NGINX:
        return application
    return VisitsCounted(application)


def is_visit(environ, status: str, headers) -> bool:
    """A page read, not one prefetched, asked for by a program or behind the log-in."""
    if not status.startswith(("200", "304")):
        return False
    kind = next((v for name, v in headers if name.lower() == "content-type"), "")
    return (
        (kind.startswith("text/html") or status.startswith("304"))
        and "prefetch" not in environ.get("HTTP_SEC_PURPOSE", "")
        and not environ.get("PATH_INFO", "").startswith(NO_READING)
        and not MACHINES.search(environ.get("HTTP_USER_AGENT", "bot"))
    )


FLAGS = os.O_WRONLY | os.O_APPEND | os.O_CREAT


def folder() -> Path:
    return Path(settings.XIANGYIN_VISITS)


def file_of(day: date) -> Path:
    return folder() / f"{'odd' if day.day % 2 else 'even'}.log"


def add_up(*, now: datetime) -> int:
    """Add what was noted since the last time to the counts; return how many visits.

    How far a file was read is kept in the transaction of the counts, so that a worker
    that is killed in between neither loses a visit nor counts one twice.
    """
    counted = 0
    for path in sorted(folder().glob("*.log")):
        found: int | None = 0
        while found is not None:
            counted += found
            found = _add_part(path)
        if path != file_of(timezone.localdate(now)):
            _empty(path, now=now)
    return counted


@transaction.atomic
def _add_part(path: Path) -> int | None:
    """Add the next whole lines of one file; None where there are none."""
    VisitFile.objects.get_or_create(name=path.stem)
    mark = VisitFile.objects.select_for_update().get(name=path.stem)
    with path.open("rb") as lines:
        # It is shorter than what was read: it was emptied since.
        if os.fstat(lines.fileno()).st_size < mark.read_to:
            mark.read_to = 0
            mark.save(update_fields=["read_to"])
        lines.seek(mark.read_to)
        part = lines.read(AT_ONCE)
    part = part[: part.rfind(b"\n") + 1]
    if not part:
        return None
    counts = Counter(_visits_in(part))
    for (day, site, named), many in counts.items():
        told = {"site": site, "day": day, "part": named}
        Visits.objects.get_or_create(**told)
        Visits.objects.filter(**told).update(count=F("count") + many)
    mark.read_to += len(part)
    mark.save(update_fields=["read_to"])
    return sum(counts.values())


def _empty(path: Path, *, now: datetime) -> None:
    """Empty the file of yesterday, once nobody has written to it for an hour."""
    told = path.stat()
    if not told.st_size or now.timestamp() - told.st_mtime < QUIET:
        return
    mark = VisitFile.objects.filter(name=path.stem, read_to=told.st_size)
    if mark.exists():
        try:
            os.truncate(path, 0)
        except PermissionError:
            logger.warning("%s cannot be emptied: see docs/how-to/install.md", path)
        else:
            mark.update(read_to=0)


def _visits_in(part: bytes) -> Iterator[tuple[date, Site, str]]:
    """What each line tells of: the day, the site, its part; senseless lines are left."""
    sites = {site.hostname: site for site in Site.objects.all()}
    default = next((site for site in sites.values() if site.is_default_site), None)
    sections: dict[int, set[str]] = {}
    for site in sites.values():
        slugs = Section.objects.of(site).values_list("slug", flat=True)
        sections[site.pk] = set(slugs) | KNOWN | {FRONT}
    for line in part.decode("utf-8", "replace").splitlines():
        told, _blank, rest = line.partition(" ")
        host, blank, path = rest.partition(" /")
        site = sites.get(host.partition(":")[0], default)
        day = day_of(told)
        if blank and site is not None and day is not None:
            yield day, site, path if path in sections[site.pk] else OTHER


def day_of(told: str) -> date | None:
    """A day as it is noted, or None.

    >>> day_of("2026-03-05"), day_of("2026-02-31"), day_of("")
    (datetime.date(2026, 3, 5), None, None)
    """
    try:
        return date.fromisoformat(told)
    except ValueError:
        return None
