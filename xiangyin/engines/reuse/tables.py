"""Texts and matches as Arrow tables, and their schemas.

The columns of ``TEXTS`` may come in any order, as strings of any width or as numbers
(ids); of a table that is traced only ``id`` and ``text`` are needed.
"""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .finding import Told
from .winnowing import Packed

TEXTS = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("title", pa.string()),
        pa.field("text", pa.string(), nullable=False),
        pa.field("date", pa.string()),
        pa.field("outlet", pa.string()),
    ]
)
PASSAGE = pa.struct(
    [
        pa.field(name, pa.int32(), nullable=False)
        for name in ("story_start", "story_end", "article_start", "article_end")
    ]
)
MATCHES = pa.schema(
    [
        pa.field("article", pa.string(), nullable=False),
        pa.field("story", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("confidence", pa.float64(), nullable=False),
        pa.field("carried", pa.float64(), nullable=False),
        pa.field("made_of", pa.float64(), nullable=False),
        pa.field("passages", pa.list_(PASSAGE), nullable=False),
    ]
)


def packed(table: pa.Table | pa.RecordBatch, name: str) -> Packed:
    """Return a column as the kernels read it: without a copy, if it is one chunk.

    >>> texts = packed(pa.table({"text": ["甲", None]}), "text")
    >>> texts.ends.tolist()
    [0, 3, 3]
    """
    if name not in table.schema.names:
        return Packed(np.zeros(0, np.uint8), np.zeros(len(table) + 1, np.int64))
    column = table[name]
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    column = pc.fill_null(column.cast(pa.large_string()), "")
    _, ends, data = column.buffers()
    places = np.frombuffer(ends, np.int64)[
        column.offset : column.offset + len(column) + 1
    ]
    return Packed(np.frombuffer(data or b"", np.uint8), places)


def names(table: pa.Table | pa.RecordBatch) -> list[str]:
    """Return the ids as strings."""
    return table["id"].cast(pa.string()).to_pylist()


def matches(articles: Sequence[str], told: Sequence[Told]) -> pa.RecordBatch:
    """Return what was found as a batch of ``MATCHES``."""
    spans = [passage for each in told for passage in each.passages]
    ends = np.cumsum([0, *(len(each.passages) for each in told)])
    columns = np.array(spans, np.int32).reshape(-1, len(PASSAGE.names)).T
    passages = pa.ListArray.from_arrays(
        pa.array(ends, pa.int32()),
        pa.StructArray.from_arrays(
            [pa.array(np.ascontiguousarray(column)) for column in columns],
            fields=list(PASSAGE),
        ),
        type=MATCHES.field("passages").type,
    )
    return pa.RecordBatch.from_arrays(
        [
            pa.array([articles[each.article] for each in told], pa.string()),
            pa.array(
                [str(each.segment.id_of(each.number)) for each in told], pa.string()
            ),
            pa.array([each.kind.value for each in told], pa.string()),
            pa.array([each.confidence for each in told], pa.float64()),
            pa.array([each.carried for each in told], pa.float64()),
            pa.array([each.made_of for each in told], pa.float64()),
            passages,
        ],
        schema=MATCHES,
    )
