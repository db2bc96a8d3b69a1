"""A bulletin as it is kept: to plain values and back, and what differs from now."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from xiangyin.engines.points import Rules
from xiangyin.kernel.models import Unit

from ..models import KeptBulletin, Outlet, Placement, Scheme
from .bulletin import GROUPS, Bulletin, Parts, Row, bulletin
from .counting import Dated
from .document import as_document
from .illustrated import CHARTS
from .lines import CODED, plain_lines
from .period import Period
from .tiers import BUILT_IN, CHINESE, ENGLISH, Named, Tiers
from .words import definition

LANGUAGES = (CHINESE, ENGLISH)


def to_keep(
    told: Bulletin, *, tell: Callable[[], object] = lambda: None
) -> dict[str, Any]:
    """All that is shown of a bulletin, as JSON. ``tell``: a language is done."""
    words, charts = {}, {}
    for language in LANGUAGES:
        with translation.override(language):
            words[language] = definition(told)
            charts[language] = {
                name: draw(told).as_json() for name, draw in CHARTS.items()
            }
        tell()
    return {
        "document": as_document(told),
        "tiers": [tier.fixed() for tier in told.tiers],
        "rows": [_row_to_keep(row) for row in (*told.rows, told.total)],
        "words": words,
        "charts": charts,
        "waiting": told.waiting,
    }


def rules_to_keep(told: Bulletin) -> list[dict[str, Any]]:
    """The schemes that were in force up to the period's end, with their versions."""
    schemes = Scheme.objects.filter(
        unit=told.county, starts_on__lte=told.period.last
    ).order_by("starts_on")
    return [
        {
            "name": scheme.name,
            "starts_on": scheme.starts_on.isoformat(),
            "version": scheme.version,
            "shows_ranks": scheme.shows_ranks,
            "rules": scheme.rules.as_json(),
        }
        for scheme in schemes.prefetch_related("rows")
    ]


def lines_to_keep(told: Bulletin) -> list[dict[str, str]]:
    """Each placement that counts; for a month, whose lines they are."""
    return list(plain_lines(told)) if told.period.months == 1 else []


def _row_to_keep(row: Row) -> dict[str, Any]:
    plain: dict[str, Any] = {
        each.name: getattr(row, each.name)
        for each in fields(row)
        if each.name not in ("unit", "parts")
    }
    for name, value in plain.items():
        if isinstance(value, Decimal):
            plain[name] = str(value)
    parts = {
        each.name: str(getattr(row.parts, each.name)) for each in fields(row.parts)
    }
    unit = row.unit and {
        name: getattr(row.unit, name)
        for name in ("pk", "code", "name", "name_en", "kind")
    }
    return {**plain, "unit": unit, "parts": parts}


def as_kept(kept: KeptBulletin) -> Bulletin:
    """The bulletin as it was when it was compiled, whatever the ledger says now."""
    tiers = _tiers(kept)
    *rows, total = (_row_as_kept(row, tiers) for row in kept.told["rows"])
    language = translation.get_language() or ""
    chosen = "en" if language.startswith("en") else LANGUAGES[0]
    return Bulletin(
        county=kept.county,
        period=Period.parse(kept.period),
        rows=tuple(rows),
        total=total,
        schemes=_schemes(kept),
        waiting=kept.told["waiting"],
        tiers=tiers,
        words=tuple(kept.told["words"][chosen]),
        charts=kept.told["charts"][chosen],
        lines=tuple(kept.lines),
    )


def _tiers(kept: KeptBulletin) -> Tiers:
    """As they were called; before offices had their own, there were the five."""
    if "tiers" not in kept.told:
        return BUILT_IN
    return Tiers(Named(*each) for each in kept.told["tiers"])


def _row_as_kept(told: dict[str, Any], tiers: Tiers) -> Row:
    values = dict(told)
    unit = values.pop("unit")
    parts = {
        name: int(value) if name == "missing" else Decimal(value)
        for name, value in values.pop("parts").items()
    }
    for name in ("points_before", "points_year_before"):
        values[name] = Decimal(values[name])
    # PostgreSQL keeps the names of JSON in an order of its own.
    values["counts"] = _in_order(values["counts"], tiers.codes)
    values["forms"] = _in_order(values["forms"], GROUPS)
    return Row(unit=Unit(**unit) if unit else None, parts=Parts(**parts), **values)


def _in_order(told: dict[str, int], names: Sequence[str]) -> dict[str, int]:
    return {name: told[name] for name in names if name in told} | told


def _schemes(kept: KeptBulletin) -> tuple[Scheme, ...]:
    """The schemes that are named in it, as they were then; they have no rows."""
    named = kept.told["document"]["scheme"].split("; ")
    return tuple(
        Scheme(
            name=told["name"],
            starts_on=date.fromisoformat(told["starts_on"]),
            version=told["version"],
        )
        for told in kept.rules
        if told["name"] in named
    )


