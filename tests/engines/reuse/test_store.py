"""An index on disk: whole or known to be damaged, never wrong in silence."""

import json
import multiprocessing
import os
import signal

import pytest

from xiangyin.engines.reuse import StoryIndex
from xiangyin.engines.reuse.store import (
    MANIFEST,
    Busy,
    Damaged,
    load,
    save,
    writing,
)

from .texts import ENGLISH, OTHER, STORY

TEXTS = {"bridge": STORY, 2: OTHER, "hospital": ENGLISH}


@pytest.fixture
def kept(tmp_path):
    index = StoryIndex()
    for name, text in TEXTS.items():
        index.add(name, text, text[:15])
    index.save(tmp_path)
    return tmp_path


def answers(index):
    return [index.match(text, min_confidence=0) for text in TEXTS.values()]


def segment_of(folder):
    [found] = [each for each in folder.iterdir() if each.is_dir()]
    return found


def test_an_opened_index_answers_like_the_saved_one(kept):
    fresh = StoryIndex()
    for name, text in reversed(TEXTS.items()):
        fresh.add(name, text, text[:15])

    assert answers(StoryIndex.open(kept)) == answers(fresh)


def test_what_was_removed_stays_removed(kept):
    index = StoryIndex.open(kept)
    index.remove(2)
    index.save(kept)

    again = StoryIndex.open(kept)

    assert len(again) == 2
    assert 2 not in again
    assert again.match(OTHER) == []


def test_segments_that_did_not_change_are_not_written_again(kept):
    before = {p: p.stat().st_mtime_ns for p in segment_of(kept).iterdir()}
    index = StoryIndex.open(kept)
    index.remove("bridge")

    index.save(kept)

    assert {p: p.stat().st_mtime_ns for p in segment_of(kept).iterdir()} == before


def test_a_reader_keeps_what_it_opened_while_a_writer_merges(kept):
    reader = StoryIndex.open(kept)
    expected = answers(reader)
    writer = StoryIndex.open(kept)
    for number in range(9):
        writer.add(f"new {number}", STORY[number:])

    writer.save(kept)

    assert answers(reader) == expected
    assert len(StoryIndex.open(kept)) == 12


def every_file(folder):
    return sorted(p for p in [*segment_of(folder).iterdir(), folder / MANIFEST])


def test_a_torn_file_is_told(kept):
    for path in every_file(kept):
        whole = path.read_bytes()
        for torn in (
            whole[:-1],
            whole[:-1] + bytes([whole[-1] ^ 1]) if whole else b"x",
        ):
            path.write_bytes(torn)

            with pytest.raises(Damaged):
                StoryIndex.open(kept)

        path.write_bytes(whole)
    assert len(StoryIndex.open(kept)) == 3


def test_without_the_checksums_a_flipped_bit_answers_wrongly(kept):
    path = segment_of(kept) / "symbols"
    path.write_bytes(bytes(len(path.read_bytes())))

    unchecked = StoryIndex()
    unchecked._segments = load(kept, check=False)

    assert answers(unchecked) != answers(StoryIndex()) or answers(unchecked) == [
        [],
        [],
        [],
    ]
    with pytest.raises(Damaged):
        StoryIndex.open(kept)


def test_an_empty_folder_and_another_format_are_damage(kept, tmp_path_factory):
    with pytest.raises(Damaged):
        StoryIndex.open(tmp_path_factory.mktemp("empty"))
    manifest = kept / MANIFEST
    _, body = json.loads(manifest.read_text())
    manifest.write_text(json.dumps(["wrong", body]))

    with pytest.raises(Damaged, match="torn"):
        StoryIndex.open(kept)


def test_two_writers_are_one_too_many(kept):
    with writing(kept), pytest.raises(Busy):
        StoryIndex.open(kept).save(kept)


def die_while_saving(folder):
    index = StoryIndex.open(folder)
    index.add("late", STORY[::-1])

    def killed(*_):
        os.kill(os.getpid(), signal.SIGKILL)

    with writing(folder):
        segments = index.settle()
        os.replace = killed
        type(folder).replace = killed
        save(folder, segments)


def test_a_killed_writer_leaves_the_old_index_and_its_rubbish_is_cleared(kept):
    process = multiprocessing.get_context("fork").Process(
        target=die_while_saving, args=(kept,)
    )
    process.start()
    process.join(60)

    assert process.exitcode == -signal.SIGKILL
    left = [each for each in kept.iterdir() if each.is_dir()]
    assert len(left) > 1
    index = StoryIndex.open(kept)
    assert len(index) == 3

    index.add("next", STORY[::-1])
    index.save(kept)

    in_force = {each.folder for each in index.settle()}
    assert {each.name for each in kept.iterdir() if each.is_dir()} == in_force
