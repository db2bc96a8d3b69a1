"""Cut streams of rows into tables of a size that fits in memory."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

# Texts looked at together, and their bytes, unless one alone is longer; rows of
# numbers sorted by a key that are.
ROWS, BYTES, SORTED_ROWS = 512, 1 << 25, 1 << 16


@dataclass(frozen=True)
class Step:
    """A function that is mapped over the parts of a table.

    Where there is a ``key``, the rows come sorted by it and the function gets all rows
    of a key in one table; otherwise it gets any rows.
    """

    function: Callable[[pa.Table], pa.Table]
    schema: pa.Schema
    key: str = ""

    def run(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield what the function makes of a stream."""
        parts = whole(batches, self.key) if self.key else portions(batches)
        for part in parts:
            made = self.function(part).select(self.schema.names).cast(self.schema)
            yield from made.combine_chunks().to_batches()

    def run_on(self, table: pa.Table) -> pa.Table:
        """Return what the function makes of a table that may come in any order."""
        if self.key:
            table = table.sort_by(self.key)
        return pa.Table.from_batches(self.run(table.to_batches()), self.schema)


def portions(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Yield the rows in tables that are small enough.

    >>> rows = pa.record_batch({"n": list(range(ROWS + 1))})
    >>> [len(part) for part in portions([rows])]
    [256, 257]
    """
    for batch in batches:
        if len(batch) > 1 and (len(batch) > ROWS or batch.nbytes > BYTES):
            half = len(batch) // 2
            yield from portions([batch.slice(0, half), batch.slice(half)])
        elif len(batch):
            yield pa.Table.from_batches([batch])


def whole(batches: Iterable[pa.RecordBatch], key: str) -> Iterator[pa.Table]:
    """Yield sorted rows in tables, all rows of one key in one of them.

    >>> rows = [pa.record_batch({"n": part}) for part in ([1, 2], [2, 2], [3])]
    >>> [part["n"].to_pylist() for part in whole(rows, "n", )]
    [[1, 2, 2, 2, 3]]
    """
    held: list[pa.RecordBatch] = []
    rows, most = 0, SORTED_ROWS
    for batch in batches:
        held.append(batch)
        rows += len(batch)
        if rows < most:
            continue
        table = pa.Table.from_batches(held)
        cut = int(runs(table[key])[-2])
        if cut:
            yield table.slice(0, cut)
        held = table.slice(cut).to_batches()
        rows -= cut
        most = max(SORTED_ROWS, 2 * rows)
    if rows:
        yield pa.Table.from_batches(held)


def runs(column: pa.ChunkedArray) -> np.ndarray:
    """Return where each run of equal values begins, and the length.

    >>> runs(pa.chunked_array([["a", "a", "b"]])).tolist()
    [0, 2, 3]
    """
    codes = column.combine_chunks().dictionary_encode().indices.to_numpy()
    changes = np.flatnonzero(np.diff(codes)) + 1
    return np.concatenate(([0], changes, [len(codes)]))
