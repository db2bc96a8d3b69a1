"""Codes are good once, and a passkey is its owner's alone."""

import time

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.urls import reverse

from .signing import code, is_in, secret_of, sign_in, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def with_codes(county, two_steps, monkeypatch, django_capture_on_commit_callbacks):
    """Somebody whose app shows codes, and a clock that both sides read."""
    began, moved = time.time() // 30 * 30, []
    monkeypatch.setattr("time.time", lambda: began + sum(moved))
    somebody("lin", ("final_reader", county))
    client, _response = sign_in("lin")
    secret = secret_of(client)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code(secret, later=-1)})
    return secret, moved.append


def opens(told: str, address: str = "mfa_authenticate") -> bool:
    client, _response = sign_in("lin")
    client.post(reverse(address), {"code": told})
    return is_in(client)


@pytest.mark.parametrize("later", [0, 29, 31, 59])
@pytest.mark.parametrize("spelt", ["{0}{1}", "{0} {1}", "{0}-{1}"])
def test_a_code_opens_once_while_it_would_still_be_good(with_codes, later, spelt):
    secret, move = with_codes
    told = code(secret)
    first = opens(told)
    move(later)
    cache.clear()

    again = opens(spelt.format(told[:3], told[3:]))

    assert (first, again, opens(code(secret, later=1))) == (True, False, True)


def test_without_the_note_a_code_opens_twice(with_codes, monkeypatch):
    secret, move = with_codes
    monkeypatch.setattr("xiangyin.portal.forms.use_up", lambda *told: True)
    told = code(secret)
    first = opens(told)
    move(31)
    cache.clear()

    assert (first, opens(told)) == (True, True)


def test_the_code_that_set_the_app_up_opens_nothing_more(with_codes):
    secret, _move = with_codes

    assert not opens(code(secret, later=-1))


def test_a_code_is_forgotten_when_it_is_good_for_nothing(with_codes):
    secret, move = with_codes
    opens(code(secret))
    move(91)

    opens(code(secret))

    kept = Authenticator.objects.get(type="totp").data["used"]
    assert [told for told, _moment in kept] == [code(secret)]


@pytest.fixture
def keys(county):
    """A passkey of somebody and one of a neighbour."""
    people = [somebody(name, ("editor", county)) for name in ("lin", "he")]
    return [
        Authenticator.objects.create(
            user=person, type="webauthn", data={"name": f"手机{person.pk}"}
        )
        for person in people
    ]


def signed_in(name: str):
    """Past the second step, as the passkey would have let them."""
    client, _response = sign_in(name)
    client.force_login(
        get_user_model().objects.get(username=name),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "username": name}
    ]
    session.save()
    return client


@pytest.mark.parametrize(
    ("address", "told"),
    [("mfa_remove_webauthn", {}), ("mfa_edit_webauthn", {"name": "旧手机"})],
)
def test_a_passkey_is_named_and_removed_by_its_owner_only(keys, address, told):
    own, theirs = keys
    client = signed_in("lin")

    answers = [
        client.post(reverse(address, args=[key.pk]), told).status_code
        for key in (theirs, own)
    ]

    left = {key.pk: key.data["name"] for key in Authenticator.objects.all()}
    renamed = {own.pk: "旧手机"} if told else {}
    assert answers == [404, 302]
    assert left == {theirs.pk: theirs.data["name"], **renamed}
