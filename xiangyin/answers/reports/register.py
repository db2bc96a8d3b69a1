"""The month's register of questions (台账): a line each, nobody's name or contact in it.

What its asker keeps private stands in it by its matter alone. Of every other title what
says who somebody is is blacked out, the asker's own name among it.
"""

from collections.abc import Iterator
from datetime import date
from io import BytesIO

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook

from xiangyin.engines.private import find, hide
from xiangyin.kernel.models import Unit
from xiangyin.kernel.papers.sheet import HEADING, TITLE, Sheet
from xiangyin.kernel.sealing import Unreadable, unseal

from ..lifecycles import QuestionState
from ..models import Publicity, Question, Rating, Reply
from ..models.catalogue import kind_word
from .months import Month

AT_ONCE = 500
WIDTHS = (6, 16, 10, 10, 16, 36, 18, 12, 12, 12, 10, 8, 8, 10, 10, 18)


def headings() -> list[str]:
    return [
        _("No."),
        pgettext("question", "Number"),
        _("came in"),
        _("Kind"),
        _("Matter"),
        _("title"),
        _("Unit"),
        pgettext("register", "Received on"),
        pgettext("register", "Promised by"),
        pgettext("register", "Replied on"),
        pgettext("register", "In time"),
        pgettext("register", "Returned"),
        pgettext("register", "Rounds"),
        pgettext("figures", "Solved"),
        pgettext("figures", "Satisfied"),
        pgettext("register", "State"),
    ]


def title(county: Unit, month: Month) -> str:
    return _("%(county)s: register of questions, %(month)s") % {
        "county": county,
        "month": month,
    }


def lines(person, county: Unit, month: Month, *, today: date) -> Iterator[list]:
    """The questions of a month that ``person`` may see, in the order of their numbers."""
    first = Reply.objects.filter(
        question=OuterRef("pk"), round=1, sent_at__isnull=False
    )
    rated = Rating.objects.filter(question=OuterRef("pk")).order_by("-round")
    questions = (
        Question.objects.seen_by(person)
        .filter(county=county, opened_on__range=(month.first, month.last))
        .select_related("unit", "matter")
        .annotate(
            replied_at=Subquery(first.values("sent_at")[:1]),
            promised_on=Subquery(first.values("promised_on")[:1]),
            is_solved=Subquery(rated.values("solved")[:1]),
            is_satisfied=Subquery(rated.values("satisfied")[:1]),
        )
        .order_by("opened_on", "pk")
    )
    for at, question in enumerate(questions.iterator(chunk_size=AT_ONCE), start=1):
        yield [at, *_line(question, today=today)]


def _line(question, *, today: date) -> list:
    replied = question.replied_at and timezone.localdate(question.replied_at)
    promised = question.promised_on or question.due_on
    return [
        question.number,
        question.get_origin_display(),
        str(kind_word(question.kind)),
        str(question.matter),
        masked_title(question),
        str(question.unit),
        question.opened_on,
        promised or "",
        replied or "",
        _in_time(replied, promised, today=today),
        question.returns,
        question.round,
        _yes(question.is_solved),
        _yes(question.is_satisfied),
        str(QuestionState(question.state).label),
    ]


def _in_time(replied: date | None, promised: date | None, *, today: date) -> str:
    """Whether the first reply came by its day; nothing while that is open."""
    by = replied or today
    if promised is None or (replied is None and by <= promised):
        return ""
    return _yes(by <= promised)


def _yes(said: bool | None) -> str:
    if said is None:
        return ""
    return _("yes") if said else _("no")


def masked_title(question) -> str:
    """The title without what says who somebody is; of a private one nothing."""
    if question.publicity == Publicity.PRIVATE:
        return _("(private)")
    try:
        name = unseal(question.sealed_name)
    except Unreadable:
        return _("(not readable)")
    return hide(question.title, find(question.title, names=[name]))


def as_xlsx(person, county: Unit, month: Month, *, today: date) -> bytes:
    book = Workbook(write_only=True)
    sheet = Sheet(book, str(month), WIDTHS, heading=3)
    sheet.add([title(county, month)], style=TITLE)
    sheet.add([])
    sheet.add(headings(), style=HEADING)
    for line in lines(person, county, month, today=today):
        sheet.add(line)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()
