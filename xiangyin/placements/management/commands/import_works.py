"""Import our own works from a table."""

from .import_articles import Command as ImportArticles


class Command(ImportArticles):
    help = "Import our own works from JSONL, CSV or XLSX. One wrong row stops it, unless --only-good."
    what = "works"
