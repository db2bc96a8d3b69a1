"""Cut up any way, and whoever does the meeting, the rows are those of one machine."""

import zlib
from random import Random

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiangyin.engines.reuse import trace
from xiangyin.engines.reuse.at_scale import knowing, steps
from xiangyin.engines.reuse.at_scale.batches import Step, whole
from xiangyin.engines.reuse.at_scale.on_duckdb import main
from xiangyin.engines.reuse.at_scale.plan import SameId, trace_on
from xiangyin.engines.reuse.postings import look_up
from xiangyin.engines.reuse.tables import MATCHES
from xiangyin.engines.reuse.tracing import index_of
from xiangyin.engines.reuse.voting import BUDGET

from ..test_promises import news
from . import news as paper

brief = settings(max_examples=25, deadline=None)
plain = news.map(lambda text: text.encode("utf-8", "replace").decode())


class Shuffled:
    """A cluster of as many parts as one likes, which hands rows on in any order."""

    def __init__(self, parts: int, random):
        self.parts = parts
        self.random = random

    def map(self, rows: pa.Table, step: Step) -> pa.Table:
        size = len(rows) // self.parts + 1
        parts = [rows.slice(start, size) for start in range(0, len(rows), size)]
        return self._mixed([step.run_on(part) for part in parts], step)

    def gather(self, rows: pa.Table, step: Step) -> pa.Table:
        keys = [str(key).encode() for key in rows[step.key].to_pylist()]
        places = pa.array([zlib.crc32(key) % self.parts for key in keys])
        parts = [rows.filter(pc.equal(places, part)) for part in range(self.parts)]
        return self._mixed([step.run_on(part) for part in parts], step)

    def join(self, left: pa.Table, right: pa.Table, on: list[str]) -> pa.Table:
        database = duckdb.connect()
        database.register("one", left)
        database.register("other", right)
        query = f"FROM one JOIN other USING ({', '.join(on)})"
        return database.sql(query).to_arrow_table()

    def keep(self, rows: pa.Table) -> pa.Table:
        return rows

    def select(self, rows: pa.Table, columns: list[str]) -> pa.Table:
        return rows.select(columns)

    def count(self, rows: pa.Table) -> int:
        return len(rows)

    def _mixed(self, parts: list[pa.Table], step: Step) -> pa.Table:
        table = pa.concat_tables([step.schema.empty_table(), *parts])
        order = self.random.sample(range(len(table)), len(table))
        return table.take(pa.array(order, pa.int64()))


def on_duckdb(folder, **words) -> list[dict]:
    words = {"matches": "matches.parquet", **words}
    main([f"--{name}={folder / value}" for name, value in words.items()])
    return paper.read(folder / words["matches"])


def test_the_newspaper_has_something_of_everything(expected):
    kinds = {row["kind"] for row in expected}
    told = [row["article"] for row in expected]

    assert kinds == {
        "reprint",
        "abridged",
        "excerpt",
        "rewritten",
        "mention",
        "common source",
    }
    assert told.count(paper.id_of(5)) == 8
    assert paper.postings_of_the_longest() > 2 * BUDGET


def test_duckdb_tells_what_one_machine_tells(printed, expected):
    found = on_duckdb(printed, stories="stories.parquet", articles="articles.parquet")

    assert found == expected


def test_parts_in_another_order_change_nothing(printed, expected):
    found = on_duckdb(printed, stories="stories/*.jsonl", articles="articles/*.jsonl")

    assert found == expected


def test_a_saved_index_on_every_worker_tells_the_same(printed, expected):
    index_of(paper.stories()).save(printed / "index")

    found = on_duckdb(printed, index="index", articles="articles/*.jsonl")

    assert found == expected


@brief
@given(
    st.lists(plain, max_size=8),
    st.lists(plain, max_size=8),
    st.integers(1, 4),
    st.randoms(use_true_random=False),
)
def test_cut_up_any_way_the_rows_are_the_same(ours, theirs, parts, random):
    stories, articles = (
        pa.table(
            {
                "id": list(range(len(texts))),
                "title": pa.array([text[:12] for text in texts], pa.string()),
                "text": pa.array(texts, pa.string()),
            }
        )
        for texts in (ours, theirs)
    )
    alone = trace(stories, articles, min_confidence=0)

    found = trace_on(Shuffled(parts, random), stories, articles, least=0)

    expected = pa.Table.from_batches(alone, MATCHES)
    assert paper.told(found) == paper.told(expected)


def among_the_few(self, prints):
    """Count who holds a print among the stories at hand, not among all."""
    [segment] = self.segments
    hit = look_up(segment.postings, prints, segment.alive)
    return [hit], hit[2]


def test_without_the_counts_of_all_stories_they_are_others(
    printed, expected, monkeypatch
):
    monkeypatch.setattr(knowing.Informed, "_look_up", among_the_few)

    found = on_duckdb(printed, stories="stories.parquet", articles="articles.parquet")

    assert found != expected


def twice(table: pa.Table) -> pa.Table:
    return pa.concat_tables([table, table.slice(0, 1)])


@pytest.mark.parametrize("side", ["stories", "articles"])
def test_an_id_that_stands_there_twice_is_refused(side):
    tables = {"stories": paper.stories(), "articles": paper.articles()}
    tables[side] = twice(tables[side])

    with pytest.raises(SameId, match="1 "):
        trace_on(Shuffled(2, Random(1)), *tables.values())


def test_unrefused_it_would_be_told_wrong(monkeypatch, expected):
    monkeypatch.setattr(steps, "repeated", lambda table: steps.IDS.empty_table())
    found = trace_on(Shuffled(2, Random(1)), paper.stories(), twice(paper.articles()))

    assert paper.told(found) != expected


@given(
    st.lists(st.lists(st.integers(0, 9), max_size=9), max_size=9), st.integers(1, 12)
)
def test_rows_of_a_key_are_never_parted(parts, most):
    keys = sorted(key for part in parts for key in part)
    sizes = [len(part) for part in parts]
    batches = [
        pa.record_batch({"n": pa.array(keys[sum(sizes[:n]) :][:size], pa.int64())})
        for n, size in enumerate(sizes)
    ]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("xiangyin.engines.reuse.at_scale.batches.SORTED_ROWS", most)
        found = [table["n"].to_pylist() for table in whole(batches, "n")]

    assert [key for part in found for key in part] == keys
    assert sum(len(set(part)) for part in found) == len(set(keys))
