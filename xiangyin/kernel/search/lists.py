"""Words of a desk's rows, for the searches of its lists.

Wagtail's word index ranks; a list filters and keeps its own order, by day. For that a
table of words for each kind of row is quicker: its row has the key of what it speaks
of, and nothing is joined. It is written in the transaction of its row (``keep``), so
that a search is never behind, and what is read of a text and of a query is what
``engines.words`` says, as everywhere.

On PostgreSQL a word's place is known up to the 16,383rd only, so a long text is kept
in parts there that overlap, and each term is asked for by itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import BigIntegerField, Expression, Model, Q

from xiangyin.engines.words import Term, index_text, query_terms

PART, OVERLAP = 10_000, 200
AT_ONCE = 500


@dataclass(frozen=True)
class WordTable:
    """The words of ``model``: of its ``title`` apart, and of ``others``."""

    model: type[Model]
    title: str
    others: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.model._meta.db_table}_words"

    def set_up(self) -> None:
        """Make the table where it is missing, and note the rows that came before it."""
        with connection.cursor() as cursor:
            for statement in MAKE[connection.vendor]:
                cursor.execute(statement.format(name=self.name))
        self.keep(self.model._default_manager.exclude(Q(pk__in=_Noted(self.name))))

    def keep(self, rows) -> None:
        """Note the words of ``rows`` (a queryset), in the place of what was noted."""
        fields = ["pk", self.title, *self.others]
        found = rows.order_by("pk").values_list(*fields)
        keys = list(found.values_list("pk", flat=True))
        for start in range(0, len(keys), AT_ONCE):
            part = self.model._default_manager.filter(
                pk__in=keys[start : start + AT_ONCE]
            )
            self._write(part.values_list(*fields))

    def _write(self, rows: Iterable[tuple]) -> None:
        rows = list(rows)
        with connection.cursor() as cursor:
            cursor.executemany(
                f"DELETE FROM {self.name} WHERE {KEY[connection.vendor]} = %s",  # noqa: S608
                [row[:1] for row in rows],
            )
            cursor.executemany(
                INSERT[connection.vendor].format(name=self.name),
                [words for row in rows for words in _words_of(*row)],
            )

    def holding(self, query: str, *, field: str = "pk", in_title: bool = False) -> Q:
        """Rows that hold all that ``query`` asks for; none where it asks for nothing.

        ``field`` leads to the row from what is asked for.
        """
        terms = query_terms(query)
        if not terms:
            return Q(pk__in=[])
        asked = Q()
        together = [terms] if connection.vendor == "sqlite" else [[t] for t in terms]
        for group in together:
            keys = _Holding(self.name, group, in_title=in_title)
            asked &= Q(**{f"{field}__in": keys})
        return asked


MAKE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE IF NOT EXISTS {name} USING fts5(title, body,"
        " content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0')"
    ],
    "postgresql": [
        "CREATE TABLE IF NOT EXISTS {name} (row_id bigint NOT NULL,"
        " words tsvector NOT NULL)",
        "CREATE INDEX IF NOT EXISTS {name}_row ON {name} (row_id)",
        "CREATE INDEX IF NOT EXISTS {name}_gin ON {name} USING gin (words)",
    ],
}
KEY = {"sqlite": "rowid", "postgresql": "row_id"}
INSERT = {
    "sqlite": "INSERT INTO {name} (rowid, title, body) VALUES (%s, %s, %s)",
    "postgresql": (
        "INSERT INTO {name} (row_id, words) VALUES (%s,"
        " setweight(to_tsvector('simple', %s), 'A') || to_tsvector('simple', %s))"
    ),
}


def _words_of(key: int, title: str, *others: str) -> Iterator[tuple[int, str, str]]:
    """The rows to write for one row of the desk: one, or on PostgreSQL a few."""
    body = "\n".join(others)
    if connection.vendor == "sqlite":
        yield key, index_text(title), index_text(body)
        return
    for start in range(0, max(len(body), 1), PART):
        part = body[start : start + PART + OVERLAP]
        yield key, index_text("" if start else title), index_text(part)


class _Keys(Expression):
    """A query for keys, to stand behind ``pk__in``."""

    output_field = BigIntegerField()

    def __init__(self, table: str):
        super().__init__(output_field=BigIntegerField())
        self.table = table

    def get_source_expressions(self):
        return []


class _Noted(_Keys):
    """Keys of all rows whose words are noted."""

    def as_sql(self, compiler, connection):
        key = KEY[connection.vendor]
        return f"(SELECT {key} FROM {self.table})", []  # noqa: S608


class _Holding(_Keys):
    """Keys of the rows that hold all of ``terms``."""

    def __init__(self, table: str, terms: list[Term], *, in_title: bool):
        super().__init__(table)
        self.terms, self.in_title = terms, in_title

    def as_sql(self, compiler, connection):
        asked = " AND ".join(_fts5(term) for term in self.terms)
        match = f"title : ({asked})" if self.in_title else asked
        sql = f"(SELECT rowid FROM {self.table} WHERE {self.table} MATCH %s)"  # noqa: S608
        return sql, [match]

    def as_postgresql(self, compiler, connection):
        asked = " & ".join(_tsquery(term, self.in_title) for term in self.terms)
        sql = (
            f"(SELECT row_id FROM {self.table} WHERE words @@ to_tsquery('simple', %s))"  # noqa: S608
        )
        return sql, [asked]


def _fts5(term: Term) -> str:
    """Words in a row as FTS5 writes them.

    >>> _fts5(Term(("融媒", "媒体")))
    '"融媒 媒体"'
    """
    return f'"{" ".join(term.words)}"' + (" *" if term.prefix else "")


def _tsquery(term: Term, in_title: bool) -> str:
    """Words in a row as PostgreSQL writes them, the last perhaps only begun.

    >>> _tsquery(Term(("茶",), prefix=True), in_title=True)
    "'茶':*A"
    """
    *before, last = term.words
    weight = "A" if in_title else ""
    marks = ("*" if term.prefix else "") + weight
    ends = [(word, weight) for word in before] + [(last, marks)]
    words = [f"'{word}'" + (f":{mark}" if mark else "") for word, mark in ends]
    return f"({' <-> '.join(words)})" if before else words[0]
