"""The quick kernels do what the slow and plain way would."""

import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numba.core.errors import NumbaError

from xiangyin.engines.reuse import quoting
from xiangyin.engines.reuse.aligning import STRETCH, WHOLE, _quoted, align
from xiangyin.engines.reuse.compiling import kernel, lean
from xiangyin.engines.reuse.folding import (
    CLAUSE,
    IDENTIFIER,
    LONG_IDENTIFIER,
    NUMBER,
    SENTENCE,
    WORD,
    weight_of,
)
from xiangyin.engines.reuse.postings import build, look_up, sift, unpack
from xiangyin.engines.reuse.segments import Folded
from xiangyin.engines.reuse.surveying import make_ground, survey
from xiangyin.engines.reuse.winnowing import (
    BITS,
    FACTOR,
    GRAM,
    LOWER,
    MASK,
    PLACES,
    SPREAD,
    WINDOW,
    mix,
    pack,
    scan,
)

from .texts import STORY

SCRIPTS = "一二三四五东河大橋ab1 ，。é가ไทمд😀\ud800㎏㌖ﷺ\u00ad\u3000"
mixed = st.text(alphabet=SCRIPTS, max_size=80) | st.text(max_size=40)
codes = st.sampled_from(["cv1234567890ab ", "VIDEu7p8zAjM4KH5wCitYrQs260110 "])
texts = st.lists(mixed | codes, max_size=6).map("".join)
brief = settings(max_examples=60, deadline=None)
ALL = (1 << 64) - 1


def grams(symbols):
    """Return the hash, its place told apart, of each gram: the plain way."""
    for start in range(len(symbols)):
        weight, end, value = 0, start, 0
        while weight < GRAM and end < len(symbols):
            value = value * int(FACTOR) + (symbols[end] + 1) * int(SPREAD) & ALL
            weight += int(weight_of(np.uint32(symbols[end])))
            end += 1
        if weight < GRAM:
            return
        value = int(mix(np.uint64(value))) >> (8 if end == start + 1 else 0)
        apart = int(PLACES) - start % WINDOW
        yield value & ~int(PLACES) | apart, end - start


@brief
@given(texts, st.sampled_from([1, WINDOW]))
def test_of_each_window_the_smallest_hash_is_kept(text, window):
    found = scan(pack([text]), window)
    told = list(grams(found.symbols.tolist()))

    expected = set()
    for start in range(max(len(told) - window + 1, min(len(told), 1))):
        part = told[start : start + window]
        expected.add(start + part.index(min(part)))

    assert found.places.tolist() == sorted(expected)
    assert found.lengths.tolist() == [told[place][1] for place in sorted(expected)]
    assert found.prints.tolist() == [
        told[place][0] >> int(LOWER) & int(MASK) for place in sorted(expected)
    ]


@brief
@given(st.lists(texts, max_size=5))
def test_texts_are_folded_together_as_they_are_alone(many):
    together = scan(pack(many))

    for number, text in enumerate(many):
        alone = scan(pack([text]))
        begin, end = together.symbol_ends[number : number + 2]
        for name in ("symbols", "starts", "ends", "breaks"):
            part = getattr(together, name)[begin:end]
            assert part.tolist() == getattr(alone, name).tolist()


prints = st.lists(st.integers(0, (1 << BITS) - 1) | st.integers(0, 40), max_size=90)


