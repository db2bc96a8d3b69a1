"""What is common is known before the first story, and copies are found all the same."""

import itertools

import numpy as np
import pytest

from benchmarks.tracing import look_alikes_unseen
from benchmarks.tracing.formulary import held, written
from benchmarks.tracing.look_alikes import COPIES, claimed_alone, pairs
from benchmarks.tracing.small import Alone
from benchmarks.tracing.tiny import Trial, fictional, figures
from xiangyin.engines.reuse import Kind, StoryIndex, finding, formulae
from xiangyin.engines.reuse.verdict import confidence_of

# Each family once in the ordinary tests; ``look_alikes.py`` tries all 210.
ONE_EACH = pairs()[::COPIES]


def test_look_alikes_are_not_reuse_where_each_story_stands_alone():
    assert claimed_alone(ONE_EACH) == []


def test_without_the_shipped_phrases_some_are_taken_for_reuse(monkeypatch):
    monkeypatch.setattr(finding, "common", lambda prints: np.zeros(len(prints), int))

    assert claimed_alone(ONE_EACH) != []


def test_judged_as_among_many_some_are_taken_for_reuse(monkeypatch):
    monkeypatch.setattr(
        finding, "confidence_of", lambda rows, known: confidence_of(rows, 1000)
    )

    assert claimed_alone(ONE_EACH) != []


def test_copies_of_the_same_stories_are_found_in_tiny_trials():
    told = figures(itertools.islice(fictional(), 60))

    assert told.wrong == 0
    assert told.found["V"] == told.wanted["V"] > 0
    assert told.found["T"] == told.wanted["T"] > 0
    assert told.found["E"] >= 0.8 * told.wanted["E"] > 0


def test_a_wrong_claim_is_counted():
    [pair, *_] = ONE_EACH

    told = figures(iter([Trial([pair.story], [("N", pair.story, -1)])]))

    assert (told.right, told.wrong) == (0, 1)


def test_families_that_nobody_wrote_a_formula_for_are_a_hundred_pairs():
    unseen = look_alikes_unseen.pairs()

    assert len({(each.story, each.article) for each in unseen}) == 100
    assert all("{" not in each.story + each.article for each in unseen)


def test_every_phrase_written_by_hand_is_in_the_table():
    prints = written()

    assert len(prints) > 1000
    assert formulae.common(prints).tolist() == [1] * len(prints)


def test_a_table_is_kept_as_gaps_and_read_again(tmp_path):
    prints = np.array([7, 3, 1 << 31], np.uint64)

    formulae.write(tmp_path / "few.npy", prints)

    assert np.load(tmp_path / "few.npy").cumsum(dtype=np.uint64).tolist() == [
        3,
        7,
        1 << 31,
    ]


def test_gaps_too_wide_to_keep_are_refused(tmp_path):
    with pytest.raises(ValueError, match="too far apart"):
        formulae.write(tmp_path / "few.npy", np.array([1 << 33], np.uint64))


def test_a_phrase_is_common_once_enough_texts_hold_it():
    texts = ["东河大桥今天"] * 3 + ["西山隧道明天"] * 2

    assert len(held(texts, 3)) == 1
    assert len(held(texts, 2)) == 2


def test_the_more_stories_are_known_the_less_a_pair_is_judged_as_alone():
    [row] = _rows_of(ONE_EACH[3])

    sure = [confidence_of(row[None], known)[0] for known in (0, 500, 1000, 5000)]

    assert sure == sorted(sure)
    assert sure[0] < sure[1] < sure[2] == sure[3]


def _rows_of(pair):
    return Alone([pair.story], informed=False).measure([pair.article])[1]


def test_an_article_of_law_within_a_paragraph_is_a_common_source():
    law = "第十二条 村民委员会应当每季度公布一次收支账目，接受村民监督，不得拒绝查阅。"
    index = StoryIndex()
    index.add(1, f"县人大常委会宣传新修的条例。{law}账目上个月已经贴上墙。")

    [match] = index.match(f"律师答复如下：{law}读者可以向镇里反映。", min_confidence=0)

    assert match.kind is Kind.SOURCE
