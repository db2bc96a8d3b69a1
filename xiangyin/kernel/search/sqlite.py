"""Chinese search on SQLite's FTS5."""

from functools import reduce
from operator import and_, or_

from django.db.models import Case, F, FloatField, Value, When
from modelsearch.backends.database.sqlite import sqlite
from modelsearch.backends.database.sqlite.query import (
    Lexeme,
    MatchExpression,
    SearchQueryExpression,
    normalize,
)
from modelsearch.query import MatchAll, Not, Phrase, PlainText
from modelsearch.utils import get_content_type_pk, get_descendants_content_types_pks

from xiangyin.engines.words import index_text

from .reading import fields_read, terms_of, words_of

MOST_RANKED = 500
TITLE_WEIGHT = 4.0


class BestMatch(sqlite.BM25):
    """bm25 with the title's words counting for more. Smaller is better."""

    def as_sql(self, compiler, connection, function=None, template=None):
        weights = f"1.0, 1.0, {TITLE_WEIGHT}"  # autocomplete, body, title
        return f"bm25({sqlite.SQLiteFTSIndexEntry._meta.db_table}, {weights})", []


def lexeme(term) -> Lexeme:
    """Words in a row, quoted: FTS5 reads a quoted string of several as a phrase."""
    return Lexeme(" ".join(term.words), prefix=term.prefix)


class ChineseQueries:
    """Reads a query into terms; asks the word index first, then the tables.

    The stock compiler lets SQLite walk the objects and rank each by a query of its
    own: 90 s for a common word among 100 000 stories. Here the best
    ``MOST_RANKED`` are taken from the word index in one query.
    """

    fields: list[str] | None
    FTS_TABLE_FIELDS: list[str]

    def build_search_query_content(self, query, config=None):
        if isinstance(query, PlainText):
            terms = terms_of(query, last_is_begun=self.LAST_TERM_IS_PREFIX)
            join = and_ if query.operator.upper() == "AND" else or_
            return SearchQueryExpression(reduce(join, map(lexeme, terms)))
        if isinstance(query, Phrase):
            return SearchQueryExpression(lexeme(words_of(query)))
        return super().build_search_query_content(query, config)

    def search(self, config, start, stop, score_field=None):
        query = normalize(self.query)
        if isinstance(query, (MatchAll, Not)):
            return super().search(config, start, stop, score_field)
        hits = self._hits(query)
        ids = hits.values_list("index_entry__object_id", flat=True)
        if not self.order_by_relevance and score_field is None:
            found = self.queryset.filter(pk__in=ids)
            return (found if found.query.order_by else found.order_by("-pk"))[
                start:stop
            ]
        ranked = hits.order_by("score", "-pk").values_list(
            "index_entry__object_id", "score"
        )
        return self._in_order(dict(ranked[:MOST_RANKED]), score_field)[start:stop]

    def _hits(self, query):
        """Rows of the word index that match, with their score."""
        match = MatchExpression(self.columns(), self.build_search_query_content(query))
        # "+ 0" keeps SQLite from walking the objects' types instead of the words.
        return (
            sqlite.SQLiteFTSIndexEntry.objects.filter(match)
            .annotate(kind=F("index_entry__content_type_id") + 0, score=BestMatch())
            .filter(kind__in=get_descendants_content_types_pks(self.queryset.model))
        )

    def columns(self) -> list[str]:
        asked = set(self.fields or ())
        return ["title"] if asked == {"title"} else self.FTS_TABLE_FIELDS

    def _in_order(self, scores, score_field):
        to_python = self.queryset.model._meta.pk.to_python
        scores = {to_python(pk): score for pk, score in scores.items()}
        found = self.queryset.filter(pk__in=list(scores))
        if not scores:
            return found
        name = score_field or "_score"
        whens = [When(pk=pk, then=Value(score)) for pk, score in scores.items()]
        found = found.annotate(**{name: Case(*whens, output_field=FloatField())})
        return found.order_by(name, "-pk") if self.order_by_relevance else found


class QueryCompiler(ChineseQueries, sqlite.SQLiteSearchQueryCompiler):
    pass


class AutocompleteCompiler(ChineseQueries, sqlite.SQLiteAutocompleteQueryCompiler):
    def columns(self) -> list[str]:
        return self.FTS_TABLE_FIELDS


class WordIndex(sqlite.SQLiteIndex):
    """Writes an object's words, all its columns in one statement."""

    def add_items(self, model, objs):
        kind = get_content_type_pk(model)
        sqlite.IndexEntry.objects.bulk_create(
            [self._entry(kind, sqlite.ObjectIndexer(o, self.backend)) for o in objs],
            update_conflicts=True,
            unique_fields=["content_type", "object_id"],
            update_fields=["title", "body", "autocomplete"],
        )

    def _entry(self, kind, indexer):
        words = {
            column: index_text("\n".join(texts))
            for column, texts in fields_read(indexer).items()
        }
        return sqlite.IndexEntry(content_type_id=kind, object_id=indexer.id, **words)

    def _refresh_title_norms(self, full=False):
        """Nothing to refresh: bm25 knows how long a title is.

        The stock one reads the whole index at each save (250 ms at 100 000).
        """


class SQLiteBackend(sqlite.SQLiteSearchBackend):
    """Wagtail's SQLite search, with Chinese."""

    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = AutocompleteCompiler
    index_class = WordIndex
