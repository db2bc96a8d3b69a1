"""Trace on Spark: mapped in Arrow, joined by Spark.

    spark-submit xiangyin/engines/reuse/at_scale/on_spark.py --stories S.parquet \\
        --articles A.parquet --matches M.parquet

Every worker needs this package, numpy, numba and pyarrow; Java 17 or newer.
"""

import sys

from xiangyin.engines.reuse.at_scale.arguments import FIELDS, arguments, run
from xiangyin.engines.reuse.at_scale.batches import Step


class OnSpark:
    """Rows are data frames of a session."""

    def __init__(self, session):
        self.session = session

    def read(self, path: str):
        """Return the rows of files; what is not Parquet is JSON lines."""
        if path.endswith(".parquet"):
            return self.session.read.parquet(path)
        columns = ", ".join(f"{name} STRING" for name in FIELDS)
        return self.session.read.json(path, columns, mode="FAILFAST")

    def map(self, rows, step: Step):
        from pyspark.sql.pandas.types import from_arrow_schema  # noqa: PLC0415

        return rows.mapInArrow(step.run, from_arrow_schema(step.schema))

    def gather(self, rows, step: Step):
        return self.map(rows.repartition(step.key).sortWithinPartitions(step.key), step)

    def join(self, left, right, on: list[str]):
        return left.join(right, on)

    def keep(self, rows):
        return rows.persist()

    def select(self, rows, columns: list[str]):
        return rows.select(*columns)

    def count(self, rows) -> int:
        return rows.count()

    def write(self, rows, path: str) -> None:
        rows.write.mode("overwrite").parquet(path)


def session(parts: int, **settings: str):
    """Return a session of the cluster that ``spark-submit`` names, or of this machine.

    Texts go to Python in small batches: a row is a whole article.
    """
    # The other scripts, and the office, do without Spark.
    from pyspark.sql import SparkSession  # noqa: PLC0415

    builder = SparkSession.builder.appName("tracing")
    ours = {
        "spark.sql.shuffle.partitions": str(parts),
        "spark.sql.execution.arrow.maxRecordsPerBatch": "1000",
        **settings,
    }
    for name, value in ours.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def main(words: list[str]) -> None:
    given = arguments(__doc__, words)
    run(OnSpark(session(given.parts)), given)


if __name__ == "__main__":
    main(sys.argv[1:])
