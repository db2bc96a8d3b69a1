"""What is mapped over the parts of a table: pure functions, Arrow in and Arrow out.

A fingerprint is a number of 40 bits. The rows of ``notes`` carry, for one article, the
fingerprints that it shares with any story, in its order.
"""

from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..index import StoryIndex
from ..tables import MATCHES, packed
from ..tracing import trace
from .batches import runs
from .knowing import (
    Informed,
    Known,
    Prints,
    judge,
    names_a_story,
    nominated,
    text_prints,
    title_prints,
    votes_of,
)


def _schema(**columns) -> pa.Schema:
    return pa.schema(list(columns.items()))


WORD, NUMBER, COUNT, YES = pa.string(), pa.int64(), pa.int32(), pa.bool_()
SHARED = pa.struct(
    {"print": NUMBER, "code": YES, "holders": COUNT, "namers": COUNT, "own": YES}
)
OFFER = pa.struct({"story": WORD, "title": WORD, "text": WORD})

IDS = _schema(id=WORD)
STORIES = _schema(story=WORD, story_title=WORD, story_text=WORD)
ARTICLES = _schema(article=WORD, title=WORD, text=WORD)
STORY_PRINTS = _schema(print=NUMBER, named=YES, story=WORD)
ARTICLE_PRINTS = _schema(print=NUMBER, article=WORD, place=COUNT, code=YES)
HOLDERS = _schema(print=NUMBER, holders=COUNT, namers=COUNT)
NOTES = _schema(article=WORD, shared=pa.list_(SHARED))
ASKED = _schema(print=NUMBER, named=YES, article=WORD, vote=pa.float32())
NOMINEES = _schema(article=WORD, story=WORD, whole=YES)
COPIES = _schema(story=WORD, whole=YES, story_title=WORD, story_text=WORD)
OFFERS = _schema(article=WORD, offers=pa.list_(OFFER))

# The place of a print that stands in an article's title only.
TITLE_ONLY = -1


