"""Films are written anew: what plays stays, what tells of the phone does not."""

import io
import os
import tempfile
from base64 import b64decode

import av
import pytest
from PIL import Image

from tests.factories.films import PLACE, film_bytes
from xiangyin.engines import child

MOST = 2**22


def written_anew(data: bytes, *, most: int = MOST) -> tuple[dict, bytes]:
    """What a child tells of a film, and the film that it wrote."""
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as made:
        source.write(data)
        source.flush()
        told = child.make(
            "xiangyin.engines.films:film", source.fileno(), made.fileno(), most=most
        )
        made.seek(0)
        return told, made.read()


def streams(data: bytes) -> list[tuple[str, str]]:
    with av.open(io.BytesIO(data)) as film:
        found = [(each.type, each.codec_context.name) for each in film.streams]
        assert list(film.decode(film.streams[0]))
        return found


@pytest.mark.parametrize("ending", ["mp4", "mov"])
def test_a_video_of_a_phone(ending):
    sent = film_bytes(ending, seconds=2)

    told, film = written_anew(sent)

    still = Image.open(io.BytesIO(b64decode(told.pop("still"))))
    assert still.format == "JPEG"
    assert still.size == (64, 48)
    assert told.pop("seconds") == pytest.approx(2, abs=0.1)
    assert told == {"kind": "video", "ending": "mp4", "width": 64, "height": 48}
    assert streams(film) == [("video", "h264"), ("audio", "aac")]


def test_nothing_of_the_place_or_the_phone_is_left():
    sent = film_bytes("mov")
    assert PLACE.encode() in sent
    assert b"MyPhone" in sent

    _told, film = written_anew(sent)

    assert PLACE.encode() not in film
    assert b"MyPhone" not in film


def test_it_begins_with_its_table_of_contents():
    sent = film_bytes("mp4")
    assert sent.find(b"moov") > sent.find(b"mdat")

    _told, film = written_anew(sent)

    assert film.find(b"moov") < film.find(b"mdat")


@pytest.mark.parametrize(
    ("ending", "codec", "kept", "ends"),
    [
        ("mp3", "libmp3lame", "mp3float", "mp3"),
        ("m4a", "aac", "aac", "m4a"),
        ("wav", "pcm_s16le", "aac", "m4a"),
        ("flac", "flac", "aac", "m4a"),
        ("ogg", "libopus", "aac", "m4a"),
        ("aac", "aac", "aac", "m4a"),
    ],
)
def test_a_recording(ending, codec, kept, ends):
    told, film = written_anew(film_bytes(ending, video=None, sound=codec, seconds=2))

    assert (told["kind"], told["ending"]) == ("sound", ends)
    assert told["seconds"] == pytest.approx(2, abs=0.3)
    assert streams(film) == [("audio", kept)]


def test_a_recording_of_an_old_phone():
    seconds = (b"\x04" + bytes(12)) * 50  # frames of a fiftieth each, in silence

    told, film = written_anew(b"#!AMR\n" + seconds * 2)

    assert (told["kind"], told["ending"]) == ("sound", "m4a")
    assert told["seconds"] == pytest.approx(2, abs=0.1)
    assert streams(film) == [("audio", "aac")]


def test_a_video_with_sound_that_no_browser_knows():
    _told, film = written_anew(film_bytes("mov", sound="pcm_s16le"))

    assert streams(film) == [("video", "h264"), ("audio", "aac")]


@pytest.mark.parametrize(
    ("how", "refused"),
    [
        ({"video": "libx265"}, {"refused": "codec", "codec": "hevc"}),
        ({"video": "mpeg4"}, {"refused": "codec", "codec": "mpeg4"}),
        ({"colours": "yuv444p"}, {"refused": "colours", "codec": "yuv444p"}),
    ],
)
def test_what_many_phones_cannot_play_is_refused(how, refused):
    assert written_anew(film_bytes("mp4", **how)) == (refused, b"")


@pytest.mark.parametrize(
    "sent", [b"", b"PK\x03\x04 a document", b"#EXTM3U\nfile:///etc/passwd\n"]
)
def test_other_files_are_not_tried(sent):
    assert written_anew(sent) == ({"refused": "unknown"}, b"")


def test_a_broken_one_fails_in_the_child():
    with pytest.raises(child.ChildError) as caught:
        written_anew(film_bytes("mp4")[:900])
    assert caught.value.reason == "failed"


def test_it_writes_no_more_than_it_may():
    with pytest.raises(child.ChildError):
        written_anew(film_bytes("mp4", seconds=2), most=1000)


def test_a_film_held_upright_is_shown_upright(tmp_path):
    lying = tmp_path / "lying.mp4"
    lying.write_bytes(film_bytes("mp4"))
    turned = _turned(lying.read_bytes())

    told, film = written_anew(turned)

    assert (told["width"], told["height"]) == (48, 64)
    assert MATRIX in film


# A quarter turn, as a track's header holds it: a, b, u, c, d, v, x, y, w.
FIXED = 1 << 16
MATRIX = b"".join(
    number.to_bytes(4, "big", signed=True)
    for number in (0, FIXED, 0, -FIXED, 0, 0, 48 * FIXED, 0, 1 << 30)
)


def _turned(film: bytes) -> bytes:
    """``film`` with a quarter turn in the header of its first track."""
    plain = b"".join(
        number.to_bytes(4, "big")
        for number in (FIXED, 0, 0, 0, FIXED, 0, 0, 0, 1 << 30)
    )
    at = film.index(plain, film.index(b"tkhd"))
    return film[:at] + MATRIX + film[at + len(plain) :]


def test_both_files_are_closed_behind_it():
    before = len(os.listdir("/proc/self/fd"))
    written_anew(film_bytes("mp4"))
    assert len(os.listdir("/proc/self/fd")) <= before + 1  # its nursery, if it began
