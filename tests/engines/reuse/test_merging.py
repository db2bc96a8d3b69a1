"""Segments are merged beside readers and writer; whoever is killed harms nobody."""

import multiprocessing
import os
import signal

import pytest

from xiangyin.engines.reuse import StoryIndex, merging, store
from xiangyin.engines.reuse.merging import merge_on_disk, tidy
from xiangyin.engines.reuse.store import MERGING, Damaged, load, told_by, writing

from .texts import ENGLISH, OTHER, STORY

TEXTS = [STORY, OTHER, ENGLISH, STORY[::-1], OTHER[::-1], STORY[40:] + OTHER]


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """An index of six segments, which were large enough to be left alone."""
    monkeypatch.setattr(merging, "LATER", 0)
    index = StoryIndex()
    for number, text in enumerate(TEXTS):
        index.add(number, text, text[:15])
        index.save(tmp_path)
    return tmp_path


def answers(index):
    return [index.match(text, min_confidence=0) for text in TEXTS]


def folders(folder):
    return {each.name for each in folder.iterdir() if each.is_dir()}


def test_large_segments_on_disk_are_left_alone_by_who_adds(kept):
    assert len(told_by(kept)) == 6


def test_merged_they_answer_the_same(kept):
    before = answers(StoryIndex.open(kept))

    merges = tidy(kept)

    assert merges > 0
    assert len(told_by(kept)) < 3
    assert answers(StoryIndex.open(kept)) == before
    assert folders(kept) == {each["folder"] for each in told_by(kept)}


def test_what_is_in_order_is_left_as_it_is(kept):
    tidy(kept)
    before = told_by(kept)

    assert tidy(kept) == 0
    assert told_by(kept) == before


def test_only_one_merges_at_a_time(kept):
    with writing(kept, MERGING):
        assert tidy(kept) == 0

    assert len(told_by(kept)) == 6


@pytest.fixture
def meanwhile(monkeypatch):
    """Do something while the long part of a merge is under way."""

    def during(do):
        real = merging.write

        def slowly(*told):
            files = real(*told)
            monkeypatch.setattr(merging, "write", real)
            do()
            return files

        monkeypatch.setattr(merging, "write", slowly)

    return during


def test_a_story_removed_meanwhile_stays_removed(kept, meanwhile):
    def remove():
        writer = StoryIndex.open(kept)
        writer.remove(4)
        writer.remove(5)
        writer.save(kept)

    meanwhile(remove)
    tidy(kept)

    index = StoryIndex.open(kept)
    assert (len(index), 4 in index, 5 in index) == (4, False, False)
    assert {match.story for match in index.match(TEXTS[4])} == set()


def test_without_carrying_it_over_it_would_come_back(kept, meanwhile, monkeypatch):
    """The twin: the merged segment was read before the story was removed."""
    monkeypatch.setattr(merging, "_gone_meanwhile", lambda *_told: [])

    def remove():
        writer = StoryIndex.open(kept)
        writer.remove(4)
        writer.save(kept)

    meanwhile(remove)
    merge_on_disk(kept)

    assert 4 in StoryIndex.open(kept)


def test_what_the_writer_adds_meanwhile_is_there_afterwards(kept, meanwhile):
    def add():
        writer = StoryIndex.open(kept)
        writer.add("new", ENGLISH + OTHER)
        writer.save(kept)

    meanwhile(add)
    tidy(kept)

    assert len(StoryIndex.open(kept)) == 7


def test_a_writer_that_rebuilt_the_index_meanwhile_wins(kept, meanwhile):
    def rebuild():
        fresh = StoryIndex()
        fresh.add("only", STORY)
        fresh.save(kept)

    meanwhile(rebuild)
    tidy(kept)

    assert len(StoryIndex.open(kept)) == 1
    assert folders(kept) == {each["folder"] for each in told_by(kept)}


def test_a_torn_segment_is_not_merged(kept):
    last = kept / told_by(kept)[-1]["folder"] / "symbols"
    last.write_bytes(last.read_bytes()[:-4])

    assert not merge_on_disk(kept)
    with pytest.raises(Damaged):
        StoryIndex.open(kept)


def die_while_merging(folder, moment):
    def killed(*_told, **_more):
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(merging, moment, killed)
    merge_on_disk(folder)


@pytest.mark.parametrize("moment", ["merge_segments", "put_in_force"])
def test_a_merge_that_is_killed_leaves_the_index_whole(kept, moment):
    before = answers(StoryIndex.open(kept))
    fork = multiprocessing.get_context("fork")
    process = fork.Process(target=die_while_merging, args=(kept, moment))
    process.start()
    process.join(60)

    assert process.exitcode == -signal.SIGKILL
    assert answers(StoryIndex.open(kept)) == before
    assert tidy(kept) > 0
    assert answers(StoryIndex.open(kept)) == before
    assert folders(kept) == {each["folder"] for each in told_by(kept)}


@pytest.fixture
def put_in_order_while_it_is_opened(kept, monkeypatch):
    real = store.told_by

    def and_then(folder):
        told = real(folder)
        monkeypatch.setattr(store, "told_by", real)
        tidy(folder)
        return told

    monkeypatch.setattr(store, "told_by", and_then)
    return kept


def test_a_reader_that_comes_in_between_opens_it_anew(put_in_order_while_it_is_opened):
    assert sum(map(len, load(put_in_order_while_it_is_opened))) == 6


def test_a_reader_that_believed_the_first_word_would_find_nothing(kept):
    """The twin: the folders of the old manifest are gone."""
    told = told_by(kept)
    tidy(kept)

    with pytest.raises(OSError, match="No such file"):
        [store.read(kept, each, check=True) for each in told]
