"""What a folder says of itself is believed only as far as its checksums go."""

import json
from hashlib import blake2b

import pyarrow as pa
import pytest

from xiangyin.engines.reuse import StoryIndex
from xiangyin.engines.reuse.store import MANIFEST, Damaged
from xiangyin.engines.reuse.tables import packed

from .texts import STORY


@pytest.fixture
def kept(tmp_path):
    index = StoryIndex()
    index.add(1, STORY)
    index.save(tmp_path)
    return tmp_path


def test_an_index_of_another_format_is_not_read(kept):
    _sum, body = json.loads((kept / MANIFEST).read_bytes())
    newer = json.dumps({**json.loads(body), "format": 99})
    checksum = blake2b(newer.encode(), digest_size=16).hexdigest()
    (kept / MANIFEST).write_text(json.dumps([checksum, newer]))

    with pytest.raises(Damaged, match="another format"):
        StoryIndex.open(kept)


def test_a_file_that_was_cut_off_is_told_by_its_length(kept):
    [segment] = [each for each in kept.iterdir() if each.is_dir()]
    whole = (segment / "symbols").read_bytes()
    (segment / "symbols").write_bytes(whole[:-4])

    with pytest.raises(Damaged, match="another length"):
        StoryIndex.open(kept)


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string()])
def test_a_column_is_read_in_one_piece_or_in_several(kind):
    one = pa.chunked_array([pa.array(["甲", None], kind), pa.array(["乙"], kind)])

    read = packed(pa.table({"text": one}), "text")
    batch = packed(pa.RecordBatch.from_pydict({"text": pa.array(["乙"], kind)}), "text")

    assert (read.ends.tolist(), batch.ends.tolist()) == ([0, 3, 3, 6], [0, 3])
