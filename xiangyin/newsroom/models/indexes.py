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
        "wagtailcore_page (substr(path, 1, length(path) - 4), first_published_at, id)"
        " WHERE live"
    ),
    "newsroom_page_on_site": (
        "wagtailcore_page (substr(path, 1, length(path) - 8), first_published_at, id)"
        " WHERE live"
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


def set_up(connection) -> None:
    """Make those that are missing. Doing it twice changes nothing."""
    with connection.cursor() as cursor:
        for name, where in WANTED.items():
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {where}")


def can_stand(connection) -> bool:
    """Say whether the tables are there (they are not when migrating backwards)."""
    tables = connection.introspection.table_names()
    return {
        "wagtailcore_page",
        "wagtailcore_revision",
        "wagtailcore_taskstate",
        "wagtailcore_workflowstate",
    } <= set(tables)
