"""The whole table: every address and who may open it, by desk."""

from .rows import Row
from .rows_answers import ANSWERS
from .rows_desks import NEWSROOM, PLACEMENTS, PUBLISHING
from .rows_office import ACCOUNTS, OFFICE, SITE, WORKBENCH
from .rows_operator import DOCUMENTS, LISTS, REPORTS, SETTINGS, WORKFLOWS
from .rows_site import KEPT, PAGES_BESIDE
from .rows_wagtail import CHOOSERS, FRAME, PAGES, PICTURES

DESKS: dict[str, dict[str, Row]] = {
    "newsroom": NEWSROOM,
    "publishing": PUBLISHING,
    "placements": PLACEMENTS,
    "answers": ANSWERS,
    "workbench": WORKBENCH,
    "office": OFFICE,
    "site": SITE,
    "pages beside": PAGES_BESIDE,
    "kept site": KEPT,
    "accounts": ACCOUNTS,
    "pages": PAGES,
    "choosers": CHOOSERS,
    "pictures": PICTURES,
    "frame": FRAME,
    "workflows": WORKFLOWS,
    "reports": REPORTS,
    "settings": SETTINGS,
    "lists": LISTS,
    "documents": DOCUMENTS,
}
TABLE: dict[str, Row] = {
    name: row for rows in DESKS.values() for name, row in rows.items()
}
