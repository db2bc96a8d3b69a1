"""Pictures that nobody should keep as they are, made here."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

from PIL import Image, ImageDraw

PILLOWS_OWN = Path(__file__).parents[1] / "data/hostile/images/pillow_hostile.zip"
# Stands wherever a picture can carry more than pixels.
SECRET = b"home-of-a-child"
SCRIPT = b"<script>alert(1)</script>"


def hostile_of_pillow() -> dict[str, bytes]:
    with zipfile.ZipFile(PILLOWS_OWN) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def saved(image: Image.Image, kind: str, **told) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **told)
    return out.getvalue()


def plain(size=(64, 48), mode="RGB") -> Image.Image:
    return Image.new(mode, size)


def with_a_position() -> bytes:
    """A JPEG as a phone makes it, with a comment and a tail besides."""
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825)[29] = SECRET.decode()
    taken = saved(plain(), "JPEG", exif=exif, comment=SECRET, icc_profile=SECRET)
    return taken + SECRET


def held(orientation: int) -> bytes:
    """A picture with a red corner at the top left, however the phone was held."""
    upright = Image.new("RGB", (64, 32), "white")
    ImageDraw.Draw(upright).rectangle((0, 0, 15, 15), fill="red")
    turns = Image.Transpose
    back = {
        2: turns.FLIP_LEFT_RIGHT,
        3: turns.ROTATE_180,
        4: turns.FLIP_TOP_BOTTOM,
        5: turns.TRANSPOSE,
        6: turns.ROTATE_90,
        7: turns.TRANSVERSE,
        8: turns.ROTATE_270,
    }
    stored = upright.transpose(back[orientation]) if orientation in back else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    return saved(stored, "JPEG", exif=exif, quality=95)


def a_png_that_claims(width: int, height: int) -> bytes:
    """A PNG of some bytes that says it has ``width`` × ``height`` pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(name + body))
        return struct.pack(">I", len(body)) + name + body + crc

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + pixels + chunk(b"IEND", b"")


def many_frames(count=2000) -> bytes:
    frames = [Image.new("P", (16, 16), n % 250) for n in range(count)]
    return saved(frames[0], "GIF", save_all=True, append_images=frames[1:])


# What is also a script, a page, or an archive: written anew it is only a picture.
POLYGLOTS = {
    "a GIF that is a script": b"GIF89a/*" + saved(plain(), "GIF")[8:] + b"*/=1;" + SCRIPT,
    "a JPEG with a page in its comment": saved(plain(), "JPEG", comment=SCRIPT),
    "a JPEG with a page behind it": saved(plain(), "JPEG") + SCRIPT,
    "a PNG with a program behind it": saved(plain(), "PNG") + b"<?php echo 1; ?>" + SCRIPT,
    "a WEBP with a page behind it": saved(plain(), "WEBP") + SCRIPT,
}  # fmt: skip

NO_PICTURES = {
    "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
    "page.jpg": b"<html>" + SCRIPT,
    "map.jpg": saved(plain(), "BMP"),
    "scan.jpg": saved(plain(), "TIFF"),
    "icon.png": saved(plain(), "ICO"),
    "old.jpg": saved(plain(), "PCX"),
    "layers.jpg": b"8BPS\0\1" + b"\0" * 40,
    "half.jpg": saved(plain((400, 300)), "JPEG")[:600],
    "half.png": saved(Image.effect_noise((99, 99), 50), "PNG")[:900],
    "program.gif": b"GIF89a/*" + SCRIPT + b"*/",
    "archive.png": b"PK\x03\x04" + b"\0" * 60,
    "vast.png": a_png_that_claims(60_000, 60_000),
    "wide.png": a_png_that_claims(2**31 - 1, 1),
}