@brief
@given(prints, prints)
def test_a_table_holds_what_was_entered_once_and_nothing_else(held, asked):
    owners = [number // 7 for number in range(len(held))]

    table = build(np.array(held, np.uint64), np.array(owners, np.int64))

    pairs = list(zip(*[part.tolist() for part in unpack(table)], strict=True))
    assert sorted(pairs) == sorted(set(zip(held, owners, strict=True)))
    wanted = np.array([*asked, *held], np.uint64)
    _, _, live = look_up(table, wanted, np.ones(99, bool))
    expected = [len({o for h, o in pairs if h == each}) for each in wanted.tolist()]
    assert live.tolist() == expected


@brief
@given(st.lists(st.sampled_from([0, 1, 7, 1 << 31, (1 << 31) + 1]), max_size=400))
def test_a_bucket_that_very_many_texts_share_is_in_order(held):
    table = build(np.array(held, np.uint64), np.arange(len(held)))

    pairs = list(zip(*[part.tolist() for part in unpack(table)], strict=True))
    assert pairs == sorted((value, owner) for owner, value in enumerate(held))
    wanted = np.array([0, 1, 2, 7, 1 << 31, (1 << 31) + 1], np.uint64)
    _, _, live = look_up(table, wanted, np.ones(400, bool))
    assert live.tolist() == [held.count(each) for each in wanted.tolist()]


@brief
@given(prints)
def test_a_sieve_lets_all_through_that_is_held(held):
    table = build(np.array(held, np.uint64), np.zeros(len(held), np.int64))
    maybe = np.zeros(len(held), np.uint8)

    sift(table.sieve, np.array(held, np.uint64), maybe)

    assert maybe.all()


def test_a_sieve_that_is_empty_loses_them():
    held = np.array([3, 1 << 39], np.uint64)
    table = build(held, np.zeros(2, np.int64))
    maybe = np.zeros(2, np.uint8)

    sift(np.zeros_like(table.sieve), held, maybe)

    assert not maybe.any()


quotation = st.text(
    alphabet="“”「」『』第一二十条條\n 甲乙丙丁戊己庚辛壬癸子丑", max_size=90
)


def most_quoted(data, characters):
    passages = np.array([[0, 0, 0, characters]], np.int32)
    return quoting.most_quoted(data, passages, np.empty(len(data) + 1, np.int32))


@brief
@given(quotation)
def test_what_is_quoted_is_never_more_than_was_guessed(text):
    data = pack([text]).data

    quoted = int(quoting._quoted(text).sum())

    assert most_quoted(data, len(text)) >= quoted


def test_a_text_without_quotation_is_let_go_at_once():
    data = pack(["县长说，大桥周五通车。" * 20]).data

    assert most_quoted(data, 220) == 0
    assert not re.search(quoting.QUOTED, "县长说，大桥周五通车。")


def test_a_quotation_outside_of_the_passages_counts_for_nothing():
    text = "县长说：“大桥周五上午九时准时通车，欢迎大家来看。”会后散步。"
    passages = np.array([[0, 0, len(text) - 5, len(text)]], np.int32)
    data = pack([text]).data

    quoted = quoting.most_quoted(data, passages, np.empty(len(data) + 1, np.int32))

    assert quoted == 0
    assert most_quoted(data, len(text)) == text.index("”") - text.index("“") + 1


@brief
@given(texts)
def test_a_text_that_is_only_folded_has_the_same_symbols_and_no_fingerprints(text):
    folded, whole = scan(pack([text]), window=0), scan(pack([text]))

    assert folded.prints.tolist() == []
    for mine, theirs in zip(folded[:5], whole[:5], strict=True):
        assert mine.tolist() == theirs.tolist()


clauses = st.lists(
    st.sampled_from(
        [
            "东河大桥将于周五通车，",
            "市民可免费乘车。",
            "一二三四五六七",
            "，",
            "。",
            "ab1 x ",
        ]
    ),
    max_size=12,
).map("".join)


def counted(article, tiles):
    """Return the weight of whole clauses and of the longest stretch: the plain way."""
    begins = [0, *(np.flatnonzero(article.breaks[1:] >= CLAUSE) + 1).tolist()]
    whole = stretch = longest = 0
    for begin, end in pairwise([*begins, len(article.symbols)]):
        inside = any(at <= begin and end <= at + size for _, at, size in tiles)
        weight = sum(int(weight_of(each)) for each in article.symbols[begin:end])
        stretch = stretch + weight if inside else 0
        whole += weight if inside else 0
        longest = max(longest, stretch)
    return whole, longest


@brief
@given(clauses, clauses)
def test_clauses_are_counted_around_tiles_as_they_would_be_one_by_one(ours, theirs):
    story, article = scan(pack([ours])), scan(pack([theirs]))
    folded = Folded(story.symbols, story.symbol_ends, story.breaks)
    nothing_dull = np.zeros(len(article.prints) + 1, np.float32)

    laid = align(np.zeros((1, 2), np.int32), folded, article, nothing_dull)

    expected = counted(article, laid.tiles.tolist())
    assert (laid.rows[0, WHOLE], laid.rows[0, STRETCH]) == expected


@brief
@given(clauses, clauses)
def test_whole_sentences_are_sought_from_both_ends_as_they_would_be_one_by_one(
    ours, theirs
):
    story, article = scan(pack([ours])), scan(pack([theirs]))
    ground = make_ground(len(article.symbols))
    survey(article, 0, np.zeros(len(article.prints) + 1, np.float32), ground)
    size = min(len(story.symbols), len(article.symbols))
    told, breaks = [*story.breaks, SENTENCE], [*article.breaks, CLAUSE]
    ends = [
        place
        for place in range(size + 1)
        if (place == len(article.symbols) or breaks[place] >= CLAUSE)
        and (place == len(story.symbols) or told[place] >= SENTENCE)
    ]

    quoted = _quoted(ground, article.breaks, story.breaks, 0, 0, size)

    prose = ground.prose[ends[-1]] - ground.prose[ends[0]] if ends else 0.0
    assert quoted == prose


def test_tiles_that_outgrow_their_room_are_those_of_each_pair_alone():
    changed = "".join(f"{STORY[at : at + 8]}某" for at in range(0, len(STORY), 8))
    story, article = scan(pack([STORY * 3])), scan(pack([changed * 3]))
    folded = Folded(story.symbols, story.symbol_ends, story.breaks)
    nothing_dull = np.zeros(len(article.prints) + 1, np.float32)
    times = 20

    alone = align(np.zeros((1, 2), np.int32), folded, article, nothing_dull)
    laid = align(np.zeros((times, 2), np.int32), folded, article, nothing_dull)

    assert len(alone.tiles) > 16
    assert laid.tiles.tolist() == alone.tiles.tolist() * times
    assert laid.rows.tolist() == alone.rows.tolist() * times


@pytest.mark.parametrize(
    ("symbol", "weight"),
    [
        (WORD - 1, 1),
        (WORD, 2),
        (WORD | NUMBER, 2),
        (WORD | IDENTIFIER, 12),
        (WORD | IDENTIFIER | LONG_IDENTIFIER, 28),
        (WORD | LONG_IDENTIFIER, 2),
    ],
)
def test_a_code_weighs_more_than_a_word_and_a_word_more_than_a_character(
    symbol, weight
):
    assert weight_of(np.uint32(symbol)) == weight


# Two of them: numba would find the compiled one of the twin under the same name.
def ones(size):
    return np.ones(size).sum()


def as_many_ones(size):
    return np.ones(size).sum()


def test_a_lean_kernel_that_makes_an_array_is_refused():
    with pytest.raises(NumbaError, match="array"):
        lean(ones)(3)


def test_one_that_counts_may_make_it():
    """The twin: another kernel is not refused."""
    assert kernel(as_many_ones)(3) == 3
