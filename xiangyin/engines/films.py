"""Videos and sound recordings that are sent in: written anew. For a child process only.

The pictures and the sound themselves are kept as they are; everything around them is
left behind: where the phone was, its name, other tracks (a camera's track of places
among them). The table of contents is put in front, so that a film begins to play before
it is there. Only what every browser of the last ten years plays is taken: H.264 with AAC
or MP3. Sound in other kinds is written as AAC.
"""

import io
from base64 import b64encode

import av
from PIL import Image

from .pictures import LONGEST_SIDE

# What a file begins with, and how it is then read. Nothing else is tried: a playlist
# would name other files.
MP4, MP3 = "mp4", "mp3"
BEGINNINGS = (
    (4, b"ftyp", "mov,mp4,m4a,3gp,3g2,mj2"),
    (0, b"ID3", MP3),
    (0, b"\xff\xfb", MP3),
    (0, b"\xff\xf3", MP3),
    (0, b"\xff\xf2", MP3),
    (0, b"\xff\xfa", MP3),
    (0, b"\xff\xf1", "aac"),
    (0, b"\xff\xf9", "aac"),
    (0, b"#!AMR", "amr"),
    (0, b"OggS", "ogg"),
    (0, b"RIFF", "wav"),
    (0, b"fLaC", "flac"),
)
COPIED = {"aac", "mp3", "mp3float"}
PLAYED = {"yuv420p", "yuvj420p"}
SOUND_BITS = 128_000
RATES = {8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000}
STILL_AT = 0.1  # of the length: the first picture is often black
# No address within a file is followed.
ONLY_FILES = {"protocol_whitelist": "file"}
# A word that says why not.
UNKNOWN, NOTHING, CODEC, COLOURS = "unknown", "nothing", "codec", "colours"


def film(source: str, made: str) -> dict:
    """Write the film at ``source`` anew to ``made``, and tell what it is.

    ``kind`` (video or sound), ``ending``, ``seconds``; of a video ``width`` and
    ``height`` as it is seen, and a ``still`` (JPEG, base64). Or ``refused`` with a word,
    and ``codec``.
    """
    format_ = how_to_read(source)
    if format_ is None:
        return {"refused": UNKNOWN}
    with av.open(source, format=format_, options=ONLY_FILES) as given:
        video = next(
            (each for each in given.streams.video if not _is_cover(each)), None
        )
        sound = next(iter(given.streams.audio), None)
        if video is None and sound is None:
            return {"refused": NOTHING}
        if video is not None and video.codec_context.name != "h264":
            return {"refused": CODEC, "codec": video.codec_context.name}
        if video is not None and video.codec_context.pix_fmt not in PLAYED:
            return {"refused": COLOURS, "codec": str(video.codec_context.pix_fmt)}
        is_mp3 = not video and sound and sound.codec_context.name == "mp3float"
        format_ = MP3 if is_mp3 else MP4
        _write(given, [each for each in (video, sound) if each], made, format_)
    kind, ending = ("video", MP4) if video else ("sound", MP3 if is_mp3 else "m4a")
    return {"kind": kind, "ending": ending, **_seen(made, format_)}


def how_to_read(path: str) -> str | None:
    with open(path, "rb") as file:
        begins = file.read(16)
    for at, word, format_ in BEGINNINGS:
        if begins[at:].startswith(word):
            return format_
    return None


def _is_cover(stream) -> bool:
    """Whether a “video” is the picture on a record's sleeve."""
    return bool(stream.disposition & av.stream.Disposition.attached_pic)


def _write(given, streams, made: str, format_: str) -> None:
    options = {"fflags": "+bitexact", "movflags": "faststart"}
    with av.open(made, "w", format=format_, options=options) as kept:
        ways: dict[int, _Copied | _WrittenAnew] = {}
        for stream in streams:
            copied = stream.type == "video" or stream.codec_context.name in COPIED
            ways[stream.index] = (_Copied if copied else _WrittenAnew)(kept, stream)
        for packet in given.demux(streams):
            ways[packet.stream.index].take(packet)
        for way in ways.values():
            way.end()


class _Copied:
    """A stream that goes over as it is."""

    def __init__(self, kept, stream):
        self.kept = kept
        self.stream = kept.add_stream_from_template(stream)
        self.stream.metadata.clear()

    def take(self, packet) -> None:
        if packet.size == 0:  # the end of it
            return
        packet.stream = self.stream
        self.kept.mux(packet)

    def end(self) -> None:
        pass


class _WrittenAnew:
    """Sound that a browser may not know, written as AAC."""

    def __init__(self, kept, stream):
        self.kept = kept
        rate = stream.codec_context.sample_rate
        self.stream = kept.add_stream("aac", rate=rate if rate in RATES else 44_100)
        self.stream.bit_rate = SOUND_BITS
        self.stream.layout = "mono" if stream.codec_context.channels == 1 else "stereo"
        self.resampler = av.AudioResampler(
            format="fltp", layout=self.stream.layout, rate=self.stream.rate
        )

    def take(self, packet) -> None:
        for frame in packet.decode():
            self._encode(self.resampler.resample(frame))

    def end(self) -> None:
        self._encode([*self.resampler.resample(None), None])

    def _encode(self, frames) -> None:
        for frame in frames:
            for packet in self.stream.encode(frame):
                self.kept.mux(packet)


def _seen(made: str, format_: str) -> dict:
    """How long what was written is; of a video how large when upright, and a still."""
    with av.open(made, format=format_) as film:
        seconds = (film.duration or 0) / av.time_base
        if not film.streams.video:
            return {"seconds": seconds}
        film.seek(int(seconds * STILL_AT * av.time_base))
        frame = next(film.decode(film.streams.video[0]))
        image: Image.Image = frame.to_image()
        if frame.rotation % 360:
            image = image.rotate(frame.rotation % 360, expand=True)
    width, height = image.size
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85, optimize=True)
    still = b64encode(out.getvalue()).decode()
    return {"seconds": seconds, "width": width, "height": height, "still": still}
