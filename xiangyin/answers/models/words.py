"""The words of questions and of what is public, by which their lists are searched."""

from xiangyin.kernel.search.lists import WordTable

from .publication import Publication
from .question import Question

QUESTION_WORDS = WordTable(Question, "title", ("text",))
PUBLIC_WORDS = WordTable(Publication, "title", ("text", "reply"))
TABLES = (QUESTION_WORDS, PUBLIC_WORDS)


def set_up(connection) -> None:
    """Make the tables of words after migrations, and note what came before them."""
    there = set(connection.introspection.table_names())
    for table in TABLES:
        if table.model._meta.db_table in there:
            table.set_up()


def note_words(sender, instance, update_fields, raw, **_told) -> None:
    """With each row that is saved, its words. Who updates many calls ``keep``."""
    for table in TABLES:
        spoken = {table.title, *table.others}
        is_said = update_fields is None or spoken & set(update_fields)
        if sender is table.model and is_said and not raw:
            table.keep(sender._default_manager.filter(pk=instance.pk))
