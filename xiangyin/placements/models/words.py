"""The words of articles and works, by which the ledger's lists are searched."""

from xiangyin.kernel.search.lists import WordTable

from .article import Article
from .work import Work

ARTICLE_WORDS = WordTable(Article, "title", ("text", "byline", "outlet_said"))
WORK_WORDS = WordTable(Work, "title", ("text", "authors", "origin"))


def set_up(connection) -> None:
    """Make the tables of words after migrations, and note what came before them."""
    there = set(connection.introspection.table_names())
    for table in (ARTICLE_WORDS, WORK_WORDS):
        if table.model._meta.db_table in there:
            table.set_up()
