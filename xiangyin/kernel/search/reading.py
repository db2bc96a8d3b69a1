"""What both databases share: reading fields into words, and queries into terms."""

from modelsearch.index import AutocompleteField
from modelsearch.query import Phrase, PlainText

from xiangyin.engines.words import Term, phrase, query_terms

# Stands where a query has no word in it (“！！！”): no text contains this.
NOTHING = Term(("0nothing0asked0",))


def terms_of(query: PlainText, *, last_is_begun: bool) -> list[Term]:
    """The terms of what somebody typed; the last may be unfinished."""
    terms = query_terms(query.query_string) or [NOTHING]
    if last_is_begun:
        terms[-1] = terms[-1]._replace(prefix=True)
    return terms


def words_of(query: Phrase) -> Term:
    """The words of a phrase in quotes, all in a row."""
    return phrase(query.query_string) or NOTHING


def fields_read(indexer) -> dict[str, list[str]]:
    """Everything an object wants found, by the column it is kept in."""
    columns: dict[str, list[str]] = {"title": [], "body": [], "autocomplete": []}
    for field in indexer.search_fields:
        for prepared in indexer.prepare_field(indexer.obj, field):
            kind, value = prepared[0], prepared[-1]
            if isinstance(kind, AutocompleteField):
                columns["autocomplete"].append(value)
            else:
                column = "title" if kind.field_name == "title" else "body"
                columns[column].append(value)
    return columns
