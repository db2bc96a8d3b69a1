"""Trace on one machine with DuckDB: Arrow tables, and SQL where rows meet.

    python -m xiangyin.engines.reuse.at_scale.on_duckdb --stories S.parquet \\
        --articles 'A/*.parquet' --matches M.parquet

What does not fit in memory goes to the folder of ``--scratch``.
"""

import sys
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow.parquet as parquet

from .arguments import FIELDS, arguments, run
from .batches import ROWS, Step


class OneMachine:
    """A cluster of one: rows are Parquet files in a folder, and DuckDB reads them."""

    def __init__(self, folder: Path):
        self.files = (folder / f"{number}.parquet" for number in count())
        self.database = duckdb.connect()
        self.database.execute(f"SET temp_directory = {_quoted(folder / 'spilled')}")

    def read(self, path: str) -> str:
        """Return the rows of files; what is not Parquet is JSON lines."""
        if path.endswith(".parquet"):
            return f"read_parquet({_quoted(path)})"
        columns = {name: "VARCHAR" for name in FIELDS}
        return f"read_ndjson({_quoted(path)}, columns = {columns})"

    def map(self, rows: str, step: Step) -> str:
        return self._run(f"FROM {rows}", step)

    def gather(self, rows: str, step: Step) -> str:
        return self._run(f"FROM {rows} ORDER BY {step.key}", step)

    def join(self, left: str, right: str, on: list[str]) -> str:
        path = next(self.files)
        both = f"(FROM {left}) AS one JOIN (FROM {right}) AS other"
        self._copy(f"FROM {both} USING ({', '.join(on)})", path)
        return self.read(str(path))

    def keep(self, rows: str) -> str:
        return rows

    def select(self, rows: str, columns: list[str]) -> str:
        return f"(FROM {rows} SELECT {', '.join(columns)})"

    def count(self, rows: str) -> int:
        [(found,)] = self.database.sql(f"FROM {rows} SELECT count(*)").fetchall()
        return found

    def write(self, rows: str, path: str) -> None:
        self._copy(f"FROM {rows}", path)

    def _copy(self, query: str, path: str | Path) -> None:
        self.database.execute(f"COPY ({query}) TO {_quoted(path)} (FORMAT parquet)")

    def _run(self, query: str, step: Step) -> str:
        """Let rows flow through a step into a new file."""
        path = next(self.files)
        rows = self.database.sql(query).to_arrow_reader(ROWS)
        with parquet.ParquetWriter(path, step.schema) as file:
            for batch in step.run(rows):
                file.write_batch(batch)
        return self.read(str(path))


def _quoted(path: str | Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def main(words: list[str]) -> None:
    given = arguments(__doc__, words)
    with TemporaryDirectory(dir=given.scratch) as folder:
        run(OneMachine(Path(folder)), given)


if __name__ == "__main__":
    main(sys.argv[1:])
