"""The words of published headlines and leads, with how they sound.

From these a reader is offered what he may be typing, and what he may have meant. A word
is counted with each public text that holds it, in the transaction that publishes or
withdraws the text; at nought it is gone.
"""

from typing import NamedTuple

from django.db import connection

from xiangyin.engines.finding.sounds import Sound, sound

TABLE = "public_vocabulary"
PLAIN = {"sqlite": "text", "postgresql": 'text COLLATE "C"'}
MAKE = [
    f"CREATE TABLE IF NOT EXISTS {TABLE} (home_id bigint NOT NULL,"
    " word {text} NOT NULL, sound {text} NOT NULL, initials {text} NOT NULL,"
    " blurred {text} NOT NULL, stories integer NOT NULL, PRIMARY KEY (home_id, word))",
    *(
        f"CREATE INDEX IF NOT EXISTS {TABLE}_{column} ON {TABLE} (home_id, {column})"
        for column in ("sound", "initials", "blurred")
    ),
]
BY_PREFIX = ("word", "initials", "sound")
LAST = "\U0010ffff"
MOST_READ = 400


class Word(NamedTuple):
    """A word of this county's public texts, and how many hold it."""

    word: str
    sound: Sound
    stories: int


def set_up() -> None:
    """Make the table where it is missing."""
    with connection.cursor() as cursor:
        for statement in MAKE:
            cursor.execute(statement.format(text=PLAIN[connection.vendor]))


def count(home: int, *, more: set[str], less: set[str]) -> None:
    """Count words with one text more, or one less. Always in the same order, so that
    two who publish at once never wait for each other in a ring."""
    with connection.cursor() as cursor:
        if more - less:
            cursor.executemany(
                f"INSERT INTO {TABLE}"  # noqa: S608
                " (home_id, word, sound, initials, blurred, stories)"
                " VALUES (%s, %s, %s, %s, %s, 1) ON CONFLICT (home_id, word)"
                f" DO UPDATE SET stories = {TABLE}.stories + 1",
                [_row(home, word) for word in sorted(more - less)],
            )
        if less - more:
            cursor.executemany(
                f"UPDATE {TABLE} SET stories = stories - 1"  # noqa: S608
                " WHERE home_id = %s AND word = %s",
                [(home, word) for word in sorted(less - more)],
            )
            cursor.execute(
                f"DELETE FROM {TABLE} WHERE home_id = %s AND stories <= 0",  # noqa: S608
                [home],
            )


def _row(home: int, word: str) -> tuple:
    heard = sound(word)
    return home, word, heard.full, heard.initials, heard.blurred


def beginning(home: int, typed: str, *, limit: int) -> list[Word]:
    """Words that begin so, in writing or in pinyin, those of most texts first."""
    found: dict[str, Word] = {}
    for column in BY_PREFIX:
        condition = f"{column} >= %s AND {column} < %s"
        for word in _read(home, condition, [typed, typed + LAST], limit):
            found.setdefault(word.word, word)
    return sorted(found.values(), key=lambda word: -word.stories)[:limit]


def sounding(home: int, sounds: set[Sound]) -> list[Word]:
    """Words that sound like one of ``sounds``, or nearly."""
    if not sounds:
        return []
    blurred = sorted({each.blurred for each in sounds})
    gaps = ", ".join(["%s"] * len(blurred))
    return _read(home, f"blurred IN ({gaps})", blurred, MOST_READ)


def beginning_with(home: int, character: str, lengths: set[int]) -> list[Word]:
    """Words of some lengths that begin with a character."""
    gaps = ", ".join(["%s"] * len(lengths))
    condition = f"word >= %s AND word < %s AND length(word) IN ({gaps})"
    values = [character, character + LAST, *sorted(lengths)]
    return _read(home, condition, values, MOST_READ)


def _read(home: int, condition: str, values: list, limit: int) -> list[Word]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT word, sound, initials, blurred, stories FROM {TABLE}"  # noqa: S608
            f" WHERE home_id = %s AND {condition}"
            " ORDER BY stories DESC, word LIMIT %s",
            [home, *values, limit],
        )
        return [
            Word(word, Sound(*heard), stories)
            for word, *heard, stories in cursor.fetchall()
        ]
