"""The desks' own addresses: newsroom, publishing, placements."""

from .rows import (
    ADMIN,
    FINAL,
    FIRST,
    INSIDE,
    KEEPER,
    LEADER,
    ON_PAGES,
    STAFF,
    E,
    R,
    office,
    staff,
)

HANDLERS = E | KEEPER
KEEPERS = KEEPER | ADMIN
WITNESSES = E | KEEPER | LEADER | ADMIN
CHANNEL_KEEPERS = FINAL | ADMIN

NEWSROOM = {
    "newsroom:tips": staff(see=STAFF),
    "newsroom:tip": staff("tip", see=STAFF),
    "newsroom:tip_step": staff("tip", "=decline", see=STAFF, act=E, sends="reason"),
    "newsroom:plans": staff(see=STAFF),
    "newsroom:plan_new": staff(see=E, act=E, operator="told"),
    "newsroom:plan": staff("plan", see=STAFF),
    "newsroom:plan_step": staff("plan", "=drop", see=STAFF, act=E, sends="reason"),
    "newsroom:stories": staff(see=STAFF),
    # A story's author hands it in, and so does an editor.
    "newsroom:story_submit": staff("draft", act=R | E),
    "newsroom:story_withdraw": staff("live", see=FINAL, act=FINAL),
    "newsroom:readings": staff(see=STAFF),
    "newsroom:reading": staff("in_reading", see=STAFF, act=FIRST, sends="reading"),
    # Films are the whole county's, as pictures are; who brings one may let it go.
    "films:index": staff(see=ON_PAGES),
    "films:index_results": staff(see=ON_PAGES, asked="q=春茶"),
    "films:add": staff(see=ON_PAGES, act=ON_PAGES, operator="told"),
    "films:inspect": staff("film", see=ON_PAGES, shared=True),
    "films:delete": staff("spare_film", see=ON_PAGES, act=ON_PAGES, shared=True),
    "film_chooser:choose": staff(see=INSIDE, operator="told"),
    "film_chooser:choose_results": staff(see=INSIDE, asked="q=春茶"),
    "film_chooser:chosen": staff("film", see=ON_PAGES, shared=True),
    "film_chooser:chosen_multiple": staff(see=INSIDE, asked="id={film}"),
    "film_chooser:create": staff(see=ON_PAGES, act=ON_PAGES, operator="told"),
    **office("themes", "spare_theme", see=STAFF, add=E, change=E, delete=E),
}

PUBLISHING = {
    **office("publishing_dispatches", "dispatch", see=STAFF),
    "publishing_dispatches:again": staff(
        "dispatch", act=CHANNEL_KEEPERS, kept_at="county"
    ),
    **office(
        "publishing_channels",
        "channel",
        see=STAFF,
        add=CHANNEL_KEEPERS,
        change=CHANNEL_KEEPERS,
    ),
}