def published(county: Unit):
    """Bulletins that everybody may read, the latest first."""
    return KeptBulletin.objects.filter(
        county=county, audience=KeptBulletin.Audience.PUBLIC
    ).select_related("county")


@dataclass(frozen=True)
class Differences:
    """What the ledger says now of a kept bulletin's period, where it differs."""

    hash_now: str
    rows: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()

    def __bool__(self):
        return bool(self.rows or self.lines)


def differences(kept: KeptBulletin, *, today: date | None = None) -> Differences:
    """Recompute a kept bulletin by the schemes it was compiled with, and compare.

    The same ledger gives the same hash. Otherwise each figure and each placement
    that differs is named. What became of the schemes since is told apart: it does
    not change what was kept.
    """
    dated = Dated.told(
        [
            (
                date.fromisoformat(told["starts_on"]),
                told["name"],
                Rules.from_json(told["rules"]),
            )
            for told in kept.rules
        ]
    )
    now = bulletin(kept.county, Period.parse(kept.period), dated=dated, today=today)
    document = as_document(now)
    return Differences(
        hash_now=document["hash"],
        rows=tuple(_row_changes(kept.told["document"], document)),
        lines=tuple(_line_changes(kept.lines, lines_to_keep(now), _words(kept, now))),
        schemes=tuple(_scheme_changes(kept)),
    )


def _row_changes(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    total = _("Total")
    was = {row["unit"]: row for row in before["rows"]} | {total: before["totals"]}
    now = {row["unit"]: row for row in after["rows"]} | {total: after["totals"]}
    told = []
    for unit in {**was, **now}:
        old, new = was.get(unit), now.get(unit)
        if not old or not new:
            if (old or new)["total"] or (old or new)["points"]:
                there = _("%(unit)s: only in what was kept.")
                here = _("%(unit)s: only in the ledger of now.")
                told.append((there if old else here) % {"unit": unit})
        elif (old["total"], old["points"]) != (new["total"], new["points"]):
            told.append(
                _("%(unit)s: items %(a)s → %(b)s, points %(c)s → %(d)s")
                % {
                    "unit": unit,
                    "a": old["total"],
                    "b": new["total"],
                    "c": old["points"],
                    "d": new["points"],
                }
            )
        elif old != new:
            told.append(_("%(unit)s: the same sums in other tiers") % {"unit": unit})
    return told


Words = dict[str, dict[str, str]]


def _words(kept: KeptBulletin, now: Bulletin) -> Words:
    """What the codes of lines mean; a tier is called as it was, if it was there."""
    tiers = dict(now.tiers.choices) | dict(_tiers(kept).choices)
    choices = (
        tiers,
        dict(Outlet.Form.choices),
        dict(Placement.Kind.choices),
        dict(Placement.Mode.choices),
        dict(Placement.Prominence.choices),
    )
    return dict(zip(CODED, choices, strict=True))


def _line_changes(
    before: Sequence[dict], after: Sequence[dict], words: Words
) -> list[str]:
    was = {line["number"]: line for line in before}
    now = {line["number"]: line for line in after}
    told = []
    for number in sorted({**was, **now}):
        old, new = was.get(number), now.get(number)
        if old == new:
            continue
        line = new or old or {}
        named = f"{number} {line['day']} {line['outlet']} · {line['unit']}"
        if old and new:
            changes = _(", ").join(
                f"{_word(words, name, old[name])} → {_word(words, name, new[name])}"
                for name in old
                if old[name] != new[name]
            )
            told.append(
                _("%(line)s: %(changes)s") % {"line": named, "changes": changes}
            )
        elif old:
            told.append(_("%(line)s: no longer counts") % {"line": named})
        else:
            told.append(_("%(line)s: counts now") % {"line": named})
    return told


def _word(words: Words, name: str, value: str) -> str:
    """A code as people read it; anything else as it is."""
    return str(words.get(name, {}).get(value, value))


def _scheme_changes(kept: KeptBulletin) -> list[str]:
    now = {
        scheme.starts_on.isoformat(): scheme
        for scheme in Scheme.objects.filter(unit=kept.county)
    }
    told = []
    for then in kept.rules:
        scheme = now.get(then["starts_on"])
        if scheme is None:
            told.append(
                _("The scheme “%(name)s” is gone or starts on another day.")
                % {"name": then["name"]}
            )
        elif scheme.version != then["version"]:
            told.append(
                _("The scheme “%(name)s” is now version %(now)s, was %(then)s.")
                % {
                    "name": then["name"],
                    "now": scheme.version,
                    "then": then["version"],
                }
            )
    return told
