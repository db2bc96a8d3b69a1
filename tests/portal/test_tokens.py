"""What is signed opens its own door only, here only, in its time only.

Three things carry a signature of ours: the link of an invitation, the cookie of a
device, and the preview of units that were read from a file.
"""

import time
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from tests.factories.people import PersonFactory, unit
from xiangyin.kernel.models import Unit
from xiangyin.kernel.services import invitations, sign_in
from xiangyin.kernel.views import units

from .signing import sign_in as sign_in_as
from .signing import somebody

pytestmark = pytest.mark.django_db
TREE = "代码,名称,类别,上级\ndonghe,东河镇,乡镇,\n"


@pytest.fixture
def wu(county):
    return PersonFactory(username="wu", posts=[("correspondent", unit("chawan"))])


@pytest.fixture
def administrator(client, county):
    person = PersonFactory(username="zhou", posts=[("administrator", county)])
    client.force_login(person)
    return person


def a_link(client, wu) -> str:
    return invitations.token_of(invitations.invite(wu, by=None, now=timezone.now()))


def a_device(client, wu) -> str:
    return sign_in.write_devices({}, "wu")


def a_preview(client, wu) -> str:
    file = SimpleUploadedFile("tree.csv", TREE.encode())
    return client.post(reverse("units:import"), {"file": file}).context["planned"]


def opens_as_a_link(client, token, *, later=timedelta()) -> bool:
    try:
        invitations.find_invitation(token, now=timezone.now() + later)
    except invitations.DeadLink:
        return False
    return True


def opens_as_a_device(client, token) -> bool:
    return sign_in.read_devices(token) != {}


def opens_as_a_preview(client, token) -> bool:
    before = Unit.objects.count()
    client.post(reverse("units:import"), {"planned": token})
    return Unit.objects.count() > before


MADE = {"link": a_link, "device": a_device, "preview": a_preview}
DOORS = {
    "link": opens_as_a_link,
    "device": opens_as_a_device,
    "preview": opens_as_a_preview,
}


@pytest.mark.parametrize("kind", MADE)
@pytest.mark.parametrize("door", DOORS)
def test_a_token_opens_the_door_it_was_made_for_and_no_other(
    client, administrator, wu, kind, door
):
    token = MADE[kind](client, wu)

    assert DOORS[door](client, token) is (kind == door)


def test_with_one_salt_for_two_kinds_a_preview_would_pass_for_a_device(
    client, administrator, wu, monkeypatch
):
    monkeypatch.setattr(units, "SALT", sign_in.DEVICE)

    assert opens_as_a_device(client, a_preview(client, wu))


@pytest.mark.parametrize("kind", MADE)
def test_a_token_of_another_installation_opens_nothing(client, administrator, wu, kind):
    with override_settings(SECRET_KEY="that of the neighbouring county's server"):
        client.force_login(administrator)
        token = MADE[kind](client, wu)
    client.force_login(administrator)

    assert not DOORS[kind](client, token)


@pytest.mark.parametrize("kind", MADE)
def test_a_token_without_its_signature_opens_nothing(client, administrator, wu, kind):
    token = MADE[kind](client, wu)
    mark = "~" if kind == "link" else ":"
    plain = token.rpartition(mark)[0]

    for forged in (plain, plain + mark, f"{plain}{mark}none", token[:-1], ""):
        assert not DOORS[kind](client, forged)


def test_every_signature_is_of_the_one_algorithm():
    assert signing.Signer(salt="any").algorithm == "sha256"
    assert signing.TimestampSigner(salt="any").algorithm == "sha256"


@pytest.mark.parametrize("kind", ["device", "preview"])
@pytest.mark.parametrize(("seconds", "is_good"), [(-60, True), (60, False)])
def test_a_token_is_good_for_its_time_and_no_longer(
    client, administrator, wu, monkeypatch, kind, seconds, is_good
):
    lasts = {
        "device": sign_in.DEVICE_DAYS * 24 * 3600,
        "preview": units.PREVIEW_LASTS,
    }
    token, now = MADE[kind](client, wu), time.time()
    monkeypatch.setattr(
        "django.core.signing.time.time", lambda: now + lasts[kind] + seconds
    )
    client.force_login(administrator)

    assert DOORS[kind](client, token) is is_good


def test_a_link_is_good_for_its_time_and_no_longer(client, wu):
    token, moment = a_link(client, wu), timedelta(minutes=1)

    assert opens_as_a_link(client, token, later=invitations.LASTS - moment)
    assert not opens_as_a_link(client, token, later=invitations.LASTS + moment)


def test_a_session_is_named_by_32_signs_of_the_systems_randomness(county, monkeypatch):
    """32 of 36 signs: 165 bits."""
    somebody("lin", ("editor", county))
    asked = []
    monkeypatch.setattr(
        "django.utils.crypto.secrets.choice", lambda signs: asked.append(signs) or "q"
    )

    sign_in_as("lin")

    key = Session.objects.get().session_key
    assert (key, {len(set(signs)) for signs in asked}) == ("q" * 32, {36, 62})
    assert len([signs for signs in asked if len(set(signs)) == 36]) % 32 == 0
