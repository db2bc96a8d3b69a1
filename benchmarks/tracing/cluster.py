"""What tracing at scale costs: rows, bytes and CPU of each step, measured and extrapolated.

    python -m benchmarks.tracing.cluster

Real articles that are unrelated to the stories are traced with growing numbers of
stories. What grows with the articles alone is multiplied. What also grows with the
stories follows the power law of the first and the last size, up to the bounds that the
engine sets: votes and candidates of an article. Bytes are those of Arrow tables,
without compression. CPU is that of DuckDB and of our functions.

With ``XIANGYIN_CLUSTER_PYTHON``, the Python of ``make test-scale``, the three scripts
are also run on the shared news, and their CPU time and memory are measured.
"""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import psutil
import pyarrow as pa
import pyarrow.parquet as parquet

from benchmarks.tracing.news import data_folder
from xiangyin.engines.reuse import trace
from xiangyin.engines.reuse.at_scale.batches import Step
from xiangyin.engines.reuse.at_scale.on_duckdb import OneMachine
from xiangyin.engines.reuse.at_scale.plan import trace_on
from xiangyin.engines.reuse.finding import CANDIDATES
from xiangyin.engines.reuse.tracing import index_of, warm_up
from xiangyin.engines.reuse.voting import BUDGET

SIZES, ARTICLES = (1750, 3500, 7000, 14000), 2000
STORIES_AT_SCALE, ARTICLES_AT_SCALE = 1_000_000, 100_000_000
JOINS = {
    1: "shared prints",
    2: "votes",
    3: "nominees and stories",
    4: "offers and notes",
    5: "offers, notes and articles",
}
# What stands in for the cost of a step, if not its own rows.
LIKE = {
    "take_notes": "shared prints",
    "ask": "shared prints",
    "nominate": "votes",
    "nominees and stories": "candidates",
    "offer": "candidates",
    "offers and notes": "candidates",
    "offers, notes and articles": "candidates",
    "tell": "candidates",
}
# Rows of one article that there may be at most.
MOST = {"votes": BUDGET, "candidates": CANDIDATES, "take_notes": 1, "offer": 1}
MOST |= {"offers and notes": 1, "offers, notes and articles": 1}
OF_STORIES = {"story_prints", "count_holders"}
LEFT_OUT = {"texts", "repeated", "copy"}


@dataclass
class Cost:
    rows: int
    bytes: int
    seconds: float


class Measured(OneMachine):
    """A machine that remembers what each step cost."""

    def __init__(self, folder: Path):
        super().__init__(folder)
        self.costs: dict[str, Cost] = {}
        self.joins = 0

    def map(self, rows: str, step: Step) -> str:
        return self._timed(_name(step), super().map, rows, step)

    def gather(self, rows: str, step: Step) -> str:
        return self._timed(_name(step), super().gather, rows, step)

    def join(self, left: str, right: str, on: list[str]) -> str:
        self.joins += 1
        return self._timed(JOINS[self.joins], super().join, left, right, on)

    def _timed(self, name: str, work, *given) -> str:
        started = time.process_time()
        made = work(*given)
        spent = time.process_time() - started
        rows = parquet.read_table(made.split("'")[1])
        self.costs[name] = Cost(len(rows), rows.nbytes, spent)
        if name == "nominate":
            whole = rows.filter(rows["whole"])
            self.costs["candidates"] = Cost(len(whole), whole.nbytes, 0.0)
        return made


def _name(step: Step) -> str:
    function = step.function
    return (
        function.func.__name__ if isinstance(function, partial) else function.__name__
    )


