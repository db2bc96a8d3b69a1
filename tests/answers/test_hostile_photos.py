"""What a resident sends as a photo is decoded in a child and written anew, or refused."""

import io
import re

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from PIL import Image

from tests.factories.answers import open_desk
from tests.factories.newsroom import open_newsroom
from tests.kernel.hostile_pictures import (
    NO_PICTURES,
    POLYGLOTS,
    SCRIPT,
    SECRET,
    hostile_of_pillow,
    many_frames,
    with_a_position,
)
from xiangyin.answers.models import Question
from xiangyin.answers.models.question import MOST_PHOTOS
from xiangyin.kernel import fields
from xiangyin.kernel.models import Picture
from xiangyin.kernel.services.pictures import Pixels

from .test_phone import TYPED

# The form's script asks for data, and no page has to be drawn.
AS_DATA = {"headers": {"Accept": "application/json"}}
MANY_PIXELS = {"vast.png", "wide.png"}


@pytest.fixture
def send(client, county, tmp_path, settings):
    """Send photos with a question through the form of its matter."""
    settings.MEDIA_ROOT = tmp_path / "media"
    open_newsroom(county)
    form = f"/ask/about/{open_desk(county).matter.pk}/"

    def send(files: dict[str, bytes], headers=None, **more):
        photos = [
            SimpleUploadedFile(name, data, "image/jpeg") for name, data in files.items()
        ]
        told = {**TYPED, **more, "photos": photos}
        return client.post(form, told, headers=headers)

    return send


def named(told: list[str]) -> list[str]:
    """The names of the files that some refusals speak of."""
    return [re.search("“(.+)”", words)[1] for words in told]


def files_with(words: bytes) -> set[str]:
    """Every file that was kept and contains ``words``."""
    return {
        path.name
        for path in configured.MEDIA_ROOT.rglob("*")
        if path.is_file() and words in path.read_bytes()
    }


def kept_pictures() -> list[tuple[str, int]]:
    """Format and frames of every picture that was kept."""
    kept = []
    for picture in Picture.objects.order_by("pk"):
        with picture.file.open("rb") as file:
            image = Image.open(io.BytesIO(file.read()))
        kept.append((image.format, getattr(image, "n_frames", 1)))
    return kept


def test_what_is_no_picture_is_told_by_its_name_and_nothing_is_kept(send):
    names = list(NO_PICTURES)
    told = []

    for at in range(0, len(names), 6):
        answer = send({name: NO_PICTURES[name] for name in names[at : at + 6]})
        told += answer.context["form"].errors["photos"]

    unread = "“%(name)s” is not a photo we can read."
    pixels = "“%(name)s” has too many pixels."
    assert told == [
        _(pixels if name in MANY_PIXELS else unread) % {"name": name} for name in names
    ]
    assert Question.objects.count() == Picture.objects.count() == 0
    assert files_with(b"") == set()


def test_pillows_own_hostile_pictures_never_break_the_form(send):
    """Six with each question, as many as it may carry; what is no picture is named."""
    found = hostile_of_pillow()
    names, refused = list(found), set()

    for at in range(0, len(names), MOST_PHOTOS):
        six = names[at : at + MOST_PHOTOS]
        answer = send({name: found[name] for name in six}, **AS_DATA)
        told = answer.json()["errors"]["photos"]
        assert (answer.status_code, len(told)) == (422, len(set(named(told))))
        refused.update(named(told))
    assert Question.objects.count() == Picture.objects.count() == 0
    taken = [name for name in names if name not in refused]
    answers = [
        send({name: found[name]}, contact=f"139{at:08}").status_code
        for at, name in enumerate(taken)
    ]

    assert (len(names), refused - set(names), answers) == (64, set(), [302] * 11)
    assert kept_pictures() == [("JPEG", 1)] * len(taken)


def test_of_what_is_something_else_too_only_the_picture_is_kept(send):
    answer = send(
        {f"{at}.jpg": data for at, data in enumerate(POLYGLOTS.values())},
    )

    assert (answer.status_code, len(POLYGLOTS)) == (302, 5)
    assert kept_pictures() == [("JPEG", 1)] * 5
    assert files_with(SCRIPT) == set()


def test_a_residents_photo_loses_where_it_was_taken(send):
    photo = with_a_position()
    assert photo.count(SECRET) == 5

    assert send({"home.jpg": photo}).status_code == 302

    assert kept_pictures() == [("JPEG", 1)]
    assert files_with(SECRET) == set()


def test_of_an_animation_one_picture_is_kept(send):
    assert send({"dance.jpg": many_frames()}).status_code == 302

    assert kept_pictures() == [("JPEG", 1)]


def test_with_photos_kept_as_they_come_the_place_would_be_told(send, monkeypatch):
    """The twin: nothing is decoded."""
    monkeypatch.setattr(fields, "decode", lambda file: Pixels(file.read()))

    assert send({"home.jpg": with_a_position()}).status_code == 302

    assert len(files_with(SECRET)) == 1
