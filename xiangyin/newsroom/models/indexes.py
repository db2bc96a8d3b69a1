"""Indexes of ours on Wagtail's tables, for lists of 100,000 stories.

Wagtail keeps the days of a page and the chosen time of a revision without an index.
A migration of Wagtail's that makes a table anew (as SQLite must) forgets what it does
not know, so these are set up after migrations, like the gate.
"""

WANTED = {
    "newsroom_page_first_published": "wagtailcore_page (first_published_at)",
    # The stories of a section and of a site by day: a section is one step above its
    # stories and the front page two, and a step is four characters of the path.
    "newsroom_page_in_section": (
        "wagtailcore_page ({without_4}, first_published_at, id) WHERE live"
    ),
    "newsroom_page_on_site": (
        "wagtailcore_page ({without_8}, first_published_at, id) WHERE live"
    ),
    "newsroom_page_last_written": "wagtailcore_page (latest_revision_created_at)",
    "newsroom_page_own_last_written": (
        "wagtailcore_page (owner_id, latest_revision_created_at)"
    ),
    "newsroom_page_not_public": "wagtailcore_page (id) WHERE NOT live",
    "newsroom_workflow_status": "wagtailcore_workflowstate (status)",
    "newsroom_workflow_object": "wagtailcore_workflowstate (object_id, status)",
    "newsroom_task_status": "wagtailcore_taskstate (status)",
    "newsroom_revision_chosen_time": (
        "wagtailcore_revision (approved_go_live_at)"
        " WHERE approved_go_live_at IS NOT NULL"
    ),
}
# A path without its end, as each database says it; ``portal.shelves`` asks alike.
SHORTER = {
    "sqlite": "substr(path, 1, length(path) - {length})",
    "postgresql": "left(path, -{length})",
}


def set_up(connection) -> None:
    """Make those that are missing. Doing it twice changes nothing."""
    shorter = SHORTER[connection.vendor]
    paths = {f"without_{length}": shorter.format(length=length) for length in (4, 8)}
    with connection.cursor() as cursor:
        for name, where in WANTED.items():
            place = where.format(**paths)
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {place}")


def can_stand(connection) -> bool:
    """Say whether the tables are there (they are not when migrating backwards)."""
    tables = connection.introspection.table_names()
    return {
        "wagtailcore_page",
        "wagtailcore_revision",
        "wagtailcore_taskstate",
        "wagtailcore_workflowstate",
    } <= set(tables)
