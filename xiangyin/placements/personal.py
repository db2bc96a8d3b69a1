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
for model, field, purpose in (
    ("Bonus", "given_by", _("who gave a unit a bonus")),
    ("KeptBulletin", "owner", _("who compiles a bulletin")),
    ("Objection", "raised_by", _("who objected for a unit")),
    ("Objection", "answered_by", _("who answered for the desk")),
):
    personal(
        f"placements.{model}",
        field,
        of=field,
        purpose=purpose,
        basis=Basis.STAFF,
        until=_("for good, as the ledger of what was published"),
        seen_by="placements.see_bulletin",
        **BY_NUMBER,
        is_copied=False,
    )
personal(
    "placements.Objection",
    "text",
    "answer",
    of="raised_by",
    purpose=_("what a unit objected to in a bulletin, and the answer"),
    basis=Basis.STAFF,
    until=_("for good, as the ledger of what was published"),
    seen_by="placements.see_bulletin",
    removal=Removal.KEPT,
    why=_("It says what a unit wrote, not a person; the name becomes a number."),
)
not_personal(
    "units and the papers on which points rest",
    "placements.Bonus.reason",
    "placements.Bonus.document",
    "placements.Objection.outcome",
    "placements.KeptBulletin.number",
    "placements.KeptBulletin.state",
    "placements.KeptBulletin.period",
    "placements.KeptBulletin.told",
    "placements.KeptBulletin.lines",
    "placements.KeptBulletin.rules",
    "placements.KeptBulletin.hash",
    "placements.KeptBulletin.audience",
)
not_personal("points by tier and form", "placements.SchemeRow")
not_personal("what tiers of outlets are called", "placements.Tier")
not_personal("numbers and keys of what was counted", "placements.CountedMonth.lines")
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
for field, purpose, more in (
    (
        "file",
        _("the paper a bonus rests on, within the office only"),
        {"removal": Removal.KEPT, "why": _("It says why a unit was given points.")},
    ),
    ("by", _("who sent in the document of a bonus"), {"of": "by", **BY_NUMBER}),
):
    personal(
        "placements.BonusPaper",
        field,
        purpose=purpose,
        basis=Basis.STAFF,
        until=_("so many years as the office has set, three at first, then deleted"),
        days=365 * settings.XIANGYIN_EVIDENCE_YEARS,
        since="taken_at",
        seen_by="placements.see_evidence",
        is_copied=False,
        **more,
    )
personal(
    "placements.Compiling",
    "by",
    of="by",
    purpose=_("who asked for a bulletin that is being compiled"),
    basis=Basis.STAFF,
    until=_("until it is compiled"),
    seen_by="placements.keep",
    removal=Removal.ROW,
)
not_personal(
    "which period is compiled, and what went wrong",
    "placements.Compiling.period",
    "placements.Compiling.language",
    "placements.Compiling.problem",
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
    "placements.Evidence.sha256",
    "placements.BonusPaper.sha256",
    "placements.Evidence.address",
)
not_personal("why a page could not be kept", "placements.WantedEvidence.problem")
not_personal("why a page could not be read", "placements.WantedText.problem")
not_personal("rules for counting points", "placements.Scheme")
