"""The office's own addresses, the workbench, the public site, and the accounts."""

from dataclasses import replace

from .rows import (
    ADMIN,
    INSIDE,
    ON_PAGES,
    STAFF,
    C,
    Row,
    account,
    everyone,
    office,
    shut,
    staff,
)

# Who sends tips: everybody of the newsroom's, and nobody who only answers residents.
TELLERS = frozenset(C | STAFF)

WORKBENCH = {
    "wagtailadmin_home": staff(see=INSIDE),
    "workbench:chart": staff("=light", see=STAFF, act=STAFF),
    "workbench:late": staff(see=STAFF),
    "workbench:tips": staff("=2026-03", see=STAFF),
    "workbench:stories": staff("=2026-03", see=STAFF),
    "workbench:outlets": staff("=2026-03", see=STAFF),
    "start": account(act=...),
    "speak": everyone("=en", see=False, act=...),
    "my_tips": account(act=...),
    "my_figures": account(),
    "my_tip": replace(account("tip", nobody=False), see=TELLERS, act=TELLERS),
    "tip_new": replace(account(nobody=False), see=TELLERS, act=TELLERS),
}

OFFICE = {
    **office("people", "person", see=ADMIN, add=ADMIN, change=ADMIN, operator_adds=""),
    "people:data": staff("person", see=ADMIN, act=ADMIN, sends="erase"),
    "people:copy": staff("person", act=ADMIN),
    **office("units", "unit", see=ADMIN, add=ADMIN, change=ADMIN, operator_adds=""),
    "people:link": staff("person", see=ADMIN, act=ADMIN),
    "units:import": staff(see=ADMIN, act=ADMIN, operator="told", at_county=True),
    **office("working_days", "day", see=ADMIN, add=ADMIN, change=ADMIN, delete=ADMIN),
    "working_days:index": staff(see=ADMIN, operator="told"),
    # A notice holds for every county: only who answers for all of them loads it.
    "working_days:notice": staff(operator="ok"),
    "letters:index": staff(see=ADMIN),
    "letters:index_results": staff(see=ADMIN),
    "letters:inspect": staff("letter", see=ADMIN),
    "letters:again": staff("letter", act=ADMIN),
    "trail:index": staff(see=ADMIN),
    "trail:index_results": staff(see=ADMIN),
    "visits:index": staff(see=STAFF, operator="told"),
    "visits:chart": staff("=months", see=STAFF, operator="told"),
    "visits:file": staff(see=STAFF, operator="told"),
}
del OFFICE["working_days:index_results"]  # a year is one page

SITE = {
    "healthz": everyone(act=..., at="/healthz"),
    "feed": everyone(),
    "search": everyone(asked="q=春茶"),
    "search_offers": everyone(asked="q=春"),
    "archive": everyone(),
    "archive_month": everyone("year", "month", alike=True),
    "theme": everyone("theme.slug", shared=True),
    "unit": everyone("elsewhere.code", shared=True),
    "site_map": everyone(),
    "public_bulletins": everyone(),
    "public_bulletin": everyone("=2026-01"),
    "public_bulletin_json": everyone("=2026-01"),
    "accessibility": everyone(),
    "large_type": everyone(see=False, act=...),
    "choose_script": everyone(see=False, act=...),
    "offline": everyone(),
    "offline_gone": everyone(asked="p=/news/away/"),
    "service_worker": everyone(),
    "choose_language": everyone(act=...),
    "set_language": everyone(act=...),
    "robots": everyone(),
    "sitemap": everyone(),
    # A picture that no public page shows: for those who choose pictures for pages.
    r"^media/(?P<path>images/.*)$": Row(
        "public", ("picture",), frozenset(ON_PAGES), shared=True, at="/media/{size}"
    ),
    r"^media/(?P<path>films/[^/]+)$": Row(
        *("public", ("spare_film",), frozenset(ON_PAGES)),
        shared=True,
        at="/media/{film_file}",
    ),
    # What is said in a film of a draft: for those who may open the draft.
    "captions": Row("public", ("draft", "film", "captions"), frozenset(STAFF)),
    "wagtail_serve": everyone("address", shared=True, act=...),
}

ACCOUNTS = {
    "admin/login/": everyone(at="/admin/login/", act=..., leads="login"),
    "wagtailadmin_login": everyone(act=..., leads="login"),
    "account_login": everyone(act=...),
    "account_logout": everyone(act=...),
    "account_inactive": everyone(),
    "account_signup": everyone(act=...),
    "account_reauthenticate": account(act=...),
    "account_email": account(act=...),
    "account_email_verification_sent": everyone(),
    "account_change_password": account(act=...),
    "account_set_password": account(act=...),
    "account_reset_password": everyone(act=...),
    "account_confirm_login_code": account(act=...),
    "account_confirm_email": everyone("=key"),
    "account_reset_password_from_key_done": everyone(),
    "account_reset_password_from_key": everyone("=1", "=key", act=...),
    "account_reset_password_done": everyone(),
    "mfa_index": account(),
    "mfa_authenticate": account(act=...),
    "mfa_reauthenticate": account(act=...),
    # Without the passkey that its script sends, it leads back to the log-in.
    "mfa_login_webauthn": account(act=...),
    "mfa_activate_totp": account(act=...),
    # There is nothing to take away or to look at before there is a second factor.
    "mfa_deactivate_totp": account(see=(), nobody=False, operator="no"),
    "mfa_view_recovery_codes": account(see=(), nobody=False, operator="no"),
    "mfa_generate_recovery_codes": account(act=...),
    "mfa_download_recovery_codes": account(see=(), nobody=False, operator="no"),
    "mfa_list_webauthn": account(),
    "mfa_add_webauthn": account(act=...),
    "mfa_reauthenticate_webauthn": account(act=...),
    # Nobody here has a passkey yet, and another person's is not there.
    "mfa_remove_webauthn": account("=1", see=(), nobody=False, operator="no"),
    "mfa_edit_webauthn": account("=1", see=(), nobody=False, operator="no"),
    "usersessions_list": account(act=...),
    # Of one's own only; another's is not there.
    "end_session": account("=1", see=(), nobody=False, operator="no"),
    # Nobody sees anything behind a link that was never made.
    "invitation": everyone("=token", see=False),
    "my_data": account(),
    "my_copy": account(see=(), act=...),
    "wagtailadmin_account": staff(see=INSIDE, act=INSIDE),
    "wagtailadmin_logout": staff(act=INSIDE, leads="login"),
    # Passwords are allauth's: Wagtail's own ways to one are switched off.
    "wagtailadmin_password_reset": everyone(see=False),
    "wagtailadmin_password_reset_done": everyone(see=False),
    "wagtailadmin_password_reset_confirm": everyone("=MQ", "=token", see=False),
    "wagtailadmin_password_reset_complete": everyone(see=False),
    "admin/^.*/$": shut(at="/admin/nowhere/"),
}
