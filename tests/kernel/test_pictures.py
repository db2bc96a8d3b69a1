"""What people upload is decoded in a child and written anew, whatever way it comes."""

import io
import json

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.static import serve
from PIL import Image
from wagtail.admin.views.account import AvatarSettingsPanel
from wagtail.models import Collection, UploadedFile
from wagtail.users.models import UserProfile

from tests.factories.newsroom import open_newsroom
from tests.factories.people import PersonFactory
from xiangyin.engines import child
from xiangyin.kernel import picture_forms
from xiangyin.kernel.models import Picture
from xiangyin.kernel.services import pictures
from xiangyin.kernel.services.pictures import decode
from xiangyin.newsroom.models import Tip
from xiangyin.portal.middleware import MEDIA_POLICY

from .hostile_pictures import (
    NO_PICTURES,
    POLYGLOTS,
    SCRIPT,
    SECRET,
    a_png_that_claims,
    held,
    hostile_of_pillow,
    many_frames,
    plain,
    saved,
    with_a_position,
)

FORM = "/my/tips/new/"


def sent(data: bytes, name="tea.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "image/jpeg")


def made(data: bytes, name="tea.jpg", **told) -> Image.Image:
    return Image.open(io.BytesIO(decode(sent(data, name), **told).read()))


def files_with(words: bytes) -> set[str]:
    """Every file that was kept and contains ``words``."""
    return {
        path.name
        for path in settings.MEDIA_ROOT.rglob("*")
        if path.is_file() and words in path.read_bytes()
    }


@pytest.fixture
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def phone(client, county, media):
    client.force_login(open_newsroom(county).sender)
    return client


@pytest.fixture
def desk(client, db, media):
    client.force_login(PersonFactory(is_superuser=True, is_staff=True))
    return client


def test_pillows_own_hostile_pictures_are_refused_or_written_anew():
    read = {}

    for name, data in hostile_of_pillow().items():
        try:
            picture = made(data, name)
        except ValidationError:
            continue
        picture.load()
        read[name] = picture.format

    assert read == dict.fromkeys(
        [
            "broken_data_stream.png",
            "broken_exif_dpi.jpg",
            "decompression_bomb_extents.gif",
            "hopper_bad_exif.jpg",
            "invalid-exif-without-x-resolution.jpg",
            "invalid-exif.jpg",
            "photoshop-200dpi-broken.jpg",
            "sugarshack_bad_mpo_header.jpg",
            "truncated_app14.jpg",
            "truncated_end_chunk.png",
            "truncated_exif_dpi.jpg",
        ],
        "JPEG",
    )


def test_what_is_no_picture_is_told_at_the_photos_by_its_name(phone):
    files = [sent(data, name) for name, data in NO_PICTURES.items()]
    told = []

    for part in (files[:9], files[9:]):
        answer = phone.post(FORM, {"text": "桥修好了。", "photos": part})
        told += answer.context["form"].errors["photos"]

    many = {"vast.png", "wide.png"}
    unread, pixels = (
        "“%(name)s” is not a photo we can read.",
        "“%(name)s” has too many pixels.",
    )
    assert told == [
        _(pixels if name in many else unread) % {"name": name} for name in NO_PICTURES
    ]  # fmt: skip
    assert Tip.objects.count() == Picture.objects.count() == 0


@pytest.mark.parametrize("data", POLYGLOTS.values(), ids=list(POLYGLOTS))
def test_of_a_picture_that_is_something_else_too_the_picture_is_kept(phone, data):
    answer = phone.post(FORM, {"text": "桥修好了。", "photos": [sent(data)]})

    assert (answer.status_code, Tip.objects.get().photos.count()) == (302, 1)
    assert files_with(SCRIPT) == set()


def test_a_photo_loses_where_it_was_taken(phone):
    photo = with_a_position()
    assert photo.count(SECRET) == 5

    phone.post(FORM, {"text": "桥修好了。", "photos": [sent(photo)]})

    kept = Image.open(Picture.objects.get().file.path)
    assert (dict(kept.getexif()), kept.info.get("icc_profile")) == ({}, None)
    assert files_with(SECRET) == set()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_however_the_phone_was_held(orientation):
    upright = made(held(orientation))

    corners = [upright.getpixel(at) for at in ((4, 4), (60, 4), (4, 28), (60, 28))]
    assert upright.size == (64, 32)
    assert [red > 200 > green + 100 for red, green, _blue in corners] == [
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("data", "kind", "becomes"),
    [
        (saved(plain(mode="CMYK"), "JPEG"), "graphic", ("JPEG", "RGB")),
        (saved(plain(mode="L"), "JPEG"), "photo", ("JPEG", "RGB")),
        (saved(plain(mode="RGBA"), "PNG"), "graphic", ("PNG", "RGBA")),
        (saved(plain(mode="RGBA"), "PNG"), "photo", ("JPEG", "RGB")),
        (saved(plain(mode="RGBA"), "WEBP"), "graphic", ("PNG", "RGBA")),
        (saved(plain(mode="P"), "GIF"), "graphic", ("PNG", "RGB")),
        (many_frames(), "graphic", ("PNG", "RGB")),
    ],
    ids=["CMYK", "grey", "PNG", "PNG as photo", "WEBP", "GIF", "2,000 frames"],
)
def test_each_kind_becomes_one_that_every_browser_shows(data, kind, becomes):
    picture = made(data, kind=kind)

    assert (picture.format, picture.mode) == becomes
    assert getattr(picture, "n_frames", 1) == 1


def test_what_is_transparent_lies_on_white_paper():
    assert made(saved(plain(mode="RGBA"), "PNG")).getpixel((3, 3)) == (255, 255, 255)


def test_a_large_picture_becomes_smaller():
    assert made(saved(plain((3000, 1500)), "PNG")).size == (2400, 1200)


def test_a_picture_gets_so_much_time_and_memory_and_no_more(monkeypatch):
    asked = {}

    def run(function, data, **limits):
        asked.update(limits)
        raise child.ChildError("too slow")

    monkeypatch.setattr(child, "run", run)

    with pytest.raises(ValidationError):
        decode(sent(saved(plain(), "PNG")))
    assert asked == {"cpu": 5, "wall": 15, "memory": 512 * 2**20}


def test_a_picture_that_fills_the_memory_ends_only_its_child(monkeypatch):
    child._helper.stop()  # a fresh one: readers it knows already need memory too
    picture = saved(plain((5_000, 5_000), "RGBA"), "PNG")
    told = _("“%(name)s” is too much to read at once: send a smaller one.")

    monkeypatch.setattr(pictures, "MEMORY", 128 * 2**20)
    with pytest.raises(ValidationError) as refusal:
        decode(sent(picture))
    assert refusal.value.messages == [told % {"name": "tea.jpg"}]

    monkeypatch.setattr(pictures, "MEMORY", 1024 * 2**20)
    assert made(picture).size == (2400, 2400)


def upload(door, data=None, name="tea.jpg"):
    told = {"title": "茶园", "collection": Collection.get_first_root_node().pk}
    return door.post(
        reverse("wagtailimages:add"), {**told, "file": sent(data or with_a_position(), name)}
    )  # fmt: skip


def upload_in_the_chooser(door):
    root = Collection.get_first_root_node().pk
    prefix = "image-chooser-upload"
    told = {f"{prefix}-title": "茶园", f"{prefix}-collection": root}
    return door.post(
        reverse("wagtailimages_chooser:create"),
        {**told, f"{prefix}-file": sent(with_a_position())},
    )


def upload_many(door, title="茶园"):
    told = {"title": title, "collection": Collection.get_first_root_node().pk}
    return door.post(
        reverse("wagtailimages:add_multiple"), {**told, "files[]": sent(with_a_position())}
    )  # fmt: skip


def upload_many_in_two_steps(door):
    """Where another field is wrong Wagtail lays the upload aside for the second step."""
    upload_many(door, title="茶" * 300)
    aside = UploadedFile.objects.get()
    prefix = f"uploaded-image-{aside.pk}"
    told = {f"{prefix}-title": "茶园"}
    told[f"{prefix}-collection"] = Collection.get_first_root_node().pk
    url = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[aside.pk])
    return door.post(url, told)


