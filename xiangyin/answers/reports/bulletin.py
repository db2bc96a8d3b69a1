"""The month's bulletin of answers (月报): one text, set as DOCX, PDF or XLSX."""

from io import BytesIO

from django.db.models import Count
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook

from xiangyin.kernel.models import Unit
from xiangyin.kernel.papers.docx import typed
from xiangyin.kernel.papers.paper import (
    Grid,
    Heading,
    Headings,
    Paper,
    Picture,
    Text,
    in_full,
    is_chinese,
    under,
)
from xiangyin.kernel.papers.pdf import set_in_type
from xiangyin.kernel.papers.sheet import HEADING, TITLE, Sheet
from xiangyin.kernel.papers.writable import on_one_line

from ..models import Question
from ..rules import FEWEST
from .figures import SHARES, Row, Share
from .months import Month
from .pictures import Told, charts_of, definition
from .ranking import Band

MOST_MATTERS = 3
Part = Heading | Text | Grid


def title(county: Unit, month: Month) -> str:
    """清岚县2026年5月群众留言办理月报."""
    return _("%(county)s: answers to residents, %(month)s") % {
        "county": county,
        "month": date_format(month.first, "YEAR_MONTH_FORMAT"),
    }


def matters_most_asked(county: Unit, month: Month) -> list[tuple[str, int]]:
    """Up to three matters that at least five asked about, the most first."""
    asked = Question.objects.filter(
        county=county,
        confirmed_at__isnull=False,
        opened_on__range=(month.first, month.last),
    )
    counted = (
        asked.order_by()
        .values("matter")
        .annotate(times=Count("pk"))
        .filter(times__gte=FEWEST)
        .order_by("-times", "matter")[:MOST_MATTERS]
    )
    names = Question.matter.field.related_model.objects.in_bulk(
        [row["matter"] for row in counted]
    )
    return [(str(names[row["matter"]]), row["times"]) for row in counted]


def paper(county: Unit, month: Month, told: Told, *, on) -> Paper:
    """What the bulletin says, in its order."""
    headings = Headings()
    body: list[Part] = [Text(on_one_line(lead(county, month, told)))]
    body += [headings(_("By kind")), grid(_("Kind"), [*told.by_kind, told.all])]
    if told.groups:
        body.append(headings(_("By group of units")))
        body.append(grid(_("Group of units"), told.by_group, has_sum=False))
    for band in told.bands:
        body += [headings(band_name(band)), band_grid(band)]
    body.append(headings(pgettext("figures", "How it was counted")))
    body += [Text(on_one_line(line)) for line in definition()]
    pictures: list[Heading | Picture | Grid] = []
    inner = Headings(level=2)
    for chart in charts_of(told).values():
        pictures += [inner(chart.title), Picture(chart), under(chart)]
    return Paper(
        title=on_one_line(title(county, month)),
        body=tuple(body),
        annex=_("The figures in pictures and tables") if pictures else "",
        annex_word=_("Annex: "),
        annex_label=_("Annex"),
        pictures=tuple(pictures),
        office=on_one_line(str(county)),
        day=in_full(on),
        on=on,
        is_chinese=is_chinese(),
    )


def lead(county: Unit, month: Month, told: Told) -> str:
    """The figures in one paragraph."""
    row = told.everything
    said = _(
        "In %(month)s %(county)s received %(received)s questions of residents. Answered"
        " in time: %(on_time)s; rated or called back: %(called_back)s; solved: %(solved)s;"
        " satisfied: %(satisfied)s."
    ) % {
        "month": date_format(month.first, "YEAR_MONTH_FORMAT"),
        "county": county,
        "received": row.received,
        **{name: in_words(getattr(row, name)) for name in SHARES},
    }
    asked = matters_most_asked(county, month)
    if not asked:
        return said
    matters = _(", ").join(
        _("%(matter)s (%(times)s)") % {"matter": name, "times": times}
        for name, times in asked
    )
    return said + _(" Asked about most: %(matters)s.") % {"matters": matters}


def in_words(share: Share) -> str:
    """A share with its numerator and denominator, or that it is left out."""
    if not share.is_told:
        return _("left out, being of few")
    return f"{share.percent}% ({share.part}/{share.whole})"


def _cell(share: Share) -> str:
    return f"{share.percent}% {share.part}/{share.whole}" if share.is_told else "—"


def heads() -> list[str]:
    return [
        pgettext("figures", "Received"),
        _("Answered in time"),
        pgettext("figures", "Rated or called back"),
        pgettext("figures", "Solved"),
        pgettext("figures", "Satisfied"),
    ]


def _cells(label: str, row: Row) -> tuple[str, ...]:
    shares = (_cell(getattr(row, name)) for name in SHARES)
    return (on_one_line(label), str(row.received), *shares)


def grid(first: str, rows: list[tuple[str, Row]], *, has_sum: bool = True) -> Grid:
    names = [first, *heads()]
    return Grid(
        groups=tuple((name, 1) for name in names),
        heading=("",) * len(names),
        lines=tuple(_cells(label, row) for label, row in rows),
        has_sum=has_sum,
    )


def band_name(band: Band) -> str:
    if band.most is None:
        words = _("%(group)s: asked %(least)s times or more")
    else:
        words = _("%(group)s: asked %(least)s to %(most)s times")
    return words % {"group": band.label, "least": band.least, "most": band.most}


def band_grid(band: Band) -> Grid:
    rows = [(f"{line.place or '—'} {line.unit}", line.row) for line in band.lines]
    return grid(_("Unit"), rows, has_sum=False)


def as_docx(county: Unit, month: Month, told: Told, *, on) -> bytes:
    return typed(paper(county, month, told, on=on))


def as_pdf(county: Unit, month: Month, told: Told, *, on) -> bytes:
    """Raises ``RuleBroken`` where the machine has no Chinese face."""
    return set_in_type(paper(county, month, told, on=on))


def as_xlsx(county: Unit, month: Month, told: Told, *, on) -> bytes:
    """The figures of the month, of the year up to it, and how they were counted."""
    book = Workbook(write_only=True)
    name = title(county, month)
    _sheet(book, _("This month"), name, [*told.by_kind, told.all, *told.by_group])
    if told.bands:
        lines = [line for band in told.bands for line in band.lines]
        rows = [(str(line.unit), line.row) for line in lines]
        _sheet(book, _("Units"), name, rows)
    _sheet(book, _("Month by month"), name, told.by_month)
    how = Sheet(book, pgettext("figures", "How it was counted"), [110])
    for line in definition():
        how.add([line])
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _sheet(book: Workbook, name: str, above: str, rows: list[tuple[str, Row]]) -> None:
    """Numbers as numbers: of each share its part, its whole and the percent."""
    received, *shares = heads()
    sheet = Sheet(book, name, [22, *([11] * 13)], heading=3)
    sheet.add([above], style=TITLE)
    sheet.add([])
    of = _("of")
    columns = [cell for share in shares for cell in (share, of, "%")]
    sheet.add(["", received, *columns], style=HEADING)
    for label, row in rows:
        sheet.add([label, row.received, *_numbers(row)])


def _numbers(row: Row) -> list:
    cells: list = []
    for name in SHARES:
        share = getattr(row, name)
        if share.is_told:
            cells += [share.part, share.whole, float(share.percent)]
        else:
            cells += ["—", "—", "—"]
    return cells


FORMATS = {
    "docx": (
        as_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "pdf": (as_pdf, "application/pdf"),
    "xlsx": (
        as_xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}
