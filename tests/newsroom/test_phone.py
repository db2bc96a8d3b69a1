"""The correspondent's form: what was typed stays, what is wrong is said where it is."""

import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from tests.factories.newsroom import a_photo, open_newsroom
from tests.factories.people import PersonFactory, unit
from xiangyin.newsroom.models import Tip
from xiangyin.newsroom.views import phone

FORM = "/my/tips/new/"


@pytest.fixture
def room(county):
    return open_newsroom(county)


@pytest.fixture
def door(client, room):
    client.force_login(room.sender, "django.contrib.auth.backends.ModelBackend")
    return client


def test_a_tip_is_sent_and_its_page_follows(door, room):
    answer = door.post(FORM, {"text": "桥修好了。", "photos": [a_photo(), a_photo()]})

    tip = Tip.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/my/tips/{tip.pk}/")
    assert (tip.unit, tip.sender, tip.photos.count()) == (room.village, room.sender, 2)


def test_who_is_not_known_logs_in_first(client, room):
    answer = client.get(FORM)

    assert (answer.status_code, "/accounts/login/" in answer.url) == (302, True)


def test_a_form_sent_twice_is_one_tip(door):
    told = {"text": "桥修好了。", "client_key": str(uuid4())}

    first, second = door.post(FORM, told), door.post(FORM, told)

    assert (first.url, Tip.objects.count()) == (second.url, 1)


def test_each_form_carries_its_own_key(door):
    keys = {door.get(FORM).context["form"]["client_key"].value() for _n in range(2)}

    assert len(keys) == 2


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("text", "", "Write what happened. One sentence will do."),
        ("text", "  \r\n ", "Write what happened. One sentence will do."),
        (
            "place",
            "口\0",
            "There is a character in it that cannot be kept. Type this field anew.",
        ),
    ],
)
def test_a_fault_is_told_at_its_field(door, field, value, words):
    told = {"text": "桥修好了。", "place": "村口", "happens": "昨天", field: value}

    answer = door.post(FORM, told)

    form = answer.context["form"]
    assert (answer.status_code, dict(form.errors)) == (422, {field: [_(words)]})
    assert (form["happens"].value(), Tip.objects.count()) == ("昨天", 0)


def test_too_long_a_text_is_measured_as_the_phone_counts(door):
    exact = "字" * 1998 + "\r\n" + "字"

    assert door.post(FORM, {"text": exact}).status_code == 302
    answer = door.post(FORM, {"text": "字" * 2001})

    told = _("At most %(limit_value)d characters, please: here are %(show_value)d.")
    assert answer.context["form"].errors["text"] == [
        told % {"limit_value": 2000, "show_value": 2001}
    ]


def test_ten_photos_are_refused_and_the_text_stays(door):
    photos = [a_photo() for _n in range(10)]

    answer = door.post(FORM, {"text": "桥修好了。", "photos": photos})

    form = answer.context["form"]
    assert list(form.errors) == ["photos"]
    assert (form["text"].value(), Tip.objects.count()) == ("桥修好了。", 0)


def test_a_text_named_jpg_is_told_at_the_photos(door):
    fake = SimpleUploadedFile("tea.jpg", b"text", "image/jpeg")

    answer = door.post(FORM, {"text": "桥修好了。", "photos": [fake]})

    told = _("“%(name)s” is not a photo we can read.") % {"name": "tea.jpg"}
    assert dict(answer.context["form"].errors) == {"photos": [told]}
    assert Tip.objects.count() == 0


def test_the_phones_script_gets_the_same_answers_as_data(door):
    wants = {"Accept": "application/json"}

    refused = door.post(FORM, {"text": ""}, headers=wants)
    sent = door.post(FORM, {"text": "桥修好了。"}, headers=wants)

    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["text"])
    assert sent.json() == {"next": f"/my/tips/{Tip.objects.get().pk}/"}


def test_200_megabytes_are_refused_before_they_are_read(door, monkeypatch):
    monkeypatch.setattr(phone, "MOST_BODY", 1000)

    answer = door.post(FORM, {"text": "桥", "photos": [a_photo(size=(600, 400))]})

    assert (answer.status_code, Tip.objects.count()) == (413, 0)
    assert _("Too much at once") in answer.content.decode()


def test_what_cannot_be_read_is_answered_in_words(door):
    answer = door.post(FORM, b"--x\r\n", content_type="multipart/form-data; boundary=")

    assert (answer.status_code, Tip.objects.count()) == (400, 0)
    assert _("Too much at once") in answer.content.decode()


def test_the_form_asks_for_its_token(room):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(room.sender, "django.contrib.auth.backends.ModelBackend")

    assert client.post(FORM, {"text": "桥修好了。"}).status_code == 403
    assert Tip.objects.count() == 0


@pytest.mark.parametrize(
    "text", ["😀 𠮷野家 䶮", "مرحبا بالعالم", "<script>x</script> & co"]
)
def test_every_script_is_kept_and_nothing_runs(door, text):
    door.post(FORM, {"text": text})

    page = door.post(FORM, {"text": text, "contact": "x" * 121}).content.decode()
    assert (Tip.objects.get().text, "<script>x" in page) == (text, False)


def test_the_unit_is_asked_only_of_who_has_several(client, room):
    both = PersonFactory(
        posts=[("correspondent", room.village), ("correspondent", unit("shixi"))]
    )
    client.force_login(both, "django.contrib.auth.backends.ModelBackend")

    assert "unit" in client.get(FORM).context["form"].fields
    client.post(FORM, {"text": "桥修好了。", "unit": unit("shixi").pk})
    assert Tip.objects.get().unit == unit("shixi")


def test_another_countys_unit_is_no_choice(client, room):
    both = PersonFactory(
        posts=[("correspondent", room.village), ("correspondent", unit("shixi"))]
    )
    client.force_login(both, "django.contrib.auth.backends.ModelBackend")

    answer = client.post(FORM, {"text": "桥修好了。", "unit": room.county.pk})

    assert (list(answer.context["form"].errors), Tip.objects.count()) == (["unit"], 0)


def test_a_name_sent_twice_is_judged_and_kept_by_the_same_value(client, room):
    """The last one counts, everywhere; an address adds nothing to a form."""
    both = PersonFactory(
        posts=[("correspondent", room.village), ("correspondent", unit("shixi"))]
    )
    client.force_login(both, "django.contrib.auth.backends.ModelBackend")
    own, foreign = unit("shixi").pk, room.county.pk

    refused = client.post(FORM, {"text": "桥修好了。", "unit": [own, foreign]})
    from_address = client.post(f"{FORM}?unit={own}", {"text": "桥修好了。"})
    client.post(f"{FORM}?unit={foreign}", {"text": "一", "unit": [foreign, own]})

    assert list(refused.context["form"].errors) == ["unit"]
    assert list(from_address.context["form"].errors) == ["unit"]
    assert [tip.unit for tip in Tip.objects.all()] == [unit("shixi")]


def test_the_page_carries_no_script_but_the_one_that_starts(door):
    page = door.get(FORM).content.decode()

    tags = re.findall(r"<script[^>]*>", page)
    own = [tag for tag in tags if "src=" not in tag and "json" not in tag]
    assert ["data-begin=" in tag for tag in own] == [True]  # as on every page
    assert " style=" not in page
