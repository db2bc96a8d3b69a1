"""Pictures that strangers send: decoded and written anew. For a child process only.

Only the pixels survive: no position of the phone, no comment, no second picture, and
nothing that a decoder of ours did not understand.
"""

import io
import json
from contextlib import suppress

from PIL import Image, ImageCms, ImageDraw, ImageOps

# What phones and editors send. Every decoder more is one that can be attacked.
FORMATS = ["JPEG", "PNG", "GIF", "WEBP"]
MOST_PIXELS = 60_000_000
MOST_OF_A_SHEET = 40_000_000
LONGEST_SIDE = 2400
TOO_MANY_PIXELS = "too many pixels"
PAPER, BLACK = (255, 255, 255), (0, 0, 0)
THOUSAND = 1000


def photo(data: bytes) -> bytes | str:
    """Return a photo as an upright JPEG, or a word that says why not."""
    try:
        return _as_jpeg(_on_paper(_upright(data)))
    except Image.DecompressionBombError:
        return TOO_MANY_PIXELS


def blackened(data: bytes) -> bytes:
    """Draw a photo of ours anew with boxes of it black; nothing is left under them.

    ``data`` begins with a line of JSON: left, top, width and height of each box, in
    thousandths of the photo.
    """
    line, _end, pixels = data.partition(b"\n")
    image = _on_paper(_upright(pixels))
    pen = ImageDraw.Draw(image)
    for left, top, width, height in json.loads(line):
        corner = (left * image.width // THOUSAND, top * image.height // THOUSAND)
        # Rounded outwards: no sliver of what was to be covered stays.
        far = (
            -(-(left + width) * image.width // THOUSAND),
            -(-(top + height) * image.height // THOUSAND),
        )
        pen.rectangle((corner, far), fill=BLACK)
    return _as_jpeg(image)


def sheet(data: bytes) -> bytes | str:
    """Like :func:`photo`, in its full size: small print on a scan can still be read."""
    try:
        return _as_jpeg(_on_paper(_upright(data, most=MOST_OF_A_SHEET, longest=None)))
    except Image.DecompressionBombError:
        return TOO_MANY_PIXELS


def graphic(data: bytes) -> bytes | str:
    """Like :func:`photo`, but drawings and what is transparent become a PNG."""
    try:
        picture = _upright(data)
    except Image.DecompressionBombError:
        return TOO_MANY_PIXELS
    with Image.open(io.BytesIO(data), formats=FORMATS) as sent:
        drawn = sent.format in ("PNG", "GIF")
    if not drawn and picture.mode != "RGBA":
        return _as_jpeg(picture)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _upright(
    data: bytes, *, most: int = MOST_PIXELS, longest: int | None = LONGEST_SIDE
) -> Image.Image:
    """The first picture in ``data``, turned as it was held, in RGB or RGBA."""
    with Image.open(io.BytesIO(data), formats=FORMATS) as sent:
        if sent.width * sent.height > most:
            raise Image.DecompressionBombError
        image: Image.Image = sent
        if image.mode in ("P", "LA", "PA") or "transparency" in image.info:
            image = image.convert("RGBA")
        if longest:
            # Made small first: a JPEG is then never unpacked at its full size.
            image.thumbnail((longest, longest))
        with suppress(Exception):  # broken notes on how the phone was held
            image = ImageOps.exif_transpose(image)
        image = _in_usual_colours(image)
        if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
            image = image.convert("RGB")  # nothing shows through it
        image.info = {}
        return image


def _in_usual_colours(image: Image.Image) -> Image.Image:
    """In sRGB, which every screen shows; the profile itself is dropped."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    profile = image.info.get("icc_profile")
    if profile:
        with suppress(Exception):  # a profile that does not fit is as good as none
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            usual = ImageCms.createProfile("sRGB")
            turned = ImageCms.profileToProfile(image, given, usual, outputMode=mode)
            return turned or image
    return image.convert(mode)


def _on_paper(image: Image.Image) -> Image.Image:
    """Put white behind what is transparent."""
    if image.mode != "RGBA":
        return image
    paper = Image.new("RGB", image.size, PAPER)
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def _as_jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()