def replace(door):
    upload(door, saved(plain(), "JPEG"))
    told = {"title": "茶园", "collection": Collection.get_first_root_node().pk}
    url = reverse("wagtailimages:edit", args=[Picture.objects.get().pk])
    return door.post(url, {**told, "file": sent(with_a_position(), "other.jpg")})


WAYS = [
    upload,
    upload_in_the_chooser,
    upload_many,
    upload_many_in_two_steps,
    replace,
]
ways = pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)


@ways
def test_no_way_of_the_staff_keeps_a_file_as_it_was_sent(desk, way):
    answer = way(desk)

    assert answer.status_code in (200, 302)
    assert Picture.objects.count() == 1
    assert files_with(SECRET) == set()


@pytest.mark.parametrize("way", WAYS[:-1], ids=lambda way: way.__name__)
def test_without_the_exchange_every_way_would_keep_it(desk, way, monkeypatch):
    monkeypatch.setattr(
        picture_forms, "exchange", lambda upload, _pixels: upload.seek(0)
    )

    way(desk)

    assert len(files_with(SECRET)) >= 1


def test_a_large_upload_that_lies_in_a_file_is_exchanged_too(desk, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1

    upload(desk)

    assert Picture.objects.count() == 1
    assert files_with(SECRET) == set()


@pytest.mark.parametrize("name", NO_PICTURES)
def test_the_staff_too_are_told_what_is_no_picture(desk, name):
    answer = upload(desk, NO_PICTURES[name], name)

    assert list(answer.context["form"].errors) == ["file"]
    assert Picture.objects.count() == 0


def test_a_wrong_picture_among_many_is_told_beside_it(desk):
    told = {"title": "茶", "collection": Collection.get_first_root_node().pk}
    files = {"files[]": sent(a_png_that_claims(60_000, 60_000), "vast.png")}

    answer = desk.post(reverse("wagtailimages:add_multiple"), {**told, **files})

    assert json.loads(answer.content) == {
        "success": False,
        "error_message": _("“%(name)s” has too many pixels.") % {"name": "vast.png"},
    }


def test_a_picture_is_served_alone_and_as_what_it_is(desk):
    upload(desk)
    address = Picture.objects.get().get_rendition("width-32").url

    answer = desk.get(address)

    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Security-Policy"] == MEDIA_POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "name", ["page.html", "drawing.svg", "a.xml", "script", "b.js"]
)
def test_what_can_run_is_never_served_beside_the_pictures(rf, db, media, name):
    (media / "images").mkdir(parents=True)
    (media / "images" / name).write_bytes(SCRIPT)

    assert Client().get(f"/media/images/{name}").status_code == 404
    raw = serve(rf.get("/"), f"images/{name}", document_root=media)
    assert b"".join(raw.streaming_content) == SCRIPT


def with_an_avatar(door) -> str:
    """Fill in the screen of one's own account, with an avatar."""
    told = {
        "name_email-first_name": "乡",
        "name_email-last_name": "音",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "avatar-avatar": sent(with_a_position()),
    }
    answer = door.post(reverse("wagtailadmin_account"), told)
    assert answer.status_code == 302
    return UserProfile.objects.get().avatar.name


def test_nobody_keeps_an_avatar(desk):
    assert (with_an_avatar(desk), files_with(SECRET)) == ("", set())


def test_an_avatar_would_be_kept_as_it_was_sent(desk, monkeypatch):
    monkeypatch.setattr(AvatarSettingsPanel, "is_active", lambda panel: True)

    with_an_avatar(desk)

    assert len(files_with(SECRET)) == 1
