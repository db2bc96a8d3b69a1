"""Reading a tree of units from a CSV or XLSX file."""

from django.utils.translation import gettext as _

from ..errors import RuleBroken
from ..models import Unit
from .tables import table_in
from .units import COLUMNS, TreePlan, plan_tree

CHINESE = {
    "代码": "code",
    "编码": "code",
    "名称": "name",
    "单位": "name",
    "类别": "kind",
    "上级": "parent",
    "英文名": "name_en",
}
NEEDED = ("code", "name", "kind")


def plan_file(data: bytes, *, county: Unit | None = None) -> TreePlan:
    """Plan what the file would plant below ``county``, without writing.

    A row whose code stands already is an error, and so are the rows below it.
    A file that is no table gives one error, at row 1.
    """
    try:
        rows = list(numbered_rows(data))
    except RuleBroken as refusal:
        return TreePlan(errors=[(1, str(refusal.message))])
    plan = plan_tree(rows)
    taken = set()
    if county is not None:
        taken = set(Unit.objects.below(county).values_list("code", flat=True))
    lines = {str(row.get("code") or "").strip(): line for line, row in rows}
    kept, dropped = [], set()
    for row in plan.rows:
        if row["code"] in taken:
            error = _("The code “%(code)s” is taken already.") % row
        elif row["parent"] in dropped:
            error = _("Parent “%(parent)s” cannot be added.") % row
        else:
            kept.append(row)
            continue
        dropped.add(row["code"])
        plan.errors.append((lines[row["code"]], error))
    return TreePlan(rows=kept, errors=sorted(plan.errors))


def numbered_rows(data: bytes):
    """Yield ``(line, row)`` with our own column names."""
    table = table_in(data)
    names = {name: CHINESE.get(name, name.strip().lower()) for name in table.columns}
    missing = [name for name in NEEDED if name not in names.values()]
    if missing:
        raise RuleBroken(
            _("The first row must name the columns; missing: %(columns)s.")
            % {"columns": ", ".join(missing)}
        )
    for line, row in table.rows:
        yield (
            line,
            {
                names[column]: str(cell).replace("\x00", "")
                for column, cell in row.items()
                if names.get(column) in COLUMNS
            },
        )
