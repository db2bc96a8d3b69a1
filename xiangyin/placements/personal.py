"""What the ledger keeps of people: bylines of what is published, and who decided."""

from django.conf import settings
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
    "placements.Evidence",
    "file",
    "note",
    purpose=_("proof that an outlet carried our story, within the office only"),
    basis=Basis.NEWS,
    until=_("so many years as the office has set, three at first, then deleted"),
    days=365 * settings.XIANGYIN_EVIDENCE_YEARS,
    since="taken_at",
    seen_by="placements.see_evidence",
    removal=Removal.KEPT,
    why=_("It says what was published."),
)
personal(
    "placements.Evidence",
    "by",
    of="by",
    purpose=_("who sent in a scan or a recording"),
    basis=Basis.STAFF,
    until=_("so many years as the office has set, three at first, then deleted"),
    seen_by="placements.see_evidence",
    **BY_NUMBER,
    is_copied=False,
)
not_personal(
    "names of columns in a table",
    "placements.ImportDraft.columns",
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
    "placements.Evidence.sha256",
    "placements.Evidence.address",
)
not_personal("why a page could not be kept", "placements.WantedEvidence.problem")
not_personal("rules for counting points", "placements.Scheme")
