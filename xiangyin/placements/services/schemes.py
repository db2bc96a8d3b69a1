"""Dated scoring tables: keeping them, and putting one in force."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from xiangyin.engines.points import Once, Row, Sharing, Span
from xiangyin.kernel.rights import require
from xiangyin.kernel.services.audit import record

from ..models import Scheme, SchemeRow
from .presets import Preset, preset
from .tiers import hold_tier


@transaction.atomic
def keep_scheme(scheme: Scheme, *, by, rows: Iterable[Row]) -> Scheme:
    """Save a scheme with its rows; what changed is recorded and makes a new version.

    ``by`` None is the operator at the machine's own shell. Raises ``NotAllowed``, or
    ``ValidationError`` with a message per field.
    """
    if by is not None:
        require(by, "placements.keep", scheme)
    kept = Scheme.objects.select_for_update(of=["self"]).filter(pk=scheme.pk).first()
    before = _told(kept) if kept else {}
    rows = list(rows)
    known = {row.tier for row in kept.rows.all()} if kept else set()
    for tier in sorted({row.tier for row in rows} - known):
        hold_tier(scheme.unit, tier)
    scheme.version = kept.version if kept else 1
    scheme.full_clean()
    scheme.save()
    scheme.rows.all().delete()
    for row in rows:
        kept_row = SchemeRow(scheme=scheme, **vars(row))
        kept_row.full_clean()
        kept_row.save()
    if not scheme.rows.exists():
        raise ValidationError(_("Give at least one tier its points."))
    _note_changes(scheme, before, by=by)
    return scheme


def _note_changes(scheme: Scheme, before: dict[str, Any], *, by) -> None:
    scheme._prefetched_objects_cache = {}
    after = _told(scheme)
    if not before:
        record(scheme, "start", by=by, label=scheme.name)
        return
    changed = {
        name: [before[name], after[name]]
        for name in after
        if before[name] != after[name]
    }
    if changed:
        scheme.version += 1
        scheme.save(update_fields=["version"])
        record(scheme, "change", by=by, label=scheme.name, **changed)


def _told(scheme: Scheme) -> dict[str, Any]:
    """All that a change of counts as a change."""
    plain = {"name": scheme.name, "starts_on": scheme.starts_on.isoformat()}
    ranks = {"shows_ranks": scheme.shows_ranks}
    return plain | ranks | scheme.rules.as_json()


def start_scheme(
    county, *, starts_on, by=None, key: str = "plain", name="", more: Iterable[Row] = ()
) -> Scheme:
    """Put a preset in force from a day, with ``more`` rows for tiers of the office's own."""
    chosen = preset(key)
    scheme = Scheme(unit=county, name=name or str(chosen.name), starts_on=starts_on)
    fill(scheme, chosen)
    return keep_scheme(scheme, by=by, rows=[*chosen.rules.rows, *more])


def fill(scheme: Scheme, chosen: Preset) -> None:
    """Set a scheme's fields, all but its rows, as a preset has them."""
    rules = chosen.rules
    scheme.source, scheme.note = str(chosen.source), str(chosen.note)
    scheme.lead_factor = rules.lead_factor
    scheme.front_page_factor = rules.front_factor
    scheme.digest_factor = rules.digest_factor
    scheme.long_characters = rules.long_characters
    scheme.long_seconds = rules.long_seconds
    scheme.counts_mentions = rules.counts_mentions
    scheme.once = Once(rules.once).value
    scheme.sharing = Sharing(rules.sharing).value
    scheme.cap = rules.cap
    scheme.cap_span = Span(rules.cap_span).value
    scheme.quotas = dict(rules.quotas)
    scheme.short_cost = rules.short_cost
    scheme.false_penalty = rules.false_penalty