PLACEMENTS = {
    "placements_confirm:queue": staff(see=STAFF),
    "placements_confirm:pair": staff("candidate", see=STAFF),
    "placements_confirm:decide": staff("candidate", act=HANDLERS, sends="decision"),
    "placements_confirm:assign": staff(
        "candidate", act=KEEPERS, sends="outlet", kept_at="county"
    ),
    "placements_confirm:reprints": staff("work", act=HANDLERS),
    "placements_confirm:cluster": staff("candidate", act=HANDLERS),
    "placements_confirm:undo": staff(act=HANDLERS),
    # Pages of others are proof within the office: not every post sees them.
    "placements_evidence:missing": staff(see=WITNESSES),
    "placements_evidence:file": staff("candidate", "evidence", see=WITNESSES),
    "placements_evidence:add": staff("candidate", act=HANDLERS, sends="scan"),
    "placements_evidence:again": staff("candidate", act=HANDLERS),
    "placements_evidence:delete": staff(
        "candidate", "evidence", see=HANDLERS, act=HANDLERS, sends="note"
    ),
    **office("placements_list", "placement", see=STAFF),
    **office(
        "placements_articles", "article", see=STAFF, add=HANDLERS, change=HANDLERS
    ),
    "placements_articles:inspect": staff("article", see=STAFF),
    **office("placements_outlets", "outlet", see=STAFF, add=KEEPERS, change=KEEPERS),
    "placements_outlets:inspect": staff("outlet", see=STAFF),
    "placements_bulletin:latest": staff(see=STAFF),
    "placements_bulletin:period": staff("=2026-03", see=STAFF, operator="told"),
    "placements_bulletin:chart": staff(
        "=2026-03", "=tiers", see=STAFF, operator="told"
    ),
    "placements_bulletin:file": staff("=2026-03", "=xlsx", see=STAFF, operator="told"),
    "placements_bulletin:what_if": staff("=2026-03", see=STAFF, operator="told"),
    "placements_bulletin:keep": staff(
        "=2026-03", act=KEEPERS, at_county=True, operator="told"
    ),
    "placements_bulletin:compiling": staff(
        "=2026-04", see=KEEPERS, at_county=True, operator="told"
    ),
    "placements_bulletin:step": staff(
        "=2026-02",
        "=reopen",
        act=KEEPERS,
        at_county=True,
        operator="told",
        sends="note",
    ),
    "placements_bulletin:object": staff(
        "=2026-02", act=STAFF, operator="no", sends="objection"
    ),
    "placements_bulletin:answer": staff(
        "objection", act=KEEPERS, kept_at="county", sends="answer"
    ),
    "placements_credit:share": staff("work", act=KEEPERS, kept_at="county"),
    "placements_credit:false": staff(
        "work", act=KEEPERS, kept_at="county", sends="false"
    ),
    "placements_credit:bonus": staff("bonus", act=KEEPERS, kept_at="county"),
    **office("placements_bonuses", "bonus", see=STAFF, add=KEEPERS),
    "placements_bonuses:inspect": staff("bonus", see=STAFF),
    "placements_credit:add_paper": staff(
        "bonus", act=KEEPERS, kept_at="county", sends="scan"
    ),
    "placements_credit:paper": staff("bonus", "paper", see=WITNESSES),
    "placements_credit:delete_paper": staff(
        "bonus", "paper", act=KEEPERS, kept_at="county", sends="note"
    ),
    "placements_figures:figures": staff(see=STAFF, operator="told"),
    "placements_figures:chart": staff("=trend", see=STAFF, operator="told"),
    "placements_figures:file": staff("=csv", see=STAFF, operator="told"),
    "placements_figures:list": staff("=works", see=STAFF, operator="told"),
    **office("placements_schemes", "scheme", see=STAFF, add=KEEPERS, change=KEEPERS),
    **office("placements_works", "work", see=STAFF),
    "placements_works:inspect": staff("work", see=STAFF),
    "placements_imports:articles": staff(
        see=HANDLERS, act=HANDLERS, operator="told", at_county=True
    ),
    "placements_imports:outlets": staff(
        see=KEEPERS, act=KEEPERS, operator="told", at_county=True
    ),
    # A file that somebody sent in is theirs until they decide.
    "placements_imports:works": staff(
        see=HANDLERS, act=HANDLERS, operator="told", at_county=True
    ),
    "placements_imports:wrong": staff("import", see=KEEPER, operator="no"),
    "placements_imports:draft": staff("import", see=KEEPER, act=KEEPER, operator="no"),
    "placements_intake:addresses": staff(
        see=HANDLERS, act=HANDLERS, operator="told", at_county=True
    ),
    # So are the addresses that somebody pasted.
    "placements_intake:pasted": staff("pasted", see=KEEPER, act=KEEPER, operator="no"),
    "placements_intake:feed": staff(
        see=HANDLERS, act=HANDLERS, operator="told", at_county=True
    ),
    "placements_intake:text": staff(
        "article", see=HANDLERS, act=HANDLERS, sends="text", kept_at="county"
    ),
    "placements_feeds:index": staff(
        see=HANDLERS, act=HANDLERS, operator="told", at_county=True, sends="feed"
    ),
    "placements_rules:index": staff(see=KEEPERS, operator="told", at_county=True),
    "placements_rules:rule": staff(
        "rule", see=KEEPERS, act=KEEPERS, sends="rule", kept_at="county"
    ),
    "placements_tiers:index": staff(see=KEEPERS, operator="told", at_county=True),
    "placements_tiers:add": staff(
        see=KEEPERS, act=KEEPERS, operator="told", at_county=True
    ),
    # A code is looked for in the person's own county, whatever another one calls so.
    "placements_tiers:tier": staff(
        "=own", see=KEEPERS, act=KEEPERS, operator="told", at_county=True, sends="tier"
    ),
    "placements_tiers:step": staff(
        "=own", "=retire", act=KEEPERS, operator="told", at_county=True, sends="tier"
    ),
    **office(
        "placements_own_feeds", "own_feed", see=STAFF, add=HANDLERS, change=HANDLERS
    ),
    "placements_unknown:index": staff(
        see=KEEPERS, act=KEEPERS, operator="told", at_county=True, sends="outlet"
    ),
}
