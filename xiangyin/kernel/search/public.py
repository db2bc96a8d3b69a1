"""The words of what is public, by which readers search.

One row for each public text, written in the transaction that publishes it. Its key is
its *place*: the minute it was first public, or the next that is free. So the newest
come first in the order of the key, no database sorts what it found, and a search of a
word that stands in every other text stops after as many as it wants.

What is kept beside the text is which tokens it holds, and nothing of where they stand
(``engines.finding.written``): FTS5 without details on SQLite, a GIN index on an
expression on PostgreSQL, which keeps no copy of the tokens either. Both answer one
question, ``newest``; all else is done alike on both.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from django.db import connection, transaction

from xiangyin.engines.finding.asked import fact
from xiangyin.engines.finding.written import LEAD, TITLE, parted, tokens_of

TABLE = "public_words"
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
# So much of a text is read to put it in order. What it is about stands at its head.
READ = 1_500
# A quarter of a year, nearly. A word that many texts hold is asked of the last four
# quarters, then of the twelve before them, and only then of all.
QUARTER, REACHES = 2**17, (4, 16)
FEW_OF = 4

# Title and lead stand at the head of the text, and are kept by their lengths alone. The
# blank behind the title stands before the lead.
TITLE_OF_TEXT = "substr(text, 1, title_length)"
LEAD_OF_TEXT = "substr(text, title_length, lead_length)"
TOKENS = '(public_tokens(text, title_length, lead_length, more) COLLATE "C")'
COLUMNS = (
    "story_id bigint NOT NULL UNIQUE, home_id bigint NOT NULL,"
    " section_id bigint NOT NULL, title_length integer NOT NULL,"
    " lead_length integer NOT NULL, more text NOT NULL, text text NOT NULL"
)
MAKE = {
    "sqlite": [
        f"CREATE TABLE {TABLE} (place integer PRIMARY KEY, {COLUMNS})",
        f"CREATE VIRTUAL TABLE {TABLE}_tokens USING fts5(tokens,"
        " content='', contentless_delete=1, detail='none', tokenize='ascii')",
    ],
    "postgresql": [
        # The text is kept apart from its row: many rows are read at once, and what lies
        # near takes few bits in the index. PostgreSQL parts what is longer than 2 kB
        # only, so blanks make each row as long; packed they take 31 bytes. To start
        # other processes for the rows takes longer than to read them.
        f"CREATE TABLE {TABLE} (place bigint PRIMARY KEY, {COLUMNS},"
        " room text GENERATED ALWAYS AS (repeat(' ', 2032)) STORED)"
        " WITH (toast_tuple_target = 128, parallel_workers = 0)",
        f"""CREATE OR REPLACE FUNCTION public_tokens(
            written text, title integer, lead integer, more text)
        RETURNS text[] IMMUTABLE PARALLEL SAFE COST 10000 LANGUAGE plpgsql AS $$ BEGIN
        RETURN string_to_array(more, ' ') || (SELECT coalesce(array_agg(a), '{{}}')
            || array_agg(a || b) FILTER (WHERE ascii(b) >= 12293)
            || array_agg('{TITLE}' || a) FILTER (WHERE at <= title)
            || array_agg('{TITLE}' || a || b)
                FILTER (WHERE at <= title AND ascii(b) >= 12293)
            || array_agg('{LEAD}' || a) FILTER (WHERE at >= title AND at < title + lead)
            || array_agg('{LEAD}' || a || b)
                FILTER (WHERE at >= title AND at < title + lead AND ascii(b) >= 12293)
            FROM unnest(string_to_array(written, NULL),
                string_to_array(substr(written, 2), NULL))
                WITH ORDINALITY AS pair (a, b, at)
            WHERE ascii(a) >= 12293);
        END $$""",  # noqa: S608
        f"CREATE INDEX {TABLE}_tokens ON {TABLE} USING gin ({TOKENS})",
    ],
}
FIELDS = "place, story_id, home_id, section_id, title_length, lead_length, more, text"
MARKED = {"": "text", TITLE: TITLE_OF_TEXT, LEAD: LEAD_OF_TEXT}


@dataclass(frozen=True)
class Kept:
    """One public text in its written form, and the facts it is narrowed by."""

    story: int
    home: int
    section: int
    unit: int
    published: datetime
    title: str
    lead: str
    rest: str
    days: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """All of it: the title, the lead, the rest."""
        return self.title + self.lead.lstrip() + self.rest.lstrip()

    @property
    def facts(self) -> set[str]:
        """Tokens that are no words of the text."""
        told = {"h": self.home, "s": self.section, "u": self.unit}
        return {fact(kind, key) for kind, key in told.items()} | self.days


class Hit(NamedTuple):
    """One that was found."""

    place: int
    story: int
    section: int


@dataclass(frozen=True)
class Scope:
    """Where is looked: one county's site, perhaps a section, units, a time."""

    home: int
    section: int | None = None
    units: tuple[int, ...] = ()
    since: datetime | None = None
    until: datetime | None = None

    def facts(self) -> set[str]:
        """What every text must hold besides the words."""
        found = {fact("h", self.home)}
        if self.section is not None:
            found.add(fact("s", self.section))
        return found

    def places(self) -> tuple[int, int]:
        """The first place and the one behind the last."""
        since = place_of(self.since) if self.since else 0
        return since, place_of(self.until) if self.until else 2**40

    @cached_property
    def last_quarter(self) -> int:
        """That of the newest text there is."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT max(place) FROM {TABLE}")  # noqa: S608
            return (cursor.fetchone()[0] or 0) // QUARTER


def place_of(moment: datetime) -> int:
    """The minute of a moment. What is older than the count stands at its beginning."""
    return max(0, (moment - EPOCH) // MINUTE)


def set_up() -> None:
    """Make the tables where they are missing. Older ones are changed by migrations."""
    with transaction.atomic(), connection.cursor() as cursor:
        if TABLE not in connection.introspection.table_names(cursor):
            for statement in MAKE[connection.vendor]:
                cursor.execute(statement)


def keep(kept: Kept) -> None:
    """Note one text, in the place of what was noted of it."""
    forget(kept.story)
    text = kept.text
    unspaced, others = parted(text)
    more = others | kept.facts
    more |= {TITLE + token for token in parted(kept.title)[1]}
    more |= {LEAD + token for token in parted(kept.lead)[1]}
    with connection.cursor() as cursor:
        place = _free(cursor, place_of(kept.published))
        more.add(fact("q", place // QUARTER))
        cursor.execute(
            f"INSERT INTO {TABLE} ({FIELDS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",  # noqa: S608
            (
                *(place, kept.story, kept.home, kept.section),
                *(len(kept.title), len(kept.lead), " ".join(sorted(more)), text),
            ),
        )
        if connection.vendor == "sqlite":
            tokens = more | tokens_of(" ".join(unspaced))
            tokens |= tokens_of(kept.title, TITLE) | tokens_of(kept.lead, LEAD)
            cursor.execute(
                f"INSERT INTO {TABLE}_tokens (rowid, tokens) VALUES (%s, %s)",  # noqa: S608
                (place, " ".join(sorted(tokens))),
            )


def forget(story: int) -> None:
    """Keep nothing of a text any more."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                f"DELETE FROM {TABLE}_tokens WHERE rowid IN"  # noqa: S608
                f" (SELECT place FROM {TABLE} WHERE story_id = %s)",
                [story],
            )
        cursor.execute(f"DELETE FROM {TABLE} WHERE story_id = %s", [story])  # noqa: S608


