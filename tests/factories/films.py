"""Small films and recordings, made as phones and recorders make them."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import numpy as np
from django.core.files.uploadedfile import SimpleUploadedFile

from xiangyin.newsroom.services.films import keep_film, write_anew

BOXES = {"mp4", "mov", "m4a"}
PLACE = "+30.7128-122.4060/"


@cache
def film_bytes(
    ending="mp4",
    *,
    video: str | None = "libx264",
    sound: str | None = "aac",
    colours="yuv420p",
    seconds=1,
    size=(64, 48),
    shade=120,
) -> bytes:
    """A film of one shade with a tone, as a file of that ending."""
    with TemporaryDirectory() as folder:
        path = Path(folder, f"film.{ending}")
        tags = {"movflags": "use_metadata_tags"} if ending in BOXES else {}
        with av.open(str(path), "w", options=tags) as out:
            out.metadata.update({"location": PLACE, "make": "MyPhone"})
            streams = []
            if video:
                streams.append((_video(out, video, size, colours), _frames))
            if sound:
                streams.append((out.add_stream(sound, rate=48_000), _tone))
                if sound == "libopus":
                    streams[-1][0].layout = "mono"
            for stream, made in streams:
                for frame in (*made(stream, seconds, shade), None):
                    for packet in stream.encode(frame):
                        out.mux(packet)
        return path.read_bytes()


def _video(out, codec, size, colours):
    quiet = {"x265-params": "log-level=none"} if codec == "libx265" else {}
    stream = out.add_stream(codec, rate=10, options=quiet)
    stream.width, stream.height = size
    stream.pix_fmt = colours
    return stream


def _frames(stream, seconds, shade):
    picture = np.full((stream.height, stream.width, 3), shade, np.uint8)
    for number in range(seconds * 10):
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        frame.pts = number
        yield frame


def _tone(stream, seconds, _shade):
    wave = (np.sin(np.arange(1024) / 10)[None] * 9_000).astype(np.int16)
    for number in range(seconds * stream.rate // 1024):
        frame = av.AudioFrame.from_ndarray(wave, format="s16", layout="mono")
        frame.sample_rate, frame.pts = stream.rate, number * 1024
        yield frame


def a_film_file(name="harvest.mp4", **how) -> SimpleUploadedFile:
    ending = name.rpartition(".")[2]
    return SimpleUploadedFile(name, film_bytes(ending, **how), "video/mp4")


def a_film(county, *, by=None, title="开采", name="harvest.mp4", **how):
    """A film of a county, as the form of its staff keeps it."""
    anew = write_anew(a_film_file(name, **how))
    return keep_film(anew, title=title, county=county, by=by)


def film_block(film, **told):
    words = {"caption": "山坡上的采茶人", "credit": "罗佳", "words": SRT}
    return ("film", {"film": film, "is_silent": False, **words, **told})


SRT = "1\n00:00:00,100 --> 00:00:00,900\n今年的春茶开采了。\n"
TEXT = ("text", "<p>正文一段。</p>")


def where(film) -> str:
    return f"/media/{film.file.name}"
