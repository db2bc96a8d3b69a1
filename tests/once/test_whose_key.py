"""Whose a key is, and what of a request it stands for."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore

from tests.factories.people import PersonFactory
from xiangyin.kernel import once
from xiangyin.kernel.models import ClientKey
from xiangyin.kernel.services.client_keys import StillBusy

pytestmark = pytest.mark.django_db
KEY = "0123456789abcdef"
JSON = "application/json"


def asked_by(request, session=""):
    request.user = AnonymousUser()
    request.session = SessionStore(session or None)
    return request


def test_of_strangers_each_session_has_keys_of_its_own(rf):
    nobody, one, other = (
        once.owner_of(asked_by(rf.post("/"), session))
        for session in ("", "session-one", "session-two")
    )

    assert len({nobody, one, other}) == 3
    assert "session-one" not in one


def test_data_under_a_key_is_compared_by_every_byte(rf):
    first, same, other = (
        once.fingerprint_of(rf.post("/a/", data, content_type=JSON), KEY)
        for data in ({"a": 1}, {"a": 1}, {"a": 2})
    )

    assert (first == same, first == other) == (True, False)


def test_a_key_for_an_address_that_is_none_is_not_kept(client, county):
    client.force_login(PersonFactory(posts=[("editor", county)]))

    response = client.post("/no.such.place", {"client_key": KEY})

    assert response.status_code == 404
    assert ClientKey.objects.count() == 0


def test_who_asks_for_data_while_it_runs_is_told_and_keeps_the_key(rf):
    request = rf.post("/", HTTP_ACCEPT=JSON)

    response = once.refuse(request, StillBusy(), status=409)

    assert response.status_code == 409
    assert list(json.loads(response.content)) == ["errors"]
