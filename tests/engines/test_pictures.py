"""What the hand that writes pictures anew makes of each kind, without its child."""

import io

import pytest
from PIL import Image, ImageCms

from tests.kernel.hostile_pictures import a_png_that_claims, held, plain, saved
from xiangyin.engines.pictures import TOO_MANY_PIXELS, blackened, graphic, photo

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
LAB = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
RED = (200, 30, 30)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def red(mode="RGB", **told) -> bytes:
    colour = (*RED, 255) if mode == "RGBA" else RED
    return saved(Image.new(mode, (64, 48), colour), "PNG", **told)


@pytest.mark.parametrize(
    ("hand", "data", "becomes"),
    [
        (photo, saved(plain(mode="CMYK"), "JPEG"), ("JPEG", "RGB")),
        (photo, saved(plain(mode="RGBA"), "PNG"), ("JPEG", "RGB")),
        (photo, saved(plain(mode="LA"), "PNG"), ("JPEG", "RGB")),
        (graphic, saved(plain(), "JPEG"), ("JPEG", "RGB")),
        (graphic, saved(plain(), "PNG"), ("PNG", "RGB")),
        (graphic, saved(plain(mode="P"), "GIF"), ("PNG", "RGB")),
        (graphic, saved(plain(mode="RGBA"), "WEBP"), ("PNG", "RGBA")),
    ],
)
def test_a_photo_becomes_a_jpeg_and_a_drawing_stays_one(hand, data, becomes):
    picture = opened(hand(data))

    assert (picture.format, picture.mode) == becomes


@pytest.mark.parametrize("hand", [photo, graphic])
@pytest.mark.parametrize("side", [8_000, 60_000])
def test_too_many_pixels_are_told_before_any_is_unpacked(hand, side):
    assert hand(a_png_that_claims(side, side)) == TOO_MANY_PIXELS


def test_what_nothing_shows_through_needs_no_paper():
    assert opened(graphic(red("RGBA"))).mode == "RGB"


def test_a_photo_held_sideways_stands_upright():
    assert opened(photo(held(6))).size == (64, 32)


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize("profile", [SRGB, LAB, b"no profile"])
def test_colours_stay_and_their_profile_goes(mode, profile):
    """One that does not fit the picture, or is none, is as good as no profile."""
    picture = opened(graphic(red(mode, icc_profile=profile)))

    assert picture.convert("RGB").getpixel((9, 9)) == RED
    assert "icc_profile" not in picture.info


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_boxes_are_black_to_their_last_pixel_and_the_rest_is_as_it_was(mode):
    out = io.BytesIO()
    Image.new(mode, (333, 111), "white").save(out, "PNG")

    made = blackened(b"[[500, 0, 500, 1000], [0, 0, 1, 1]]\n" + out.getvalue())

    image = Image.open(io.BytesIO(made)).convert("L")
    right = image.crop((166, 0, 333, 111)).getextrema()
    assert (image.size, right[1] < 60) == ((333, 111), True)
    assert image.getpixel((90, 60)) > 245
