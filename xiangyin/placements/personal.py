"""What the ledger keeps of people: bylines of what is published, and who decided."""

from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.personal import (
    BY_NUMBER,
    PUBLISHED,
    Basis,
    Removal,
    not_personal,
    personal,
)

LEDGER = PUBLISHED | {
    "until": _("for good, as the ledger of what was published"),
    "seen_by": "placements.see",
}

personal("placements.Work", "title", "text", "authors", **LEDGER)
personal("placements.Article", "title", "text", "byline", "outlet_said", **LEDGER)
for field in ("owner", "decided_by"):
    personal(
        "placements.Placement",
        field,
        of=field,
        purpose=_("who confirmed or refused a placement"),
        basis=Basis.STAFF,
        until=_("for good, as the ledger of what was published"),
        seen_by="placements.see",
        **BY_NUMBER,
        is_copied=False,
    )
personal(
    "placements.ImportDraft",
    "by",
    "name",
    of="by",
    purpose=_("a file somebody sent in and has not yet decided about"),
    basis=Basis.STAFF,
    until=_("one day after it was sent"),
    days=1,
    since="made_at",
    seen_by="placements.handle",
    removal=Removal.ROW,
)
personal(
    "placements.Pasted",
    "by",
    of="by",
    purpose=_("addresses somebody pasted and has not yet decided about"),
    basis=Basis.STAFF,
    until=_("one day after it was sent"),
    days=1,
    since="made_at",
    seen_by="placements.handle",
    removal=Removal.ROW,
)
personal(
    "placements.PastedAddress",
    "found",
    **PUBLISHED
    | {"until": _("one day after it was sent"), "seen_by": "placements.handle"},
)
not_personal(
    "names of columns in a table",
    "placements.ImportDraft.columns",
    "placements.ColumnMapping",
)
not_personal(
    "addresses of pages, and why one could not be read",
    "placements.PastedAddress.address",
    "placements.PastedAddress.problem",
    "placements.Pasted.language",
)
not_personal("addresses of feeds", "placements.WorkFeed")
not_personal(
    "where something stood in a paper or when it was on the air",
    "placements.Article.issue",
    "placements.Article.page",
    "placements.Article.programme",
)
not_personal(
    "newspapers, stations and accounts, not people",
    "placements.Outlet",
    "placements.OutletName",
)
not_personal(
    "numbers, keys, states and addresses",
    "placements.Work.key",
    "placements.Work.origin",
    "placements.Work.address",
    "placements.Article.address",
    "placements.Article.fingerprint",
    "placements.Placement.number",
    "placements.Placement.state",
    "placements.Placement.engine",
    "placements.Placement.passages",
)
not_personal("rules for counting points", "placements.Scheme")
