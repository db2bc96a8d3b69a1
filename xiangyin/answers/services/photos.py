"""Photos before everybody sees them: somebody looks, blacks out, or leaves them out.

What is shown is a copy drawn anew with the black burnt in. A photo at which nobody has
looked has no copy, so it is on no public page.
"""

import json
import re

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xiangyin.engines import child
from xiangyin.kernel.rights import require
from xiangyin.kernel.services.audit import record
from xiangyin.kernel.services.pictures import (
    CPU_SECONDS,
    MEMORY,
    WALL_SECONDS,
    keep_pixels,
)

from ..models import PhotoLook, PublicPhoto, QuestionPhoto
from .redacting import PUBLISH

MOST_BOXES = 40
WHOLE = 1000  # boxes are counted in thousandths of the photo
NUMBERS = re.compile(r"\d{1,3}(?:\.\d)?", re.ASCII)


def read_boxes(words: str) -> list[list[int]]:
    """What is to be blacked out, one a line: left, top, width, height in percent.

    Raises ``ValidationError`` for a line that is none, or that covers nothing.

    >>> read_boxes("10 20 30.5 15")
    [[100, 200, 305, 150]]
    """
    lines = [line for line in words.splitlines() if line.strip()]
    if len(lines) > MOST_BOXES:
        raise ValidationError(
            {"boxes": _("At most %(most)d, please.") % {"most": MOST_BOXES}}
        )
    return [_box(line) for line in lines]


def _box(line: str) -> list[int]:
    told = [each for each in re.split(r"[\s,，、]+", line.strip()) if each]
    numbers = [round(float(each) * 10) for each in told if NUMBERS.fullmatch(each)]
    if len(numbers) != 4 or len(told) != 4:
        raise ValidationError({"boxes": _("Four numbers a line: %s") % line[:40]})
    left, top, width, height = numbers
    if max(left, top) >= WHOLE or not (width and height):
        raise ValidationError({"boxes": _("This covers nothing: %s") % line[:40]})
    return [left, top, min(width, WHOLE - left), min(height, WHOLE - top)]


def boxes_as_words(boxes: list[list[int]]) -> str:
    """The same as somebody may edit it.

    >>> boxes_as_words([[100, 200, 305, 150]])
    '10 20 30.5 15'
    """
    return "\n".join(" ".join(f"{each / 10:g}" for each in box) for box in boxes)


@transaction.atomic
def decide_photo(
    photo: QuestionPhoto, *, by, shown: bool, boxes: str = "", reason: str
) -> PhotoLook:
    """Show the photo to everybody with its boxes black, or not at all.

    A later decision takes the place of the earlier one, which stays in the history.
    Raises ``ValidationError`` with a message per field.
    """
    question = photo.question
    require(by, PUBLISH, question)
    look = PhotoLook(
        photo=photo,
        is_shown=shown,
        boxes=read_boxes(boxes) if shown else [],
        reason=reason.strip(),
        by=by,
        at=timezone.now(),
    )
    look.full_clean(exclude=["photo"])
    look.save(force_insert=True)
    forget_copy(photo)
    if shown:
        pixels = blackened(photo, look.boxes)
        title = f"{question.number}-{photo.position + 1}-public"
        picture = keep_pixels(pixels, unit=question.county, by=by, title=title)
        PublicPhoto.objects.create(photo=photo, picture=picture)
    label = _("Photo shown") if shown else _("Photo not shown")
    record(question, "look_at_photo", by=by, label=label, note=reason)
    return look


def blackened(photo: QuestionPhoto, boxes: list[list[int]]) -> bytes:
    """A new JPEG of the photo, in which nothing is left under the boxes."""
    with photo.picture.file.open("rb") as file:
        told = json.dumps(boxes).encode() + b"\n" + file.read()
    made = child.run(
        "xiangyin.engines.pictures:blackened",
        told,
        cpu=CPU_SECONDS,
        wall=WALL_SECONDS,
        memory=MEMORY,
    )
    if not isinstance(made, bytes):
        raise TypeError(made)
    return made


def forget_copy(photo: QuestionPhoto) -> None:
    """Delete the public copy of a photo, with its file."""
    for copy in PublicPhoto.objects.filter(photo=photo).select_related("picture"):
        picture = copy.picture
        copy.delete()
        picture.delete()
