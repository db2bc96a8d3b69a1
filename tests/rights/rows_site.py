"""The public site's own pages, and the screens on which the office keeps them."""

from .rows import ADMIN, FINAL, INSIDE, STAFF, E, everyone, office, staff

KEEPERS = E | ADMIN

PAGES_BESIDE = {
    "whats_on": everyone(),
    "whats_past": everyone(),
    "whats_on_month": everyone("year", "month", alike=True),
    "whats_on_feed": everyone(),
    "occasion": everyone("occasion", shared=True),
    "services": everyone(),
    "about": everyone(),
    "look": everyone("=of-yesterday"),
}

KEPT = {
    **office(
        *("site_occasions", "occasion"),
        see=STAFF,
        add=KEEPERS,
        change=KEEPERS,
        delete=KEEPERS,
    ),
    **office(
        *("site_services", "service"),
        see=STAFF,
        add=KEEPERS,
        change=KEEPERS,
        delete=KEEPERS,
    ),
    **office(
        *("site_contacts", "card"),
        see=STAFF,
        add=KEEPERS,
        change=KEEPERS,
        delete=KEEPERS,
    ),
    **office("site_imprint", "imprint", see=ADMIN, change=ADMIN),
    "site:front": staff(see=FINAL | ADMIN, operator="told"),
    "theme_chooser:choose": staff(see=INSIDE),
    "theme_chooser:choose_results": staff(see=INSIDE),
    "theme_chooser:chosen": staff("spare_theme", see=STAFF),
    "theme_chooser:chosen_multiple": staff(see=INSIDE, asked="id={spare_theme}"),
}
