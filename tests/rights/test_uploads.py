"""A picture that is sent into another county's collection does not get there."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from PIL import Image

from xiangyin.kernel.models import Picture

from .comparing import NAMES
from .meant import Who

pytestmark = pytest.mark.django_db
EDITOR = Who("editor county here", "editor", "county", "here")
DOORS = {
    "wagtailimages:add": ("file", {}),
    "wagtailimages:add_multiple": ("files[]", {}),
    "wagtailimages_chooser:create": (
        "image-chooser-upload-file",
        {"prefix": "image-chooser-upload-"},
    ),
}


def a_photo() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (60, 40), "grey").save(out, "JPEG")
    return SimpleUploadedFile("a.jpg", out.getvalue(), "image/jpeg")


def sent(street, door, collection) -> tuple[str, list]:
    """What was said, and the collections of the pictures that came of it."""
    field, more = DOORS[door]
    prefix = more.get("prefix", "")
    data = {
        f"{prefix}title": "晒秋",
        f"{prefix}description": "竹匾里的辣椒",
        f"{prefix}collection": collection,
        field: a_photo(),
    }
    street.browser(EDITOR)  # signed in before what is put back
    with transaction.atomic():
        known = set(Picture.objects.values_list("pk", flat=True))
        answer = street.ask(EDITOR, reverse(door), "POST", data, keep=True)
        made = Picture.objects.exclude(pk__in=known)
        collections = list(made.values_list("collection", flat=True))
        transaction.set_rollback(True)
    return answer.said, collections


@pytest.mark.parametrize("door", DOORS)
def test_a_picture_goes_into_ones_own_collection_only(street, door):
    own = street.world.here.things["collection"].pk
    theirs = street.world.there.things["collection"].pk

    _said, kept = sent(street, door, own)
    said, strays = sent(street, door, theirs)

    assert kept == [own]
    assert set(strays) <= {own}
    assert not NAMES["there"].search(said)
