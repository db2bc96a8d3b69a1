"""Import outlets from a table."""

from .import_articles import Command as ImportArticles


class Command(ImportArticles):
    help = (
        "Import outlets from CSV or XLSX. One wrong row stops it, unless --only-good."
    )
    what = "outlets"
