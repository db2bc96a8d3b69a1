"""What keeps a database that has grown as quick as a small one."""

from django.db import connection

# Rows looked at for each index: enough to choose well, and a second at 100,000.
SAMPLE = 1000


def refresh_statistics() -> bool:
    """Let SQLite look at how its tables have grown; say whether there was need.

    Without it SQLite guesses, and walks 100,000 rows where an index would do.
    PostgreSQL's autovacuum sees to this by itself.
    """
    if connection.vendor != "sqlite":
        return False
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit = {SAMPLE}")
        cursor.execute("ANALYZE")
    return True
