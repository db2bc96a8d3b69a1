"""Keeping photos that people send: decoded, measured, re-encoded, never as sent."""

from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from wagtail.models import Collection

from xiangyin.engines import child

from ..models import Picture

MOST_BYTES = 15 * 1024 * 1024
# What one picture may cost, in a process of its own.
CPU_SECONDS, WALL_SECONDS, MEMORY = 5, 15, 512 * 1024 * 1024
# Keeps a photo as a JPEG, a drawing as what it is, a scan in its full size.
PHOTO, GRAPHIC, SHEET = "photo", "graphic", "sheet"


class Pixels(ContentFile):
    """A picture that we have written ourselves: nothing in it is as it was sent."""


def keep_photo(upload, *, unit, by, title: str) -> Picture:
    """Decode ``upload``, drop everything but the pixels, and keep it as a picture.

    What :func:`decode` brought already is not decoded again. Raises
    ``ValidationError`` with what is wrong with the file, by its name.
    """
    try:
        pixels = upload if isinstance(upload, Pixels) else decode(upload)
    except ValidationError as refusal:
        raise ValidationError({"photos": refusal.messages}) from refusal
    return keep_pixels(pixels.read(), unit=unit, by=by, title=title)


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


def decode(upload, *, kind: str = PHOTO) -> Pixels:
    """Read a picture in a child process and write it anew, under a name that fits.

    Raises ``ValidationError`` saying what is wrong with the file, by its name.
    """
    name = {"name": getattr(upload, "name", "")}
    if upload.size > MOST_BYTES:
        raise ValidationError(
            _("“%(name)s” is larger than 15 MB: send a smaller one.") % name
        )
    upload.seek(0)
    try:
        made = child.run(
            f"xiangyin.engines.pictures:{kind}",
            upload.read(),
            cpu=CPU_SECONDS,
            wall=WALL_SECONDS,
            memory=MEMORY,
        )
    except child.ChildError as error:
        raise ValidationError(_why_not(error.reason) % name) from error
    if not isinstance(made, bytes):
        raise ValidationError(_("“%(name)s” has too many pixels.") % name)
    ending = "png" if made.startswith(b"\x89PNG") else "jpg"
    stem = PurePath(name["name"]).stem or PHOTO
    return Pixels(made, name=f"{stem}.{ending}")


def _why_not(reason: str) -> str:
    if reason in ("too slow", "too large"):
        return _("“%(name)s” is too much to read at once: send a smaller one.")
    return _("“%(name)s” is not a photo we can read.")


def exchange(upload, pixels: Pixels) -> None:
    """Write ``pixels`` over what was uploaded, so that nobody can keep the original."""
    upload.seek(0)
    upload.truncate()
    upload.write(pixels.read())
    upload.seek(0)
    upload.size = pixels.size
    upload.name = pixels.name


def pictures_of(county):
    """The pictures of a county's own collection."""
    name = _collection_name(county)
    return Picture.objects.filter(collection__depth=2, collection__name=name)


def _collection_name(county) -> str:
    return f"{county.name} ({county.code})"


def county_collection(county) -> Collection:
    """The collection that keeps a county's pictures apart from other counties'."""
    name = _collection_name(county)
    found = Collection.objects.filter(name=name, depth=2).first()
    return found or Collection.get_first_root_node().add_child(name=name)
