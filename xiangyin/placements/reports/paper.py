"""What a printed bulletin says, in its order; how it is set is for others."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xiangyin.kernel.papers.charts import told as plain
from xiangyin.kernel.papers.paper import (
    MOST_BARS,
    Grid,
    Heading,
    Headings,
    Imprint,
    Paper,
    Picture,
    Text,
    in_full,
    is_chinese,
    under,
)
from xiangyin.kernel.papers.writable import on_one_line

from .bulletin import Bulletin
from .columns import Cell, Column, columns, parts
from .illustrated import charts_of
from .words import definition, period_name, title


def paper(told: Bulletin, imprint: Imprint | None = None) -> Paper:
    imprint = imprint or Imprint()
    on = imprint.day or timezone.localdate()
    headings = Headings()
    body: list[Heading | Text | Grid] = [Text(on_one_line(lead(told)))]
    body += [headings(_("The units")), grid(told, columns(told))]
    if told.has_parts:
        body += [headings(_("How points came about")), grid(told, parts(told))]
    body.append(headings(_("How it was counted")))
    body += [Text(on_one_line(line)) for line in definition(told)]
    if imprint.until:
        body.append(headings(_("Who does not agree")))
        body.append(
            Text(
                _("A unit that does not agree with its line says so by %(day)s.")
                % {"day": in_full(imprint.until)}
            )
        )
    pictures = _pictures(told)
    return Paper(
        title=on_one_line(title(told)),
        body=tuple(body),
        annex=_("The figures in pictures and tables") if pictures else "",
        annex_word=_("Annex: "),
        annex_label=_("Annex"),
        pictures=tuple(pictures),
        office=on_one_line(imprint.office or str(told.county)),
        day=in_full(on),
        on=on,
        is_chinese=is_chinese(),
    )


def lead(told: Bulletin) -> str:
    """The figures in one paragraph: the whole, the changes, the tiers."""
    total = told.total
    changes = [(_("the year before"), "year_before")]
    if told.period.months == 1:
        changes.insert(0, (_("the month before"), "before"))
    elif told.period.months == 3:
        changes.insert(0, (_("the quarter before"), "before"))
    clauses = [
        _("against %(when)s %(items)s and %(points)s")
        % {
            "when": when,
            "items": items_moved(total.items - getattr(total, f"items_{name}")),
            "points": points_moved(total.points - getattr(total, f"points_{name}")),
        }
        for when, name in changes
    ]
    tiers = [
        _("%(tier)s %(count)s") % {"tier": tier.label, "count": total.counts[tier.code]}
        for tier in told.tiers
    ]
    return _(
        "In %(period)s other outlets carried %(items)s items of %(county)s, which makes"
        " %(points)s points: %(changes)s. By tier: %(tiers)s."
    ) % {
        "period": period_name(told.period),
        "county": told.county,
        "items": total.items,
        "points": plain(total.points),
        "changes": _("; ").join(clauses),
        "tiers": _(", ").join(tiers),
    }


def items_moved(by: int) -> str:
    if not by:
        return _("as many items")
    if by > 0:
        return ngettext("%(count)s item more", "%(count)s items more", by) % {
            "count": by
        }
    return ngettext("%(count)s item fewer", "%(count)s items fewer", -by) % {
        "count": -by
    }


def points_moved(by: Decimal) -> str:
    if not by:
        return _("as many points")
    if by > 0:
        return _("%(count)s points more") % {"count": plain(by)}
    return _("%(count)s points fewer") % {"count": plain(-by)}


def grid(told: Bulletin, shown: Sequence[Column]) -> Grid:
    """The lines and their sum under headings that are grouped where they can be."""
    groups: list[tuple[str, int]] = []
    for column in shown:
        name = column.group or column.heading
        if column.group and groups and groups[-1][0] == name:
            groups[-1] = (name, groups[-1][1] + 1)
        else:
            groups.append((name, 1))
    return Grid(
        groups=tuple(groups),
        heading=tuple(column.short if column.group else "" for column in shown),
        lines=tuple(
            tuple(_told(column, column.of(row)) for column in shown)
            for row in (*told.rows, told.total)
        ),
    )


def _told(column: Column, value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return on_one_line(value)
    text = plain(value)
    is_change = column.key.endswith(("_before", "_year"))
    return f"+{text}" if is_change and value > 0 else text


def _pictures(told: Bulletin) -> list[Heading | Picture | Grid]:
    headings = Headings(level=2)
    laid: list[Heading | Picture | Grid] = []
    for chart in charts_of(told):
        laid.append(headings(chart.title))
        for part in chart.split(MOST_BARS):
            laid += [Picture(part), under(part)]
    return laid
