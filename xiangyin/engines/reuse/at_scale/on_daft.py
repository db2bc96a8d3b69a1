"""Trace on Daft: mapped, brought together and joined by Daft, here or on Ray.

    python -m xiangyin.engines.reuse.at_scale.on_daft --stories S.parquet \\
        --articles A.parquet --matches M

With ``DAFT_RUNNER=ray`` and ``RAY_ADDRESS`` it runs on that cluster of Ray, otherwise
on the cores of this machine. Every node needs this package, numpy, numba and pyarrow.
"""

import sys

import pyarrow as pa

from .arguments import FIELDS, arguments, run
from .batches import Step


class OnDaft:
    """Rows are data frames, made when they are asked for."""

    def __init__(self, parts: int):
        # The other scripts, and the office, do without Daft.
        import daft  # noqa: PLC0415

        self.daft = daft
        self.parts = parts

    def read(self, path: str):
        """Return the rows of files; what is not Parquet is JSON lines."""
        if path.endswith(".parquet"):
            return self.daft.read_parquet(path)
        columns = dict.fromkeys(FIELDS, self.daft.DataType.string())
        return self.daft.read_json(path, infer_schema=False, schema=columns)

    def map(self, rows, step: Step):
        listed = pa.large_list(pa.struct(list(step.schema)))
        made = self.daft.col("made")
        found = self._call(_listed(step, rows.column_names), rows, listed)
        return (
            rows.select(found)
            .explode(made)
            .where(made.not_null())
            .select(made.unnest())
        )

    def gather(self, rows, step: Step):
        made = self.daft.col("made")
        together = pa.struct(list(step.schema))
        found = self._call(_together(step, rows.column_names), rows, together)
        part = self.daft.col(step.key).hash() % self.parts
        return rows.groupby(part.alias("part")).map_groups(found).select(made.unnest())

    def join(self, left, right, on: list[str]):
        return left.join(right, on=on)

    def keep(self, rows):
        return rows.collect()

    def select(self, rows, columns: list[str]):
        return rows.select(*columns)

    def count(self, rows) -> int:
        return rows.count_rows()

    def write(self, rows, path: str) -> None:
        rows.write_parquet(path, write_mode="overwrite")

    def _call(self, function, rows, kind: pa.DataType):
        """Return the expression of a function of all columns."""
        dtype = self.daft.DataType.from_arrow_type(kind)
        columns = [self.daft.col(name) for name in rows.column_names]
        return self.daft.func.batch(return_dtype=dtype)(function)(*columns).alias(
            "made"
        )


def _listed(step: Step, names: list[str]):
    """A function of columns gives one value a row: here the first row gets a list of
    all that was made, the others get nothing."""

    def listed(*columns):
        made = _made(step, names, columns)
        ends = [0] + [len(made)] * len(columns[0])
        return pa.LargeListArray.from_arrays(pa.array(ends, pa.int64()), made)

    return listed


def _together(step: Step, names: list[str]):
    """A function of a group may give any number of rows."""

    def together(*columns):
        return _made(step, names, columns)

    return together


def _made(step: Step, names: list[str], columns) -> pa.StructArray:
    table = pa.table([each.to_arrow() for each in columns], names)
    made = step.run_on(table).combine_chunks().to_struct_array()
    return pa.concat_arrays([*made.chunks, pa.array([], made.type)])


def main(words: list[str]) -> None:
    given = arguments(__doc__, words)
    run(OnDaft(given.parts), given)


if __name__ == "__main__":
    main(sys.argv[1:])
