"""Methods that no screen sends are refused everywhere, and change nothing."""

import pytest
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.test import override_settings
from django.urls import reverse

from .knocking import address_of
from .meant import Who
from .table import TABLE

pytestmark = pytest.mark.django_db
ADMINISTRATOR = Who("administrator county here", "administrator", "county", "here")
EDITOR = Who("editor county here", "editor", "county", "here")
GUARD = "xiangyin.portal.middleware.known_methods"
PATCHED = "wagtailadmin_dismissibles"


def answers(street, method, who=ADMINISTRATOR) -> dict:
    """What each address of the table answers to a method, and what it wrote."""
    things = street.world.here.things
    found = {}
    for name, row in TABLE.items():
        answer = street.ask(who, address_of(name, row, things), method)
        found[name] = (answer.status, bool(answer.wrote))
    return found


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_no_address_takes_a_method_that_no_screen_sends(street, method):
    found = answers(street, method)

    if method == "patch":
        del found[PATCHED]
    assert set(found.values()) == {(405, False)}


def test_without_the_guard_a_passkey_would_go_without_being_asked(street, settings):
    without = [name for name in settings.MIDDLEWARE if name != GUARD]
    wrote = {}

    for guards in (settings.MIDDLEWARE, without):
        street.browsers.clear()
        with override_settings(MIDDLEWARE=guards), transaction.atomic():
            key = Authenticator.objects.create(
                user=street.person(EDITOR), type="webauthn", data={}
            )
            url = reverse("mfa_remove_webauthn", args=[key.pk])
            wrote[len(guards)] = bool(street.ask(EDITOR, url, "delete").wrote)
            transaction.set_rollback(True)

    street.browsers.clear()
    assert list(wrote.values()) == [False, True]
