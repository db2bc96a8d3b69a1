"""Planting the office's tree."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Unit

KINDS = {
    "county": Unit.Kind.COUNTY,
    "department": Unit.Kind.DEPARTMENT,
    "town": Unit.Kind.TOWN,
    "village": Unit.Kind.VILLAGE,
    "县": Unit.Kind.COUNTY,
    "县区": Unit.Kind.COUNTY,
    "部门": Unit.Kind.DEPARTMENT,
    "乡镇": Unit.Kind.TOWN,
    "镇": Unit.Kind.TOWN,
    "街道": Unit.Kind.TOWN,
    "村": Unit.Kind.VILLAGE,
    "社区": Unit.Kind.VILLAGE,
}
COLUMNS = ("code", "name", "kind", "parent", "name_en")


@transaction.atomic
def found_county(*, code: str, name: str, name_en: str = "") -> Unit:
    """Plant the root of a county's tree."""
    county = Unit(code=code, name=name, name_en=name_en, kind=Unit.Kind.COUNTY)
    county.clean_fields(exclude=["path", "depth", "numchild"])
    return Unit.add_root(instance=county)


def add_unit(parent: Unit, *, code, name, kind, name_en="") -> Unit:
    """Add a unit below ``parent``. Codes are unique within a county."""
    unit = Unit(code=code, name=name, name_en=name_en, kind=kind)
    unit.clean_fields(exclude=["path", "depth", "numchild"])
    return Unit.objects.get(pk=parent.pk).add_child(instance=unit)


@dataclass
class TreePlan:
    """What an import of units would do: rows to plant, and what is wrong."""

    rows: list[dict] = field(default_factory=list)
    errors: list[tuple[int, str]] = field(default_factory=list)


def plan_tree(rows) -> TreePlan:
    """Check rows of ``code, name, kind, parent, name_en`` without writing.

    ``rows`` yields ``(line number, dict)``. A row's parent is a code above it
    in the file, or empty for directly below the county.
    """
    plan = TreePlan()
    codes: set[str] = set()
    for line, row in rows:
        values = {name: str(row.get(name) or "").strip() for name in COLUMNS}
        error = _row_error(values, codes)
        if error:
            plan.errors.append((line, error))
            continue
        codes.add(values["code"])
        plan.rows.append({**values, "kind": KINDS[values["kind"].lower()].value})
    return plan


def _row_error(row: dict, codes: set[str]) -> str:
    if not row["code"] or not row["name"]:
        return _("A unit needs a code and a name.")
    if row["code"] in codes:
        return _("The code “%(code)s” stands twice.") % row
    if row["kind"].lower() not in KINDS or KINDS[row["kind"].lower()] == "county":
        return _("Kind “%(kind)s” is unknown: write 部门, 乡镇 or 村.") % row
    if row["parent"] and row["parent"] not in codes:
        return _("Parent “%(parent)s” does not stand above this row.") % row
    try:
        unit = Unit(code=row["code"], name=row["name"], name_en=row["name_en"])
        unit.clean_fields(exclude=["path", "depth", "numchild", "kind"])
    except Exception as error:  # ValidationError of any field, told as one line
        return "; ".join(getattr(error, "messages", [str(error)]))
    return ""


@transaction.atomic
def plant_tree(county: Unit, rows: list[dict]) -> int:
    """Plant planned rows below ``county``. Returns how many units were added."""
    units = {"": county}
    for row in rows:
        parent = units[row["parent"]]
        units[row["code"]] = add_unit(
            parent,
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            name_en=row["name_en"],
        )
    return len(rows)
