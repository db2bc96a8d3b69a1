"""Keeping photos that people send: decoded, measured, re-encoded, never as sent."""

import io

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError
from wagtail.models import Collection

from ..models import Picture

FORMATS = ["JPEG", "PNG", "GIF", "WEBP"]
MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 2400


def keep_photo(upload, *, unit, by, title: str) -> Picture:
    """Decode ``upload``, drop everything but the pixels, and keep it as a picture.

    Re-encoding drops the position a phone writes into a photo. Raises
    ``ValidationError`` with what is wrong with the file, by its name.
    """
    return keep_pixels(reencode(upload), unit=unit, by=by, title=title)


def keep_pixels(pixels: bytes, *, unit, by, title: str) -> Picture:
    """Keep an already decoded JPEG as a picture of the unit's county."""
    picture = Picture(
        title=title,
        collection=county_collection(unit.county),
        uploaded_by_user=by,
    )
    picture.file.save(f"{title}.jpg", ContentFile(pixels), save=False)
    picture.full_clean(exclude=["tags"])
    picture.save()
    return picture


def reencode(upload) -> bytes:
    """Return ``upload`` as an upright JPEG of at most ``LONGEST_SIDE`` pixels."""
    name = {"name": getattr(upload, "name", "")}
    if upload.size > MOST_BYTES:
        raise ValidationError(
            {"photos": _("“%(name)s” is larger than 15 MB: send a smaller one.") % name}
        )
    try:
        with Image.open(upload, formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise ValidationError(
                    {"photos": _("“%(name)s” has too many pixels.") % name}
                )
            upright = ImageOps.exif_transpose(image).convert("RGB")
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            out = io.BytesIO()
            upright.save(out, "JPEG", quality=85, optimize=True)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ValidationError(
            {"photos": _("“%(name)s” is not a photo we can read.") % name}
        ) from error
    return out.getvalue()


def county_collection(county) -> Collection:
    """The collection that keeps a county's pictures apart from other counties'."""
    name = f"{county.name} ({county.code})"
    found = Collection.objects.filter(name=name, depth=2).first()
    return found or Collection.get_first_root_node().add_child(name=name)
