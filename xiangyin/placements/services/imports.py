"""Taking in a table: which column is what, what is wrong, what would be new.

Nothing is written before somebody has seen the errors and said so. The same
file twice changes nothing.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.rights import require
from xiangyin.kernel.services.audit import record
from xiangyin.kernel.services.files import is_older
from xiangyin.kernel.services.tables import Table, check_size, read_table
from xiangyin.kernel.storage import make_folder, write_durably

from ..models import Article, ImportDraft, Outlet
from .articles import Kept, keep_articles, known_fingerprints, read
from .columns import ARTICLE_COLUMNS, OUTLET_COLUMNS, columns_of, guess_columns
from .outlet_rows import OutletRow, keep_outlets, read_outlet
from .texts import folded, read_date


@dataclass(frozen=True)
class Problem:
    """Why one row cannot be taken, and what to do."""

    row: int
    column: str
    message: str
    value: str = ""


@dataclass
class Plan:
    """What an import would do: the good rows, the wrong ones, the ones we have."""

    good: list = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    known: int = 0
    preview: list[dict] = field(default_factory=list)

    @property
    def wrong(self) -> int:
        return len({problem.row for problem in self.problems})


def missing_columns(what: str, mapping: dict[str, str]) -> str:
    """Say which columns a file lacks, or nothing."""
    lacking = [
        str(column.label)
        for column in columns_of(what)
        if column.required and column.name not in mapping
    ]
    if what == ImportDraft.What.ARTICLES and not {"outlet", "address"} & mapping.keys():
        lacking.append(_("outlet or address"))
    if not lacking:
        return ""
    return _("No column is chosen for: %(columns)s.") % {
        "columns": _(", ").join(lacking)
    }


def plan_import(county, table: Table, *, what: str, mapping: dict[str, str]) -> Plan:
    """Check every row without writing any."""
    lacking = missing_columns(what, mapping)
    if lacking:
        raise RuleBroken(
            _("%(lacking)s The file has: %(found)s.")
            % {"lacking": lacking, "found": _(", ").join(table.columns) or "–"}
        )
    articles = what == ImportDraft.What.ARTICLES
    return _plan(
        county,
        table,
        mapping,
        read_row=_read_article if articles else read_outlet,
        key=lambda row: row.fingerprint,
        known=_known_articles if articles else _known_outlets,
    )


def _plan(county, table, mapping, *, read_row: Callable, key, known) -> Plan:
    plan = Plan(problems=[Problem(row, "", text) for row, text in table.broken])
    labels = {column.name: str(column.label) for column in ARTICLE_COLUMNS}
    labels |= {column.name: str(column.label) for column in OUTLET_COLUMNS}
    rows: dict[str, object] = {}
    total = 0
    for number, cells in table.rows:
        values = {name: cells.get(column, "") for name, column in mapping.items()}
        if len(plan.preview) < 10:
            plan.preview.append({"row": number, "values": values})
        try:
            row = read_row(values)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                value = str(values.get(name, ""))[:60]
                plan.problems += [
                    Problem(number, labels.get(name, name), message, value)
                    for message in messages
                ]
            continue
        total += 1
        rows.setdefault(key(row), row)
    for one in known(county, rows):
        del rows[one]
    plan.good = list(rows.values())
    plan.known = total - len(rows)
    return plan


def _read_article(values: dict):
    written = values.get("published_on", "")
    day = read_date(written)
    reading = {
        "title": values.get("title", ""),
        "published_on": day,
        "text": values.get("text", ""),
        "address": values.get("address", ""),
        "outlet_said": values.get("outlet", ""),
        "byline": values.get("byline", ""),
    }
    if not reading["outlet_said"] and not reading["address"]:
        raise ValidationError({"outlet": _("Neither outlet nor address is given.")})
    return read(**reading)


def _known_articles(county, rows) -> set[str]:
    return known_fingerprints(county, list(rows))


def _known_outlets(county, rows: dict[str, OutletRow]) -> set[str]:
    names = Outlet.objects.of_county(county).values_list("name", flat=True)
    return {folded(name) for name in names} & rows.keys()


def carry_out(county, plan: Plan, *, what: str, by) -> Kept:
    """Import a plan's good rows, all of them or none."""
    if by is not None:  # the operator at the machine's own shell holds no post
        require(by, RIGHTS[what], county)
    if what == ImportDraft.What.ARTICLES:
        kept = keep_articles(county, plan.good, source=Article.Source.FILE)
    else:
        kept = keep_outlets(county, plan.good, by=by)
    record(county, "import", by=by, label=what, new=kept.new, wrong=plan.wrong)
    return Kept(new=kept.new, known=kept.known + plan.known)


def start_draft(county, upload, *, what: str, by) -> ImportDraft:
    """Lay an uploaded file aside under a name of ours, and throw old ones away."""
    require(by, RIGHTS[what], county)
    check_size(upload.size)
    clear_drafts(now=timezone.now())
    draft = ImportDraft(unit=county, by=by, what=what, name=upload.name[-120:])
    make_folder(draft.path.parent)
    write_durably(draft.path, upload.chunks())
    try:
        table = read_table(draft.path)
    except RuleBroken:
        draft.path.unlink()
        raise
    draft.columns = guess_columns(table.columns, columns_of(what))
    draft.save()
    return draft


RIGHTS = {
    ImportDraft.What.ARTICLES: "placements.handle",
    ImportDraft.What.OUTLETS: "placements.keep",
}


def drop_draft(draft: ImportDraft) -> None:
    """Throw away what we noted of it, then the file: a draft never lacks its file."""
    path = draft.path
    draft.delete()
    transaction.on_commit(partial(path.unlink, missing_ok=True))


def clear_drafts(*, now) -> int:
    """Throw away what nobody decided about for a day, and files without a draft."""
    old = ImportDraft.objects.filter(made_at__lt=now - timedelta(days=1))
    for draft in old:
        drop_draft(draft)
    folder = ImportDraft.folder()
    files = list(folder.iterdir()) if folder.exists() else []
    known = {str(pk) for pk in ImportDraft.objects.values_list("pk", flat=True)}
    for path in files:
        if path.name not in known and is_older(path, timedelta(days=1), now=now):
            path.unlink(missing_ok=True)
    return len(old)


@transaction.atomic
def import_draft(draft: ImportDraft, *, by) -> Kept:
    """Import a draft's good rows and throw the file away."""
    table = read_table(draft.path)
    plan = plan_import(draft.unit, table, what=draft.what, mapping=draft.columns)
    kept = carry_out(draft.unit, plan, what=draft.what, by=by)
    drop_draft(draft)
    return kept


def import_file(
    county, path: Path, *, what: str, by=None, mapping=None, only_good=False, dry=False
) -> tuple[Plan, Kept | None]:
    """The whole of an import for a command. Nothing is written if a row is wrong,
    unless ``only_good``.
    """
    table = read_table(path)
    columns = guess_columns(table.columns, columns_of(what)) | (mapping or {})
    unknown = Counter(columns.values()).keys() - set(table.columns)
    if unknown:
        raise RuleBroken(
            _("The file has no column “%(column)s”.") % {"column": sorted(unknown)[0]}
        )
    plan = plan_import(county, table, what=what, mapping=columns)
    if dry or (plan.problems and not only_good):
        return plan, None
    return plan, carry_out(county, plan, what=what, by=by)