class Telling(NamedTuple):
    """What of a kept text tells what it is about."""

    home: int
    title: str
    lead: str


def telling(story: int) -> Telling | None:
    """The title and lead that are kept of a text, if anything is."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT home_id, {TITLE_OF_TEXT}, {LEAD_OF_TEXT} FROM {TABLE}"  # noqa: S608
            " WHERE story_id = %s",
            [story],
        )
        row = cursor.fetchone()
    return Telling(*row) if row else None


def noted() -> set[int]:
    """Keys of all texts whose words are kept."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT story_id FROM {TABLE}")  # noqa: S608
        return {key for (key,) in cursor.fetchall()}


def _free(cursor, place: int) -> int:
    """``place``, or the next that nobody has."""
    cursor.execute(f"SELECT 1 FROM {TABLE} WHERE place = %s", [place])  # noqa: S608
    if cursor.fetchone() is None:
        return place
    cursor.execute(
        f"SELECT min(taken.place) + 1 FROM {TABLE} taken WHERE taken.place >= %s"  # noqa: S608
        f" AND NOT EXISTS (SELECT 1 FROM {TABLE} after"
        " WHERE after.place = taken.place + 1)",
        [place],
    )
    return cursor.fetchone()[0]


def newest(
    asked, scope: Scope, *, limit: int, part: str = "", few: bool = False
) -> list[Hit]:
    """Those that hold all that is asked for, the newest first, ``limit`` at most.

    ``part`` asks only the title or the lead (``TITLE``, ``LEAD``). ``few`` says that the
    last year will hardly be enough; it changes how quick the answer is, and nothing of it.
    """
    tokens = {
        token if each.day else part + token
        for each in asked.wanted
        for token in each.tokens
    }
    question = Question(tokens | scope.facts(), asked.needles, MARKED[part], scope)
    in_steps = not few and limit > 1 and scope.since is None and scope.until is None
    return NEWEST[connection.vendor](question, limit, in_steps=in_steps)


