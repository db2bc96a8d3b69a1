"""The bulletin in words: its title, and how it was counted."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from xiangyin.kernel.models import Unit

from ..models import Scheme, SchemeRow
from .bulletin import Bulletin, Row
from .period import Period


def title(bulletin: Bulletin) -> str:
    """清岚县2026年10月上稿通报."""
    return _("%(county)s: bulletin of placements, %(month)s") % {
        "county": bulletin.county,
        "month": period_name(bulletin.period),
    }


def period_name(period: Period) -> str:
    """2026年10月, 2026年第二季度, 2026年."""
    if period.months == 1:
        return date_format(period.first, "YEAR_MONTH_FORMAT")
    if period.months == 12:
        return _("the year %(year)s") % {"year": period.year}
    names = [
        pgettext("quarter", "first"),
        pgettext("quarter", "second"),
        pgettext("quarter", "third"),
        pgettext("quarter", "fourth"),
    ]
    return _("the %(which)s quarter of %(year)s") % {
        "which": names[period.month // 3],
        "year": period.year,
    }


def line_name(row: Row) -> str:
    """What stands at the beginning of a line of the bulletin."""
    if row.unit:
        return str(row.unit)
    return _("Shared, counted in several lines") if row.is_shared else _("Total")


def definition(bulletin: Bulletin) -> list[str]:
    """What was counted and how, a sentence each."""
    if bulletin.words:
        return list(bulletin.words)
    lines = [
        _(
            "An item is an article of another outlet that carries a work of ours,"
            " confirmed by an editor. It is counted in the month it appeared."
        ),
        _("A unit's line includes the units below it."),
    ]
    for scheme in bulletin.schemes:
        lines += scheme_lines(scheme)
    if not bulletin.schemes:
        lines.append(_("No scheme is in force in this month: no points are given."))
    if bulletin.waiting:
        lines.append(
            ngettext(
                "%(count)s candidate of this period waits for a decision.",
                "%(count)s candidates of this period wait for a decision.",
                bulletin.waiting,
            )
            % {"count": bulletin.waiting}
        )
    return lines


def scheme_lines(scheme: Scheme) -> list[str]:
    """A scheme told so that anybody can check a figure by hand."""
    points = _("; ").join(row_line(row) for row in scheme.rows.all())
    lines = [
        _("Scheme “%(name)s”, version %(version)s, in force from %(day)s: %(points)s.")
        % {
            "name": scheme.name,
            "version": scheme.version,
            "day": date_format(scheme.starts_on, "Y-m-d"),
            "points": points,
        },
        _(
            "Where no other points are named, a lead multiplies them by %(lead)s, a front"
            " page by %(front)s."
        )
        % {
            "lead": number(scheme.lead_factor),
            "front": number(scheme.front_page_factor),
        },
        ONCE[scheme.once],
        SHARING[scheme.sharing],
        _("A mere mention counts too.")
        if scheme.counts_mentions
        else _("A mere mention is not counted."),
        *_limits(scheme),
    ]
    if scheme.source:
        lines.append(_("Taken from: %(source)s.") % {"source": scheme.source})
    return [str(line) for line in lines]


ONCE = {
    Scheme.Once.EVERY: gettext_lazy("Every placement of a work counts."),
    Scheme.Once.OWNER: gettext_lazy(
        "A work carried by several outlets of one owner in a month counts once, by the"
        " highest points."
    ),
    Scheme.Once.WORK: gettext_lazy(
        "A work counts once in a month, where it earned the highest points."
    ),
}
SHARING = {
    Scheme.Sharing.SPLIT: gettext_lazy("Units that share a work share its points."),
    Scheme.Sharing.EACH: gettext_lazy(
        "Units that share a work get all its points each."
    ),
}


def _limits(scheme: Scheme) -> list[str]:
    """What a scheme adds for length, and takes off: caps, quotas, false reports."""
    lines = []
    if scheme.long_characters:
        lines.append(
            ngettext(
                "Extra points are added from %(count)s character on.",
                "Extra points are added from %(count)s characters on.",
                scheme.long_characters,
            )
            % {"count": scheme.long_characters}
        )
    if scheme.cap:
        lines.append(
            _("Placements earn a unit at most %(cap)s points in %(span)s.")
            % {"cap": number(scheme.cap), "span": scheme.get_cap_span_display()}
        )
    owed = [
        _("%(kind)s %(count)s") % {"kind": Unit.Kind(kind).label, "count": count}
        for kind, count in scheme.quotas.items()
        if count
    ]
    if owed:
        lines.append(
            _("Items owed a month: %(owed)s; each one short costs %(cost)s points.")
            % {"owed": _(", ").join(owed), "cost": number(scheme.short_cost)}
        )
    if scheme.false_penalty:
        lines.append(
            _("A report found false earns nothing and costs %(cost)s points.")
            % {"cost": number(scheme.false_penalty)}
        )
    return lines


def row_line(row: SchemeRow) -> str:
    """省级 10，综合 5；头条 20."""
    name = row.get_tier_display()
    if row.form:
        name = _("%(tier)s %(form)s") % {"tier": name, "form": row.get_form_display()}
    told = _("%(tier)s %(solo)s, among others %(roundup)s") % {
        "tier": name,
        "solo": number(row.solo),
        "roundup": number(row.roundup),
    }
    for label, points in (
        (pgettext("placement", "lead"), row.lead),
        (_("front page"), row.front),
    ):
        if points is not None:
            told += _(", %(where)s %(points)s") % {
                "where": label,
                "points": number(points),
            }
    if row.long_extra:
        told += _(", long %(points)s more") % {"points": number(row.long_extra)}
    return told


def number(value) -> str:
    """A decimal without noughts at its end."""
    return f"{value.normalize():f}"
