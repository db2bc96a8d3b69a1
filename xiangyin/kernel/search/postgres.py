"""Chinese search on PostgreSQL's full text index."""

from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import F, TextField, Value
from modelsearch.backends.database.postgres import postgres
from modelsearch.backends.database.postgres.query import Lexeme
from modelsearch.query import Phrase, PlainText
from modelsearch.utils import get_content_type_pk

from xiangyin.engines.words import index_text

from .reading import fields_read, terms_of, words_of


def lexeme(term, *, invert=False) -> Lexeme:
    """Words in a row, quoted: ``to_tsquery`` reads a quoted string as a phrase."""
    return Lexeme(" ".join(term.words), invert=invert, prefix=term.prefix)


class ChineseQueries:
    """Reads a query into terms, and asks the one column that has an index for all."""

    def build_tsquery_content(self, query, config=None, invert=False):
        if isinstance(query, PlainText):
            terms = terms_of(query, last_is_begun=self.LAST_TERM_IS_PREFIX)
            join = and_ if query.operator == "and" else or_
            asked = reduce(join, [lexeme(term, invert=invert) for term in terms])
            return SearchQuery(asked, search_type="raw", config="simple")
        if isinstance(query, Phrase):
            asked = lexeme(words_of(query), invert=invert)
            return SearchQuery(asked, search_type="raw", config="simple")
        return super().build_tsquery_content(query, config, invert)

    def get_search_vectors(self, search_query):
        if set(self.fields or ()) == {"title"}:
            return [(F("index_entries__title"), 1.0)]
        return self.get_index_vectors(search_query)


class QueryCompiler(ChineseQueries, postgres.PostgresSearchQueryCompiler):
    def get_index_vectors(self, search_query):
        return [(F("index_entries__body"), 1.0)]


class AutocompleteCompiler(ChineseQueries, postgres.PostgresAutocompleteQueryCompiler):
    def get_search_vectors(self, search_query):
        return self.get_index_vectors(search_query)


def vector(texts: list[str], weight: str = "D") -> SearchVector:
    words = index_text("\n".join(texts))
    return SearchVector(
        Value(words, output_field=TextField()), weight=weight, config="simple"
    )


class WordIndex(postgres.PostgresIndex):
    """Writes an object's words.

    The title's words stand in ``body`` as well, with the greatest weight: Wagtail
    ships no index on title and body together, and asking both without one reads the
    whole table (1.2 s at 100 000).
    """

    def add_items(self, model, objs):
        kind = get_content_type_pk(model)
        postgres.IndexEntry.objects.bulk_create(
            [self._entry(kind, postgres.ObjectIndexer(o, self.backend)) for o in objs],
            update_conflicts=True,
            unique_fields=["content_type", "object_id"],
            update_fields=["title", "body", "autocomplete", "title_text", "body_text"],
        )

    def _entry(self, kind, indexer):
        read = fields_read(indexer)
        title = vector(read["title"], "A")
        return postgres.IndexEntry(
            content_type_id=kind,
            object_id=indexer.id,
            title=title,
            body=title + vector(read["body"]),
            autocomplete=vector(read["autocomplete"]),
            title_text=" ".join(read["title"]).replace("\0", ""),
            body_text="",
        )

    def _refresh_title_norms(self, full=False):
        """Nothing to refresh: the weights say what a title counts for."""


class PostgresBackend(postgres.PostgresSearchBackend):
    """Wagtail's PostgreSQL search, with Chinese."""

    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = AutocompleteCompiler
    index_class = WordIndex

    def __init__(self, params):
        super().__init__({**params, "SEARCH_CONFIG": "simple"})
