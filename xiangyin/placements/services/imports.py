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
from typing import Any

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

from ..models import Article, ImportDraft
from ..reports.tiers import tiers_of
from .article_rows import read_article_row
from .articles import Kept, keep_articles, known_fingerprints
from .columns import RIGHTS, columns_of
from .mappings import choose_columns, note_use
from .outlet_rows import keep_outlets, known_outlets, read_outlet
from .work_rows import WorkRows, keep_works, known_works


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
    twice: int = 0
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
    return _plan(county, table, mapping, what=what)


def _plan(county, table: Table, mapping: dict[str, str], *, what: str) -> Plan:
    kind = KINDS[what]
    read_row = kind.reader(county)
    plan = Plan(problems=[Problem(row, "", text) for row, text in table.broken])
    labels = {column.name: str(column.label) for column in columns_of(what)}
    rows: dict[str, Any] = {}
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
        rows.setdefault(row.fingerprint, row)
    plan.twice = total - len(rows)
    known = kind.known(county, rows)
    plan.known = len(known)
    plan.good = [row for key, row in rows.items() if key not in known]
    plan.problems.sort(key=lambda problem: problem.row)
    return plan


def carry_out(county, plan: Plan, *, what: str, by) -> Kept:
    """Import a plan's good rows, all of them or none."""
    if by is not None:  # the operator at the machine's own shell holds no post
        require(by, RIGHTS[what], county)
    kept = KINDS[what].keep(county, plan.good, by=by)
    record(county, "import", by=by, label=what, new=kept.new, wrong=plan.wrong)
    return Kept(new=kept.new, known=kept.known + plan.known)


def _keep_articles(county, rows, *, by) -> Kept:
    return keep_articles(county, rows, source=Article.Source.FILE)


def _known_articles(county, rows) -> set[str]:
    return known_fingerprints(county, list(rows))


@dataclass(frozen=True)
class Kind:
    """How the rows of one kind of table are read, known and kept.

    A row has a ``fingerprint``: of two with the same, one is kept.
    """

    reader: Callable
    known: Callable
    keep: Callable


KINDS = {
    ImportDraft.What.ARTICLES: Kind(
        lambda county: read_article_row, _known_articles, _keep_articles
    ),
    ImportDraft.What.OUTLETS: Kind(
        lambda county: partial(read_outlet, tiers=tiers_of(county)),
        known_outlets,
        keep_outlets,
    ),
    ImportDraft.What.WORKS: Kind(WorkRows, known_works, keep_works),
}


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
    draft.columns, draft.mapping = choose_columns(county, what, table.columns)
    draft.save()
    return draft


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
    note_use(draft.mapping)
    drop_draft(draft)
    return kept


def import_file(
    county, path: Path, *, what: str, by=None, mapping=None, only_good=False, dry=False
) -> tuple[Plan, Kept | None]:
    """The whole of an import for a command. Nothing is written if a row is wrong,
    unless ``only_good``.
    """
    table = read_table(path)
    chosen, _saved = choose_columns(county, what, table.columns)
    columns = chosen | (mapping or {})
    unknown = Counter(columns.values()).keys() - set(table.columns)
    if unknown:
        raise RuleBroken(
            _("The file has no column “%(column)s”.") % {"column": sorted(unknown)[0]}
        )
    plan = plan_import(county, table, what=what, mapping=columns)
    if dry or (plan.problems and not only_good):
        return plan, None
    return plan, carry_out(county, plan, what=what, by=by)
