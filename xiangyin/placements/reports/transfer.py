"""Many whole numbers from the database at once, as columns."""

from itertools import chain

import numpy as np

CHUNK = 50_000


def read_numbers(cursor, statement: str, values, *, wide: int) -> np.ndarray:
    """The rows of a query whose ``wide`` columns are whole numbers, none of them null."""
    read = _sent if cursor.db.vendor == "postgresql" else _fetched
    return read(cursor, statement, values, wide)


def _fetched(cursor, statement: str, values, wide: int) -> np.ndarray:
    """The rows of a query as a table of whole numbers, a part at a time."""
    cursor.execute(statement, values)
    parts = [np.zeros((0, wide), np.int64)]
    while rows := cursor.fetchmany(CHUNK):
        flat = np.fromiter(chain.from_iterable(rows), np.int64, len(rows) * wide)
        parts.append(flat.reshape(len(rows), wide))
    return np.concatenate(parts)


def _sent(cursor, statement: str, values, wide: int) -> np.ndarray:
    """The same as PostgreSQL sends arrays: a column at once, no object a number.

    An array of n numbers begins with 20 bytes, or with 12 where it is empty; each number
    has its length (4 bytes) before its value (8). One answer holds some 6,000,000 rows.
    """
    names = [f"c{at}" for at in range(wide)]
    sent = [
        f"array_send(COALESCE(array_agg({name}::bigint), '{{}}'))" for name in names
    ]
    asked = f"SELECT {', '.join(sent)} FROM ({statement}) AS told({', '.join(names)})"  # noqa: S608
    cursor.execute(asked, values)
    number = np.dtype([("length", ">i4"), ("value", ">i8")])
    columns = [np.frombuffer(each[20:], number)["value"] for each in cursor.fetchone()]
    return np.stack(columns, axis=1).astype(np.int64)
