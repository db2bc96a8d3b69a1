"""Which public texts hold what is asked for, the newest first.

One question to the database, however many are asked together: FTS5 on SQLite, a GIN
index on PostgreSQL (:mod:`.public` tells what they hold). All else is done alike on
both.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from xiangyin.engines.finding.asked import Asked, fact
from xiangyin.engines.finding.written import FACT, LEAD, TITLE

from .public import LEAD_OF_TEXT, QUARTER, TABLE, TITLE_OF_TEXT, TOKENS, place_of

# A word that many texts hold is asked of the last four quarters, then of the twelve
# before them, and only then of all; where the first find few, of all at once.
NEAR, FAR, FEW_OF = 4, 16, 4
MARKED = {"": "text", TITLE: TITLE_OF_TEXT, LEAD: LEAD_OF_TEXT}


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


@dataclass(frozen=True)
class Question:
    """What is looked for, where, and how many of it are wanted.

    ``part`` asks only the title or the lead (``TITLE``, ``LEAD``). ``few`` says that the
    last year will hardly be enough; it changes how quick the answer is, and nothing of it.
    """

    asked: Asked
    scope: Scope
    limit: int
    part: str = ""
    few: bool = False

    @property
    def tokens(self) -> list[str]:
        """What each text must hold."""
        wanted = {
            token if each.day else self.part + token
            for each in self.asked.wanted
            for token in each.tokens
        }
        return sorted(wanted | self.scope.facts())

    @property
    def units(self) -> list[str]:
        """One of these it must hold, if any are named."""
        return [fact("u", unit) for unit in self.scope.units]

    def in_text(self, look: str) -> str:
        """The needles, where tokens do not say enough."""
        return f" AND {look}({MARKED[self.part]}, %s) > 0" * len(self.asked.needles)

    @property
    def goes_in_steps(self) -> bool:
        """Whether the newest quarters are asked first."""
        is_open = self.scope.since is None and self.scope.until is None
        return is_open and self.limit > 1 and not self.few


def newest(asked: Asked, scope: Scope, *, limit: int, part: str = "") -> list[Hit]:
    """Those that hold all that is asked for, the newest first, ``limit`` at most."""
    return newest_of_each([Question(asked, scope, limit, part)])[0]


def newest_of_each(questions: list[Question]) -> list[list[Hit]]:
    """What each of some questions finds, asked of the database at once."""
    found: list[list[Hit]] = [[] for _question in questions]
    if not questions:
        return found
    sql, values = NEWEST[connection.vendor](questions)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        for number, *row in cursor.fetchall():
            found[number].append(Hit(*row))
    # A union promises no order; each part of it holds its own newest.
    return [sorted(hits, reverse=True) for hits in found]


def _fts5(questions: list[Question]) -> tuple[str, list]:
    parts, values = [], []
    for number, question in enumerate(questions):
        asked = [f'"{token}"' for token in question.tokens]
        if question.units:
            units = " OR ".join(f'"{unit}"' for unit in question.units)
            asked.append(f"({units})")
        parts.append(
            f"SELECT {number}, * FROM (SELECT place, story_id, section_id"  # noqa: S608
            f" FROM {TABLE}_tokens AS found JOIN {TABLE} ON place = found.rowid"
            f" WHERE {TABLE}_tokens MATCH %s AND found.rowid >= %s AND found.rowid < %s"
            f"{question.in_text('instr')} ORDER BY found.rowid DESC LIMIT %s)"
        )
        values += [" AND ".join(asked), *question.scope.places()]
        values += [*question.asked.needles, question.limit]
    return " UNION ALL ".join(parts), values


def _gin(questions: list[Question]) -> tuple[str, list]:
    tables, told = [LAST], []
    values: list = []
    for number, question in enumerate(questions):
        names = (f"near_{number}", f"far_{number}", f"rest_{number}")
        steps = (
            _steps(question, *names[:2])
            if question.goes_in_steps
            else [_whole(question)]
        )
        for name, step in zip(names, steps, strict=False):
            tables.append(f"{name} AS MATERIALIZED ({step})")
            told.append(f"SELECT {number}, * FROM {name}")  # noqa: S608
            values += [question.tokens, *([question.units] if question.units else [])]
            values += question.asked.needles
    return f"WITH {', '.join(tables)} {' UNION ALL '.join(told)}", values


LAST = f"last (quarter) AS (SELECT max(place) / {QUARTER} FROM {TABLE})"  # noqa: S608


def _whole(question: Question) -> str:
    since, until = question.scope.places()
    times = f" AND place + 0 >= {since:d} AND place + 0 < {until:d}"
    return _looked_up(question, times, f"{question.limit:d}")


def _steps(question: Question, near: str, far: str) -> list[str]:
    """One that is not needed is limited to none, and then is not looked for.

    Of a word that few of the last year hold, all that are older are asked at once.
    """
    limit = f"{question.limit:d}"
    so_far = f"(SELECT count(*) FROM {near})"  # noqa: S608
    few = f"{so_far} * {FEW_OF} < {limit}"
    behind = f"(quarter + 1 - CASE WHEN {few} THEN {NEAR} ELSE {FAR} END) * {QUARTER}"
    return [
        _looked_up(question, _of_quarters(0, NEAR), limit),
        _looked_up(
            question,
            _of_quarters(NEAR, FAR),
            f"CASE WHEN {few} THEN 0 ELSE {limit} - {so_far} END",
        ),
        _looked_up(
            question,
            f" AND place + 0 < (SELECT {behind} FROM last)",  # noqa: S608
            f"{limit} - {so_far} - (SELECT count(*) FROM {far})",  # noqa: S608
        ),
    ]


def _of_quarters(first: int, behind: int) -> str:
    return (
        f" AND {TOKENS} && ARRAY(SELECT '{FACT}q' || quarter - back"  # noqa: S608
        f" FROM last, generate_series({first}, {behind - 1}) AS back)"
    )


def _looked_up(question: Question, when: str, limit: str) -> str:
    # "+ 0" keeps PostgreSQL from walking the places by their key, cutting each text
    # into tokens to see whether it is wanted. "OFFSET 0" sorts before it looks into
    # the texts, so that it looks into no more than are wanted.
    return (
        f"SELECT place, story_id, section_id FROM (SELECT {SORTED} FROM {TABLE}"  # noqa: S608
        f" WHERE {TOKENS} @> %s{f' AND {TOKENS} && %s' if question.units else ''}{when}"
        " ORDER BY place + 0 DESC OFFSET 0) AS found"
        f" WHERE true{question.in_text('strpos')} LIMIT {limit}"
    )


SORTED = "place, story_id, section_id, title_length, lead_length, text"
NEWEST = {"sqlite": _fts5, "postgresql": _gin}
