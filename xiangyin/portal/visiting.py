"""Counting how often the site is opened, without knowing by whom.

For each page that is opened one line is added to a file of the day: the host and the
first part of the address (``/villages``). No address of a reader, no time, no browser,
no cookie, and not which story: nothing that could be put together again to a person,
and nothing by which one story or its author could be measured against another. Where
nginx stands in front it sees readers that never reach the program, and writes the same
file (``deploy/nginx.conf``); then ``XIANGYIN_VISITS_BY_NGINX`` keeps this from writing
them twice.

The worker adds the lines up and removes the file when its day is over.
"""

import os
import re
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
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
NO_READING = (
    *("/admin/", "/accounts/", "/my/", "/start/"),
    *("/display/", "/media/", "/static/", "/healthz"),
)
AT_ONCE = 4 * 2**20
FRONT, OTHER = "", "*"
# Parts of every county's site that are no section.
KNOWN = frozenset(
    {"search", "archive", "themes", "units", "bulletins", "events", "services"}
)


class VisitsCounted:
    """The application, also where it answers with a kept page, with its visits noted."""

    def __init__(self, application):
        self.application = application
        self.until, self.file = 0.0, -1

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
        if time.time() >= self.until:
            self._open()
        part = path[1:].partition("/")[0]
        os.write(self.file, f"{host[:100]} /{part[:60]}\n".encode("utf-8", "replace"))

    def _open(self) -> None:
        if self.file >= 0:
            os.close(self.file)
        now = timezone.localtime()
        folder().mkdir(parents=True, exist_ok=True)
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
    return folder() / f"{day.isoformat()}.log"


def add_up(*, today: date) -> int:
    """Add what was noted since the last time to the counts; return how many visits.

    How far a file was read is kept in the transaction of the counts, so that a worker
    that is killed in between neither loses a visit nor counts one twice. A file whose
    day has been over for a day is removed.
    """
    counted = 0
    for path in sorted(folder().glob("????-??-??.log")):
        try:
            day = date.fromisoformat(path.stem)
        except ValueError:
            continue
        found: int | None = 0
        while found is not None:
            counted += found
            found = _add_part(path, day)
        if day < today - timedelta(days=1):
            path.unlink(missing_ok=True)
            VisitFile.objects.filter(day=day).delete()
    return counted


@transaction.atomic
def _add_part(path: Path, day: date) -> int | None:
    """Add the next whole lines of one file; None where there are none."""
    VisitFile.objects.get_or_create(day=day)
    mark = VisitFile.objects.select_for_update().get(day=day)
    with path.open("rb") as lines:
        lines.seek(mark.read_to)
        part = lines.read(AT_ONCE)
    part = part[: part.rfind(b"\n") + 1]
    if not part:
        return None
    counts = Counter(_visits_in(part))
    for (site, named), many in counts.items():
        told = {"site": site, "day": day, "part": named}
        Visits.objects.get_or_create(**told)
        Visits.objects.filter(**told).update(count=F("count") + many)
    mark.read_to += len(part)
    mark.save(update_fields=["read_to"])
    return sum(counts.values())


def _visits_in(part: bytes) -> Iterator[tuple[Site, str]]:
    """The site and the part of it that each line tells of; senseless lines are left."""
    sites = {site.hostname: site for site in Site.objects.all()}
    default = next((site for site in sites.values() if site.is_default_site), None)
    sections: dict[int, set[str]] = {}
    for site in sites.values():
        slugs = Section.objects.of(site).values_list("slug", flat=True)
        sections[site.pk] = set(slugs) | KNOWN | {FRONT}
    for line in part.decode("utf-8", "replace").splitlines():
        host, blank, path = line.partition(" /")
        site = sites.get(host.partition(":")[0], default)
        if blank and site is not None:
            yield site, path if path in sections[site.pk] else OTHER
