"""Columns that an office chose once for the files of one sender."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.rights import require
from xiangyin.kernel.services.audit import record

from ..models import ColumnMapping, ImportDraft
from .columns import RIGHTS, columns_of, guess_columns
from .texts import clean_line, folded


def saved_mappings(county, what: str):
    return ColumnMapping.objects.filter(unit=county, what=what)


def laid_on(mapping: ColumnMapping, found: list[str]) -> dict[str, str]:
    """A mapping's columns by the headings of this file, as far as they are there."""
    here = {folded(heading): heading for heading in reversed(found)}
    told = {
        name: here.get(folded(heading)) for name, heading in mapping.columns.items()
    }
    return {name: heading for name, heading in told.items() if heading}


def fitting_mapping(county, what: str, found: list[str]) -> ColumnMapping | None:
    """The saved mapping all of whose columns this file has; of several, the nearest."""
    here = {folded(heading) for heading in found}
    fitting = [
        mapping
        for mapping in saved_mappings(county, what)
        if mapping.columns and len(laid_on(mapping, found)) == len(mapping.columns)
    ]
    return min(
        fitting,
        key=lambda mapping: (
            len(here.symmetric_difference(mapping.headings)),
            mapping.pk,
        ),
        default=None,
    )


def choose_columns(
    county, what: str, found: list[str]
) -> tuple[dict[str, str], ColumnMapping | None]:
    """Which heading tells what: as it was saved, or else as it can be guessed."""
    mapping = fitting_mapping(county, what, found)
    if mapping:
        return laid_on(mapping, found), mapping
    return guess_columns(found, columns_of(what)), None


@transaction.atomic
def save_mapping(draft: ImportDraft, name: str, *, found: list[str], by):
    """Keep a draft's columns under a name; the same name again replaces them."""
    require(by, RIGHTS[draft.what], draft.unit)
    name = clean_line(name)[:60]
    if not name:
        raise RuleBroken(_("Write a name for these columns."))
    if not draft.columns:
        raise RuleBroken(_("Choose the columns first, then save them."))
    told = {
        "columns": draft.columns,
        "headings": [folded(heading) for heading in found],
    }
    mapping, fresh = ColumnMapping.objects.update_or_create(
        unit=draft.unit, what=draft.what, name=name, defaults=told
    )
    draft.mapping = mapping
    draft.save(update_fields=["mapping"])
    action = "create" if fresh else "change"
    record(mapping, action, by=by, label=_("Columns saved"), note=name)
    return mapping


@transaction.atomic
def forget_mapping(mapping: ColumnMapping, *, by) -> None:
    """Throw a saved mapping away; what was imported by it stays."""
    require(by, RIGHTS[mapping.what], mapping.unit)
    record(mapping, "delete", by=by, label=_("Columns forgotten"), note=mapping.name)
    mapping.delete()


def note_use(mapping: ColumnMapping | None) -> None:
    """Remember when a mapping was last of use, for whoever tidies up."""
    if mapping:
        mapping.used_on = timezone.localdate()
        mapping.save(update_fields=["used_on"])
