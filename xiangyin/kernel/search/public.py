"""The words of what is public, by which readers search.

One row for each public text, written in the transaction that publishes it. Its key is
its *place*: the minute it was first public, or the next that is free. So the newest
come first in the order of the key, no database sorts what it found, and a search of a
word that stands in every other text stops after as many as it wants.

What is kept beside the text is which tokens it holds, and nothing of where they stand
(``engines.finding.written``): FTS5 without details on SQLite, a GIN index on an
expression on PostgreSQL, which keeps no copy of the tokens either. What is asked of
them stands in :mod:`.found`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction

from xiangyin.engines.finding.asked import fact
from xiangyin.engines.finding.written import LEAD, TITLE, parted, tokens_of

TABLE = "public_words"
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
# So much of a text is read to put it in order. What it is about stands at its head.
READ = 1_500
# A quarter of a year, nearly.
QUARTER = 2**17

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