@dataclass(frozen=True)
class Question:
    """What a row must hold: tokens, one of some units, and words in its text."""

    tokens: set[str]
    needles: list[str]
    column: str
    scope: Scope

    @property
    def units(self) -> list[str]:
        return [fact("u", unit) for unit in self.scope.units]

    def in_text(self, look: str) -> str:
        return f" AND {look}({self.column}, %s) > 0" * len(self.needles)


def _newest_of_fts5(question: Question, limit: int, *, in_steps: bool) -> list[Hit]:
    asked = [f'"{token}"' for token in sorted(question.tokens)]
    if question.units:
        asked.append("(" + " OR ".join(f'"{unit}"' for unit in question.units) + ")")
    sql = (
        f"SELECT place, story_id, section_id FROM {TABLE}_tokens AS found"  # noqa: S608
        f" JOIN {TABLE} ON place = found.rowid WHERE {TABLE}_tokens MATCH %s"
        f" AND found.rowid >= %s AND found.rowid < %s{question.in_text('instr')}"
        " ORDER BY found.rowid DESC LIMIT %s"
    )
    match = " AND ".join(asked)
    return _hits(sql, [match, *question.scope.places(), *question.needles, limit])


def _newest_of_gin(question: Question, limit: int, *, in_steps: bool) -> list[Hit]:
    """In steps: the last years first. Where they are enough, no other is read."""
    hits: list[Hit] = []
    since, until = question.scope.places()
    if in_steps:
        last, asked = question.scope.last_quarter, 0
        for reach in REACHES:
            quarters = [fact("q", last - back) for back in range(asked, reach)]
            hits += _ask_gin(question, limit - len(hits), [quarters], (since, until))
            if len(hits) == limit:
                return hits
            asked = reach
            if len(hits) * FEW_OF < limit:
                break
        until = (last - asked + 1) * QUARTER
    return hits + _ask_gin(question, limit - len(hits), [], (since, until))


def _ask_gin(question: Question, limit: int, any_of: list, places: tuple) -> list[Hit]:
    any_of = [*any_of, *([question.units] if question.units else [])]
    # "+ 0" keeps PostgreSQL from walking the places by their key, cutting each text
    # into tokens to see whether it is wanted. "OFFSET 0" sorts before it looks into
    # the texts, so that it looks into no more than are wanted.
    sql = (
        f"SELECT place, story_id, section_id FROM (SELECT {SORTED} FROM {TABLE}"  # noqa: S608
        f" WHERE {TOKENS} @> %s{f' AND {TOKENS} && %s' * len(any_of)}"
        " AND place + 0 >= %s AND place + 0 < %s"
        " ORDER BY place + 0 DESC OFFSET 0) AS found"
        f" WHERE true{question.in_text('strpos')} LIMIT %s"
    )
    values = [sorted(question.tokens), *any_of, *places]
    return _hits(sql, [*values, *question.needles, limit])


SORTED = "place, story_id, section_id, title_length, lead_length, text"
NEWEST = {"sqlite": _newest_of_fts5, "postgresql": _newest_of_gin}


def _hits(sql: str, values: list) -> list[Hit]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [Hit(*row) for row in cursor.fetchall()]


HEAD_OF_TEXT = f"substr(text, 1, {READ} + title_length + lead_length)"
HEAD = {
    "sqlite": HEAD_OF_TEXT,
    # To count characters takes longer than to hand on all of a usual text.
    "postgresql": f"CASE WHEN octet_length(text) < {READ * 5} THEN text"
    f" ELSE {HEAD_OF_TEXT} END",
}


def texts(places: Iterable[int]) -> dict[int, tuple[str, str, str]]:
    """Title, lead and the head of the text in written form, by place."""
    places = list(places)
    if not places:
        return {}
    # Each text is unpacked once, and parted here. The places are numbers of ours: to put
    # them in one by one takes longer than to ask.
    numbers = ", ".join(f"{place:d}" for place in places)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT place, title_length, title_length + lead_length - 1,"  # noqa: S608
            f" {HEAD[connection.vendor]} FROM {TABLE} WHERE place IN ({numbers})"
        )
        return {
            place: (text[:title], text[title - 1 : lead], text[:READ])
            for place, title, lead, text in cursor.fetchall()
        }
