"""The bulletin in words: its title, and how it was counted."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import Scheme
from .bulletin import Bulletin, month_of


def title(bulletin: Bulletin) -> str:
    """清岚县2026年10月上稿通报."""
    first, _last = month_of(bulletin.year, bulletin.month)
    return _("%(county)s: bulletin of placements, %(month)s") % {
        "county": bulletin.county,
        "month": date_format(first, "YEAR_MONTH_FORMAT"),
    }


def definition(bulletin: Bulletin) -> list[str]:
    """What was counted and how, a sentence each."""
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
                "%(count)s candidate of this month waits for a decision.",
                "%(count)s candidates of this month wait for a decision.",
                bulletin.waiting,
            )
            % {"count": bulletin.waiting}
        )
    return lines


def scheme_lines(scheme: Scheme) -> list[str]:
    """A scheme told so that anybody can check a figure by hand."""
    points = _("; ").join(
        _("%(tier)s %(solo)s, among others %(roundup)s")
        % {
            "tier": row.get_tier_display(),
            "solo": number(row.solo),
            "roundup": number(row.roundup),
        }
        for row in scheme.rows.all()
    )
    lines = [
        _("Scheme “%(name)s”, in force from %(day)s: %(points)s.")
        % {
            "name": scheme.name,
            "day": date_format(scheme.starts_on, "Y-m-d"),
            "points": points,
        },
        _("On a front page the points are multiplied by %(factor)s.")
        % {"factor": number(scheme.front_page_factor)},
    ]
    if scheme.once_an_owner:
        lines.append(
            _(
                "A work carried by several outlets of one owner in a month counts"
                " once, by the highest points."
            )
        )
    lines.append(
        _("A mere mention counts too.")
        if scheme.counts_mentions
        else _("A mere mention is not counted.")
    )
    if scheme.source:
        lines.append(_("Taken from: %(source)s.") % {"source": scheme.source})
    return lines


def number(value) -> str:
    """A decimal without noughts at its end."""
    return f"{value.normalize():f}"
