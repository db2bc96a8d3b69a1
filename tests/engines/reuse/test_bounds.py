"""What is strange, long or many does no harm, and what is shared is told apart."""

import pyarrow as pa
import pytest

from benchmarks.tracing.look_alikes import claimed, pairs
from xiangyin.engines.reuse import Kind, StoryIndex, compare, trace, tracing, winnowing
from xiangyin.engines.reuse.caching import STAMP, forget_stale
from xiangyin.engines.reuse.explaining import explain
from xiangyin.engines.reuse.folding import ALONE, tables

from .texts import OTHER, STORY

SPEECH = (
    "“青山绿水是祖辈留给我们的家底，守住它不是为了让人来看，"
    "而是为了让种地的人、养鱼的人、做工的人往后三十年都有饭吃、有活干、有奔头。”"
)


def test_what_both_quote_is_a_common_source():
    ours = f"县长昨日在青山镇说：{SPEECH}会后代表们走访了三户果农，察看了新修的水渠。"
    theirs = f"省里的会议上，有人引用了一段话：{SPEECH}与会者随后讨论了防汛物资的储备。"
    index = StoryIndex()
    index.add(1, ours)

    [match] = index.match(theirs, min_confidence=0)

    assert match.kind is Kind.SOURCE


def test_the_same_words_without_the_quotation_marks_are_reuse():
    said = SPEECH.strip("“”")
    index = StoryIndex()
    index.add(1, f"县长昨日在青山镇开会。{said}会后代表们走访了三户果农。")

    [match] = index.match(f"省里开会。{said}与会者讨论了防汛。", min_confidence=0)

    assert match.kind is not Kind.SOURCE


def test_no_fold_has_more_than_six_symbols():
    folds = tables()

    longest = [
        int((folds.codes[one:other] >= ALONE).sum())
        for one, other in zip(folds.ends, folds.ends[1:], strict=False)
    ]

    assert max(longest) == 6


def test_squared_words_fill_the_room_and_no_more():
    symbols = winnowing.scan(winnowing.pack(["㌖" * 500])).symbols

    assert "".join(map(chr, symbols)) == "キロメートル" * 500


def test_only_the_beginning_of_an_endless_text_is_read():
    most = winnowing.MOST_BYTES // 3

    symbols = winnowing.scan(winnowing.pack(["甲" * (most + 99)])).symbols

    assert len(symbols) == most


def test_many_copies_are_as_one(monkeypatch):
    monkeypatch.setattr(tracing, "BYTES", 2000)
    stories = pa.table({"id": [1], "text": [STORY]})
    articles = pa.table({"id": range(2000), "text": [STORY] * 2000})

    found = pa.Table.from_batches(trace(stories, articles))

    assert found.num_rows == 2000
    assert set(found["kind"].to_pylist()) == {"reprint"}
    assert found["article"].to_pylist() == [str(n) for n in range(2000)]


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view()])
def test_columns_may_be_strings_of_any_width(kind):
    texts = pa.array([STORY, None, OTHER], kind)
    stories = pa.table({"id": [1, 2, 3], "text": texts}).slice(1)

    [batch] = trace(stories, pa.table({"text": texts, "id": ["a", "b", "c"]}))

    assert [(r["article"], r["story"]) for r in batch.to_pylist()] == [("c", "3")]


def test_what_was_changed_is_explained():
    theirs = STORY.replace("一千二百米", "一千三百米").replace("李建国", "李建军")

    told = explain(compare(STORY, theirs), STORY, theirs)

    assert told["numbers"] == {"story": ["一千二百"], "article": ["一千三百"]}
    assert told["changed"] == [
        {"story": "二", "article": "三"},
        {"story": "国", "article": "军"},
    ]


@pytest.mark.parametrize("mark", ["@lean", "@kernel", "njit"])
def test_kernels_of_other_sources_are_thrown_away(tmp_path, mark):
    (tmp_path / "kernel.py").write_text(f"{mark}\none")
    assert forget_stale(tmp_path)
    compiled = tmp_path / "__pycache__" / "kernel.py311.nbc"
    compiled.write_bytes(b"")

    assert not forget_stale(tmp_path)
    assert compiled.exists()

    (tmp_path / "kernel.py").write_text(f"{mark}\nother")
    assert forget_stale(tmp_path)
    assert not compiled.exists()


def test_a_folder_that_cannot_be_written_is_left_alone(tmp_path):
    (tmp_path / "__pycache__").write_text("a file")

    assert not forget_stale(tmp_path)
    assert not (tmp_path / STAMP).exists()


def test_what_papers_print_every_year_is_not_reuse():
    look_alikes = pairs()

    assert len(look_alikes) == 210
    assert claimed(look_alikes) == []


def test_the_same_stories_are_found_where_they_are_printed():
    stories = [pair.story for pair in pairs()]
    index = StoryIndex()
    for number, story in enumerate(stories):
        index.add(number, story)

    best = [index.match(f"本报讯 {story}（完）")[0] for story in stories]

    assert [match.story for match in best] == list(range(210))
    assert {match.kind for match in best} == {Kind.REPRINT}
