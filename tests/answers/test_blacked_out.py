"""What a photo shows of somebody is burnt away in the copy everybody sees."""

import io

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from tests.answers.looking import door, queries_of
from tests.factories.answers import (
    an_answered_question,
)
from tests.factories.newsroom import a_photo
from tests.factories.people import PersonFactory
from xiangyin.answers.models import PhotoLook, PublicPhoto
from xiangyin.answers.services import photos
from xiangyin.answers.services.photos import decide_photo, read_boxes
from xiangyin.answers.services.publishing import publish_question, take_from_public
from xiangyin.kernel.errors import NotAllowed
from xiangyin.kernel.models import Picture

LIST = "/admin/answers/questions/"


def pixels_of(picture) -> Image.Image:
    with picture.file.open("rb") as file:
        return Image.open(io.BytesIO(file.read())).convert("L")


@pytest.fixture
def photo(desk):
    question = an_answered_question(desk, photos=[a_photo(size=(400, 300))])
    return question.photos.get()


def test_what_is_blacked_out_is_burnt_into_the_copy(desk, photo):
    told = {"by": desk.coordinator, "reason": "有人脸"}

    decide_photo(photo, shown=True, boxes="25 25 50 50", **told)

    copy = pixels_of(PublicPhoto.objects.get().picture)
    original = pixels_of(photo.picture)
    middle, corner = (200, 150), (20, 20)
    assert [copy.getpixel(middle) < 10, copy.getpixel(corner) > 90] == [True, True]
    assert original.getpixel(middle) > 90
    look = PhotoLook.objects.get()
    assert (look.boxes, look.by, str(look)[:13]) == (
        [[250, 250, 500, 500]],
        desk.coordinator,
        photo.question.number,
    )


def test_a_photo_that_is_not_shown_after_all_leaves_no_copy(desk, photo):
    told = {"by": desk.coordinator, "reason": "有人脸"}
    decide_photo(photo, shown=True, **told)
    assert str(PublicPhoto.objects.get()) == str(photo)

    decide_photo(photo, shown=False, boxes="x", **told)

    assert (PublicPhoto.objects.count(), Picture.objects.count()) == (0, 1)
    assert [each.is_shown for each in photo.looks.all()] == [True, False]


def test_only_who_publishes_decides_and_with_a_reason(desk, photo):
    with pytest.raises(NotAllowed):
        decide_photo(photo, by=desk.clerk, shown=True, reason="x")
    with pytest.raises(ValidationError):
        decide_photo(photo, by=desk.coordinator, shown=True, reason=" ")

    assert PhotoLook.objects.count() == 0


def test_a_child_that_brings_no_picture_is_a_mistake(desk, photo, monkeypatch):
    monkeypatch.setattr(photos.child, "run", lambda *args, **kwargs: "nothing")

    with pytest.raises(TypeError):
        decide_photo(photo, by=desk.coordinator, shown=True, reason="x")


@pytest.mark.parametrize(
    "words", ["1 2 3", "1 2 3 4 5", "a b c d", "100 0 5 5", "0 0 0 5", "1 2 3 4\n" * 41]
)
def test_boxes_that_are_none_are_named(words):
    with pytest.raises(ValidationError) as refusal:
        read_boxes(words)

    assert list(refusal.value.message_dict) == ["boxes"]


def test_boxes_end_where_the_photo_does():
    assert read_boxes("90，90、50 50\n\n0 0 100 100") == [
        [900, 900, 100, 100],
        [0, 0, 1000, 1000],
    ]


def path_of(page) -> list[str]:
    """Where the pictures of a public page lie."""
    said = page.content.decode()
    return [
        part.split('"')[0] for part in said.split('src="') if "/images/" in part[:30]
    ]


def test_everybody_sees_the_copy_while_it_is_public_and_never_the_original(
    client, desk, photo
):
    question = photo.question
    publish_question(question, by=desk.coordinator)
    address = f"/answers/{question.number}/"
    unlooked = path_of(client.get(address))
    decide_photo(photo, by=desk.coordinator, shown=True, boxes="0 0 9 9", reason="门牌")
    [shown] = path_of(client.get(address))
    original = photo.picture.get_rendition("max-1200x1200").url

    public = [client.get(path).status_code for path in (shown, original)]
    take_from_public(question.publication, by=desk.coordinator, reason="更正")
    after = client.get(shown).status_code
    editor = PersonFactory(posts=[("editor", desk.county)])
    client.force_login(editor)
    newsroom = [client.get(path).status_code for path in (shown, original)]
    client.force_login(desk.coordinator)
    handling = [client.get(path).status_code for path in (shown, original)]

    assert unlooked == []
    assert (public, after) == ([200, 404], 404)
    assert (newsroom, handling) == ([404, 404], [200, 200])


def test_a_photo_is_looked_at_on_screen(client, desk, photo):
    here = f"{LIST}{photo.question_id}/photos/{photo.pk}/"
    door(client, desk.coordinator)

    silent = client.post(here, {"reason": "x"})
    wrong = client.post(here, {"shown": "yes", "boxes": "1 2", "reason": "门牌"})
    client.post(here, {"shown": "yes", "boxes": "1 2 3 4", "reason": "门牌"})
    page = client.get(here)
    missing = client.get(f"{LIST}{photo.question_id}/photos/0/")

    assert [silent.status_code, wrong.status_code, missing.status_code] == [
        422,
        422,
        404,
    ]
    assert page.context["forms"]["decide"].initial == {
        "shown": "yes",
        "boxes": "1 2 3 4",
    }
    assert page.context["copy"] == PublicPhoto.objects.get()
    assert client.get(f"{LIST}{photo.question_id}/public/").status_code == 200


def test_a_public_page_asks_as_much_for_three_photos_as_for_one(
    client, desk, django_assert_num_queries
):
    asked = []
    for n, count in enumerate((1, 3)):
        sent = [a_photo(f"{each}.jpg") for each in range(count)]
        question = an_answered_question(desk, photos=sent, contact=f"1390000000{n}")
        for each in question.photos.all():
            decide_photo(each, by=desk.coordinator, shown=True, reason="看过了")
        publish_question(question, by=desk.coordinator)
        address = f"/answers/{question.number}/"
        client.get(address)
        asked.append(address)

    with django_assert_num_queries(queries_of(client, asked[0])):
        client.get(asked[1])