def texts(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """Return id, title and text as strings, under other names."""
    columns = [
        pc.fill_null(table[name].cast(WORD), "")
        if name in table.column_names
        else pa.array([""] * len(table))
        for name in ("id", "title", "text")
    ]
    return pa.table(columns, schema)


def trace_texts(table: pa.Table, folder: str, limit: int, least: float) -> pa.Table:
    """Return the matches of articles with the stories of a saved index."""
    found = trace(_index(folder), table, limit=limit, min_confidence=least)
    return pa.Table.from_batches(found, MATCHES)


@lru_cache(maxsize=1)
def _index(folder: str) -> StoryIndex:
    """Open an index, once a worker."""
    return StoryIndex.open(folder)


def repeated(table: pa.Table) -> pa.Table:
    """Return the ids that stand there more than once."""
    counted = table.group_by("id").aggregate([([], "count_all")])
    return counted.filter(pc.greater(counted["count_all"], 1)).select(["id"])


def story_prints(table: pa.Table) -> pa.Table:
    """Return the fingerprints of stories' texts, and those of their titles."""
    parts = [
        (False, text_prints(packed(table, "story_text"))),
        (True, title_prints(packed(table, "story_title"))),
    ]
    return pa.concat_tables(
        pa.table(
            {
                "print": found.values,
                "named": pa.array(np.full(len(found.values), named)),
                "story": table["story"].take(pa.array(found.owners)),
            }
        )
        for named, found in parts
    )


def article_prints(table: pa.Table) -> pa.Table:
    """Return the fingerprints of articles with their places in the text, each once."""
    found, named = (
        text_prints(packed(table, "text")),
        title_prints(packed(table, "title")),
    )
    only = ~np.isin(_pairs(named), _pairs(found))
    owners = np.concatenate((found.owners, named.owners[only]))
    places = np.full(int(only.sum()), TITLE_ONLY, np.int32)
    return pa.table(
        {
            "print": np.concatenate((found.values, named.values[only])),
            "article": table["article"].take(pa.array(owners)),
            "place": np.concatenate((found.places, places)),
            "code": np.concatenate((found.codes, named.codes[only])),
        }
    )


def _pairs(prints: Prints) -> np.ndarray:
    """Return text and print as one number; a part has fewer than 2^23 texts."""
    return (prints.owners.astype(np.int64) << 40) | prints.values


def count_holders(table: pa.Table) -> pa.Table:
    """Return how many stories hold each print, in texts and in titles."""
    named = table["named"].cast(COUNT)
    counted = (
        pa.table({"print": table["print"], "named": named})
        .group_by("print")
        .aggregate([("named", "sum"), ("named", "count")])
    )
    namers = counted["named_sum"]
    return pa.table(
        {
            "print": counted["print"],
            "holders": pc.subtract(counted["named_count"], namers),
            "namers": namers,
        }
    )


def take_notes(table: pa.Table) -> pa.Table:
    """Return one row an article: what it shares with stories, in its order."""
    table = table.sort_by([("article", "ascending"), ("place", "ascending")])
    table = table.combine_chunks()
    ends = runs(table["article"])
    own = pc.greater_equal(table["place"], 0)
    columns = [table[name] for name in ("print", "code", "holders", "namers")]
    arrays = [each.combine_chunks() for each in [*columns, own]]
    shared = pa.StructArray.from_arrays(arrays, fields=list(SHARED))
    return pa.table(
        {
            "article": table["article"].take(pa.array(ends[:-1])),
            "shared": pa.ListArray.from_arrays(ends.astype(np.int32), shared),
        }
    )


def ask(table: pa.Table, total: int) -> pa.Table:
    """Return the prints of articles that may lead to a story, and their votes."""
    notes = table["shared"].combine_chunks()
    shared, counts = _columns(notes), notes.value_lengths().to_numpy()
    ends = np.concatenate(([0], np.cumsum(counts)))
    votes = votes_of(
        np.where(shared["own"], shared["holders"], np.int32(0)),
        shared["code"],
        ends,
        total,
    )
    owners = np.repeat(np.arange(len(counts)), counts)
    chosen = [votes > 0, names_a_story(shared["namers"])]
    return pa.table(
        {
            "print": np.concatenate([shared["print"][each] for each in chosen]),
            "named": np.repeat([False, True], [each.sum() for each in chosen]),
            "article": table["article"].take(
                pa.array(np.concatenate([owners[each] for each in chosen]))
            ),
            "vote": np.concatenate((votes[chosen[0]], np.zeros(chosen[1].sum()))),
        }
    )


def _columns(lists: pa.ListArray) -> dict[str, np.ndarray]:
    """Return the fields of lists of structs, end to end."""
    flat = lists.flatten()
    return {
        field.name: flat.field(field.name).to_numpy(zero_copy_only=False)
        for field in flat.type
    }


def nominate(table: pa.Table) -> pa.Table:
    """Return pairs that are worth a look; ``whole`` where more than a name is shared."""
    counted = (
        table.append_column("least", pc.cast(table["named"], COUNT))
        .group_by(["article", "story"])
        .aggregate([("vote", "sum"), ("named", "max")])
    )
    codes = counted["article"].combine_chunks().dictionary_encode().indices.to_numpy()
    enough = nominated(codes, counted["vote_sum"].to_numpy())
    return (
        counted.append_column("whole", pa.array(enough))
        .filter(pc.or_(pa.array(enough), counted["named_max"]))
        .select(NOMINEES.names)
    )


def copy(table: pa.Table) -> pa.Table:
    """Return each story twice, whole and without its text.

    Of a story that is only named the title is enough: most need not travel far.
    """
    titles, texts = (table[name].cast(WORD) for name in ("story_title", "story_text"))
    nothing = pa.array([""] * len(table), WORD)
    return pa.concat_tables(
        pa.table(
            [table["story"], pa.array([whole] * len(table)), titles, text],
            COPIES.names,
        )
        for whole, text in ((True, texts), (False, nothing))
    )


def offer(table: pa.Table) -> pa.Table:
    """Return one row an article: the stories that may matter to it."""
    table = table.sort_by("article").combine_chunks()
    ends = runs(table["article"])
    arrays = [table[name] for name in ("story", "story_title", "story_text")]
    offers = pa.StructArray.from_arrays(
        [each.combine_chunks().cast(WORD) for each in arrays], fields=list(OFFER)
    )
    return pa.table(
        {
            "article": table["article"].take(pa.array(ends[:-1])),
            "offers": pa.ListArray.from_arrays(ends.astype(np.int32), offers),
        }
    )


def tell(table: pa.Table, total: int, limit: int, least: float) -> pa.Table:
    """Return the matches of articles with what they were offered."""
    shared = _columns(table["shared"].combine_chunks())
    prints, first = np.unique(shared["print"], return_index=True)
    known = Known(prints, shared["holders"][first], shared["namers"][first], total)
    stories: dict[str, tuple[str, str, str]] = {}
    for each in table["offers"].combine_chunks().flatten().to_pylist():
        if each["text"] or each["story"] not in stories:
            stories[each["story"]] = each["story"], each["title"], each["text"]
    found = judge(
        table["article"].to_pylist(),
        packed(table, "text"),
        packed(table, "title"),
        Informed(list(stories.values()), known),
        limit=limit,
        least=least,
    )
    return pa.Table.from_batches([found])
