"""Published questions with their replies, as everybody may take them along."""

import csv
import io
from collections.abc import Iterator

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from xiangyin.engines.cells import for_csv
from xiangyin.kernel.models import Unit
from xiangyin.kernel.papers.writable import writable

from ..models import Publication, Reply

# Described in docs/reference/open-data.md.
COLUMNS = (
    "number",
    "title",
    "question",
    "reply",
    "kind",
    "matter",
    "unit",
    "asked_at",
    "first_replied_at",
    "answered_at",
    "promised_on",
    "on_time",
    "published_at",
)
AT_ONCE = 200
MARK = "\ufeff"  # by which a spreadsheet knows UTF-8


def as_csv(county: Unit) -> Iterator[str]:
    """The lines of the table, the oldest publication first, a few hundred at a time.

    Each few are asked for anew by the key of the last: a reader on a slow line holds
    neither memory nor an open question to the database.
    """
    yield MARK + _written([COLUMNS])
    last = 0
    while rows := list(_rows(county).filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        yield _written(map(_cells, rows))
        last = rows[-1].pk


def _rows(county: Unit):
    first = Reply.objects.filter(
        question=OuterRef("question"), round=1, sent_at__isnull=False
    )
    shown = Publication.objects.filter(question__county=county, withdrawn_at=None)
    return shown.select_related("question__unit", "question__matter").annotate(
        first_replied_at=Subquery(first.values("sent_at")[:1]),
        promised_on=Subquery(first.values("promised_on")[:1]),
    )


def _cells(shown) -> list[str]:
    question = shown.question
    cells = [
        question.number,
        shown.title,
        shown.text,
        shown.reply,
        question.kind,
        question.matter.name,
        question.unit.name,
        w3c(question.asked_at),
        w3c(shown.first_replied_at),
        w3c(question.answered_at),
        shown.promised_on.isoformat() if shown.promised_on else "",
        _on_time(shown),
        w3c(shown.published_at),
    ]
    return [for_csv(writable(cell)) for cell in cells]


def _on_time(shown) -> str:
    if not (shown.first_replied_at and shown.promised_on):
        return ""
    day = timezone.localdate(shown.first_replied_at)
    return "true" if day <= shown.promised_on else "false"


def w3c(moment) -> str:
    """A moment as W3C's note on dates has it: to the second, with the offset."""
    if moment is None:
        return ""
    return timezone.localtime(moment).isoformat(timespec="seconds")


def _written(rows) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue()