def texts() -> tuple[pa.Table, pa.Table]:
    """Return texts that serve as stories, and real articles made from none of ours."""
    columns = ["id", "title", "text"]
    stories = parquet.read_table(data_folder() / "articles.parquet").select(columns)
    targets = parquet.read_table(data_folder() / "targets.parquet")
    real = targets.filter(pa.compute.equal(targets["type"], "N"))
    articles = pa.table([real["tid"], real["title"], real["text"]], names=columns)
    ours = pa.compute.is_in(stories["text"], articles["text"])
    order = np.random.default_rng(4).permutation(len(stories))
    stories = stories.take(pa.array(order)).filter(
        pa.compute.invert(ours.take(pa.array(order)))
    )
    every = max(len(articles) // ARTICLES, 1)
    return stories, articles.take(pa.array(range(0, ARTICLES * every, every)))


def measure(stories: pa.Table, articles: pa.Table) -> dict[str, Cost]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        parquet.write_table(stories, folder / "stories.parquet")
        parquet.write_table(articles, folder / "articles.parquet")
        machine = Measured(folder)
        paths = [str(folder / f"{each}.parquet") for each in ("stories", "articles")]
        trace_on(machine, *map(machine.read, paths))
        return machine.costs


class AtScale:
    """The figures of a million stories and a hundred million articles."""

    def __init__(self, at: dict[int, dict[str, Cost]]):
        self.first, self.last = min(at), max(at)
        self.few, self.many = at[self.first], at[self.last]

    def power(self, name: str) -> float:
        """Return how the rows of one article grow with the stories."""
        ratio = self.many[name].rows / self.few[name].rows
        return float(np.log(ratio) / np.log(self.last / self.first))

    def growth(self, name: str) -> float:
        """Return the rows at scale by the rows measured."""
        if name in OF_STORIES:
            return STORIES_AT_SCALE / self.last
        grown = (STORIES_AT_SCALE / self.last) ** self.power(name)
        if name == "votes":
            grown = np.inf
        each = self.many[name].rows / ARTICLES
        return min(grown, MOST.get(name, np.inf) / each) * ARTICLES_AT_SCALE / ARTICLES

    def rows(self, name: str) -> float:
        return self.many[name].rows * self.growth(name)

    def bytes(self, name: str) -> float:
        like = LIKE.get(name, name) if name not in ("nominate", "tell") else name
        return self.many[name].bytes * self.growth(like)

    def hours(self, name: str) -> float:
        return self.many[name].seconds * self.growth(LIKE.get(name, name)) / 3600


def table(at: dict[int, dict[str, Cost]]) -> list[str]:
    scale = AtScale(at)
    sizes = sorted(at)
    heads = [f"{size:,}" for size in sizes]
    heads += ["n^", "rows, 10⁶ × 10⁸", "GB", "CPU hours"]
    lines = [f"| | {' | '.join(heads)} |", "| --- |" + " --- |" * len(heads)]
    names = [name for name in at[sizes[-1]] if name not in LEFT_OUT]
    for name in names:
        of = [size if name in OF_STORIES else ARTICLES for size in sizes]
        cells = [
            f"{at[size][name].rows / each:.2f}"
            for size, each in zip(sizes, of, strict=True)
        ]
        cells += ["" if name in OF_STORIES else f"{scale.power(name):.2f}"]
        cells += [f"{scale.rows(name):.1e}", f"{scale.bytes(name) / 1e9:,.0f}"]
        lines.append(f"| {name} | {' | '.join(cells)} | {scale.hours(name):,.1f} |")
    hours = sum(map(scale.hours, names))
    return [*lines, f"| together {'| ' * (len(sizes) + 3)}| {hours:,.0f} |"]


def spent_by(words: list[str], **environment: str) -> tuple[float, float, float]:
    """Return CPU seconds, wall seconds and the most memory (MB) of a program and all it
    starts."""
    started = time.monotonic()
    program = subprocess.Popen(words, env={**os.environ, **environment})
    seconds: dict[int, float] = {}
    most = 0.0
    while program.poll() is None:
        memory = 0
        try:
            family = psutil.Process(program.pid)
            members = [family, *family.children(recursive=True)]
        except psutil.NoSuchProcess:
            break
        for each in members:
            try:
                times = each.cpu_times()
                seconds[each.pid] = times.user + times.system
                memory += each.memory_info().rss
            except psutil.NoSuchProcess:
                continue
        most = max(most, memory / 1e6)
        time.sleep(0.2)
    if program.wait():
        raise SystemExit(f"{words} failed")
    return sum(seconds.values()), time.monotonic() - started, most


def scripts(python: str) -> list[str]:
    """Run the scripts on the shared news and say what each took."""
    lines = ["| script | CPU s | wall s | memory MB | rows |", "| --- |" + " --- |" * 4]
    with TemporaryDirectory() as name:
        folder = Path(name)
        stories = parquet.read_table(data_folder() / "stories.parquet")
        targets = parquet.read_table(data_folder() / "targets.parquet")
        parquet.write_table(
            stories.select(["id", "title", "text"]), folder / "s.parquet"
        )
        articles = targets.select(["tid", "title", "text"])
        parquet.write_table(
            articles.rename_columns(["id", "title", "text"]), folder / "a.parquet"
        )
        for script, by in (
            ("on_duckdb", sys.executable),
            ("on_daft", python),
            ("on_spark", python),
        ):
            words = [by, "-m", f"xiangyin.engines.reuse.at_scale.{script}"]
            words += ["--stories", str(folder / "s.parquet"), "--parts", "4"]
            words += ["--articles", str(folder / "a.parquet")]
            words += ["--matches", str(folder / script)]
            cpu, wall, most = spent_by(
                words,
                PYTHONPATH=os.getcwd(),
                PYSPARK_PYTHON=by,
                SPARK_LOCAL_IP="127.0.0.1",
                DAFT_PROGRESS_BAR="0",
            )
            rows = parquet.read_table(folder / script).num_rows
            lines.append(
                f"| {script} | {cpu:.0f} | {wall:.0f} | {most:,.0f} | {rows} |"
            )
    return lines


def alone(stories: pa.Table, articles: pa.Table) -> float:
    """Return the articles a CPU second of ``trace`` with the index in memory."""
    index = index_of(stories)
    index.settle()
    started = time.process_time()
    for _ in trace(index, articles):
        pass
    return len(articles) / (time.process_time() - started)


def main() -> None:
    warm_up()
    stories, articles = texts()
    at = {size: measure(stories.slice(0, size), articles) for size in SIZES}
    print("\n".join(table(at)))
    speeds = {size: alone(stories.slice(0, size), articles) for size in SIZES}
    for size, speed in speeds.items():
        print(f"trace, {size:,} stories in memory: {speed:,.0f} articles a CPU second")
    few, many = SIZES[0], SIZES[-1]
    power = np.log(speeds[many] / speeds[few]) / np.log(many / few)
    speed = speeds[many] * (STORIES_AT_SCALE / many) ** power
    hours = ARTICLES_AT_SCALE / speed / 3600
    print(f"a million: {speed:,.0f}, falling as n^{power:.2f}; {hours:.0f} CPU hours")
    if python := os.environ.get("XIANGYIN_CLUSTER_PYTHON"):
        print("\n".join(scripts(python)))


if __name__ == "__main__":
    main()
